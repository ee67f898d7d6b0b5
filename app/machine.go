package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/onrecord/onrecord/transcribe"
)

// What this machine can do is measured once, in a few seconds, and kept in machine.json. From it follow how many threads work on a
// transcript, and what each model would cost here.

const (
	machineFile   = "machine.json"
	machineFormat = 1
)

// machine is what was measured, and of which machine.
type machine struct {
	Format     int       `json:"format"`
	Processor  string    `json:"processor"`
	Processors int       `json:"processors"`
	Measured   time.Time `json:"measured"`
	transcribe.Calibration
}

// readMachine gives what was measured on this machine. What was measured on another one, or cannot be understood, is as good as
// nothing: it is measured again.
func readMachine(dir string) (machine, bool, error) {
	content, err := os.ReadFile(filepath.Join(dir, machineFile))
	if errors.Is(err, fs.ErrNotExist) {
		return machine{}, false, nil
	}
	var m machine
	if err == nil {
		err = json.Unmarshal(content, &m)
	}
	if err != nil {
		return machine{}, false, fmt.Errorf("read what the machine can do: %w", err)
	}
	here := m.Format == machineFormat && m.Processor == processor() && m.Processors == runtime.NumCPU() && m.Sound()
	return m, here, nil
}

// bench is where this machine is measured and what is known of it.
type bench struct {
	dir        string
	now        func() time.Time
	processors int   // threads that can run at once
	memory     int64 // in bytes; 0 while unknown

	mu    sync.Mutex
	known machine
	here  bool // known is of this machine
}

func newBench(config Config) *bench {
	b := &bench{dir: config.Data, now: config.Now, processors: runtime.NumCPU(), memory: memory()}
	var err error
	if b.known, b.here, err = readMachine(config.Data); err != nil {
		config.Log.Warn("the machine is measured anew", "err", err)
	}
	return b
}

// measured gives what is known of this machine.
func (b *bench) measured() (machine, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.known, b.here
}

func (b *bench) keep(found transcribe.Calibration) error {
	m := machine{machineFormat, processor(), b.processors, b.now().UTC(), found}
	b.mu.Lock()
	b.known, b.here = m, true
	b.mu.Unlock()
	if err := writeJSON(b.dir, machineFile, m); err != nil {
		return fmt.Errorf("keep what the machine can do: %w", err)
	}
	return nil
}

// plan shares out this machine's threads. While a call is recorded at least one processor is left alone, if there are two.
func (b *bench) plan(recording bool) transcribe.Plan {
	usual := transcribe.Setup{}.Complete(b.processors)
	plan := transcribe.Plan{Share: usual.Threads / usual.Windows, Windows: usual.Windows}
	if m, ok := b.measured(); ok {
		plan = m.Plan
	}
	if recording {
		return plan.Leaving(b.processors)
	}
	return plan
}

// measure measures this machine, while nothing else should be done.
func (s *Scribe) measure(ctx context.Context, progress func(float64)) error {
	vad, err := s.Models.VAD()
	if err != nil {
		return err
	}
	found, err := s.worker.Calibrate(ctx, s.bench.processors, vad, s.Models.Demo, progress)
	if err != nil {
		return err
	}
	return s.bench.keep(found)
}

// MeasuredHere tells whether this machine was measured with the engine that is there now.
func (s *Scribe) MeasuredHere(ctx context.Context) bool {
	m, ok := s.bench.measured()
	if !ok {
		return false
	}
	request, err := s.work(heard{}, FileRequest{Model: DemoModel})
	if err != nil {
		return false
	}
	engine, err := s.worker.Engine(ctx, request)
	return err == nil && engine == m.Engine
}

// Measure measures what this machine can do, which takes some seconds, and keeps it. It is not begun while a call is recorded or
// written down, and broken off when a recording begins: the error is ErrBusy then. progress is told from 0 to 1 and may be nil.
func (a *App) Measure(ctx context.Context, progress func(float64)) error {
	ctx, breakOff := context.WithCancelCause(ctx)
	defer breakOff(nil)
	if !a.processor.TryLock() {
		return ErrBusy
	}
	defer a.processor.Unlock()
	a.mu.Lock()
	busy := a.take != nil
	a.breakOff = breakOff
	a.mu.Unlock()
	if busy {
		return ErrBusy
	}
	defer context.AfterFunc(a.ctx, func() { breakOff(a.ctx.Err()) })()
	err := a.scribe.measure(ctx, func(done float64) {
		a.hub.send(Measuring{done})
		if progress != nil {
			progress(done)
		}
	})
	if err != nil && errors.Is(context.Cause(ctx), ErrBusy) {
		err = ErrBusy
	}
	a.hub.send(MachineMeasured{err})
	return err
}

// stopMeasuring makes room for a recording.
func (a *App) stopMeasuring() {
	a.mu.Lock()
	breakOff := a.breakOff
	a.mu.Unlock()
	if breakOff != nil {
		breakOff(ErrBusy)
	}
}

// MeasureOnce measures this machine in the background if that was not done yet, or the engine is another one since: as soon as nothing
// is recorded and nothing written down.
func (a *App) MeasureOnce() {
	if a.measuring.CompareAndSwap(false, true) {
		a.work.Go(func() {
			defer a.measuring.Store(false)
			a.measureOnce()
		})
	}
}

func (a *App) measureOnce() {
	feed := a.Subscribe()
	defer feed.Close()
	for a.Recovered(a.ctx) == nil && !a.scribe.MeasuredHere(a.ctx) {
		err := a.Measure(a.ctx, nil)
		switch {
		case err == nil || a.ctx.Err() != nil:
			return
		case !errors.Is(err, ErrBusy):
			a.config.Log.Error("measure the machine", "err", err) // the usual plan will do
			return
		}
		if !a.untilLessBusy(feed) {
			return
		}
	}
}

// untilLessBusy waits until a recording or a transcription is over; false when the App closes.
func (a *App) untilLessBusy(feed *Feed) bool {
	for {
		event, ok := feed.Next(a.ctx)
		if !ok {
			return false
		}
		switch e := event.(type) {
		case JobEnded:
			return true
		case TakeChanged:
			if e.Status.Ended {
				return true
			}
		}
	}
}
