package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// What keeps an announcement from the other side's ears. Nothing is put on record then.
var (
	// ErrNoCallMicrophone means that there is no call microphone to play into.
	ErrNoCallMicrophone = errors.New("the call microphone is off")
	// ErrNoListener means that no program hears the call microphone.
	ErrNoListener = errors.New("no program listens to the call microphone")
	// ErrCallMuted means that the call microphone is muted.
	ErrCallMuted = errors.New("the call microphone is muted")
	// ErrOffRecord means that the recording is paused.
	ErrOffRecord = errors.New("the recording is paused")
	// ErrBrokenOff means that an announcement was not heard to its end.
	ErrBrokenOff = errors.New("the announcement was broken off")
	// ErrAnnouncing means that something is being played into the call.
	ErrAnnouncing = errors.New("something is being played into the call already")
)

const (
	announceTick  = 20 * time.Millisecond
	announceDrain = 500 * time.Millisecond // from the last frame handed over until it was heard
	announceTurn  = 3 * time.Second        // for a tone to be over
	announceStall = 3 * time.Second        // without a frame being taken
)

// Announce says what is announced in a call by itself, as soon as the other side was heard to speak.
type Announce struct{ Notice, Tone bool }

// with adds what the settings want of every call that can be announced in.
func (w Announce) with(settings Settings, possible bool) Announce {
	w.Tone = w.Tone || settings.Tone.Always && possible
	return w
}

// heardBy is an announcement that was heard to its end.
type heardBy struct {
	at       call.Seconds // when it began
	through  string       // the device
	programs []string     // that heard all of it
	recorded bool         // it is in the recording
}

// PlayNotice plays the recorded notice into the call that is being recorded, and puts it on record if another program heard
// the call microphone from its beginning to its end. Else the error says why not: ErrNoTake, ErrNoNotice, or one of the errors above.
func (a *App) PlayNotice(ctx context.Context) (call.Call, error) {
	running, err := a.current()
	if err != nil {
		return call.Call{}, err
	}
	a.StillThere()
	frames, err := a.noticeFrames()
	if err != nil {
		return call.Call{}, err
	}
	heard, err := a.announce(ctx, announceTurn, running, frames)
	if err != nil {
		return call.Call{}, fmt.Errorf("play the notice: %w", err)
	}
	notice := a.Settings().Notice
	entry := heard.entry(call.NoticePlayed)
	entry.Wording, entry.Made = cmp.Or(notice.Words, "the recorded notice ("+notice.Name+")"), a.config.Now()
	return a.Edit(running.id, func(doc *call.Call) error {
		doc.Consent = append(doc.Consent, entry)
		return nil
	})
}

// entry is the entry of consent about what was heard.
func (h heardBy) entry(method call.ConsentMethod) call.Consent {
	entry := call.Consent{Method: method, At: h.at, Party: call.Remote, Through: h.through + ", by " + strings.Join(h.programs, " and ")}
	if !h.recorded {
		entry.Note = "it is not in this recording, which has another microphone"
	}
	return entry
}

// announce plays mono frames into the call, to their end: one announcement at a time, for which it waits so long.
func (a *App) announce(ctx context.Context, wait time.Duration, running *runningTake, frames []int16) (heardBy, error) {
	if !a.mic.takeTurn(wait) {
		return heardBy{}, ErrAnnouncing
	}
	defer func() { <-a.mic.turn }()
	now, err := a.mic.hearable()
	if err != nil {
		return heardBy{}, err
	}
	if running.take.Levels().Paused {
		return heardBy{}, ErrOffRecord
	}
	a.mic.playing.Store(true)
	a.hub.send(MixingChanged{})
	defer func() {
		a.mic.playing.Store(false)
		a.hub.send(MixingChanged{})
	}()
	return a.sayInto(ctx, running, now, frames)
}

// sayInto plays frames into the call microphone, which somebody hears.
func (a *App) sayInto(ctx context.Context, running *runningTake, now audio.CallMicrophone, frames []int16) (heardBy, error) {
	mouth := &mouth{frames: frames}
	output := a.config.Mixer.IntoCall(now.Output)
	if err := output.Start(mouth.fill); err != nil {
		return heardBy{}, err
	}
	heard := heardBy{at: running.take.Levels().Elapsed, through: now.Device.Name, recorded: a.isMixed(running)}
	all, err := a.hearOut(ctx, running, mouth, now.Heard)
	heard.programs = programsOf(all)
	return heard, errors.Join(err, output.Stop())
}

// Announcing tells whether something is being played into the call.
func (a *App) Announcing() bool { return a.mic.playing.Load() }

// isMixed tells whether a take records the call microphone.
func (a *App) isMixed(running *runningTake) bool {
	now, _ := a.mic.state()
	return strings.HasPrefix(running.take.Levels().Sides[call.Local.Channel()].Device, now.Device.Name)
}

// hearOut waits until all was played and heard, and gives the programs that heard all of it.
func (a *App) hearOut(ctx context.Context, running *runningTake, mouth *mouth, heard []audio.Recorder) ([]audio.Recorder, error) {
	tick := time.NewTicker(announceTick)
	defer tick.Stop()
	said, moved := -1, time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: it was stopped", ErrBrokenOff)
		case <-running.over:
			return nil, fmt.Errorf("%w: the recording ended", ErrBrokenOff)
		case <-tick.C:
		}
		now, err := a.mic.hearable()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrBrokenOff, err)
		}
		heard = slices.DeleteFunc(slices.Clone(heard), func(r audio.Recorder) bool { return !slices.Contains(now.Heard, r) })
		if len(heard) == 0 {
			return nil, fmt.Errorf("%w: %w", ErrBrokenOff, ErrNoListener)
		}
		if running.take.Levels().Paused {
			return nil, fmt.Errorf("%w: %w", ErrBrokenOff, ErrOffRecord)
		}
		if at := int(mouth.at.Load()); at != said {
			said, moved = at, time.Now()
		}
		switch still := time.Since(moved); {
		case said == len(mouth.frames) && still >= announceDrain:
			return heard, nil
		case said < len(mouth.frames) && still >= announceStall:
			return nil, fmt.Errorf("%w: the sound system stopped", ErrBrokenOff)
		}
	}
}

// takeTurn waits so long until nothing is played into the call, and tells whether that is so.
func (m *callMic) takeTurn(wait time.Duration) bool {
	select {
	case m.turn <- struct{}{}:
		return true
	default:
	}
	select {
	case m.turn <- struct{}{}:
		return true
	case <-time.After(wait):
		return false
	}
}

// hearable gives the call microphone if somebody hears what is played into it now.
func (m *callMic) hearable() (audio.CallMicrophone, error) {
	now, err := m.state()
	switch {
	case err != nil:
		return now, err
	case now.Device.ID == "":
		return now, ErrNoCallMicrophone
	case now.Muted:
		return now, ErrCallMuted
	case len(now.Heard) == 0:
		return now, ErrNoListener
	}
	return now, nil
}

// mouth hands mono frames to an output in stereo, and silence afterwards.
type mouth struct {
	frames []int16
	at     atomic.Int64 // the frame that comes next
}

// fill runs on the output's thread.
func (m *mouth) fill(stereo []int16) {
	at := int(m.at.Load())
	for i := 0; i+1 < len(stereo) && at < len(m.frames); i += 2 {
		stereo[i], stereo[i+1] = m.frames[at], m.frames[at]
		at++
	}
	m.at.Store(int64(at))
}

// announceByItself announces what was asked for when the take began, once somebody can hear it: a program listens, and the
// other side was heard to speak. While a telephone rings both would be said to nobody.
func (a *App) announceByItself(running *runningTake, wanted Announce) {
	if wanted.Notice && a.Settings().Notice.Seconds == 0 {
		a.warnUntold(running, ErrNoNotice)
		wanted.Notice = false
	}
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-running.over:
			return
		case <-tick.C:
		}
		levels := running.take.Levels()
		if _, err := a.mic.hearable(); err == nil && levels.Sides[call.Remote.Channel()].Speaking && !levels.Paused {
			break
		}
	}
	var errs []error
	if wanted.Notice {
		_, err := a.PlayNotice(a.ctx)
		errs = append(errs, err)
	}
	if wanted.Tone {
		errs = append(errs, a.SetTone(true))
	}
	if err := errors.Join(errs...); err != nil && a.ctx.Err() == nil {
		a.warnUntold(running, err)
	}
}

// warnUntold says why a recording that was to be announced is not.
func (a *App) warnUntold(running *runningTake, err error) {
	a.config.Log.Warn("the recording is not announced", "call", running.id, "err", err)
	a.hub.send(TakeWarned{Warning{Kind: WarnUntold, Call: running.id, Problem: Explain(err)}})
}
