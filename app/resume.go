package app

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe"
)

// part is a window that a job has decoded, with what decided its text.
type part struct {
	Model    string            `json:"model"` // SHA-256 of the weights
	Engine   string            `json:"engine"`
	Language string            `json:"language"`        // that was asked for
	Words    string            `json:"words,omitempty"` // digest of those that were expected
	Window   transcribe.Window `json:"window"`
}

// resume lets a job begin where it was broken off: each window is kept as soon as it is decoded.
func (a *App) resume(sound *heard, job Job, words call.Words) {
	sound.known = func(model call.Model) transcribe.Known {
		known, err := a.knownParts(job, model, digest(words))
		if err != nil {
			a.trouble(err, "read what a job has done", "call", job.Call)
		}
		return known
	}
	sound.found = func(model call.Model, engine string, w transcribe.Window) {
		if err := a.keepPart(job, part{model.SHA256, engine, job.Language, digest(words), w}); err != nil {
			a.config.Log.Error("keep what a job has done", "call", job.Call, "err", err) // at worst it is done again
		}
		a.jobs.atBorder()
	}
}

func (a *App) keepPart(job Job, p part) error {
	content, err := json.Marshal(p)
	if err != nil {
		return err
	}
	err = a.library.KeepPart(job.ID, fmt.Sprintf("%s %016d", p.Window.Party, p.Window.Start), content)
	if errors.Is(err, storage.ErrNoJob) {
		return nil // it was cancelled
	}
	return err
}

// knownParts gives the windows that the same model has decoded for the job with the same words to expect. A part that cannot be read
// is none.
func (a *App) knownParts(job Job, model call.Model, words string) (known transcribe.Known, err error) {
	contents, err := a.library.Parts(job.ID)
	for _, content := range contents {
		var p part
		if json.Unmarshal(content, &p) != nil || p.Model != model.SHA256 || p.Language != job.Language || p.Words != words {
			continue
		}
		if p.Engine != known.Engine {
			known = transcribe.Known{Engine: p.Engine}
		}
		known.Windows = append(known.Windows, p.Window)
	}
	return known, err
}

// partsDone gives how much sound a job has worked through, summed over the parties.
func (a *App) partsDone(job Job) (call.Seconds, error) {
	contents, err := a.library.Parts(job.ID)
	if err != nil {
		return 0, err
	}
	furthest := map[call.Party]int64{}
	for _, content := range contents {
		var p part
		if json.Unmarshal(content, &p) == nil {
			furthest[p.Window.Party] = max(furthest[p.Window.Party], p.Window.End)
		}
	}
	frames := int64(0)
	for _, end := range furthest {
		frames += end
	}
	return call.AtFrame(frames, transcribe.Rate), nil
}
