package audio

import (
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/call"
)

// syncTime is how long frames may be in the file without being durable. Together with the tick, the block being filled
// and a settling source that stays below a second.
const syncTime = 250 * time.Millisecond

// writer puts both lanes into the file. It belongs to the goroutine of a take.
type writer struct {
	out    *flacWriter
	lanes  [2]*lane
	meters [2]*meter
	rate   int
	synced time.Duration
	dirty  bool

	paused  bool
	resumed time.Duration // when the present stretch began
	wall    time.Duration // of the stretches before
	pauses  []call.Pause
	levels  atomic.Pointer[Levels]
}

func newWriter(out *flacWriter, rate int, lanes [2]*lane) *writer {
	w := &writer{out: out, lanes: lanes, rate: rate}
	for i := range w.meters {
		w.meters[i] = newMeter(rate)
	}
	w.levels.Store(&Levels{Sides: [2]Level{w.meters[0].level(), w.meters[1].level()}})
	return w
}

// step does what is due: every tick of a take, and once at the end of each stretch.
func (w *writer) step(now time.Duration) error {
	if !w.paused {
		for _, l := range w.lanes {
			l.advance(now)
		}
	}
	if err := w.mix(); err != nil {
		return err
	}
	w.publish()
	if !w.dirty || now-w.synced < syncTime {
		return nil
	}
	w.synced, w.dirty = now, false
	return w.out.sync()
}

// mix writes as many frames as both lanes have.
func (w *writer) mix() error {
	a, b := w.lanes[0], w.lanes[1]
	n := min(len(a.queue), len(b.queue))
	if n == 0 {
		return nil
	}
	for i, l := range w.lanes {
		w.meters[i].add(l.queue[:n])
	}
	before := w.out.size
	err := w.out.write(a.queue[:n], b.queue[:n])
	w.dirty = w.dirty || w.out.size > before
	for _, l := range w.lanes {
		l.queue = l.queue[:copy(l.queue, l.queue[n:])]
	}
	return err
}

// publish shows the levels to whoever looks.
func (w *writer) publish() {
	now := &Levels{Elapsed: call.AtFrame(w.meters[0].frames, w.rate), Paused: w.paused}
	for i, m := range w.meters {
		now.Sides[i] = m.level()
	}
	w.levels.Store(now)
}

// end brings both lanes to the same length, at least to what the clock demands, and writes all of it.
func (w *writer) end(now time.Duration) error {
	if w.paused {
		return nil
	}
	w.wall += now - w.resumed
	w.resumed = now
	length := framesIn(w.wall, int64(w.rate))
	for _, l := range w.lanes {
		l.end(now)
		length = max(length, l.laid)
	}
	for _, l := range w.lanes {
		l.pad(length)
	}
	return w.mix()
}

// pause ends the stretch at a moment.
func (w *writer) pause(at time.Duration) error {
	if w.paused {
		return nil
	}
	err := w.end(at)
	w.paused = true
	w.pauses = append(w.pauses, call.Pause{At: call.AtFrame(w.lanes[0].laid, w.rate)})
	w.publish()
	w.resumed = at // until resume: when the pause began
	return err
}

// resume begins a new stretch.
func (w *writer) resume(now time.Duration) {
	if !w.paused {
		return
	}
	w.endPause(now)
	w.paused = false
	w.resumed = now
	for _, l := range w.lanes {
		l.begin(now)
	}
	w.publish()
}

// endPause notes how long the pause lasted.
func (w *writer) endPause(now time.Duration) {
	if w.paused {
		w.pauses[len(w.pauses)-1].Length = call.Since(now - w.resumed)
	}
}

// breakOff closes the accounts when writing has failed.
func (w *writer) breakOff(at time.Duration) {
	w.endPause(at)
	if !w.paused {
		w.wall += max(0, at-w.resumed)
		w.resumed = at
	}
}

// capture sums up what was measured.
func (w *writer) capture(sources [2]Source) call.Capture {
	c := call.Capture{
		Wall:    call.Since(w.wall),
		Samples: call.AtFrame(w.out.info.frames, w.rate),
		Pauses:  w.pauses,
		Sides:   map[call.Party]call.Side{},
	}
	for i, party := range call.Parties {
		l := w.lanes[i]
		side := call.Side{Gaps: append([]call.Gap{}, l.gaps...), Overruns: l.lost, Offset: l.offset.Seconds() * 1000}
		if sources[i] != nil {
			device := sources[i].Device()
			side.Device, side.DeviceID = device.Name, device.ID
		}
		w.meters[i].describe(&side)
		c.Sides[party] = side
	}
	judge(&c)
	return c
}
