package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

var (
	chatting = Level{Lamp: audio.LampHeard, Speaking: true}
	music    = Level{Lamp: audio.LampHeard}
	quiet    = Level{Lamp: audio.LampQuiet}
	nothing  = Level{Lamp: audio.LampNothing}
	unheard  = Level{Lamp: audio.LampNothing, Unheard: true}
	gone     = Level{Lamp: audio.LampGone}
	lost     = Level{Lamp: audio.LampGone, Unheard: true}
)

// scene is what stays the same for some seconds of a take.
type scene struct {
	seconds      int
	you, them    Level
	paused       bool
	left         time.Duration // zero: a hundred hours
	touched      bool          // in its first second
	wants        string        // what is new during it: "second kind party" or "second kind party over"
	andForgotten int           // the second in which the take is given up; 0 for never
}

// play lets a watch look at the scenes, a second at a time.
func play(t *testing.T, scenes ...scene) {
	t.Helper()
	watch := newTakeWatch("c")
	second, touches := 0, int64(0)
	for i, s := range scenes {
		if s.touched {
			touches++
		}
		if s.left == 0 {
			s.left = 100 * time.Hour
		}
		var news []string
		forgotten := 0
		for n := range s.seconds {
			warnings, over := watch.look(sight{
				at: time.Duration(second) * time.Second, left: s.left, touches: touches,
				levels: Levels{Paused: s.paused, Sides: [2]Level{s.you, s.them}},
			})
			for _, w := range warnings {
				news = append(news, strings.TrimSpace(fmt.Sprintf("%d %s %s", n, w.Kind, w.Party))+map[bool]string{true: " over"}[w.Over])
			}
			if over && forgotten == 0 {
				forgotten = n
			}
			second++
		}
		if got := strings.Join(news, ", "); got != s.wants {
			t.Errorf("scene %d: got %q, wants %q", i, got, s.wants)
		}
		if forgotten != s.andForgotten {
			t.Errorf("scene %d: given up in second %d, wants %d", i, forgotten, s.andForgotten)
		}
	}
}

func TestWatchWarnsOfASideOnce(t *testing.T) {
	play(t,
		scene{seconds: 10, you: chatting, them: quiet},
		scene{seconds: 20, you: chatting, them: unheard, wants: "0 unheard remote"},
		scene{seconds: 20, you: quiet, them: nothing}, // nobody speaks now, but it is not heard again
		scene{seconds: 5, you: chatting, them: music, wants: "0 unheard remote over"},
		scene{seconds: 5, you: unheard, them: chatting, wants: "0 unheard local"},
		scene{seconds: 5, you: quiet, them: chatting, wants: "0 unheard local over"},
	)
}

func TestWatchWarnsOfADeviceThatIsGone(t *testing.T) {
	play(t,
		scene{seconds: 3, you: chatting, them: chatting},
		scene{seconds: 1, you: gone, them: chatting}, // back within a second
		scene{seconds: 3, you: chatting, them: chatting},
		scene{seconds: 5, you: gone, them: chatting, wants: "1 gone local"},
		scene{seconds: 20, you: lost, them: chatting}, // said already
		scene{seconds: 3, you: unheard, them: chatting, wants: "0 gone local over, 0 unheard local"},
		scene{seconds: 3, you: lost, them: gone, wants: "1 gone local, 1 gone remote"},
		scene{seconds: 3, you: chatting, them: chatting, wants: "0 gone local over, 0 unheard local over, 0 gone remote over"},
	)
}

func TestWatchIsCalmWhilePaused(t *testing.T) {
	play(t,
		scene{seconds: 10, you: chatting, them: chatting},
		scene{seconds: 1000, you: nothing, them: unheard, paused: true},
		scene{seconds: 299, you: quiet, them: quiet}, // the pause does not count
		scene{seconds: 2, you: quiet, them: quiet, wants: "0 forgotten"},
		scene{seconds: 500, you: quiet, them: quiet, paused: true, wants: "0 forgotten over"},
	)
}

func TestWatchWarnsOfTheDisk(t *testing.T) {
	play(t,
		scene{seconds: 5, you: chatting, them: chatting, left: -1},
		scene{seconds: 5, you: chatting, them: chatting, left: 31 * time.Minute},
		scene{seconds: 5, you: chatting, them: chatting, left: 30 * time.Minute, wants: "0 disk"},
		scene{seconds: 5, you: chatting, them: chatting, left: 44 * time.Minute},
		scene{seconds: 5, you: chatting, them: chatting, left: -1},
		scene{seconds: 5, you: chatting, them: chatting, left: time.Hour, wants: "0 disk over"},
		scene{seconds: 5, you: chatting, them: chatting, left: 29 * time.Minute, paused: true, wants: "0 disk"},
	)
}

func TestWatchAsksWhetherTheCallIsOver(t *testing.T) {
	hush := scene{seconds: 299, you: quiet, them: nothing}
	start := scene{seconds: 10, you: chatting, them: chatting}
	for name, scenes := range map[string][]scene{
		"nobody answers":   {start, hush, {seconds: 70, you: quiet, them: quiet, wants: "0 forgotten", andForgotten: 60}},
		"the user answers": {start, hush, {seconds: 50, you: quiet, them: quiet, wants: "0 forgotten"}, {seconds: 300, you: quiet, them: quiet, touched: true, wants: "0 forgotten over"}},
		"asked again after an answer": {
			start, hush,
			{seconds: 10, you: quiet, them: quiet, wants: "0 forgotten"},
			{seconds: 300, you: quiet, them: quiet, touched: true, wants: "0 forgotten over"},
			{seconds: 70, you: quiet, them: quiet, wants: "0 forgotten", andForgotten: 60},
		},
		"somebody speaks":                    {start, hush, {seconds: 50, you: quiet, them: quiet, wants: "0 forgotten"}, {seconds: 300, you: quiet, them: chatting, wants: "0 forgotten over"}},
		"the user does something before":     {start, hush, {seconds: 1, you: quiet, them: quiet, touched: true}, hush},
		"music while waiting is not the end": {start, {seconds: 3600, you: quiet, them: music, wants: "299 forgotten"}},
		"music that ends":                    {start, {seconds: 400, you: quiet, them: music, wants: "299 forgotten"}, {seconds: 80, you: quiet, them: quiet, andForgotten: 59}},
		"a fan beside the microphone":        {start, {seconds: 365, you: music, them: quiet, wants: "299 forgotten", andForgotten: 359}},
		"sides that nobody has judged":       {{seconds: 3600}},
	} {
		t.Run(name, func(t *testing.T) { play(t, scenes...) })
	}
}

// Whatever happens, a warning comes before its end, and neither comes twice in a row; and what stands is what was given
// and is not over.
func TestWarningsComeInPairs(t *testing.T) {
	levels := []Level{chatting, music, quiet, nothing, unheard, gone, lost, {}}
	rapid.Check(t, func(t *rapid.T) {
		watch := newTakeWatch("c")
		on := map[subject]bool{}
		at := time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(t, "looks") {
			at += time.Duration(rapid.IntRange(1, 100).Draw(t, "seconds")) * time.Second
			news, _ := watch.look(sight{
				at: at, left: time.Duration(rapid.IntRange(-1, 60).Draw(t, "left")) * time.Minute,
				touches: rapid.Int64Range(0, 1).Draw(t, "touches"),
				levels: Levels{
					Paused: rapid.IntRange(0, 5).Draw(t, "paused") == 0,
					Sides:  [2]Level{rapid.SampledFrom(levels).Draw(t, "you"), rapid.SampledFrom(levels).Draw(t, "them")},
				},
			})
			for _, w := range news {
				of := subject{w.Kind, w.Party}
				if on[of] != w.Over || w.What == "" || w.Call != "c" {
					t.Fatalf("%+v while it is on: %v", w, on[of])
				}
				on[of] = !w.Over
			}
			standing := watch.standing()
			for of, still := range on {
				if still != slices.ContainsFunc(standing, func(w Warning) bool { return of == subject{w.Kind, w.Party} }) {
					t.Fatalf("%v is on: %v, but what stands is %+v", of, still, standing)
				}
			}
		}
	})
}

func TestWarningsHaveWords(t *testing.T) {
	for of, problem := range warned {
		if problem.What == "" || strings.HasSuffix(problem.What, ".") {
			t.Errorf("%v: what happened is %q: wants one sentence without a full stop", of, problem.What)
		}
		if !strings.HasSuffix(problem.Safe, ".") || !strings.HasSuffix(problem.Do, ".") {
			t.Errorf("%v: wants what is safe and what to do, has %q and %q", of, problem.Safe, problem.Do)
		}
		if what := relieved[of].What; what == "" || strings.HasSuffix(what, ".") {
			t.Errorf("%v: the end is told as %q", of, what)
		}
	}
	if len(relieved) != len(warned) {
		t.Errorf("%d ends for %d warnings", len(relieved), len(warned))
	}
}

// A take that was forgotten is whole; its document and whoever waits for it learn why it ended.
func TestForgottenTakeIsWhole(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	running, err := a.current()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.finish(running, ErrForgotten); err != nil {
		t.Fatal(err)
	}
	doc, err := a.TakeResult(id)
	if !errors.Is(err, ErrForgotten) || doc.Outcome != call.Complete || doc.Failure != "stopped by itself: both sides were silent for 5 minutes" {
		t.Errorf("got outcome %q, failure %q, %v", doc.Outcome, doc.Failure, err)
	}
}

func TestTouchingATakeAnswers(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, touch := range map[string]func() error{
		"answer": func() error { a.StillThere(); return nil },
		"pause":  a.PauseTake,
		"resume": a.ResumeTake,
		"note":   func() error { _, err := a.AddNote(id, "still here", nil); return err },
	} {
		before := a.vigil.touches.Load()
		if err := touch(); err != nil || a.vigil.touches.Load() == before {
			t.Errorf("%s: %v, and counts as a touch: %v", name, err, a.vigil.touches.Load() != before)
		}
	}
	if _, err := a.StopTake(); err != nil {
		t.Error(err)
	}
}
