package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Document is a call and its words: what `show --json` prints.
type Document struct {
	call.Call
	Transcript *call.Transcript `json:"transcript"` // as corrected; nil while there is none
	// Unread says why the transcript stands without its corrections, which are there but cannot be read; else it is empty.
	Unread string `json:"corrections_unread,omitempty"`
	// Transcripts is how many there are: one for each time the call was written down in another way.
	Transcripts int `json:"transcripts,omitempty"`
	// Redaction says what was left out for an export; nil: nothing.
	Redaction *Redaction `json:"redaction,omitempty"`
	// Flags are what may be wrong in the call, where that was asked for; an export tells only of what the other side did.
	Flags []call.Flag `json:"flags,omitempty"`

	began     map[call.ID]time.Time // of the calls that flags name
	unwritten bool                  // there is no transcript: an empty one stands in
	part      Part                  // how much of the call stands in a document that was cut for an export
}

// Calls lists calls, the newest first. Who is at the far side is called as the contacts have it.
func (a *App) Calls(filter Filter) ([]Summary, error) {
	calls, err := a.library.List(filter)
	a.directory().entitle(calls)
	return calls, err
}

// CountCalls says how many calls there are.
func (a *App) CountCalls() (int, error) { return a.library.Count() }

// Find understands what a person types for a call: its ID, the beginning of one, or "last".
func (a *App) Find(ref string) (call.ID, error) { return a.library.Find(ref) }

// Call reads a call's document, and says in it who is at the far side as the contacts know them now.
func (a *App) Call(id call.ID) (call.Call, error) {
	doc, err := a.library.Call(id)
	if err != nil {
		return call.Call{}, err
	}
	return a.directory().introduce(doc), nil
}

// Transcript reads what the machine wrote down of a call; storage.ErrNoTranscript if nothing was.
func (a *App) Transcript(id call.ID) (call.Transcript, error) { return a.library.Transcript(id) }

// HasNoTranscript tells whether err only says that there is no transcript yet.
func HasNoTranscript(err error) bool { return errors.Is(err, storage.ErrNoTranscript) }

// HasNoCall tells whether err says that the library has no such call, or none any more.
func HasNoCall(err error) bool { return errors.Is(err, storage.ErrNoCall) }

// Document reads a call and its transcript as corrected.
func (a *App) Document(id call.ID) (Document, error) {
	doc, err := a.Call(id)
	if err != nil {
		return Document{}, err
	}
	transcript, unread, err := a.read(id, 0)
	if errors.Is(err, storage.ErrNoTranscript) {
		return Document{Call: doc}, nil
	}
	if err != nil {
		return Document{}, err
	}
	count, err := a.library.CountTranscripts(id)
	return Document{Call: doc, Transcript: &transcript, Unread: unread, Transcripts: count}, err
}

// MachineDocument reads a call and what the machine wrote down of it, without any correction.
func (a *App) MachineDocument(id call.ID) (Document, error) {
	doc, err := a.Call(id)
	if err != nil {
		return Document{}, err
	}
	transcript, err := a.library.Transcript(id)
	if errors.Is(err, storage.ErrNoTranscript) {
		return Document{Call: doc}, nil
	}
	return Document{Call: doc, Transcript: &transcript}, err
}

// Search finds words and "phrases" in everything that was said.
func (a *App) Search(ctx context.Context, query string, limit int) (Results, error) {
	return a.library.Search(ctx, query, limit)
}

// SearchMost finds the calls that have most of the words of a query that Search finds nowhere. There are none when it has only one.
func (a *App) SearchMost(ctx context.Context, query string, limit int) (Results, error) {
	return a.library.SearchMost(ctx, query, limit)
}

// Player plays one recording: it holds the file that it plays from.
type Player struct {
	*audio.Player
	file io.Closer
}

// Close stops playing and lets go of the recording.
func (p *Player) Close() error { return errors.Join(p.Player.Close(), p.file.Close()) }

// BothParties makes a Player play both sides.
const BothParties = audio.BothParties

// Play opens a recording for listening; it is paused at the beginning. The caller closes it.
func (a *App) Play(id call.ID) (*Player, error) {
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return nil, err
	}
	return a.playFile(file)
}

// playFile makes a Player of an open recording, which it takes over.
func (a *App) playFile(file io.ReadSeekCloser) (*Player, error) {
	recording, err := audio.OpenRecording(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	output, err := a.config.Devices.Output()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Player{audio.NewPlayer(recording, output), file}, nil
}

// Check looks for everything that is wrong in the library: folders against index, and every recording's own sum.
// It changes nothing.
func (a *App) Check(ctx context.Context) ([]Finding, error) {
	findings, err := a.library.Check(ctx)
	if err != nil {
		return findings, err
	}
	playbooks, err := a.checkPlaybooks()
	if err != nil {
		return findings, err
	}
	damaged, err := a.checkRecordings(ctx)
	return slices.Concat(findings, playbooks, damaged), err
}

func (a *App) checkRecordings(ctx context.Context) ([]Finding, error) {
	summaries, err := a.library.List(Filter{})
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, summary := range summaries {
		if err := ctx.Err(); err != nil {
			return findings, err
		}
		if !summary.Audio {
			continue
		}
		if err := a.verify(summary.ID); err != nil {
			findings = append(findings, Finding{
				Call: summary.ID, Path: "audio.flac", Problem: fmt.Sprintf("the recording is damaged: %s", Explain(err).What),
			})
		}
	}
	return findings, nil
}

func (a *App) verify(id call.ID) error {
	file, err := a.library.OpenAudio(id)
	if errors.Is(err, storage.ErrNoAudio) {
		return nil // the library's own check has said so
	}
	if err != nil {
		return err
	}
	return errors.Join(audio.Verify(file), file.Close())
}

// Repair mends what can be mended and says what it did; what is left is for a person. It tells of every call that is another one now.
func (a *App) Repair(ctx context.Context) ([]Finding, error) {
	findings, err := a.library.Repair(ctx)
	mended := map[call.ID]bool{}
	for _, f := range findings {
		if f.Mended && f.Call != "" {
			mended[f.Call] = true
		}
	}
	for id := range mended {
		switch wrong := a.remeasure(id); {
		case errors.Is(wrong, storage.ErrNoCall): // what was mended told of a call that is gone
			continue
		case wrong != nil:
			a.trouble(wrong, "measure a mended call", "call", id)
		}
		a.hub.send(CallChanged{id})
	}
	return findings, err
}

// remeasure writes into a document that was made anew how long its recording is.
func (a *App) remeasure(id call.ID) error {
	doc, err := a.library.Call(id)
	if err != nil || doc.Audio.File == "" || doc.Audio.Frames > 0 {
		return err
	}
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return err
	}
	recording, err := audio.OpenRecording(file)
	if err == nil {
		_, err = a.library.Edit(id, func(doc *call.Call) error {
			doc.Audio.Rate, doc.Audio.Channels, doc.Audio.Frames = recording.Rate(), recording.Channels(), recording.Frames()
			doc.Audio.Duration = call.Seconds(recording.Frames()) / call.Seconds(recording.Rate())
			return nil
		})
	}
	return errors.Join(err, file.Close())
}

// RebuildIndex makes the index anew from the calls' folders.
func (a *App) RebuildIndex(ctx context.Context) error { return a.library.RebuildIndex(ctx) }
