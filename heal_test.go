package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/call"
)

const (
	phase   = 10 * time.Second // how long nothing happens
	healing = call.Seconds(2)  // after a fault, before the clicks of both sides must meet again
)

// A take goes on by itself whatever happens to the devices of a real sound server, and says what it lost. The same clicks
// are heard on all devices at the same instant, so both sides must have them at the same place, before and after each fault.
func TestTakeHealsOnARealSoundServer(t *testing.T) {
	m := &machine{t: t, sound: pulse.Start(t), home: shortDir(t)}
	m.library = filepath.Join(m.home, "library")
	plugIn(m.sound)
	clicks := pulse.Clicks(t, 250*time.Millisecond, 2*time.Minute)
	m.sound.PlayBackground("usb", clicks)
	record := m.command("record", "--no-transcribe")
	if err := record.Start(); err != nil {
		t.Fatal(err)
	}
	m.awaitTake()
	var happened []time.Time
	for _, happens := range []func(){
		func() { m.sound.Remove("headset"); m.sound.SetDefaultMicrophone("camera") },
		func() {
			m.sound.Remove("usb")
			m.sound.SetDefaultOutput("hdmi")
			m.sound.PlayBackground("hdmi", clicks)
		},
		func() { m.sound.AddMicrophoneAt("desk", "room"); m.sound.SetDefaultMicrophone("desk") },
		func() {
			m.sound.Restart(false) // it crashes first
			plugIn(m.sound)
			m.sound.PlayBackground("usb", clicks)
		},
	} {
		time.Sleep(phase)
		happened = append(happened, time.Now())
		happens()
	}
	time.Sleep(phase + 3*time.Second)
	if err := record.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := record.Wait(); err != nil {
		t.Fatal(err)
	}
	var doc document
	m.json(&doc, "show", "last")
	var faults []call.Seconds
	for _, at := range happened {
		faults = append(faults, call.Since(at.Sub(doc.Started)))
	}
	checkHealed(t, doc.Call, faults)
	checkClicksMeet(t, m.recordingOf(string(doc.ID)), append(faults, doc.Audio.Duration))
}

// plugIn gives a server its devices: a room with two microphones of 44.1 kHz, and two outputs that are heard in it.
func plugIn(server *pulse.Server) {
	server.AddOutputAs("room", "s16le", 44100, 1)
	server.Hasten("room")
	server.AddOutputThrough("usb", "room", "USB headset")
	server.AddOutputThrough("hdmi", "room", "Monitor")
	server.AddMicrophoneAt("headset", "room")
	server.AddMicrophoneAt("camera", "room")
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
func checkClicksMeet(t *testing.T, file string, faults []call.Seconds) {
	t.Helper()
	places := clicksOf(t, file)
	began := call.Seconds(2)
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
		if met < 20 || worst > 0.020 {
			t.Errorf("%.1f–%.1f s: %d clicks meet within %.1f ms", began, end, met, 1000*worst)
		}
		began = end + healing
	}
}

// clicksOf finds the clicks of both sides.
func clicksOf(t *testing.T, file string) [2][]call.Seconds {
	t.Helper()
	recording, done := openRecording(t, file)
	defer done()
	frames := make([]int16, 2*recording.Frames())
	if _, err := recording.Read(frames); err != nil {
		t.Fatal(err)
	}
	var places [2][]call.Seconds
	for side := range places {
		last := call.Seconds(-1)
		for i := side; i < len(frames); i += 2 {
			at := call.AtFrame(int64(i/2), recording.Rate())
			if frames[i] > 5000 && at-last > 0.1 {
				places[side] = append(places[side], at)
				last = at
			}
		}
	}
	return places
}
