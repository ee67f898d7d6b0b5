package audio

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
)

// syncTime is how long frames may be in the file without being durable. Together with the tick, the block being filled
// and a settling source that stays below a second.
const syncTime = 250 * time.Millisecond

// sleepLimit is the shortest sleep of the system that is worth a word.
const sleepLimit = 500 * time.Millisecond

// writer puts both lanes into the file. It belongs to the goroutine of a take.
type writer struct {
	out    *flacWriter // nil while the take stands by
	lead   int64       // frames that are kept while it does
	lanes  [2]*lane
	meters [2]*meter
	voice  *voice.Model
	rate   int
	synced time.Duration
	dirty  bool
	slept  time.Duration // for how long the system had slept when last asked

	paused  bool
	resumed time.Duration // when the present stretch began
	wall    time.Duration // of the stretches before
	pauses  []call.Pause
	levels  atomic.Pointer[Levels]
}

func newWriter(out *flacWriter, rate int, lanes [2]*lane, model *voice.Model) *writer {
	w := &writer{out: out, lanes: lanes, rate: rate, voice: model}
	w.measureAnew()
	w.publish()
	return w
}

func (w *writer) measureAnew() {
	for i := range w.meters {
		w.meters[i] = newMeter(w.rate, w.voice)
	}
}

// sleep notes for how long the system has slept so far.
func (w *writer) sleep(slept time.Duration) {
	if slept-w.slept >= sleepLimit {
		for _, l := range w.lanes {
			l.blame(causeSuspended)
		}
	}
	w.slept = slept
}

// step does what is due: every tick of a take, and once at the end of each stretch.
func (w *writer) step(now time.Duration) error {
	if err := w.gather(now); err != nil {
		return err
	}
	w.publish()
	if !w.dirty || now-w.synced < syncTime {
		return nil
	}
	w.synced, w.dirty = now, false
	return w.out.sync()
}

// gather takes what the lanes have. Long silence comes in pieces.
func (w *writer) gather(now time.Duration) error {
	for !w.paused {
		more := false
		for i, l := range w.lanes {
			more = l.advance(now, w.lanes[1-i].waits()) || more
		}
		n, err := w.mix()
		if err != nil || n == 0 || !more {
			return err
		}
	}
	return nil
}

// mix writes as many frames as both lanes have, and gives their number.
func (w *writer) mix() (int, error) {
	a, b := w.lanes[0], w.lanes[1]
	n := min(len(a.queue), len(b.queue))
	if w.out == nil {
		if n = int(max(0, int64(n)-w.lead)); n > 0 {
			a.forget(int64(n))
			b.forget(int64(n))
			w.resumed += time.Duration(spanOf(int64(n), int64(w.rate)))
		}
		return n, nil
	}
	if n == 0 {
		return 0, nil
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
	return n, err
}

// keep gives a take that stands by its file. It gives how long before now the recording begins. With an error the file
// is closed.
func (w *writer) keep(file File, now time.Duration) (time.Duration, error) {
	if w.out != nil {
		return 0, errors.Join(ErrKept, file.Close())
	}
	out, err := newFLACWriter(file, w.rate)
	if err != nil {
		return 0, errors.Join(fmt.Errorf("keep take: %w", err), file.Close())
	}
	w.out = out
	return now - w.resumed, nil
}

// publish shows the levels to whoever looks.
func (w *writer) publish() {
	now := &Levels{Elapsed: call.AtFrame(w.meters[0].frames, w.rate), Paused: w.paused}
	for i, m := range w.meters {
		now.Sides[i] = m.level(w.lanes[i], w.meters[1-i])
	}
	w.levels.Store(now)
}

// end brings both lanes to the length that the clock demands, and writes all of it.
func (w *writer) end(now time.Duration) error {
	if w.paused {
		return nil
	}
	w.wall += now - w.resumed
	w.resumed = now
	length := framesIn(w.wall, int64(w.rate))
	for _, l := range w.lanes {
		l.end(now)
		l.trim(length)
		length = max(length, l.laid)
	}
	for _, l := range w.lanes {
		l.pad(length)
	}
	return w.settleUp()
}

// settleUp writes all that both lanes have, silence that is owed included.
func (w *writer) settleUp() error {
	for {
		for _, l := range w.lanes {
			l.pay()
		}
		if n, err := w.mix(); n == 0 || err != nil {
			return err
		}
	}
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
func (w *writer) capture() call.Capture {
	c := call.Capture{
		Wall:    call.Since(w.wall),
		Samples: call.AtFrame(w.out.info.frames, w.rate),
		Pauses:  w.pauses,
		Sides:   map[call.Party]call.Side{},
	}
	for i, party := range call.Parties {
		l := w.lanes[i]
		side := call.Side{
			Device: l.device.Name, DeviceID: l.device.ID, Devices: l.devices,
			Gaps: append([]call.Gap{}, l.gaps...), Overruns: l.lost,
			Offset: l.offset.Seconds() * 1000, Drift: l.drift(),
		}
		w.meters[i].describe(&side)
		c.Sides[party] = side
	}
	judge(&c)
	return c
}
