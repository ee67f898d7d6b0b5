package app

import (
	"errors"
	"fmt"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// recoverTakes salvages every take that a crash or a power cut left unfinished. It runs once, at the start.
func (a *App) recoverTakes() {
	defer close(a.recovered)
	unfinished, err := a.library.Unfinished()
	if err != nil {
		a.trouble(err, "look for unfinished takes")
	}
	for _, id := range unfinished {
		if a.ctx.Err() != nil {
			return
		}
		doc, err := a.library.Call(id)
		if err != nil {
			a.trouble(err, "read an unfinished call", "call", id)
			continue
		}
		if doc.Source != "" { // an import by an early version: the original is still where it was
			if err := a.discardImport(id); err != nil {
				a.trouble(err, "discard a broken-off import", "call", id)
			}
			continue
		}
		if doc.Refusal != nil && doc.Refusal.Destroyed {
			stopped := a.stopWriting(id)
			if _, err := a.destroyRefused(doc, doc.Refusal.At); errors.Join(stopped, err) != nil {
				a.trouble(errors.Join(stopped, err), "destroy a refused recording", "call", id)
			}
			continue
		}
		if _, err := a.salvage(doc, "recovered after OnRecord was interrupted; up to one second before that is missing"); err != nil {
			a.trouble(err, "salvage a take", "call", id)
			continue
		}
		a.hub.send(CallRecovered{id})
		a.queueTranscript(id, false)
	}
}

func (a *App) discardImport(id call.ID) error {
	partial, err := a.library.OpenPartial(id)
	if err != nil {
		return err
	}
	return a.discard(id, partial)
}

// salvage makes what was recorded of a call whole and commits it. verdict says what happened. A call of which no
// sound is left is kept as failed: its notes may be worth something. It gives the document as it is after that.
func (a *App) salvage(doc call.Call, verdict string) (call.Call, error) {
	sound, err := a.salvageAudio(doc.ID)
	switch {
	case errors.Is(err, audio.ErrNoAudio), errors.Is(err, storage.ErrNoAudio): // not even a file, when it broke off between document and file
		doc.Outcome, doc.Failure = call.Failed, "no sound had been recorded"
	case err != nil:
		return doc, err
	default:
		doc.Outcome, doc.Failure = call.Recovered, verdict
	}
	doc.Audio = sound
	doc.Ended = endOf(doc.Started, sound.Duration.Duration())
	doc.Capture.Complete, doc.Capture.Verdict = false, verdict
	doc.Capture.Samples = sound.Duration
	if doc.Outcome == call.Failed {
		doc.Capture.Verdict = doc.Failure
	}
	return doc, a.library.Commit(doc)
}

func (a *App) salvageAudio(id call.ID) (call.Audio, error) {
	file, err := a.library.OpenPartial(id)
	if err != nil {
		return call.Audio{}, err
	}
	sound, err := audio.Salvage(file)
	if err != nil {
		return call.Audio{}, errors.Join(fmt.Errorf("salvage audio: %w", err), file.Close())
	}
	return sound, file.Close()
}
