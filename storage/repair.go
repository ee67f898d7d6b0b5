package storage

import (
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// remakeCall puts a new document in the place of one that is damaged or missing. It knows what the folder shows: when
// the call began, from the ID, and whether there is a recording.
func (l *Library) remakeCall(id call.ID) error {
	return l.changing(id, func() error {
		name := inFolder(id, callName)
		kept := "there was none"
		there, err := l.files.Exists(name)
		if err != nil {
			return err
		}
		if there {
			old := aside(name, "damaged", l.now())
			if err := l.files.Rename(name, old); err != nil {
				return err
			}
			kept = "the old one is kept as " + old
		}
		c, err := l.guess(id)
		if err != nil {
			return err
		}
		c.Failure = fmt.Sprintf("The document of this call was made again by a repair on %s; %s.",
			l.now().Format("2 January 2006"), kept)
		return l.writeCall(c)
	})
}

// guess makes the document of a call of which only the folder is known.
func (l *Library) guess(id call.ID) (call.Call, error) {
	c := call.Call{
		ID: id, Parties: map[call.Party]call.Person{}, Tags: []string{}, Notes: []call.Note{},
		Consent: []call.Consent{}, Outcome: call.Failed,
	}
	started, err := startOf(id)
	if err != nil {
		return call.Call{}, fmt.Errorf("read the start of the call from its ID: %w", err)
	}
	c.Started = started
	partial, err := l.files.Exists(inFolder(id, partialName))
	if err != nil {
		return call.Call{}, err
	}
	audio, err := l.files.Exists(inFolder(id, audioName))
	if err != nil {
		return call.Call{}, err
	}
	kept, err := l.kept(id)
	if err != nil {
		return call.Call{}, err
	}
	if n := len(kept.transcripts); n > 0 && kept.transcripts[n-1] > 1 {
		c.CurrentTranscript = kept.transcripts[n-1]
	}
	if audio {
		c.Outcome, c.Audio.File = call.Recovered, audioName
	}
	if partial {
		c.Outcome = call.Recording // so that it is salvaged
	}
	return c, nil
}

// reidentify writes library.json again.
func (l *Library) reidentify() error {
	there, err := l.files.Exists(identityName)
	if err != nil {
		return err
	}
	if there {
		if err := l.files.Rename(identityName, aside(identityName, "damaged", l.now())); err != nil {
			return err
		}
	}
	return l.identify()
}
