//go:build linux

package device_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
)

const (
	callMicrophone = "onrecord_microphone"
	callOutput     = "onrecord_call"
)

// keeping is a call microphone that is kept until the end of the test.
type keeping struct {
	t      *testing.T
	states chan audio.CallMicrophone
	last   audio.CallMicrophone
	end    func()
}

// keepMicrophone keeps one, in which the default microphone is heard.
func keepMicrophone(t *testing.T) *keeping {
	t.Helper()
	k := &keeping{t: t, states: make(chan audio.CallMicrophone, 1000)}
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() {
		over <- newSystem().KeepCallMicrophone(ctx, audio.Mixing{
			Choose:  firstMicrophone,
			Changed: func(now audio.CallMicrophone) { k.states <- now },
		})
	}()
	ended := false
	k.end = func() {
		if ended {
			return
		}
		ended = true
		stop()
		if err := <-over; err != nil {
			t.Errorf("the call microphone ended with %v", err)
		}
	}
	t.Cleanup(k.end)
	return k
}

func firstMicrophone(devices []audio.Device) (audio.Device, bool) {
	i := slices.IndexFunc(devices, func(d audio.Device) bool { return d.Kind == audio.Microphone && d.Default })
	if i < 0 {
		return audio.Device{}, false
	}
	return devices[i], true
}

// until waits until the microphone stands as it should.
func (k *keeping) until(what string, so func(audio.CallMicrophone) bool) {
	k.t.Helper()
	limit := time.After(10 * time.Second)
	for !so(k.last) {
		select {
		case k.last = <-k.states:
		case <-limit:
			k.t.Fatalf("not so: %s; it is %+v", what, k.last)
		}
	}
}

func isThere(c audio.CallMicrophone) bool { return c.Device.ID != "" }

func mixes(id string) func(audio.CallMicrophone) bool {
	return func(c audio.CallMicrophone) bool { return c.Mixed.ID == id }
}

// The far end hears the microphone and what is played into the call, both at once and each as loud as it was; nothing else
// on the machine changes, and afterwards nothing is left.
func TestCallMicrophoneIsHeard(t *testing.T) {
	server, mouth := startServer(t)
	before, defaults := server.Modules(), server.Defaults()
	k := keepMicrophone(t)
	k.until("it is there", isThere)
	if k.last.Device.ID != callMicrophone || k.last.Output != callOutput || k.last.Mixed.ID != "" || len(k.last.Heard) > 0 {
		t.Errorf("before anybody listens it is %+v", k.last)
	}
	ear, hangUp := server.Hear("Softphone", callMicrophone)
	k.until("the real microphone is heard", mixes("headset"))
	k.until("it is known who listens", func(c audio.CallMicrophone) bool {
		return len(c.Heard) == 1 && c.Heard[0].Program == "Softphone"
	})
	end := server.PlayBackground(mouth, pulse.Tone(t, 440, 4*time.Second))
	playTone(t, k.last.Output, 1400, 3*time.Second)
	end()
	both := loudest(ear.Frames(), 440, 1400)
	if mic, notice, none := goertzel(both, 440), goertzel(both, 1400), goertzel(both, 900); mic < 0.2 || mic > 0.3 || notice < 0.2 || notice > 0.3 || none > 0.01 {
		t.Errorf("heard: microphone %.3f, notice %.3f, neither %.3f of full scale; each was a quarter", mic, notice, none)
	}
	if now := server.Defaults(); now != defaults {
		t.Errorf("the defaults were %s and are %s", defaults, now)
	}
	devices, err := newSystem().List()
	if err != nil || slices.ContainsFunc(devices, func(d audio.Device) bool {
		return strings.HasPrefix(d.ID, "onrecord_") && (d.Kind != audio.ForCalls || d.Default)
	}) {
		t.Errorf("listed as something else: %+v %v", devices, err)
	}
	hangUp()
	k.until("the real microphone is let go", mixes(""))
	k.end()
	if after := server.Modules(); after != before {
		t.Errorf("there were\n%s\nand are\n%s", before, after)
	}
}

// playTone plays a tone at a quarter of full scale into the call.
func playTone(t *testing.T, id string, hertz float64, length time.Duration) {
	t.Helper()
	output := newSystem().IntoCall(id)
	frame, total := 0, int(length.Seconds()*float64(output.Rate()))
	err := output.Start(func(frames []int16) {
		for i := 0; i+1 < len(frames) && frame < total; i += 2 {
			frames[i] = int16(8192 * sine(hertz*float64(frame)/float64(output.Rate())))
			frames[i+1] = frames[i]
			frame++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(length + 500*time.Millisecond)
	if err := output.Stop(); err != nil {
		t.Error(err)
	}
}

// Pulling the microphone's plug takes nothing away from the far end but the microphone; it is back as soon as the plug is.
func TestCallMicrophoneOutlivesThePlug(t *testing.T) {
	server, _ := startServer(t)
	k := keepMicrophone(t)
	k.until("it is there", isThere)
	ear, _ := server.Hear("Softphone", callMicrophone)
	k.until("the real microphone is heard", mixes("headset"))
	server.Remove("headset")
	k.until("it is gone", mixes(""))
	before := len(ear.Frames())
	playTone(t, k.last.Output, 1400, time.Second)
	if got := goertzel(loudest(ear.Frames()[before:], 1400), 1400); got < 0.2 {
		t.Errorf("without the microphone the notice is heard at %.3f of %d frames; %+v", got, len(ear.Frames())-before, k.last)
	}
	server.AddMicrophoneAt("other", "headset_mouth")
	k.until("another one is heard", mixes("other"))
	server.SetDefaultMicrophone("other")
	before = len(ear.Frames())
	server.Play("headset_mouth", pulse.Tone(t, 440, 1500*time.Millisecond))
	if got := goertzel(loudest(ear.Frames()[before:], 440), 440); got < 0.2 {
		t.Errorf("the other microphone is heard at %.3f", got)
	}
	if len(k.last.Heard) != 1 {
		t.Errorf("who listens was lost: %+v", k.last)
	}
}

// A server that lets nobody load modules has no such microphone, and nothing is tried again and again.
func TestNoCallMicrophoneIsAllowed(t *testing.T) {
	pulse.StartLocked(t).Use()
	err := newSystem().KeepCallMicrophone(t.Context(), audio.Mixing{Choose: firstMicrophone, Changed: func(audio.CallMicrophone) {}})
	if !errors.Is(err, device.ErrNoMixing) {
		t.Errorf("the error is %v", err)
	}
}

// Without any real output what programs play must not come back to the far end.
func TestCallMicrophoneIsNoLoudspeaker(t *testing.T) {
	server, _ := startServer(t)
	k := keepMicrophone(t)
	k.until("it is there", isThere)
	ear, _ := server.Hear("Softphone", callMicrophone)
	k.until("it is heard", mixes("headset"))
	server.PlayBackground("builtin", pulse.Tone(t, 600, 6*time.Second))
	server.Remove("hdmi")
	server.Remove("headset")
	server.Remove("headset_mouth")
	k.until("the microphone is gone", mixes(""))
	server.Remove("builtin")
	await(t, "it plays into nothing", func() bool { return server.Plays("onrecord_nowhere") })
	before := len(ear.Frames())
	time.Sleep(1500 * time.Millisecond)
	if got := goertzel(loudest(ear.Frames()[before:], 600), 600); got > 0.001 {
		t.Errorf("the far end hears itself at %.3f", got)
	}
	server.AddOutput("builtin", "Built-in Audio")
	await(t, "it plays where it did", func() bool { return server.Plays("builtin") && !strings.Contains(server.Modules(), "nowhere") })
}

// What keeps the far end from hearing is known: a stream that is switched off, and a microphone that is.
func TestCallMicrophoneKnowsWhoIsDeaf(t *testing.T) {
	server, _ := startServer(t)
	k := keepMicrophone(t)
	k.until("it is there", isThere)
	server.Hear("Softphone", callMicrophone)
	heard := func(n int) func(audio.CallMicrophone) bool {
		return func(c audio.CallMicrophone) bool { return len(c.Heard) == n }
	}
	k.until("somebody listens", heard(1))
	server.MuteRecording("Softphone", true)
	k.until("nobody hears", heard(0))
	server.MuteRecording("Softphone", false)
	k.until("somebody hears again", heard(1))
	server.MuteMicrophone(callMicrophone, true)
	k.until("it is switched off", func(c audio.CallMicrophone) bool { return c.Muted })
	server.MuteMicrophone(callMicrophone, false)
	k.until("it is on again", func(c audio.CallMicrophone) bool { return !c.Muted })
}

// Two of them live side by side, and the end of one is not that of the other.
func TestTwoCallMicrophones(t *testing.T) {
	server, _ := startServer(t)
	one, two := keepMicrophone(t), (*keeping)(nil)
	one.until("one is there", isThere)
	two = keepMicrophone(t)
	two.until("two is there", isThere)
	if one.last.Device.ID == two.last.Device.ID || one.last.Output == two.last.Output {
		t.Fatalf("both are %+v", one.last)
	}
	if err := newSystem().ClearCallMicrophones(t.Context()); err != nil {
		t.Fatal(err)
	}
	second, output := two.last.Device.ID, two.last.Output
	one.end()
	if left := server.Modules(); !strings.Contains(left, second) || strings.Count(left, "onrecord.owner") != 2 {
		t.Errorf("%s was to stay, and there is\n%s", second, left)
	}
	ear, _ := server.Hear("Softphone", second)
	two.until("it is heard", mixes("headset"))
	playTone(t, output, 1400, time.Second)
	if got := goertzel(loudest(ear.Frames(), 1400), 1400); got < 0.2 {
		t.Errorf("the notice is heard at %.3f", got)
	}
}

// After a restart of the sound server it is there again.
func TestCallMicrophoneOutlivesTheServer(t *testing.T) {
	server, _ := startServer(t)
	k := keepMicrophone(t)
	k.until("it is there", isThere)
	server.Restart(true)
	k.until("it is gone", func(c audio.CallMicrophone) bool { return !isThere(c) })
	k.until("it is there again", isThere)
	server.Hear("Softphone", callMicrophone)
	k.until("it is heard", mixes("headset"))
	server.Kill()
	k.until("it is gone", func(c audio.CallMicrophone) bool { return !isThere(c) })
}

// keeperChild, when set in the environment, makes the test binary keep a call microphone until it is killed.
const keeperChild = "ONRECORD_TEST_KEEPER"

func TestCallMicrophoneOfAChild(t *testing.T) {
	if os.Getenv(keeperChild) == "" {
		t.Skip("this is what a child of TestCallMicrophoneOfTheDead does")
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := newSystem().KeepCallMicrophone(ctx, audio.Mixing{Choose: firstMicrophone, Changed: func(audio.CallMicrophone) {}}); err != nil {
		t.Fatal(err)
	}
}

// What a killed process left goes on in the call that runs, and is taken away at the next start; whoever listened to it
// then hears the new one. What lives stays, and so does what the user made.
func TestCallMicrophoneOfTheDead(t *testing.T) {
	server, mouth := startServer(t)
	server.AddOutput("mine", "My own null sink")
	server.Loop("mine", "builtin", 100)
	own := server.Modules()
	child := exec.Command(os.Args[0], "-test.run=^TestCallMicrophoneOfAChild$")
	child.Env = append(os.Environ(), keeperChild+"=yes")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { child.Process.Kill() })
	await(t, "the child's microphone is there", func() bool { return strings.Contains(server.Modules(), callMicrophone) })
	ear, _ := server.Hear("Softphone", callMicrophone)
	await(t, "it is heard", func() bool { return strings.Contains(server.Modules(), "module-loopback	source=headset") })
	other := keepMicrophone(t)
	other.until("another one lives", isThere)

	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	var died *exec.ExitError
	if err := child.Wait(); !errors.As(err, &died) {
		t.Fatalf("the child ended with %v", err)
	}
	before := len(ear.Frames())
	server.Play(mouth, pulse.Tone(t, 440, 1500*time.Millisecond))
	if got := goertzel(loudest(ear.Frames()[before:], 440), 440); got < 0.2 {
		t.Errorf("the call goes on at %.3f", got)
	}
	next := keepMicrophone(t)
	next.until("the next one is there, under the same name", func(c audio.CallMicrophone) bool { return c.Device.ID == callMicrophone })
	next.until("who listened hears it", func(c audio.CallMicrophone) bool { return len(c.Heard) == 1 && c.Mixed.ID == "headset" })
	if left := server.Modules(); strings.Count(left, callMicrophone+" ") != 1 || strings.Count(left, "onrecord.owner") != 5 {
		t.Errorf("two call microphones, one of them heard, were to be there; there is\n%s", left)
	}
	before = len(ear.Frames())
	playTone(t, next.last.Output, 1400, time.Second)
	if got := goertzel(loudest(ear.Frames()[before:], 1400), 1400); got < 0.2 {
		t.Errorf("the far end hears the new one at %.3f", got)
	}
	next.end()
	other.end()
	if left := server.Modules(); left != own {
		t.Errorf("there were\n%s\nand are\n%s", own, left)
	}
}

// What is left is also taken away when no microphone is wanted any more.
func TestClearCallMicrophones(t *testing.T) {
	server, _ := startServer(t)
	own := server.Modules()
	server.LoadModule("module-null-sink", "sink_name="+callOutput, "sink_properties='onrecord.owner=99-dead'")
	server.LoadModule("module-loopback", "source=headset", "sink="+callOutput, "sink_input_properties='onrecord.owner=99-dead'")
	if err := newSystem().ClearCallMicrophones(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := server.Modules(); left != own {
		t.Errorf("there were\n%s\nand are\n%s", own, left)
	}
}

// How much later the far end hears the microphone than without. It is a figure, for a busy machine makes it what it likes.
func TestLatencyOfTheCallMicrophone(t *testing.T) {
	server, mouth := startServer(t)
	k := keepMicrophone(t)
	k.until("it is there", isThere)
	through, _ := server.Hear("Softphone", callMicrophone)
	k.until("it is heard", mixes("headset"))
	straight, _ := server.Hear("Beside it", "headset")
	server.Play(mouth, pulse.Clicks(t, time.Second, 6*time.Second))
	time.Sleep(500 * time.Millisecond)
	first, second := clicks(straight), clicks(through)
	if len(first) < 4 || len(second) < 4 {
		t.Fatalf("%d and %d clicks were heard", len(first), len(second))
	}
	var later []time.Duration
	for _, at := range second {
		i := slices.IndexFunc(first, func(f time.Time) bool { return at.Sub(f) > -100*time.Millisecond && at.Sub(f) < 500*time.Millisecond })
		if i >= 0 {
			later = append(later, at.Sub(first[i]))
		}
	}
	if len(later) < 4 {
		t.Fatalf("of %d and %d clicks %d are the same", len(first), len(second), len(later))
	}
	slices.Sort(later)
	t.Logf("through the call microphone a click comes %v later (median of %d; %v to %v)", later[len(later)/2], len(later), later[0], later[len(later)-1])
}

// clicks gives when the clicks that were heard arrived.
func clicks(ear *pulse.Ear) (found []time.Time) {
	last := -48000
	for i, v := range ear.Frames() {
		if (v > 4000 || v < -4000) && i-last > 24000 {
			found, last = append(found, ear.When(i)), i
		}
	}
	return found
}

func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !so(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not so: %s", what)
		}
	}
}
