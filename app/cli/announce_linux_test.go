package cli_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/app/cli"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
)

// A recording in a terminal makes the microphone, plays the notice into it once the other side spoke, and takes it away.
func TestRecordAnnounces(t *testing.T) {
	server := pulse.Start(t)
	server.AddMicrophone("headset", "USB Headset")
	server.AddOutput("speakers", "Speakers")
	server.SetDefaultOutput("speakers")
	server.SetDefaultMicrophone("headset")
	server.Use()
	dir, sound := t.TempDir(), device.New(slog.New(slog.DiscardHandler))
	var out, problems bytes.Buffer
	run := func(args ...string) int {
		out.Reset()
		return cli.Run(context.Background(), cli.Env{
			Config: app.Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: sound, Mixer: sound, Worker: []string{"/no/worker"}},
			Dir:    dir, Out: &out, Err: &problems,
		}, args)
	}
	notice := pulse.Tone(t, 1000, time.Second)
	if exit := run("consent", "notice", notice, "--words", "This call is recorded."); exit != 0 {
		t.Fatalf("exit %d: %s", exit, &problems)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for !strings.Contains(server.Modules(), "onrecord_microphone") {
			time.Sleep(50 * time.Millisecond)
		}
		server.Hear("Softphone", "onrecord_microphone")
		server.Play("speakers", filepath.Join("..", "..", "testdata", "audio", "jfk.flac"))
	}()
	exit := run("record", "--for", "9s", "--no-transcribe", "--announce", "both")
	<-over
	if exit != 0 || problems.Len() > 0 {
		t.Errorf("exit %d: %s", exit, &problems)
	}
	if left := server.Modules(); strings.Contains(left, "onrecord") {
		t.Errorf("left behind:\n%s", left)
	}
	if exit := run("show", "last"); exit != 0 || !strings.Contains(out.String(), "“This call is recorded.”, heard through OnRecord microphone, by Softphone") ||
		!strings.Contains(out.String(), "Beep tone at") {
		t.Errorf("exit %d:\n%s%s", exit, &out, &problems)
	}
}
