package voice

import "github.com/onrecord/onrecord/call"

const (
	speaks = 0.5           // probability from which speech begins
	falls  = speaks - 0.15 // below it, speech may have ended
	breath = 4             // frames; a pause that is no longer does not end it
	word   = 6             // frames (0.19 s); a shorter sound is a click or a cough
)

// Detector follows one party through a take. It is for one goroutine at a time, and allocates nothing as it goes.
type Detector struct {
	ear   *Ear
	trial trial
	part  [Frame]int16 // the beginning of a frame
	held  int          // samples in part

	newest  [recall][Frame]int16
	frames  int // judged so far
	begin   int // frame with which the network began to hear speech; none: -1
	pause   int // frame with which it may have ended; none: -1
	speech  int // frames that count
	end     int // frame after the newest that counts
	longest int // frames in a row that do not
}

// NewDetector begins with a party that has said nothing.
func (m *Model) NewDetector() *Detector {
	return &Detector{ear: m.NewEar(), trial: trial{tones: newTones()}, begin: -1, pause: -1}
}

// Add takes the samples that follow those before.
func (d *Detector) Add(samples []int16) {
	for len(samples) > 0 {
		if d.held == 0 && len(samples) >= Frame {
			d.judge((*[Frame]int16)(samples))
			samples = samples[Frame:]
			continue
		}
		n := copy(d.part[d.held:], samples)
		samples = samples[n:]
		if d.held += n; d.held == Frame {
			d.held = 0
			d.judge(&d.part)
		}
	}
}

// Speaking reports whether the party speaks now. It turns true two thirds of a second after a voice sets in, and false a
// sixth of a second after it ends. A word shorter than that shows in Spoke and the figures alone.
func (d *Detector) Speaking() bool { return d.begin >= 0 && d.trial.voice }

// Speech is how long the party has spoken altogether.
func (d *Detector) Speech() call.Seconds { return seconds(d.speech) }

// Spoke reports whether the party has spoken within so many seconds.
func (d *Detector) Spoke(within call.Seconds) bool { return d.end > 0 && d.SinceSpeech() < within }

// SinceSpeech is how long ago the party spoke last; if it never did, how long ago the take began.
func (d *Detector) SinceSpeech() call.Seconds { return seconds(d.frames - d.end) }

// LongestSilence is the longest time in which the party did not speak, up to now.
func (d *Detector) LongestSilence() call.Seconds { return seconds(max(d.longest, d.frames-d.end)) }

func seconds(frames int) call.Seconds { return call.AtFrame(int64(frames)*Frame, Rate) }

// judge takes the next frame: does a span of speech begin with it, go on or end?
func (d *Detector) judge(frame *[Frame]int16) {
	p := d.ear.Probability(frame)
	now := d.frames
	d.frames++
	d.newest[now%recall] = *frame
	switch {
	case d.begin < 0 && p < speaks:
		return
	case d.begin < 0:
		d.begin = now
		d.trial.reset()
	case p >= speaks:
		d.pause = -1
	case d.pause < 0 && p < falls:
		d.pause = now
	}
	if d.pause < 0 {
		d.goOn(frame)
	} else {
		d.rest()
	}
}

// goOn counts the span up to this frame, once it has proved to be a voice.
func (d *Detector) goOn(frame *[Frame]int16) {
	if d.trial.add(frame); d.trial.voice {
		d.count(d.frames)
	}
}

// rest ends the span when its pause has become too long.
func (d *Detector) rest() {
	d.trial.pass()
	if d.frames-d.pause <= breath {
		return
	}
	if length := d.pause - d.begin; length >= word && d.trial.end() && (length >= enough || !d.amidTones()) {
		d.count(d.pause)
	}
	d.begin, d.pause = -1, -1
}

// amidTones reports whether a short span is part of a longer tone: it is listened to again with what led to it.
func (d *Detector) amidTones() bool {
	t := d.trial.tones
	t.reset()
	for at := max(0, d.frames-recall); at < d.pause; at++ {
		t.add(&d.newest[at%recall])
	}
	return t.heard()
}

// count makes what was heard of this span speech, up to the given frame.
func (d *Detector) count(to int) {
	from := max(d.begin+d.trial.from, d.end)
	if from >= to {
		return
	}
	d.longest = max(d.longest, from-d.end)
	d.speech += to - from
	d.end = to
}
