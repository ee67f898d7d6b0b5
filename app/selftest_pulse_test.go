//go:build linux

package app

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/call"
)

// selfTestBench is a real sound server with a headset in whose microphone somebody speaks, two outputs, and an application.
type selfTestBench struct {
	*pulse.Server
	t *testing.T
	a *App
}

const inFrontOfHeadset = "headset_mouth" // the output that the headset's microphone hears

func newSelfTestBench(t *testing.T) *selfTestBench {
	t.Helper()
	b := &selfTestBench{Server: pulse.Start(t), t: t}
	b.AddMicrophone("headset", "USB Headset")
	b.AddOutput("hdmi", "HDMI Screen")
	b.AddOutput("speakers", "Speakers")
	b.SetDefaultOutput("speakers")
	b.SetDefaultMicrophone("headset")
	b.Use()
	b.a = open(t, t.TempDir(), device.New(slog.New(slog.DiscardHandler)))
	return b
}

// test runs a self-test in which a word is said, or none, when it is asked for.
func (b *selfTestBench) test(request SelfTestRequest, word bool) SelfTestResult {
	b.t.Helper()
	speech, err := filepath.Abs(filepath.Join("..", "testdata", "audio", "jfk.flac"))
	if err != nil {
		b.t.Fatal(err)
	}
	began := time.Now()
	result, err := b.a.SelfTest(b.t.Context(), request, func(phase SelfTestPhase) {
		b.t.Logf("%s after %.2f s", phase, time.Since(began).Seconds())
		if phase == SelfTestWord && word {
			b.PlayBackground(inFrontOfHeadset, speech)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	if took := time.Since(began); took > selfTestLimit+time.Second {
		b.t.Errorf("it took %v", took)
	}
	b.t.Logf("%+v", result)
	return result
}

func TestSelfTestWithPulse(t *testing.T) {
	b := newSelfTestBench(t)
	result := b.test(SelfTestRequest{}, true)
	far := result.Sides[call.Remote]
	if !result.Complete || result.Echo.Heard || far.Level < -33 || far.Level > -27 || far.DeviceID != "speakers.monitor" || result.Sides[call.Local].What != "You are heard" {
		t.Errorf("all is well, but %+v", result)
	}
}

// Nobody speaks in a null sink: the microphone gives digital silence, as one does that is muted by its own switch.
func TestSelfTestWithPulseMuted(t *testing.T) {
	b := newSelfTestBench(t)
	b.Mute("speakers", true)
	result := b.test(SelfTestRequest{}, false)
	if far := result.Sides[call.Remote]; far.OK || !strings.Contains(far.What, "muted") {
		t.Errorf("a muted output: %+v", far)
	}
	if local := result.Sides[call.Local]; local.OK || !strings.Contains(local.What, "digital silence") {
		t.Errorf("a muted microphone: %+v", local)
	}
}

func TestSelfTestWithPulseEcho(t *testing.T) {
	b := newSelfTestBench(t)
	b.Loop("speakers", inFrontOfHeadset, 60)
	result := b.test(SelfTestRequest{}, false)
	echo := result.Echo
	if !echo.Heard || echo.Gain > -8 || echo.Gain < -20 || echo.Lag < 5 || echo.Lag > 250 {
		t.Errorf("got %+v", result)
	}
	if local := result.Sides[call.Local]; !local.OK || !strings.Contains(local.What, "no word") {
		t.Errorf("the microphone is %+v", local)
	}
}

// Other sound plays already; that is no reason not to hear the test's own, and none to believe that
// it was heard where it was not played.
func TestSelfTestWithPulseBeneathMusic(t *testing.T) {
	b := newSelfTestBench(t)
	music, err := filepath.Abs(filepath.Join("..", "testdata", "audio", "hold_music.flac"))
	if err != nil {
		t.Fatal(err)
	}
	b.PlayBackground("speakers", music)
	b.PlayBackground("hdmi", music)
	if far := b.test(SelfTestRequest{}, true).Sides[call.Remote]; !far.OK {
		t.Errorf("beneath music: %+v", far)
	}
	far := b.test(SelfTestRequest{FarSide: "hdmi.monitor"}, true).Sides[call.Remote]
	if far.OK || !strings.Contains(far.What, "HDMI Screen") || !strings.Contains(far.Do, "Speakers") {
		t.Errorf("what is recorded is not what is played on: %+v", far)
	}
}

func TestSelfTestWithPulseWithoutMicrophone(t *testing.T) {
	b := newSelfTestBench(t)
	b.Remove("headset")
	result := b.test(SelfTestRequest{}, false)
	if local := result.Sides[call.Local]; local.OK || !strings.Contains(local.What, "not there") || !result.Sides[call.Remote].OK {
		t.Errorf("got %+v", result)
	}
}

// A sound server that hangs costs a few seconds and is named.
func TestSelfTestWithPulseHanging(t *testing.T) {
	b := newSelfTestBench(t)
	b.Freeze()
	result := b.test(SelfTestRequest{}, false)
	b.Thaw()
	for party, side := range result.Sides {
		if side.OK || !strings.Contains(side.What, Explain(audio.ErrNoServer).What) {
			t.Errorf("%s: %+v", party, side)
		}
	}
}
