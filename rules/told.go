package rules

import (
	"github.com/onrecord/onrecord/call"
)

// Told is a call with what happened in it.
type Told struct {
	Record
	Facts []Fact // by time; only those that say something by themselves
}

// fact gives the first of a kind, one that a person stated before one that was found in the transcript.
func (t Told) fact(kind string) (found Fact, there bool) {
	for _, f := range t.Facts {
		if f.Kind == kind && (!there || f.Sure && !found.Sure) {
			found, there = f, true
		}
	}
	return found, there
}

// place is the beginning of the call.
func (t Told) place() call.Place { return call.Place{Call: t.ID, Party: call.Remote} }

// byCaller reports whether the other side called, as far as is known, and the call came through.
func (t Told) byCaller() bool { return t.Direction != call.Outgoing && t.Reached != call.NotConnected }

// talked reports whether people spoke with each other, as far as is known: a machine at the far end is nobody.
func (t Told) talked() bool {
	_, message := t.fact(prerecorded)
	_, mailbox := t.fact(mailboxSpoke)
	return t.Reached == "" && !message && !mailbox
}

// mailboxSpoke is the category of phrases by which a mailbox is known.
const mailboxSpoke = "voicemail"

// doubt says of a fact that nobody has confirmed that it may be wrong.
func doubt(f Fact) []string {
	if f.Sure {
		return nil
	}
	return []string{"Found in the transcript by its words, and not confirmed by anybody: listen to it"}
}
