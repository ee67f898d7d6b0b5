package audio_test

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

func TestPlayerAtOtherSpeeds(t *testing.T) {
	for _, outRate := range []int{rate, 48000} {
		synctest.Test(t, func(t *testing.T) {
			out := &speaker{rate: outRate}
			p := player(t, out, 12)
			must(t, p.SetSpeed(2))
			must(t, p.Play())
			time.Sleep(1400 * time.Millisecond)
			near(t, "at double speed", p.Position(), 2.8)
			heard := out.take()
			if got := heard[len(heard)-1]; got != 307 {
				t.Errorf("hears %d, wants 307", got)
			}
			must(t, p.SetSpeed(0.75))
			near(t, "after the change of speed", p.Position(), 2.8)
			time.Sleep(2 * time.Second)
			near(t, "slowly", p.Position(), 4.3)
			if heard := out.take(); heard[len(heard)-1] != 507 {
				t.Errorf("hears %d, wants 507", heard[len(heard)-1])
			}
			must(t, p.SeekTo(10))
			must(t, p.SetSpeed(1.5))
			time.Sleep(time.Second)
			near(t, "moved", p.Position(), 11.5)
			time.Sleep(time.Second)
			if p.Playing() || p.Position() != 12 {
				t.Errorf("at the end: playing %v at %v", p.Playing(), p.Position())
			}
			for _, speed := range []float64{0, -1, 0.1, 4} {
				if p.SetSpeed(speed) == nil {
					t.Errorf("it plays at speed %v", speed)
				}
			}
			must(t, p.Play())
			time.Sleep(time.Second)
			near(t, "a refused speed changes nothing", p.Position(), 1.5)
			must(t, p.Close())
		})
	}
}

func TestPlayerLeavesSilenceOut(t *testing.T) {
	for _, speed := range []float64{1, 1.5} {
		synctest.Test(t, func(t *testing.T) {
			out := &speaker{rate: rate}
			p := player(t, out, 10)
			must(t, p.SetSpeed(speed))
			must(t, p.SetSkips(call.Spans{{From: 2, To: 4}, {From: 6, To: 6.5}, {From: 9, To: 10}}))
			must(t, p.Play())
			listen := func(seconds float64) []int16 {
				time.Sleep(time.Duration(seconds / speed * float64(time.Second)))
				return out.take()
			}
			heard := listen(1.9)
			near(t, "before the first", p.Position(), 1.9)
			heard = append(heard, listen(0.6)...)
			near(t, "after the first", p.Position(), 4.5)
			if often(heard, 307) || often(heard, 407) || !often(heard, 507) {
				t.Error("what was to be left out is heard, or what follows is not")
			}
			listen(2.5)
			near(t, "after the second", p.Position(), 7.5)
			must(t, p.SeekTo(3))
			heard = listen(0.5)
			near(t, "in the middle of one", p.Position(), 3.5)
			if heard[len(heard)-1] != 407 {
				t.Errorf("hears %d, wants 407", heard[len(heard)-1])
			}
			must(t, p.SeekTo(2))
			listen(0.1)
			near(t, "at the beginning of one", p.Position(), 4.1)
			must(t, p.SetSkips(nil))
			listen(2.2)
			near(t, "nothing is left out", p.Position(), 6.3)
			must(t, p.SetSkips(call.Spans{{From: 9, To: 10}}))
			must(t, p.SeekTo(8.5))
			listen(0.8)
			if p.Playing() || p.Position() != 10 {
				t.Errorf("at the end: playing %v at %v", p.Playing(), p.Position())
			}
			must(t, p.Close())
		})
	}
}

// often tells whether sound has a value longer than a fade passes through it.
func often(sound []int16, value int16) bool {
	count := 0
	for _, v := range sound {
		if v == value {
			count++
		}
	}
	return count > 20
}

// A jump does not click: the sound fades out before it and in after it.
func TestAJumpFades(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &speaker{rate: rate}
		p := player(t, out, 10)
		must(t, p.SetSkips(call.Spans{{From: 2, To: 7}}))
		must(t, p.SeekTo(1.5))
		must(t, p.Play())
		time.Sleep(time.Second)
		heard := out.take()
		if !often(heard, 807) {
			t.Fatal("what follows the jump is not heard")
		}
		for i := 1; i < len(heard); i++ {
			if step := int(heard[i]) - int(heard[i-1]); step > 20 || step < -20 {
				t.Errorf("from %d to %d in one step", heard[i-1], heard[i])
			}
		}
		must(t, p.Close())
	})
}

// Whatever is left out and however fast it goes: all the rest is heard, once, and takes the time that it should.
func TestPlayerPlaysAllThatIsNotLeftOut(t *testing.T) {
	const seconds = 8
	file := imported(t, rate, staircase(seconds))
	rapid.Check(t, func(r *rapid.T) {
		var stretches []call.Span
		for range rapid.IntRange(0, 4).Draw(r, "stretches") {
			from := rapid.Float64Range(0, seconds).Draw(r, "from")
			stretches = append(stretches, call.Span{From: call.Seconds(from), To: call.Seconds(from + rapid.Float64Range(0.05, 3).Draw(r, "length"))})
		}
		skips := call.JoinSpans(stretches, 0)
		speed := rapid.SampledFrom([]float64{0.75, 1, 1.25, 1.5, 2}).Draw(r, "speed")
		want := float64(skips.Outside(seconds).Length()) / speed
		synctest.Test(t, func(t *testing.T) {
			rec, err := audio.OpenRecording(bytes.NewReader(file.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			out := &speaker{rate: rate}
			p := audio.NewPlayer(rec, out)
			must(t, p.SetSpeed(speed))
			must(t, p.SetSkips(skips))
			must(t, p.Play())
			began := time.Now()
			for before := call.Seconds(0); p.Playing(); time.Sleep(10 * time.Millisecond) {
				at := p.Position()
				if at < before {
					t.Errorf("from %v back to %v", before, at)
				}
				before = at
			}
			if took := time.Since(began).Seconds(); took < want-0.02 || took > want+0.1 {
				t.Errorf("leaving out %v at speed %v it took %.3f s, wants %.3f s", skips, speed, took, want)
			}
			if p.Position() != seconds {
				t.Errorf("it ends at %v", p.Position())
			}
			must(t, p.Close())
		})
	})
}
