package app

import (
	"log/slog"
	"math"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/call"
)

// phase is how long nothing happens: twenty clicks.
const phase = 5500 * time.Millisecond

// A take goes on by itself whatever happens to the devices of a real sound server, and says what it lost. The same
// clicks sound on all devices, so both sides must hear them at the same time, before and after each fault.
func TestTakeHealsOnARealSoundServer(t *testing.T) {
	server := pulse.Start(t)
	plugIn(server)
	server.Use()
	clicks := pulse.Clicks(t, 250*time.Millisecond, 2*time.Minute)
	server.PlayBackground("everything", clicks)

	a := open(t, t.TempDir(), device.New(slog.New(slog.DiscardHandler)))
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	var faults []call.Seconds
	fault := func(what string, happen func()) {
		time.Sleep(phase)
		status, running := a.Take()
		if !running {
			t.Fatalf("no take runs before %s", what)
		}
		t.Logf("%s: %s", status.Levels.Elapsed.Clock(), what)
		faults = append(faults, status.Levels.Elapsed)
		happen()
	}
	fault("the microphone is unplugged", func() { server.Remove("headset"); server.SetDefaultMicrophone("camera") })
	fault("the output is unplugged", func() { server.Remove("usb"); server.SetDefaultOutput("hdmi") })
	fault("another microphone becomes the default", func() {
		server.AddMicrophoneAt("desk", "mouth")
		server.SetDefaultMicrophone("desk")
	})
	fault("the server crashes", func() {
		server.Kill()
		server.Restart(false)
		plugIn(server)
		server.PlayBackground("everything", clicks)
	})
	time.Sleep(phase + 3*time.Second)
	doc, err := a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	checkHealed(t, doc, faults)
	checkClicksMeet(t, a, id, doc, append(faults, doc.Audio.Duration))
}

// Who would rather stay with a device stays, although another one becomes the default, until it is gone.
func TestTakeStaysWithItsDevices(t *testing.T) {
	server := pulse.Start(t)
	plugIn(server)
	server.Use()
	server.PlayBackground("everything", pulse.Clicks(t, 250*time.Millisecond, time.Minute))
	a := open(t, t.TempDir(), device.New(slog.New(slog.DiscardHandler)))
	settings := a.Settings()
	settings.Stay = true
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	for _, happens := range []func(){
		func() { server.SetDefaultMicrophone("camera"); server.SetDefaultOutput("hdmi") },
		func() { server.Remove("headset") },
	} {
		time.Sleep(2 * time.Second)
		happens()
	}
	time.Sleep(2 * time.Second)
	doc, err := a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	local, remote := doc.Capture.Sides[call.Local], doc.Capture.Sides[call.Remote]
	if len(local.Devices) != 2 || local.Devices[1].DeviceID != "camera" || local.Devices[1].From < 3.5 {
		t.Errorf("microphone: %+v", local.Devices)
	}
	if len(remote.Devices) != 1 || remote.DeviceID != "usb.monitor" || len(remote.Gaps) > 0 {
		t.Errorf("far side: %+v, gaps %+v", remote.Devices, remote.Gaps)
	}
}

// plugIn gives a server its devices.
func plugIn(server *pulse.Server) {
	server.AddOutputAs("mouth", "s16le", 44100, 1)
	server.AddOutput("usb", "USB headset")
	server.AddOutput("hdmi", "Monitor")
	server.AddMicrophoneAt("headset", "mouth")
	server.AddMicrophoneAt("camera", "mouth")
	server.AddOutputToAll("everything", "mouth", "usb", "hdmi")
	server.SetDefaultOutput("usb")
	server.SetDefaultMicrophone("headset")
}

// checkHealed wants short gaps, each at a fault and with a cause.
func checkHealed(t *testing.T, doc call.Call, faults []call.Seconds) {
	t.Helper()
	t.Logf("verdict: %s", doc.Capture.Verdict)
	crash := faults[len(faults)-1]
	for _, party := range call.Parties {
		side := doc.Capture.Sides[party]
		t.Logf("%s: devices %+v, gaps %+v", party, side.Devices, side.Gaps)
		crashed := false
		for _, gap := range side.Gaps {
			limit := call.Seconds(1)
			if gap.Start > crash-1.5 {
				limit, crashed = 3, gap.Cause == "sound server gone"
			}
			if gap.Duration > limit || gap.Cause == "" {
				t.Errorf("%s: gap %+v", party, gap)
			}
		}
		if !crashed {
			t.Errorf("%s: no gap tells of the crash: %+v", party, side.Gaps)
		}
		if len(side.Devices) < 3 {
			t.Errorf("%s: devices %+v", party, side.Devices)
		}
	}
	if off := doc.Capture.Samples - doc.Capture.Wall; off.Duration().Abs() > 2*time.Millisecond {
		t.Errorf("%.3f s were recorded in %.3f s", doc.Capture.Samples, doc.Capture.Wall)
	}
	if doc.Outcome != call.Complete || doc.Capture.Complete {
		t.Errorf("outcome %q, verdict %q", doc.Outcome, doc.Capture.Verdict)
	}
}

// checkClicksMeet wants the clicks of both sides within 20 ms of each other, twenty at least between two faults.
func checkClicksMeet(t *testing.T, a *App, id call.ID, doc call.Call, faults []call.Seconds) {
	t.Helper()
	places := clicksOf(t, a, id, doc)
	began := call.Seconds(0.5)
	for _, end := range faults {
		met, worst := 0, 0.0
		for _, at := range places[0] {
			if at < began || at > end-0.2 {
				continue
			}
			nearest := math.Inf(1)
			for _, other := range places[1] {
				nearest = min(nearest, math.Abs(float64(other-at)))
			}
			if nearest < 0.1 { // else the other side has a gap there
				met++
				worst = max(worst, nearest)
			}
		}
		t.Logf("%5.1f–%5.1f s: %d clicks meet within %.1f ms", began, end, met, 1000*worst)
		if met < 15 || worst > 0.020 {
			t.Errorf("%.1f–%.1f s: %d clicks meet within %.1f ms", began, end, met, 1000*worst)
		}
		began = end
	}
}

// clicksOf finds the clicks of both sides.
func clicksOf(t *testing.T, a *App, id call.ID, doc call.Call) [2][]call.Seconds {
	t.Helper()
	file, err := a.library.OpenAudio(id)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, 2*recording.Frames())
	if _, err := recording.Read(frames); err != nil {
		t.Fatal(err)
	}
	var places [2][]call.Seconds
	for side := range places {
		last := call.Seconds(-1)
		for i := side; i < len(frames); i += 2 {
			at := call.AtFrame(int64(i/2), doc.Audio.Rate)
			if frames[i] > 5000 && at-last > 0.1 {
				places[side] = append(places[side], at)
				last = at
			}
		}
	}
	return places
}
