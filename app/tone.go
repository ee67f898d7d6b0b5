package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// Tone is the periodic tone that tells of a recording, with what it rests on.
type Tone = rules.Tone

// ToneChoice is how the periodic tone sounds. Zero values mean the usual ones.
type ToneChoice struct {
	Always  bool    `json:"always,omitempty"`     // it begins by itself in each call
	Seconds float64 `json:"seconds,omitempty"`    // of one tone
	Level   float64 `json:"level_dbfs,omitempty"` // root mean square
}

// The levels of the tone, in dBFS. The usual one is that of speech on a telephone: -26 dB below full scale is what networks bring it to.
const (
	ToneSoft    = -32.0
	ToneAverage = -26.0
	ToneLoud    = -20.0
)

// withUsual takes back what nobody would hear, or nobody would bear.
func (c ToneChoice) withUsual() ToneChoice {
	c.Seconds = min(max(c.Seconds, 0), 2)
	if c.Level != 0 {
		c.Level = min(max(c.Level, -40), -10)
	}
	return c
}

// Tone gives what is known of the periodic tone.
func (a *App) Tone() (Tone, error) { return rules.ReadTone(assets.Law) }

// ToneStatus tells how the periodic tone of a take is doing.
type ToneStatus struct {
	On     bool
	Heard  int   // tones that another program heard
	Missed int   // tones that were not played, or not heard, because of Err
	Err    error // why the newest was not heard; nil if it was
}

// toneLoop is the tone of one take. Its numbers belong to the take's mu.
type toneLoop struct {
	end    context.CancelFunc
	status ToneStatus
	entry  call.Consent // on record since the first tone that was heard
}

// SetTone begins or ends the periodic tone in the call that is being recorded. Each tone is played only while another program hears the call
// microphone, and the first that was heard puts it on record; ToneStatus tells. It fails with ErrNoTake or ErrNoCallMicrophone.
func (a *App) SetTone(on bool) error {
	running, err := a.current()
	if err != nil {
		return err
	}
	tone, err := a.Tone()
	if err != nil {
		return err
	}
	if now, err := a.mic.state(); on && (err != nil || now.Device.ID == "") {
		return cmp.Or(err, ErrNoCallMicrophone)
	}
	running.mu.Lock()
	defer running.mu.Unlock()
	switch {
	case on && (running.tone == nil || !running.tone.status.On):
		ctx, end := context.WithCancel(a.ctx)
		loop := &toneLoop{end: end, status: ToneStatus{On: true}}
		running.tone = loop
		a.work.Go(func() { a.keepTone(ctx, running, loop, tone) })
	case !on && running.tone != nil:
		running.tone.end()
		running.tone.status.On = false
	}
	a.hub.send(MixingChanged{})
	return nil
}

// ToneStatus tells how the tone of the running take is doing.
func (a *App) ToneStatus() ToneStatus {
	running, err := a.current()
	if err != nil {
		return ToneStatus{}
	}
	running.mu.Lock()
	defer running.mu.Unlock()
	if running.tone == nil {
		return ToneStatus{}
	}
	return running.tone.status
}

// keepTone plays the tone time and again, until ctx is done or the take is over. While the recording is paused there is none.
func (a *App) keepTone(ctx context.Context, running *runningTake, loop *toneLoop, tone Tone) {
	ticker := time.NewTicker(time.Duration(tone.Every * float64(time.Second)))
	defer ticker.Stop()
	for {
		choice := a.Settings().Tone
		length := cmp.Or(choice.Seconds, tone.Lengths[0].Seconds)
		frames := beep(tone.Hertz, length, cmp.Or(choice.Level, ToneAverage))
		if !running.take.Levels().Paused {
			heard, err := a.announce(ctx, 0, running, frames)
			if ctx.Err() == nil && !errors.Is(err, ErrAnnouncing) { // the notice itself tells of the recording
				a.noteTone(running, loop, heard, err, fmt.Sprintf("%g Hz for %g s, every %g s", tone.Hertz, length, tone.Every))
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		case <-running.over:
			return
		}
	}
}

// noteTone counts a tone and brings the entry of consent up to date.
func (a *App) noteTone(running *runningTake, loop *toneLoop, heard heardBy, err error, how string) {
	running.mu.Lock()
	if loop.status.Err = err; err != nil {
		loop.status.Missed++
	} else {
		loop.status.Heard++
	}
	status := loop.status
	running.mu.Unlock()
	a.hub.send(MixingChanged{})
	if status.Heard == 0 {
		return
	}
	first := loop.entry.Made.IsZero()
	if first {
		loop.entry = heard.entry(call.BeepTone)
		loop.entry.Wording, loop.entry.Made = how, a.config.Now()
	}
	if err == nil {
		loop.entry.Until = heard.at
	}
	entry := loop.entry
	entry.Note = joinNotes(entry.Note, toneCount(status))
	_, editErr := a.Edit(running.id, func(doc *call.Call) error {
		for i, c := range doc.Consent {
			if c.Method == call.BeepTone && c.Made.Equal(entry.Made) {
				doc.Consent[i].Until, doc.Consent[i].Note = entry.Until, entry.Note
			}
		}
		if first {
			doc.Consent = append(doc.Consent, entry)
		}
		return nil
	})
	if editErr != nil {
		a.trouble(editErr, "put the tone on record", "call", running.id)
	}
}

func joinNotes(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// toneCount says in words how often the tone was heard.
func toneCount(s ToneStatus) string {
	words := fmt.Sprintf("%d tones were heard", s.Heard)
	if s.Heard == 1 {
		words = "one tone was heard"
	}
	switch {
	case s.Missed == 1:
		words += ", one was not, since nobody could hear it then"
	case s.Missed > 1:
		words += fmt.Sprintf(", %d were not, since nobody could hear them then", s.Missed)
	}
	return words
}

// beep is one tone, with a hundredth of a second to swell and to fade, so that it does not click. level is its root mean square in dBFS.
func beep(hertz, seconds, level float64) []int16 {
	frames := make([]int16, int(seconds*noticeRate))
	swell := float64(min(noticeRate/100, len(frames)/2))
	peak := math.MaxInt16 * math.Sqrt2 * math.Pow(10, level/20)
	for i := range frames {
		edge := min(float64(i), float64(len(frames)-1-i), swell) / swell
		gain := (1 - math.Cos(math.Pi*edge)) / 2
		frames[i] = int16(peak * gain * math.Sin(2*math.Pi*hertz*float64(i)/noticeRate))
	}
	return frames
}

// ToneWords says how the tone sounds by the choice.
func ToneWords(tone Tone, choice ToneChoice) string {
	words := fmt.Sprintf("%g Hz for %g s, every %g s, at %.0f dBFS", tone.Hertz, cmp.Or(choice.Seconds, tone.Lengths[0].Seconds), tone.Every, cmp.Or(choice.Level, ToneAverage))
	if choice.Always {
		words += ", in every call"
	}
	return words
}

// ToneFacts says what the tone rests on.
func ToneFacts(tone Tone) []Fact {
	var facts factList
	facts.add("Accepted by", strings.Join(tone.Cites, "; "))
	facts.add("Sources", tone.Status)
	facts.add("Level", tone.Level)
	facts.add("Not enough", tone.Warning)
	facts.add("Checked", tone.Checked.String())
	return facts
}
