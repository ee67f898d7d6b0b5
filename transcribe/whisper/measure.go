package whisper

/*
#include <time.h>
#include "shim.h"
*/
import "C"

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/transcribe"
)

const (
	measuredSteps  = 24
	measuredFrames = 15 // of the voice detection: half a second of sound
	looks          = 20 // at it, of which the quickest counts
	brief          = time.Second
)

// Measure decodes a window of nothing at every desk at once. It looks twice where that is quick, and takes the shorter time: what
// else the machine does can only make it longer.
func (e *Engine) Measure(ctx context.Context, alive func()) (best transcribe.Cost, err error) {
	for range 2 {
		began := time.Now()
		cost, err := e.once(ctx, alive)
		if err != nil {
			return cost, err
		}
		alive()
		if best.Slowed == 0 {
			best = cost
		}
		best.Encode, best.Step, best.Slowed = min(best.Encode, cost.Encode), min(best.Step, cost.Step), min(best.Slowed, cost.Slowed)
		if time.Since(began) > 2*brief {
			break
		}
	}
	best.Voice = e.hearNothing()
	return best, nil
}

// once measures what a window costs, and a step in it.
func (e *Engine) once(ctx context.Context, alive func()) (cost transcribe.Cost, err error) {
	threads := C.int(max(1, e.setup.Threads/e.setup.Windows))
	encode, err := e.together(ctx, alive, func(d desk) bool { return C.shim_encode_nothing(d.model.c, d.state, threads) == 0 })
	if err != nil {
		return cost, err
	}
	steps, err := e.together(ctx, alive, func(d desk) bool {
		return C.shim_step(d.model.c, d.state, beam, measuredSteps, threads) == 0
	})
	desks := float64(len(e.desks.All()))
	cost.Encode, cost.Step = encode.own/desks, steps.own/desks/measuredSteps
	cost.Slowed = (encode.clock + steps.clock) / (encode.own + steps.own)
	return cost, err
}

// taken is how many seconds something took by the clock, and how many without what other programs took away.
type taken struct{ clock, own float64 }

// together does the same at every desk. What other programs take away can be told where each desk has one thread: all of them
// together are busy for so long, and the desks share it.
func (e *Engine) together(ctx context.Context, alive func(), do func(desk) bool) (taken, error) {
	if err := ctx.Err(); err != nil {
		return taken{}, err
	}
	done := make([]bool, len(e.desks.All()))
	began, spent := time.Now(), processorTime()
	var working sync.WaitGroup
	for i, d := range e.desks.All() {
		working.Go(func() { done[i] = do(d) })
	}
	wait(&working, alive)
	took := taken{clock: time.Since(began).Seconds()}
	took.own = took.clock
	if e.setup.Threads == e.setup.Windows && runtime.GOOS != "windows" { // whose clock goes on
		took.own = min(took.clock, (processorTime()-spent)/float64(len(done)))
	}
	if slices.Contains(done, false) {
		return took, fmt.Errorf("measure: %w: %w", transcribe.ErrEngine, errDecode)
	}
	return took, nil
}

// wait gives signs of life, because the library gives none here; but not for ever.
func wait(working *sync.WaitGroup, alive func()) {
	const patience = 180 // seconds, in which the slowest of machines is done
	over := make(chan struct{})
	go func() { // ends with the work
		defer close(over)
		working.Wait()
	}()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for second := 0; ; second++ {
		select {
		case <-over:
			return
		case <-tick.C:
			if second < patience {
				alive()
			}
		}
	}
}

// processorTime is what this process has taken of the processors, in seconds.
func processorTime() float64 { return float64(C.clock()) / C.CLOCKS_PER_SEC }

// hearNothing gives what it costs to look for voices in a second of sound.
func (e *Engine) hearNothing() float64 {
	var frame [voice.Frame]int16
	for i := range frame {
		frame[i] = int16((i*7919 + 12345) % 2003) // not silent: silence could be passed over
	}
	ear := e.voice.NewEar()
	least := math.Inf(1)
	for range looks {
		began := time.Now()
		for range measuredFrames {
			ear.Probability(&frame)
		}
		least = min(least, time.Since(began).Seconds())
	}
	return least / (measuredFrames * voice.Frame) * transcribe.Rate
}
