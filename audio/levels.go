package audio

import (
	"math"

	"github.com/onrecord/onrecord/call"
)

const (
	heardLevel = -50.0 // dBFS RMS; a quiet room is below
	heardTime  = call.Seconds(2)
	lampTime   = call.Seconds(1)
)

// Levels is what meters show of a take.
type Levels struct {
	Elapsed call.Seconds // position in the recording
	Paused  bool
	Sides   [2]Level // by the party's channel
}

// Lamp says in one word how a side is doing, judged by its signal.
type Lamp string

// The lamps, from good to bad.
const (
	LampHeard   Lamp = "heard"    // louder than a quiet room within the last two seconds
	LampQuiet   Lamp = "quiet"    // a signal, but nothing to hear; QuietFor says how long
	LampLow     Lamp = "too low"  // somebody speaks, but so softly that words will be lost
	LampLoud    Lamp = "too loud" // at full scale within the last second
	LampNothing Lamp = "nothing"  // digital silence for the last second: the device is open and hears nothing
	LampGone    Lamp = "gone"     // no device delivers; the take looks for one
)

// Level is how loud one side is.
type Level struct {
	Peak, RMS float64 // dBFS of the newest frames; call.Silence at least
	Lamp      Lamp
	QuietFor  call.Seconds // since it was heard last
	Speaking  bool         // somebody spoke within the last second; tones, music and noise do not count
	// Unheard says that this side has had no signal for ten seconds while the other one spoke.
	Unheard bool
	Device  string // the name of the device it comes from; empty while there is none

	Heard   bool // LampHeard
	Dead    bool // LampNothing or LampGone
	Clipped bool // LampLoud
}

// meter measures one side as it is written.
type meter struct {
	rate    int
	frames  int64
	peak    int   // of the whole take
	clipped int64 // samples at full scale
	first   int64 // frame that was louder than digital silence; -1 for none
	last    int64
	heard   int64 // frame after the newest that was heard
	full    int64 // frame after the newest at full scale; 0 for none

	peakNow int
	rmsNow  float64
}

func newMeter(rate int) *meter { return &meter{rate: rate, first: -1} }

// add measures frames that follow those before.
func (m *meter) add(frames []int16) {
	if len(frames) == 0 {
		return
	}
	m.peakNow = 0
	sum := 0.0
	for i, f := range frames {
		if f == 0 {
			continue
		}
		v := int(f)
		sum += float64(v * v)
		m.peakNow = max(m.peakNow, v, -v)
		if v >= math.MaxInt16 || v <= math.MinInt16 {
			m.clipped++
			m.full = m.frames + int64(i) + 1
		}
		m.last = m.frames + int64(i)
		if m.first < 0 {
			m.first = m.last
		}
	}
	m.rmsNow = math.Sqrt(sum / float64(len(frames)))
	m.peak = max(m.peak, m.peakNow)
	m.frames += int64(len(frames))
	if decibels(m.rmsNow) > heardLevel {
		m.heard = m.frames
	}
}

// level gives what a meter shows.
func (m *meter) level() Level {
	since := func(frame int64) call.Seconds { return call.AtFrame(m.frames-frame, m.rate) }
	return Level{
		Peak:     decibels(float64(m.peakNow)),
		RMS:      decibels(m.rmsNow),
		Heard:    m.heard > 0 && since(m.heard) < heardTime,
		QuietFor: since(m.heard),
		Dead:     m.first < 0 || since(m.last) > lampTime,
		Clipped:  m.full > 0 && since(m.full) < lampTime,
	}
}

// decibels gives the level of an amplitude relative to full scale.
func decibels(v float64) float64 {
	if v <= 0 {
		return call.Silence
	}
	return max(call.Silence, min(0, 20*math.Log10(v/-math.MinInt16)))
}

// describe puts what was measured into a side of the capture.
func (m *meter) describe(side *call.Side) {
	side.Clipped = m.clipped
	side.Peak = decibels(float64(m.peak))
	if m.first < 0 {
		return
	}
	first, last := call.AtFrame(m.first, m.rate), call.AtFrame(m.last, m.rate)
	side.FirstSignal, side.LastSignal = &first, &last
}
