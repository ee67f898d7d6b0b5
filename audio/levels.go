package audio

import (
	"math"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
)

const (
	heardLevel  = -50.0 // dBFS RMS; a quiet room is below
	softLevel   = -42.0 // dBFS RMS of speech, below which words get lost
	heardTime   = call.Seconds(2)
	lampTime    = call.Seconds(1)
	unheardTime = call.Seconds(10)
	muteTime    = call.Seconds(60) // of digital silence that the verdict speaks of
	signalPeak  = 10               // of 32768; what is never above it is no signal: the last bits of a muted converter
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
}

// meter measures one side as it is written.
type meter struct {
	rate    int
	long    int64 // frames of digital silence that are worth a word
	frames  int64
	peak    int   // of the whole take
	clipped int64 // samples at full scale
	first   int64 // frame that was louder than digital silence; -1 for none
	last    int64
	signal  int64   // frame after the newest that was a signal
	heard   int64   // frame after the newest that was heard
	full    int64   // frame after the newest at full scale; 0 for none
	loud    float64 // how loud the speaking was of late, as RMS
	mute    []call.Gap

	detector *voice.Detector // nil: nobody ever speaks
	thin     *resampler      // to the detector's rate; nil: it is the same
	thinned  []int16

	peakNow int
	rmsNow  float64
}

func newMeter(rate int, model *voice.Model) *meter {
	m := &meter{rate: rate, long: muteTime.Frames(rate), first: -1}
	if model != nil {
		m.detector = model.NewDetector()
	}
	if rate != voice.Rate {
		m.thin = newResampler(rate, voice.Rate)
	}
	return m
}

// add measures frames that follow those before.
func (m *meter) add(frames []int16) {
	if len(frames) == 0 {
		return
	}
	m.peakNow = 0
	sum := 0.0
	for i, f := range frames {
		if f != 0 {
			v := int(f)
			sum += float64(v * v)
			m.see(m.frames+int64(i), max(v, -v))
		}
	}
	m.rmsNow = math.Sqrt(sum / float64(len(frames)))
	m.peak = max(m.peak, m.peakNow)
	m.frames += int64(len(frames))
	if Decibels(m.rmsNow) > heardLevel {
		m.heard = m.frames
	}
	m.listen(frames)
}

// see takes note of one frame that is not digital silence.
func (m *meter) see(at int64, size int) {
	m.peakNow = max(m.peakNow, size)
	if size >= math.MaxInt16 {
		m.clipped++
		m.full = at + 1
	}
	if m.silent(at) {
		m.mute = append(m.mute, m.muted(at))
	}
	m.last = at
	if m.first < 0 {
		m.first = at
	}
	if size > signalPeak {
		m.signal = at + 1
	}
}

// silent reports whether digital silence that is worth a word ends at a frame.
func (m *meter) silent(at int64) bool { return at-m.last >= m.long }

// muted is the digital silence that ends at a frame.
func (m *meter) muted(at int64) call.Gap {
	from := call.AtFrame(m.last, m.rate)
	return call.Gap{Start: from, Duration: call.AtFrame(at, m.rate) - from}
}

// listen looks for speech.
func (m *meter) listen(frames []int16) {
	if m.detector == nil {
		return
	}
	if m.thin != nil {
		m.thinned = m.thin.feed(m.thinned[:0], frames)
		frames = m.thinned
	}
	m.detector.Add(frames)
	if m.detector.Speaking() {
		const memory = 0.95 // of a tick: pauses between words do not make a voice soft
		m.loud = max(m.loud*memory, m.rmsNow)
	}
}

// level gives what a meter shows of a side, beside the other one.
func (m *meter) level(l *lane, other *meter) Level {
	return Level{
		Peak:     Decibels(float64(m.peakNow)),
		RMS:      Decibels(m.rmsNow),
		Lamp:     m.lamp(l),
		QuietFor: m.since(m.heard),
		Speaking: m.spoke(lampTime),
		Unheard:  m.since(m.signal) >= unheardTime && other.spoke(unheardTime),
		Device:   l.deviceName(),
	}
}

func (m *meter) since(frame int64) call.Seconds { return call.AtFrame(m.frames-frame, m.rate) }

// spoke reports whether somebody spoke less than so long ago.
func (m *meter) spoke(limit call.Seconds) bool { return m.detector != nil && m.detector.Spoke(limit) }

// within reports whether something that ended at a frame was less than so long ago.
func (m *meter) within(frame int64, limit call.Seconds) bool {
	return frame > 0 && m.since(frame) < limit
}

func (m *meter) lamp(l *lane) Lamp {
	switch {
	case l.silenced():
		return LampGone
	case m.first < 0 || m.since(m.last) > lampTime:
		return LampNothing
	case m.within(m.full, lampTime):
		return LampLoud
	case m.spoke(heardTime) && Decibels(m.loud) < softLevel:
		return LampLow
	case m.within(m.heard, heardTime):
		return LampHeard
	default:
		return LampQuiet
	}
}

// Decibels gives the level of an amplitude, of 32768, in dBFS.
func Decibels(v float64) float64 {
	if v <= 0 {
		return call.Silence
	}
	return max(call.Silence, min(0, 20*math.Log10(v/-math.MinInt16)))
}

// describe puts what was measured into a side of the capture.
func (m *meter) describe(side *call.Side) {
	side.Clipped = m.clipped
	side.Peak = Decibels(float64(m.peak))
	side.Mute = m.mute
	if m.silent(m.frames) {
		side.Mute = append(side.Mute, m.muted(m.frames))
	}
	if m.detector != nil {
		side.Speech, side.LongestSilence = m.detector.Speech(), m.detector.LongestSilence()
	}
	if m.first < 0 {
		return
	}
	first, last := call.AtFrame(m.first, m.rate), call.AtFrame(m.last, m.rate)
	side.FirstSignal, side.LastSignal = &first, &last
}
