package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// Where nobody speaks, nothing is written: silence, noise, music and every tone a telephone makes.
func TestNoWordsOutOfSilence(t *testing.T) {
	m := &machine{t: t, home: shortDir(t)}
	m.library = filepath.Join(m.home, "library")
	silence := filepath.Join(m.home, "silence.wav")
	if out, err := exec.Command("sox", "-n", "-r", "16000", "-b", "16", silence, "trim", "0", "60").CombinedOutput(); err != nil {
		t.Fatalf("sox: %v\n%s", err, out)
	}
	files := []string{silence}
	for _, name := range []string{
		"sb_noise1", "hold_music", "us_ringback", "uk_ringback", "us_busy", "us_dialtone",
		"dtmf_1234567890", "rec_beep_1400",
	} {
		file, err := filepath.Abs(filepath.Join("testdata", "audio", name+".flac"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for _, file := range files {
		var transcript call.Transcript
		if err := json.Unmarshal([]byte(m.run("--json", "transcribe", "--file", file)), &transcript); err != nil {
			t.Fatal(err)
		}
		if transcript.Duration < 1 || transcript.Model.SHA256 == "" {
			t.Errorf("%s: transcript of %v s by %+v", filepath.Base(file), transcript.Duration, transcript.Model)
		}
		for _, segment := range transcript.Segments {
			t.Errorf("%s: %q at %s", filepath.Base(file), segment.Text, segment.Start.Clock())
		}
	}
}
