package audio_test

import (
	"errors"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// speaker is an Output that keeps what it plays.
type speaker struct {
	rate   int
	refuse error
	mu     sync.Mutex
	heard  []int16 // left ear
	quit   chan struct{}
	done   chan struct{}
}

func (s *speaker) Rate() int { return s.rate }

func (s *speaker) Start(fill func([]int16)) error {
	if s.refuse != nil {
		return s.refuse
	}
	s.quit, s.done = make(chan struct{}), make(chan struct{})
	go func(quit, done chan struct{}) {
		defer close(done)
		ticker := time.NewTicker(10 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				buf := make([]int16, 2*s.rate/100)
				fill(buf)
				s.mu.Lock()
				for i := 0; i < len(buf); i += 2 {
					if buf[i] != buf[i+1] {
						s.heard = append(s.heard, -1) // never a value of the tests
					}
					s.heard = append(s.heard, buf[i])
				}
				s.mu.Unlock()
			}
		}
	}(s.quit, s.done)
	return nil
}

func (s *speaker) Stop() error {
	if s.quit != nil {
		close(s.quit)
		<-s.done
		s.quit = nil
	}
	return nil
}

// take gives what was heard since the last time.
func (s *speaker) take() []int16 {
	s.mu.Lock()
	defer s.mu.Unlock()
	heard := s.heard
	s.heard = nil
	return heard
}

// staircase has 100*second on the left and 7 on the right.
func staircase(seconds int) []int16 {
	frames := make([]int16, 2*seconds*rate)
	for i := range seconds * rate {
		frames[2*i], frames[2*i+1] = int16(100*(i/rate+1)), 7
	}
	return frames
}

func player(t *testing.T, out *speaker, seconds int) *audio.Player {
	t.Helper()
	rec, err := audio.OpenRecording(imported(t, rate, staircase(seconds)))
	if err != nil {
		t.Fatal(err)
	}
	return audio.NewPlayer(rec, out)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func near(t *testing.T, what string, got, want call.Seconds) {
	t.Helper()
	if math.Abs(float64(got-want)) > 0.03 {
		t.Errorf("%s: %v, wants %v", what, got, want)
	}
}

func TestPlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &speaker{rate: rate}
		p := player(t, out, 6)
		near(t, "at first", p.Position(), 0)
		must(t, p.Play())
		time.Sleep(1500 * time.Millisecond)
		near(t, "playing", p.Position(), 1.5)
		heard := out.take()
		if got := heard[len(heard)-1]; got != 207 || !p.Playing() {
			t.Errorf("hears %d, wants 207; playing %v", got, p.Playing())
		}
		must(t, p.Pause())
		time.Sleep(time.Second)
		near(t, "paused", p.Position(), 1.5)
		must(t, p.SeekTo(4.5))
		near(t, "moved while paused", p.Position(), 4.5)
		out.take()
		must(t, p.Play())
		time.Sleep(100 * time.Millisecond)
		if heard := out.take(); heard[0] != 507 {
			t.Errorf("hears %d first, wants 507", heard[0])
		}
		must(t, p.SetParties(call.Remote))
		time.Sleep(50 * time.Millisecond)
		if heard := out.take(); heard[len(heard)-1] != 7 {
			t.Errorf("hears %d, wants the remote party", heard[len(heard)-1])
		}
		near(t, "after the change of parties", p.Position(), 4.65)
		must(t, p.SetParties(call.Local))
		must(t, p.SeekTo(2.9))
		time.Sleep(50 * time.Millisecond)
		near(t, "moved while playing", p.Position(), 2.95)
		if heard := out.take(); heard[len(heard)-1] != 300 {
			t.Errorf("hears %d, wants the local party at the third second", heard[len(heard)-1])
		}
		time.Sleep(4 * time.Second)
		if p.Playing() || p.Position() != 6 {
			t.Errorf("at the end: playing %v at %v", p.Playing(), p.Position())
		}
		must(t, p.Play())
		time.Sleep(500 * time.Millisecond)
		near(t, "again from the beginning", p.Position(), 0.5)
		must(t, p.SeekTo(99))
		time.Sleep(100 * time.Millisecond)
		if p.Playing() || p.Position() != 6 {
			t.Errorf("beyond the end: playing %v at %v", p.Playing(), p.Position())
		}
		must(t, p.SeekTo(-3))
		near(t, "before the beginning", p.Position(), 0)
		must(t, p.Close())
		must(t, p.Close())
		if err := p.Play(); err == nil {
			t.Error("a closed player plays")
		}
	})
}

func TestPlayerAtAnotherRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &speaker{rate: 48000}
		p := player(t, out, 3)
		must(t, p.Play())
		time.Sleep(1500 * time.Millisecond)
		near(t, "playing", p.Position(), 1.5)
		heard := out.take()
		if got := heard[len(heard)-1]; got != 207 {
			t.Errorf("hears %d, wants 207", got)
		}
		time.Sleep(2 * time.Second)
		if p.Playing() || p.Position() != 3 {
			t.Errorf("at the end: playing %v at %v", p.Playing(), p.Position())
		}
		must(t, p.Close())
	})
}

func TestPlayerWithoutOutput(t *testing.T) {
	refuse := errors.New("no loudspeaker")
	p := player(t, &speaker{rate: rate, refuse: refuse}, 1)
	if err := p.Play(); !errors.Is(err, refuse) || p.Playing() {
		t.Errorf("play: %v", err)
	}
	must(t, p.Close())
}
