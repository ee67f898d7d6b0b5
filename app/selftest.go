package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/selftest"
	"github.com/onrecord/onrecord/call"
)

// SelfTestRequest says what to test: device IDs; empty: the settings', else the default device.
type SelfTestRequest struct{ Microphone, FarSide string }

// SelfTestPhase is what a self-test does, for people who wait.
type SelfTestPhase string

// The phases, in order.
const (
	SelfTestListening SelfTestPhase = "listening" // the devices are opened, and the quiet before the sound is heard
	SelfTestPlaying   SelfTestPhase = "playing"   // the sound is played
	SelfTestWord      SelfTestPhase = "word"      // the user should say a word now
	SelfTestDone      SelfTestPhase = "done"
)

// SelfTestResult says what a take would record.
type SelfTestResult struct {
	Sides    map[call.Party]SelfTestSide `json:"sides"`
	Echo     SelfTestEcho                `json:"echo"`
	Verdict  string                      `json:"verdict"`
	Complete bool                        `json:"complete"` // both sides would be recorded
}

// SelfTestSide is one side of it.
type SelfTestSide struct {
	OK       bool    `json:"ok"` // it would be recorded
	Device   string  `json:"device"`
	DeviceID string  `json:"device_id"`
	Level    float64 `json:"level_dbfs"` // peak: of the far side's test sound, of what the microphone heard
	What     string  `json:"what"`       // what was found: one sentence without a full stop
	Do       string  `json:"do"`         // what to do about it; empty if nothing must be done
}

// SelfTestEcho says whether the microphone heard what was played.
type SelfTestEcho struct {
	Heard bool    `json:"heard"`
	Gain  float64 `json:"gain_db"` // against the far side
	Lag   float64 `json:"lag_ms"`  // after the far side
	What  string  `json:"what"`
	Do    string  `json:"do"`
}

// The times of a self-test. All of it is over in about five seconds, and in eight if opening a device takes long.
const (
	selfTestLimit = 8 * time.Second
	quietTime     = 300 * time.Millisecond // heard before the sound
	arrivalTime   = 2 * time.Second        // for the first frames of a device
	soundTime     = 2 * time.Second        // for the sound to arrive
	echoTime      = 250 * time.Millisecond // for its echo afterwards
	wordTime      = 3 * time.Second        // for a word
	wordTail      = 300 * time.Millisecond // after a word, so that all of it is measured
	lookEvery     = 250 * time.Millisecond
)

// SelfTest plays a short quiet sound, asks for a word, and says what a take would record. tell is called at the
// beginning of each phase, on the caller's goroutine. It fails with ErrTakeRunning if a take runs, or as soon as one
// begins: recording comes first. When ctx ends it returns as soon as the devices let go.
func (a *App) SelfTest(ctx context.Context, request SelfTestRequest, tell func(SelfTestPhase)) (SelfTestResult, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	closing := context.AfterFunc(a.ctx, func() { cancel(context.Canceled) })
	defer closing()
	feed := a.Subscribe()
	defer feed.Close()
	a.mu.Lock()
	busy, settings := a.take != nil, a.settings
	a.mu.Unlock()
	if busy {
		cancel(ErrTakeRunning)
	}
	var watching sync.WaitGroup
	watching.Go(func() { giveWay(ctx, feed, cancel) })
	defer watching.Wait()
	defer cancel(nil)
	test := &selfTest{
		devices: a.config.Devices, log: a.config.Log, tell: tell, spoken: selftest.Spoken, began: time.Now(), finder: selftest.NewFinder(),
		local:  ear{kind: audio.Microphone, named: request.Microphone, chosen: settings.Microphone},
		remote: ear{kind: audio.FarSide, named: request.FarSide, chosen: settings.FarSide},
	}
	return test.run(ctx)
}

// giveWay ends a self-test when a take begins.
func giveWay(ctx context.Context, feed *Feed, cancel context.CancelCauseFunc) {
	for {
		event, ok := feed.Next(ctx)
		if !ok {
			return
		}
		if take, isTake := event.(TakeChanged); isTake && !take.Status.Ended {
			cancel(ErrTakeRunning)
		}
	}
}

// selfTest is a self-test under way.
type selfTest struct {
	devices Devices
	log     *slog.Logger
	tell    func(SelfTestPhase)
	spoken  func(frames []int16) bool // whether somebody speaks in frames at selftest.Rate that hold some quiet too
	began   time.Time
	finder  *selftest.Finder

	local, remote ear
	output        audio.Output
	silent        error         // why the sound cannot be played
	playedOn      audio.Device  // the far side that hears the default output; zero when unknown
	sound, echo   arrival       // of the sound, at the far side and in the microphone
	asked         time.Duration // since the microphone's first frame, when the word was asked for
	word          bool          // somebody spoke
}

// arrival is the sound as a side heard it.
type arrival struct {
	selftest.Match
	heard bool
}

// run goes through the phases. The error is why it was broken off.
func (s *selfTest) run(ctx context.Context) (SelfTestResult, error) {
	if err := context.Cause(ctx); err != nil {
		return SelfTestResult{}, err
	}
	s.tell(SelfTestListening)
	s.open()
	defer s.close()
	for _, phase := range []func(context.Context) error{s.settle, s.play, s.ask} {
		if err := phase(ctx); err != nil {
			return SelfTestResult{}, err
		}
	}
	result := s.judge()
	s.tell(SelfTestDone)
	return result, nil
}

// open opens everything at once, since each can block for seconds.
func (s *selfTest) open() {
	var all sync.WaitGroup
	all.Go(func() { s.local.open(s.devices) })
	all.Go(func() { s.remote.open(s.devices) })
	all.Go(func() { s.output, s.silent = s.devices.Output() })
	all.Go(func() {
		devices, err := s.devices.List()
		if err != nil {
			s.log.Warn("list devices", "err", err)
		}
		for _, d := range devices {
			if d.Kind == audio.FarSide && d.Default {
				s.playedOn = d
			}
		}
	})
	all.Wait()
}

// close lets go of everything.
func (s *selfTest) close() {
	stops := []func() error{s.local.stop, s.remote.stop}
	if s.output != nil {
		stops = append(stops, s.output.Stop)
	}
	var all sync.WaitGroup
	for _, stop := range stops {
		all.Go(func() {
			if err := stop(); err != nil {
				s.log.Warn("stop a device after the self-test", "err", err)
			}
		})
	}
	all.Wait()
}

// settle waits for the first frames of both sides.
func (s *selfTest) settle(ctx context.Context) error {
	return s.wait(ctx, arrivalTime, 20*time.Millisecond, func() bool {
		return s.local.ready() && s.remote.ready()
	})
}

// play plays the sound and waits for it at the far side. If nothing arrives there at all, there is nothing to play for.
func (s *selfTest) play(ctx context.Context) error {
	if s.silent != nil || s.remote.tape.length() == 0 {
		return nil
	}
	s.tell(SelfTestPlaying)
	if s.silent = s.output.Start(selftest.Fill(s.output.Rate())); s.silent != nil {
		return nil
	}
	err := s.wait(ctx, soundTime, lookEvery, func() bool {
		s.sound.Match, s.sound.heard = s.finder.Find(s.remote.frames())
		return s.sound.heard
	})
	if err != nil {
		return err
	}
	if err := s.wait(ctx, echoTime, echoTime, func() bool { return false }); err != nil {
		return err
	}
	s.echo.Match, s.echo.heard = s.finder.Find(s.local.frames())
	return nil
}

// ask waits for a word in the microphone.
func (s *selfTest) ask(ctx context.Context) error {
	if s.local.tape.length() == 0 {
		return nil
	}
	s.asked = s.local.elapsed()
	s.tell(SelfTestWord)
	err := s.wait(ctx, wordTime, lookEvery, func() bool {
		s.word = s.spoken(s.local.without(s.echo, s.asked))
		return s.word
	})
	if err != nil || !s.word {
		return err
	}
	return s.wait(ctx, wordTail, wordTail, func() bool { return false })
}

// wait looks again and again until something is so, for so long at most, and never beyond the end of the whole test.
func (s *selfTest) wait(ctx context.Context, most, every time.Duration, so func() bool) error {
	end := time.NewTimer(min(most, time.Until(s.began.Add(selfTestLimit))))
	defer end.Stop()
	look := time.NewTicker(every)
	defer look.Stop()
	for !so() {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-end.C:
			return nil
		case <-look.C:
		}
	}
	return nil
}
