//go:build linux

package device_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newSystem() *device.System { return device.New(slog.New(slog.DiscardHandler)) }

// startServer gives a server with a microphone and two outputs, of which the second is the default.
func startServer(t *testing.T) (server *pulse.Server, mouth string) {
	t.Helper()
	server = pulse.Start(t)
	mouth = server.AddMicrophone("headset", "USB Headset")
	server.AddOutput("hdmi", "HDMI Screen")
	server.AddOutput("builtin", "Built-in Audio")
	server.SetDefaultOutput("builtin")
	server.SetDefaultMicrophone("headset")
	server.Use()
	return server, mouth
}

// open gives the source with this id or fails the test.
func open(t *testing.T, kind audio.Kind, id string, rate int) audio.Source {
	t.Helper()
	source, err := newSystem().Open(kind, id, rate)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestList(t *testing.T) {
	startServer(t)
	got, err := newSystem().List()
	if err != nil {
		t.Fatal(err)
	}
	want := []audio.Device{
		{ID: "headset", Name: "USB Headset", Kind: audio.Microphone, Default: true},
		{ID: "headset_mouth.monitor", Name: "What is played on In front of USB Headset", Kind: audio.FarSide},
		{ID: "hdmi.monitor", Name: "What is played on HDMI Screen", Kind: audio.FarSide},
		{ID: "builtin.monitor", Name: "What is played on Built-in Audio", Kind: audio.FarSide, Default: true},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if name := newSystem().Backend(); name != "PulseAudio" {
		t.Errorf("the backend is %q", name)
	}
}

// When the system's default input is a monitor, as it is without a microphone, a microphone that comes later is still
// the one to begin with.
func TestDefaultMicrophoneIsNeverAMonitor(t *testing.T) {
	server := pulse.Start(t)
	server.Use()
	server.AddOutput("builtin", "Built-in Audio")
	if _, err := newSystem().Open(audio.Microphone, "", 16000); !errors.Is(err, device.ErrNoDevice) {
		t.Errorf("without a microphone the error is %v", err)
	}
	server.AddMicrophone("headset", "USB Headset")
	server.SetDefaultMicrophone("builtin.monitor")
	if got := open(t, audio.Microphone, "", 16000).Device().ID; got != "headset" {
		t.Errorf("the default microphone is %q", got)
	}
}

func TestOpenDefaults(t *testing.T) {
	startServer(t)
	for kind, want := range map[audio.Kind]string{audio.Microphone: "headset", audio.FarSide: "builtin.monitor"} {
		source := open(t, kind, "", 16000)
		if d := source.Device(); d.ID != want || d.Kind != kind || !d.Default || source.Rate() != 16000 {
			t.Errorf("default %s: %+v at %d Hz", kind, d, source.Rate())
		}
	}
}

// A device may serve in the other role: a virtual microphone can carry the far side.
func TestOpenInTheOtherRole(t *testing.T) {
	startServer(t)
	if d := open(t, audio.FarSide, "headset", 48000).Device(); d.Kind != audio.FarSide || d.ID != "headset" {
		t.Errorf("the microphone as a far side is %+v", d)
	}
}

func TestOpenUnknownDevice(t *testing.T) {
	startServer(t)
	if _, err := newSystem().Open(audio.Microphone, "parrot", 16000); !errors.Is(err, device.ErrNoDevice) {
		t.Errorf("the error is %v", err)
	}
}

// Every question has its answer within five seconds, whether there is no server or one that is silent.
func TestNoServer(t *testing.T) {
	t.Run("absent", func(t *testing.T) {
		t.Setenv("PULSE_SERVER", "unix:/nonexistent/native")
		expectNoServer(t)
	})
	t.Run("frozen", func(t *testing.T) {
		server, _ := startServer(t)
		server.Freeze()
		expectNoServer(t)
		server.Thaw()
		time.Sleep(200 * time.Millisecond) // the questions left behind get their answers and end
		if _, err := newSystem().List(); err != nil {
			t.Errorf("after the server came back: %v", err)
		}
	})
}

func expectNoServer(t *testing.T) {
	t.Helper()
	system := newSystem()
	questions := map[string]func() error{
		"list":   func() error { _, err := system.List(); return err },
		"open":   func() error { _, err := system.Open(audio.FarSide, "", 16000); return err },
		"output": func() error { _, err := system.Output(); return err },
	}
	answers := make(chan error)
	for name, ask := range questions {
		go func() {
			began := time.Now()
			err := ask()
			if took := time.Since(began); took > 5*time.Second || !errors.Is(err, device.ErrNoServer) {
				t.Errorf("%s: %v after %v", name, err, took)
			}
			answers <- err
		}()
	}
	for range questions {
		<-answers
	}
	if name := system.Backend(); name != "" {
		t.Errorf("the backend is %q", name)
	}
}

func TestConformance(t *testing.T) {
	server, mouth := startServer(t)
	server.PlayBackground(mouth, pulse.Tone(t, 440, time.Minute))
	audiotest.TestSource(t, func() audio.Source { return open(t, audio.Microphone, "headset", 16000) })
}
