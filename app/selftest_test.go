package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/selftest"
	"github.com/onrecord/onrecord/call"
)

var (
	deskHeadset = audio.Device{ID: "headset", Name: "Headset", Kind: audio.Microphone, Default: true}
	speakers    = audio.Device{ID: "speakers.monitor", Name: "What is played on Speakers", Kind: audio.FarSide, Default: true}
	hdmi        = audio.Device{ID: "hdmi.monitor", Name: "What is played on HDMI", Kind: audio.FarSide}
)

// talking is quiet noise, in which somebody begins to speak after two seconds: when the self-test asks for a word.
func talking(t *testing.T, loudness float64) []int16 {
	t.Helper()
	frames := someHiss(10, 20)
	for i, word := range someSpeech(t) {
		if at := 32000 + i; at < len(frames) {
			frames[at] = int16(max(-32768, min(32767, float64(frames[at])+loudness*float64(word))))
		}
	}
	return frames
}

// someHiss is noise up to a loudness.
func someHiss(seconds, loudness int) []int16 {
	random := rand.New(rand.NewPCG(3, 4))
	frames := make([]int16, seconds*16000)
	for i := range frames {
		frames[i] = int16(random.IntN(2*loudness+1) - loudness)
	}
	return frames
}

// someSpeech is the first seconds of real speech.
func someSpeech(t *testing.T) []int16 {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "testdata", "audio", "jfk.flac"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := recording.SeekFrame(4000); err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, 5*16000)
	for at := 0; at < len(frames); {
		n, err := recording.Read(frames[at:])
		if err != nil {
			t.Fatal(err)
		}
		at += n
	}
	return frames
}

// goodMicrophone hears a word of the user; goodFarSide hears what is played.
func goodMicrophone(t *testing.T) audiotest.Thing {
	return audiotest.Thing{Script: audiotest.Script{Device: deskHeadset, Frames: talking(t, 0.5)}}
}

func goodFarSide() audiotest.Thing {
	return audiotest.Thing{Script: audiotest.Script{Device: speakers}, Hears: true}
}

// examine runs a self-test in a room, in time that does not pass, and gives what it said and how long it took.
func examine(t *testing.T, settings Settings, request SelfTestRequest, things ...audiotest.Thing) (result SelfTestResult, phases []SelfTestPhase, took time.Duration) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: &audiotest.Room{Things: things}})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		a.settings.Microphone, a.settings.FarSide = settings.Microphone, settings.FarSide
		began := time.Now()
		result, err = a.SelfTest(t.Context(), request, func(phase SelfTestPhase) { phases = append(phases, phase) })
		took = time.Since(began)
		if err != nil {
			t.Fatal(err)
		}
	})
	return result, phases, took
}

// Each thing that can be wrong with a side is told apart, by words and by whether the side would be recorded.
func TestSelfTestTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	good, far := goodMicrophone(t), goodFarSide()
	microphone := func(change func(*audiotest.Thing)) []audiotest.Thing {
		return []audiotest.Thing{changed(good, change), far}
	}
	farSide := func(change func(*audiotest.Thing)) []audiotest.Thing {
		return []audiotest.Thing{good, changed(far, change)}
	}
	for _, c := range []struct {
		name       string
		things     []audiotest.Thing
		settings   Settings
		local      bool
		remote     bool
		says, does string // of the side that is not well
	}{
		{name: "no microphone", things: []audiotest.Thing{far}, remote: true, says: "is not there", does: "Plug it in"},
		{name: "microphone refused", things: microphone(func(m *audiotest.Thing) { m.Refuse = audio.ErrRefused }), remote: true, says: "cannot be opened", does: "privacy"},
		{name: "microphone closed", things: microphone(func(m *audiotest.Thing) { m.Closed = audio.ErrNoServer }), remote: true, says: "No sound system", does: "Start"},
		{name: "microphone stalls", things: microphone(func(m *audiotest.Thing) { m.Late = time.Hour }), remote: true, says: "nothing arrives from it", does: "Unplug"},
		{name: "microphone breaks off", things: microphone(func(m *audiotest.Thing) {
			m.Stalls = []audiotest.Stall{{At: time.Second, For: time.Hour}}
		}), remote: true, says: "nothing arrives from it", does: "Unplug"},
		{name: "microphone muted", things: microphone(func(m *audiotest.Thing) { m.Frames = nil }), remote: true, says: "digital silence", does: "Unmute"},
		{name: "microphone offset only", things: microphone(func(m *audiotest.Thing) { m.Frames = slices.Repeat([]int16{37}, 200000) }), remote: true, says: "digital silence", does: "Unmute"},
		{name: "no word", things: microphone(func(m *audiotest.Thing) { m.Frames = someHiss(10, 20) }), local: true, remote: true, says: "no word was heard", does: "Test again"},
		{name: "soft", things: microphone(func(m *audiotest.Thing) { m.Frames = talking(t, 0.01) }), local: true, remote: true, says: "very softly", does: "closer"},
		{name: "clipping", things: microphone(func(m *audiotest.Thing) { m.Frames = talking(t, 20) }), local: true, remote: true, says: "distorted", does: "Turn the microphone down"},
		{name: "chosen microphone gone", things: []audiotest.Thing{good, far}, settings: Settings{Microphone: "gone"}, local: true, remote: true, says: "The chosen device is not there, so “Headset” is used; you are heard", does: "Plug the chosen"},

		{name: "no far side", things: []audiotest.Thing{good}, local: true, says: "is not there", does: "Plug it in"},
		{name: "far side refused", things: farSide(func(f *audiotest.Thing) { f.Refuse = audio.ErrRefused }), local: true, says: "cannot be opened"},
		{name: "far side stalls", things: farSide(func(f *audiotest.Thing) { f.Late = time.Hour }), local: true, says: "nothing arrives from it"},
		{name: "far side elsewhere", things: []audiotest.Thing{good, far, {Script: audiotest.Script{Device: hdmi}}}, settings: Settings{FarSide: hdmi.ID}, local: true, says: "recorded from “What is played on HDMI”, but this machine plays its sound elsewhere", does: "Choose “What is played on Speakers”"},
		{name: "muted", things: farSide(func(f *audiotest.Thing) { f.Hears = false }), local: true, says: "muted", does: "unmute"},
		{name: "nearly muted", things: farSide(func(f *audiotest.Thing) { f.Hears, f.Frames = false, someHiss(10, 10) }), local: true, says: "next to nothing", does: "unmute"},
		{name: "other sound", things: farSide(func(f *audiotest.Thing) { f.Hears, f.Frames = false, someSpeech(t) }), local: true, says: "Other sound arrives", does: "Stop other sound"},
		{name: "far side faint", things: farSide(func(f *audiotest.Thing) { f.Gain = -35 }), local: true, remote: true, says: "softly", does: "up"},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, _, took := examine(t, c.settings, SelfTestRequest{}, c.things...)
			local, remote := result.Sides[call.Local], result.Sides[call.Remote]
			if local.OK != c.local || remote.OK != c.remote || result.Complete != (c.local && c.remote) {
				t.Errorf("got %+v", result)
			}
			ill := local
			if strings.Contains(remote.What, c.says) {
				ill = remote
			}
			if !strings.Contains(ill.What, c.says) || !strings.Contains(ill.Do, c.does) || ill.Do == "" {
				t.Errorf("got %+v", result)
			}
			if !result.Complete && !strings.Contains(result.Verdict, "missing: ") {
				t.Errorf("the verdict is %q", result.Verdict)
			}
			if took > selfTestLimit {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func changed(thing audiotest.Thing, change func(*audiotest.Thing)) audiotest.Thing {
	change(&thing)
	return thing
}

func TestSelfTestOfGoodDevices(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{8000, 16000, 44100, 48000} {
		result, phases, took := examine(t, Settings{}, SelfTestRequest{},
			changed(goodMicrophone(t), func(m *audiotest.Thing) { m.Late = 100 * time.Millisecond }),
			changed(goodFarSide(), func(f *audiotest.Thing) { f.Rate, f.Late = rate, 300*time.Millisecond }))
		if !result.Complete || result.Verdict != "both sides will be recorded" || result.Echo.Heard {
			t.Errorf("at %d Hz: %+v", rate, result)
		}
		if far := result.Sides[call.Remote]; far.Level < -31 || far.Level > -29 || far.DeviceID != speakers.ID || far.Do != "" {
			t.Errorf("at %d Hz the far side is %+v", rate, far)
		}
		if fmt.Sprint(phases) != "[listening playing word done]" || took > 6*time.Second {
			t.Errorf("it went through %v in %v", phases, took)
		}
	}
}

// On loudspeakers the sound comes back: how much weaker and how much later is measured.
func TestSelfTestHearsTheEcho(t *testing.T) {
	t.Parallel()
	for _, gain := range []float64{-3, -20, -34} {
		result, _, _ := examine(t, Settings{}, SelfTestRequest{}, changed(goodMicrophone(t), func(m *audiotest.Thing) {
			m.Hears, m.Gain, m.After = true, gain, 40*time.Millisecond
		}), goodFarSide())
		echo := result.Echo
		if !result.Complete || !echo.Heard || echo.Gain < gain-1 || echo.Gain > gain+1 || echo.Lag < 35 || echo.Lag > 45 || echo.Do == "" {
			t.Errorf("at %v dB: %+v", gain, result)
		}
	}
	result, _, _ := examine(t, Settings{}, SelfTestRequest{}, changed(goodMicrophone(t), func(m *audiotest.Thing) {
		m.Frames, m.Hears, m.Gain = someHiss(10, 20), true, -3
	}), goodFarSide())
	if result.Sides[call.Local].What != "The microphone works, but no word was heard" {
		t.Errorf("the echo was taken for a word: %+v", result)
	}
}

func TestSelfTestOfNamedDevices(t *testing.T) {
	t.Parallel()
	result, _, _ := examine(t, Settings{Microphone: "headset"}, SelfTestRequest{Microphone: "typo", FarSide: hdmi.ID},
		goodMicrophone(t), goodFarSide(), audiotest.Thing{Script: audiotest.Script{Device: hdmi}, Hears: true})
	if local := result.Sides[call.Local]; local.OK || !strings.Contains(local.What, "not there") {
		t.Errorf("a name that is nobody's: %+v", local)
	}
	if remote := result.Sides[call.Remote]; !remote.OK || remote.DeviceID != hdmi.ID {
		t.Errorf("a far side that hears what is played all the same: %+v", remote)
	}
}

func TestSelfTestGivesWayToATake(t *testing.T) {
	room := &audiotest.Room{Things: []audiotest.Thing{goodMicrophone(t), goodFarSide()}}
	a := open(t, t.TempDir(), room)
	_, err := a.SelfTest(t.Context(), SelfTestRequest{}, func(phase SelfTestPhase) {
		if phase == SelfTestPlaying {
			if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
				t.Error(err)
			}
		}
	})
	if !errors.Is(err, ErrTakeRunning) {
		t.Errorf("when a take begins: %v", err)
	}
	_, err = a.SelfTest(t.Context(), SelfTestRequest{}, func(SelfTestPhase) { t.Error("it began during a take") })
	if !errors.Is(err, ErrTakeRunning) {
		t.Errorf("during a take: %v", err)
	}
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = a.SelfTest(ctx, SelfTestRequest{}, func(SelfTestPhase) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestSelfTestWithoutOutput(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		test := &selfTest{
			devices: &audiotest.Room{Things: []audiotest.Thing{goodMicrophone(t), goodFarSide()}, Silent: audio.ErrNoDevice},
			tell:    func(SelfTestPhase) {}, spoken: func([]int16) bool { return true }, began: time.Now(), finder: selftest.NewFinder(),
			local: ear{kind: audio.Microphone}, remote: ear{kind: audio.FarSide},
		}
		result, err := test.run(t.Context())
		if far := result.Sides[call.Remote]; err != nil || far.OK || !strings.Contains(far.What, "could not be played") {
			t.Errorf("got %+v, %v", result, err)
		}
	})
}
