package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	paceFile   = "pace.json"
	paceFormat = 1
	// leastPaced is how much sound says something about a machine. With less, loading the model counts too much.
	leastPaced = call.Seconds(30)
	// mostPaced is how much sound is remembered, so that a machine that changes is soon known again.
	mostPaced = call.Seconds(4 * 3600)
)

// paces are how long recordings took to be written down on this machine, for each model.
type paces struct {
	dir string

	mu    sync.Mutex
	known paceDocument
}

type paceDocument struct {
	Format int               `json:"format"`
	Models map[string]effort `json:"models"`
}

// effort is how much sound a model was given, and how long it took.
type effort struct {
	Audio call.Seconds `json:"audio_s"`
	Work  call.Seconds `json:"work_s"`
}

// readPaces gives what was measured before. A file that cannot be understood is as good as none: it is measured again.
func readPaces(dir string) (*paces, error) {
	p := &paces{dir: dir}
	content, err := os.ReadFile(filepath.Join(dir, paceFile))
	if err == nil {
		err = json.Unmarshal(content, &p.known)
	}
	if p.known.Format != paceFormat || p.known.Models == nil {
		p.known = paceDocument{paceFormat, map[string]effort{}}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p, fmt.Errorf("read paces: %w", err)
	}
	return p, nil
}

// add takes the measure of a recording that was written down from beginning to end.
func (p *paces) add(model string, sound, work call.Seconds) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.known.Models[model]
	m.Audio, m.Work = m.Audio+sound, m.Work+work
	if m.Audio > mostPaced {
		m.Audio, m.Work = m.Audio/2, m.Work/2
	}
	p.known.Models[model] = m
	if err := writeJSON(p.dir, paceFile, p.known); err != nil {
		return fmt.Errorf("write paces: %w", err)
	}
	return nil
}

// of gives the seconds of work that a second of sound takes; false while too little was measured.
func (p *paces) of(model string) (float64, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.known.Models[model]
	if m.Audio < leastPaced || m.Work <= 0 {
		return 0, false
	}
	return float64(m.Work / m.Audio), true
}

// Pace tells how many seconds of work a model needs for a second of recording, as measured on this machine with the calls that were
// written down so far; false while too little was measured.
func (a *App) Pace(model string) (float64, bool) { return a.paces.of(model) }

// notePace measures how long a job took. Only one that was begun and ended in one go tells.
func (a *App) notePace(job Job, took call.Timing) {
	if job.Attempts != 1 {
		return
	}
	if err := a.paces.add(job.Model, took.Audio, took.Wall); err != nil {
		a.config.Log.Warn("remember how long a transcript took", "err", err)
	}
}

// estimate tells how long a recording will take of which a fraction is done, by what the model did here, else by what it should cost
// on this machine; negative while unknown.
func (a *App) estimate(model string, length call.Seconds, done float64) time.Duration {
	pace, known := a.Pace(model)
	if !known {
		pace, known = a.scribe.reckoned(model)
	}
	if !known || length <= 0 {
		return -1
	}
	return time.Duration(pace * float64(length.Duration()) * (1 - done)).Round(time.Second)
}
