package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
)

// stage is a sound system with two devices, whose programs at the microphone the test chooses.
type stage struct {
	devices
	scenes chan audio.Scene
}

func (s stage) Watch(ctx context.Context, changed func(audio.Scene)) error {
	for {
		select {
		case scene := <-s.scenes:
			changed(scene)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// show puts programs at the microphone, with nobody else there, and lets some time go by.
func (s stage) show(span time.Duration, programs ...string) {
	var scene audio.Scene
	for i, p := range programs {
		scene.Recorders = append(scene.Recorders, audio.Recorder{Program: p, PID: 100 + i})
	}
	s.scenes <- scene
	time.Sleep(span)
}

// onStage runs a test in virtual time, with an application that watches for calls. The events are those of calls.
func onStage(t *testing.T, settings Settings, test func(t *testing.T, a *App, s stage, events func() string)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := stage{devices{audio.Microphone: audiotest.Script{}, audio.FarSide: audiotest.Script{}}, make(chan audio.Scene)}
		a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: s})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.SaveSettings(settings); err != nil {
			t.Fatal(err)
		}
		feed := a.Subscribe()
		a.WatchCalls()
		test(t, a, s, func() string { return callEvents(t, feed) })
		feed.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
}

// callEvents gives what a feed told of calls and takes until now.
func callEvents(t *testing.T, feed *Feed) string {
	t.Helper()
	synctest.Wait()
	var told []string
	for {
		event, ok := feed.Poll()
		if !ok {
			return strings.Join(told, ", ")
		}
		switch e := event.(type) {
		case CallBegan:
			told = append(told, map[bool]string{false: "began ", true: "recorded "}[e.Recorded]+e.Program)
		case CallEnded:
			told = append(told, map[bool]string{false: "ended ", true: "recorded ended "}[e.Recorded]+e.Program)
		case TakeChanged:
			told = append(told, fmt.Sprintf("take of %q ended=%v", e.Status.Call.Program, e.Status.Ended))
		case Trouble:
			told = append(told, "trouble: "+e.Problem.What)
		}
	}
}

func expect(t *testing.T, when, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s; want %s", when, got, want)
	}
}

func TestCallsAreOffered(t *testing.T) {
	onStage(t, Settings{OfferCalls: true}, func(t *testing.T, a *App, s stage, events func() string) {
		s.show(2900*time.Millisecond, "Zoom")
		expect(t, "before it is a call", events(), "")
		time.Sleep(200 * time.Millisecond)
		expect(t, "a call", events(), "began Zoom")
		s.show(10*time.Second, "Zoom", "Browser")
		expect(t, "a second call", events(), "began Browser")
		s.show(time.Hour, "Browser")
		expect(t, "the first is over", events(), "ended Zoom")
		s.show(2900*time.Millisecond, "Browser", "Zoom")
		expect(t, "another call, not yet", events(), "")
		time.Sleep(200 * time.Millisecond)
		expect(t, "another call", events(), "began Zoom")
	})
}

// A moment at the microphone is no call, and a moment away does not end one.
func TestFlappingIsNoCall(t *testing.T) {
	onStage(t, Settings{OfferCalls: true}, func(t *testing.T, a *App, s stage, events func() string) {
		for range 20 {
			s.show(2*time.Second, "Zoom")
			s.show(time.Second)
		}
		expect(t, "only moments", events(), "")
		s.show(4*time.Second, "Zoom")
		expect(t, "a call", events(), "began Zoom")
		for range 20 {
			s.show(2 * time.Second)
			s.show(time.Second, "Zoom")
		}
		expect(t, "moments away", events(), "")
		s.show(4 * time.Second)
		expect(t, "it is over", events(), "ended Zoom")
	})
}

func TestNothingIsOfferedUnasked(t *testing.T) {
	onStage(t, Settings{}, func(t *testing.T, a *App, s stage, events func() string) {
		s.show(time.Minute, "Zoom")
		s.show(time.Minute)
		expect(t, "a call", events(), "")
	})
}

// The offer that is taken up makes a take with the program's name, and its end is told.
func TestOfferTakenUp(t *testing.T) {
	onStage(t, Settings{OfferCalls: true}, func(t *testing.T, a *App, s stage, events func() string) {
		s.show(4*time.Second, "Zoom")
		if _, err := a.StartTake(t.Context(), TakeRequest{Program: "Zoom", NoTranscript: true}); err != nil {
			t.Fatal(err)
		}
		s.show(10*time.Second, "Zoom", "Browser")
		expect(t, "a second call during the take", events(), `began Zoom, take of "Zoom" ended=false`)
		s.show(10*time.Second, "Zoom")
		expect(t, "the end of the call that is not recorded", events(), "")
		s.show(10 * time.Second)
		expect(t, "the end of the call", events(), "recorded ended Zoom")
		s.show(10*time.Second, "Zoom")
		expect(t, "it goes on", events(), "recorded Zoom")
		stopped(t, a, "Zoom")
	})
}

// stopped ends the take and checks the program in its document.
func stopped(t *testing.T, a *App, program string) {
	t.Helper()
	doc, err := a.StopTake()
	if err != nil || doc.Program != program {
		t.Errorf("the call is of %q, want %q; %v", doc.Program, program, err)
	}
}

// During a take nothing is offered, nor after it for the call that it was about. A take that was begun by hand, before
// or in the call, gets the program's name, too.
func TestTakeByHandKnowsItsProgram(t *testing.T) {
	onStage(t, Settings{OfferCalls: true, AutoRecord: []string{"Zoom"}}, func(t *testing.T, a *App, s stage, events func() string) {
		if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
			t.Fatal(err)
		}
		s.show(10*time.Second, "Zoom")
		expect(t, "a call during the take", events(), `take of "" ended=false, recorded Zoom`)
		stopped(t, a, "Zoom")
		time.Sleep(time.Minute)
		expect(t, "the rest of the call", events(), `take of "Zoom" ended=true`)

		if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
			t.Fatal(err)
		}
		s.show(10 * time.Second)
		expect(t, "the end of the call", events(), `take of "Zoom" ended=false, recorded ended Zoom`)
		stopped(t, a, "Zoom")
	})
}

func TestChosenProgramsAreRecordedByThemselves(t *testing.T) {
	onStage(t, Settings{AutoRecord: []string{"zoom"}}, func(t *testing.T, a *App, s stage, events func() string) {
		s.show(10*time.Second, "Browser")
		s.show(10*time.Second, "Browser", "Zoom")
		expect(t, "a call", events(), `take of "Zoom" ended=false`)
		s.show(10*time.Second, "Browser")
		expect(t, "its end", events(), "recorded ended Zoom")
		s.show(10*time.Second, "Browser", "Zoom")
		expect(t, "a second call, still recorded", events(), "recorded Zoom")
		stopped(t, a, "Zoom")
	})
}

// Close while a take is about to begin by itself saves it or never begins it, and hangs in neither case.
func TestCloseDuringABeginningCall(t *testing.T) {
	onStage(t, Settings{AutoRecord: []string{"Zoom"}}, func(t *testing.T, a *App, s stage, _ func() string) {
		s.show(callSettles, "Zoom")
	})
}

func TestWhatCannotBeRecordedIsTold(t *testing.T) {
	onStage(t, Settings{AutoRecord: []string{"Zoom"}}, func(t *testing.T, a *App, s stage, events func() string) {
		delete(s.devices, audio.Microphone)
		delete(s.devices, audio.FarSide)
		s.show(10*time.Second, "Zoom")
		expect(t, "a call", events(), "trouble: "+Explain(audio.ErrNoDevice).What)
	})
}

// Who asks for scenes gets each one until it says forget.
func TestOnScene(t *testing.T) {
	onStage(t, Settings{}, func(t *testing.T, a *App, s stage, _ func() string) {
		var seen []int
		forget := a.onScene(func(scene audio.Scene) { seen = append(seen, len(scene.Recorders)) })
		s.show(time.Second, "Zoom")
		s.show(time.Second, "Zoom", "Browser")
		if got := a.programAtMicrophone(); got != "" {
			t.Errorf("of two programs %q was chosen", got)
		}
		forget()
		s.show(time.Second, "Zoom")
		synctest.Wait()
		if !slices.Equal(seen, []int{1, 2}) || len(a.scene().Recorders) != 1 || a.programAtMicrophone() != "Zoom" {
			t.Errorf("seen %v, now %+v", seen, a.scene())
		}
	})
}

func TestProgramsRecordedAlways(t *testing.T) {
	var s Settings
	s.RecordAlways("Zoom", true)
	before := s
	s.RecordAlways("Browser", true)
	s.RecordAlways("ZOOM", true)
	if !slices.Equal(s.AutoRecord, []string{"Browser", "ZOOM"}) || !slices.Equal(before.AutoRecord, []string{"Zoom"}) {
		t.Errorf("%v, before %v", s.AutoRecord, before.AutoRecord)
	}
	s.RecordAlways("zoom", false)
	if s.RecordsAlways("Zoom") || !s.RecordsAlways("browser") {
		t.Errorf("%v", s.AutoRecord)
	}
}
