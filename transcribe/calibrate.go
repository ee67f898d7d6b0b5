package transcribe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Plan is how a machine's threads are shared out: so many to each window, and so many windows side by side.
type Plan struct {
	Share   int `json:"share"`
	Windows int `json:"windows"`
}

// Threads is how many there are in all.
func (p Plan) Threads() int { return p.Share * p.Windows }

// Leaving is the plan with fewer windows, so that of a machine's processors at least one has nothing to do with it if there are
// two. The share stays, because the last digits of a result depend on it.
func (p Plan) Leaving(processors int) Plan {
	p.Windows = max(1, min(p.Windows, (processors-1)/max(1, p.Share)))
	return p
}

// plans are those worth trying on a machine: each uses all processors, as far as it goes, and leaves one idle with one window.
func plans(processors int) (all []Plan) {
	const most = 4 // windows: each takes its own memory
	shares := []int{}
	for share := 1; share < processors; share *= 2 {
		shares = append(shares, share)
	}
	if last := len(shares) - 1; last > 0 && shares[last] < processors-1 {
		shares = append(shares, processors-1)
	}
	if len(shares) == 0 {
		return []Plan{{1, 1}}
	}
	for _, share := range shares {
		if p := (Plan{share, min(most, processors/share)}); p.Threads() > processors/2 {
			all = append(all, p)
		}
	}
	return all
}

// Calibration is what a machine was measured to do.
type Calibration struct {
	Engine string          `json:"engine"` // name and version
	Plan   Plan            `json:"plan"`   // the quickest
	Small  Cost            `json:"small"`  // of a model of tiny's shape, in 16 bits, with that plan
	Large  map[string]Cost `json:"large"`  // of one of base's shape, by the kind of its numbers
	Trials []Trial         `json:"trials"`
}

// Sound reports whether a calibration can be true.
func (c Calibration) Sound() bool {
	sound := c.Engine != "" && c.Plan.Share > 0 && c.Plan.Windows > 0 && c.Small.sound()
	for _, format := range []string{"f16", "q8_0", "q5_1"} {
		sound = sound && c.Large[format].sound()
	}
	return sound
}

// Trial is a plan that was tried with a model of tiny's shape.
type Trial struct {
	Plan
	Cost
}

// Calibrate measures this machine. That takes as long as the work on about ten windows with base; progress is told from 0
// to 1. demo opens the demo model. The errors are those of Transcribe.
func (w *Worker) Calibrate(ctx context.Context, processors int, vad string, demo func() (io.ReadCloser, error), progress func(float64)) (Calibration, error) {
	dir, err := os.MkdirTemp("", "onrecord-measure-")
	if err != nil {
		return Calibration{}, fmt.Errorf("calibrate: %w: %w", ErrEngine, err)
	}
	c := calibration{worker: w, dir: dir, vad: vad, demo: demo, tell: progress}
	err = errors.Join(c.all(ctx, plans(processors)), os.RemoveAll(dir))
	if err != nil {
		return Calibration{}, fmt.Errorf("calibrate: %w", err)
	}
	return c.found, nil
}

// calibration is one run of Calibrate.
type calibration struct {
	worker *Worker
	dir    string
	vad    string
	demo   func() (io.ReadCloser, error)
	tell   func(float64)
	found  Calibration
}

func (c *calibration) all(ctx context.Context, plans []Plan) error {
	const larger = 2.4 // times as much work is base than tiny
	formats := []string{"f16", "q8_0", "q5_1"}
	done, whole := 0.0, float64(len(plans))+larger*float64(len(formats))
	c.tell(0)
	small, err := c.hollow("tiny", "f16")
	if err != nil {
		return err
	}
	for _, plan := range plans {
		cost, err := c.measure(ctx, small, plan)
		if err != nil {
			return err
		}
		c.try(Trial{plan, cost})
		done++
		c.tell(done / whole)
	}
	c.found.Large = map[string]Cost{}
	for _, format := range formats {
		large, err := c.hollow("base", format)
		if err != nil {
			return err
		}
		if c.found.Large[format], err = c.measure(ctx, large, c.found.Plan); err != nil {
			return err
		}
		if err := os.Remove(large); err != nil {
			return err
		}
		done += larger
		c.tell(done / whole)
	}
	return nil
}

// try keeps a trial, and its plan if it is clearly the quickest yet: by the clock, because only that can be told of each.
func (c *calibration) try(t Trial) {
	const clearly = 0.97
	if len(c.found.Trials) == 0 || t.clock() < clearly*c.found.Small.clock() {
		c.found.Plan, c.found.Small = t.Plan, t.Cost
	}
	c.found.Trials = append(c.found.Trials, t)
}

// hollow writes a model to measure with.
func (c *calibration) hollow(family, format string) (string, error) {
	size, _ := sizeOfFamily(family)
	size.format = format
	demo, err := c.demo()
	if err != nil {
		return "", err
	}
	path, err := hollow(c.dir, demo, size)
	return path, errors.Join(err, demo.Close())
}

// measure lets a worker go through a model.
func (c *calibration) measure(ctx context.Context, model string, plan Plan) (cost Cost, err error) {
	req, err := c.worker.complete(Request{ModelPath: model, VADPath: c.vad, Language: "en", Threads: plan.Threads(), Windows: plan.Windows})
	if err != nil {
		return cost, err
	}
	err = c.worker.visit(ctx, req, func(r *run) error {
		if err := r.order(order{Type: doMeasure}); err != nil {
			return err
		}
		said, err := r.hear(ctx, sayCost, unexpected)
		if err == nil {
			cost, c.found.Engine = *said.Cost, r.result.Engine
		}
		return err
	})
	return cost, err
}
