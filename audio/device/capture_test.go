//go:build linux

package device_test

import (
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
)

// tape keeps all that a source delivers.
type tape struct {
	rate int
	mu   sync.Mutex
	pcm  []int16
}

func (r *tape) deliver(frames []int16) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pcm = append(r.pcm, frames...)
}

func (r *tape) frames() []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.pcm)
}

// record starts source and returns once it delivers, so that nothing played afterwards is missed.
func record(t *testing.T, source audio.Source) *tape {
	t.Helper()
	r := &tape{rate: source.Rate()}
	if err := source.Start(r.deliver); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, source) })
	for deadline := time.Now().Add(10 * time.Second); len(r.frames()) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%+v delivers nothing", source.Device())
		}
	}
	return r
}

func stop(t *testing.T, source audio.Source) {
	t.Helper()
	if err := source.Stop(); err != nil {
		t.Error(err)
	}
}

// tone finds what is louder than silence: how long it lasts and its pitch, by counting waves.
func (r *tape) tone() (length time.Duration, hertz float64) {
	const threshold = 200
	pcm := r.frames()
	loud := func(s int16) bool { return s > threshold || s < -threshold }
	first := slices.IndexFunc(pcm, loud)
	if first < 0 {
		return 0, 0
	}
	last := len(pcm) - 1
	for !loud(pcm[last]) {
		last--
	}
	waves := 0
	for i := first + 1; i <= last; i++ {
		if pcm[i-1] < 0 && pcm[i] >= 0 {
			waves++
		}
	}
	seconds := float64(last-first) / float64(r.rate)
	return time.Duration(seconds * float64(time.Second)), float64(waves) / seconds
}

func (r *tape) expectTone(t *testing.T, hertz float64, length time.Duration) {
	t.Helper()
	gotLength, gotHertz := r.tone()
	if math.Abs(gotHertz-hertz) > hertz/100 || (gotLength-length).Abs() > 30*time.Millisecond {
		t.Errorf("heard %.1f Hz for %v, want %v Hz for %v", gotHertz, gotLength, hertz, length)
	}
}

// What is played on an output arrives on its monitor, at either rate of a recording.
func TestCaptureFarSide(t *testing.T) {
	server, _ := startServer(t)
	for _, rate := range []int{16000, 48000} {
		source := open(t, audio.FarSide, "", rate)
		heard := record(t, source)
		server.Play("builtin", pulse.Tone(t, 440, time.Second))
		stop(t, source)
		heard.expectTone(t, 440, time.Second)
	}
}

// Two sources run side by side, each with its own sound.
func TestCaptureBothParties(t *testing.T) {
	server, mouth := startServer(t)
	local, remote := open(t, audio.Microphone, "", 16000), open(t, audio.FarSide, "", 16000)
	you, them := record(t, local), record(t, remote)
	wait := server.PlayBackground(mouth, pulse.Tone(t, 330, time.Second))
	server.Play("builtin", pulse.Tone(t, 550, 1500*time.Millisecond))
	wait()
	stop(t, local)
	stop(t, remote)
	you.expectTone(t, 330, time.Second)
	them.expectTone(t, 550, 1500*time.Millisecond)
}

// What was played before Stop is on the tape: at the end of a tone that goes on, the sound ends no earlier than Stop
// was called.
func TestStopKeepsTheTail(t *testing.T) {
	server, _ := startServer(t)
	source := open(t, audio.FarSide, "", 16000)
	heard := record(t, source)
	server.PlayBackground("builtin", pulse.Tone(t, 440, time.Minute))
	time.Sleep(time.Second)
	before := len(heard.frames())
	stopped := time.Now()
	stop(t, source)
	tail := len(heard.frames()) - before
	if least := 16000 * 30 / 1000; tail < least {
		t.Errorf("Stop took %v and let %d frames arrive, want at least %d", time.Since(stopped), tail, least)
	}
}

// A device that vanishes gives no notice. Once it is back, Stop and Start find it again.
func TestRestartAfterVanishing(t *testing.T) {
	server, _ := startServer(t)
	source := open(t, audio.FarSide, "hdmi.monitor", 16000)
	record(t, source)
	server.Remove("hdmi")
	stop(t, source)
	if err := source.Start(func([]int16) {}); err == nil {
		t.Fatal("a device that is gone could be started")
	}
	server.AddOutput("hdmi", "HDMI Screen")
	heard := record(t, source)
	server.Play("hdmi", pulse.Tone(t, 440, 500*time.Millisecond))
	stop(t, source)
	heard.expectTone(t, 440, 500*time.Millisecond)
}

// A crash of the sound server, or one that hangs, must not hang Stop.
func TestStopWithoutServer(t *testing.T) {
	t.Run("crashed", func(t *testing.T) {
		server, _ := startServer(t)
		source := open(t, audio.FarSide, "", 16000)
		record(t, source)
		server.Kill()
		stop(t, source)
	})
	t.Run("frozen", func(t *testing.T) {
		server, _ := startServer(t)
		source := open(t, audio.FarSide, "", 16000)
		record(t, source)
		server.Freeze()
		began := time.Now()
		if err := source.Stop(); err == nil || time.Since(began) > 5*time.Second {
			t.Errorf("stop: %v after %v", err, time.Since(began))
		}
		server.Thaw()
	})
}
