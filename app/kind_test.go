package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
)

// TestTheContentTellsWhatAFileIs gives every file the ending of every other kind, and of files that are none: what it is stays the same.
func TestTheContentTellsWhatAFileIs(t *testing.T) {
	a := open(t, t.TempDir(), both())
	all, err := filepath.Glob(decodeFixtures + "dtmf*")
	if err != nil || len(all) < 10 {
		t.Fatal(len(all), err)
	}
	all = append(all, "../testdata/audio/us_busy.flac", "../audio/testdata/azure_weather_mulaw.wav")
	endings := map[string]bool{"": true, ".txt": true, ".json": true, ".srt": true, ".vtt": true, ".doc": true, ".MP3": true}
	for _, path := range all {
		endings[filepath.Ext(path)] = true
	}
	for _, path := range all {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := a.look(path)
		if err != nil {
			t.Fatal(path, err)
		}
		for ending := range endings {
			got, err := a.look(saved(t, "call"+ending, content))
			if err != nil || got.Kind.Name != want.Kind.Name || got.VCon || got.Transcript != "" {
				t.Errorf("%s as *%s is %q (%s), %v", filepath.Base(path), ending, got.Kind.Name, got.Transcript, err)
			}
		}
	}
}

// TestWronglyNamedFilesComeIn brings in files whose endings lie: what is kept of them has the right one.
func TestWronglyNamedFilesComeIn(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.config.FFmpeg = func() string { return "" }
	for name, c := range map[string]struct{ kind, kept string }{
		"dtmf_stereo.mp3": {"MP3", "original.mp3"}, "dtmf_stereo.opus": {"Ogg Opus", "original.opus"}, "dtmf_stereo.ogg": {"Ogg Vorbis", "original.ogg"},
	} {
		content, err := os.ReadFile(decodeFixtures + name)
		if err != nil {
			t.Fatal(err)
		}
		doc, _ := importOf(t, a, saved(t, "call.wav", content), ImportRequest{})
		if doc.Origin.Kind != c.kind || doc.Origin.Kept != c.kept || doc.Origin.File != "call.wav" {
			t.Errorf("%s: %+v", name, doc.Origin)
		}
	}
	needs, err := os.ReadFile(decodeFixtures + "dtmf.amr")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Import(t.Context(), saved(t, "call.mp3", needs), ImportRequest{}); !errors.Is(err, decode.ErrNeedsFFmpeg) || !strings.Contains(Explain(err).What, "AMR") {
		t.Errorf("an AMR file called MP3: %v", err)
	}
}

// TestWhatIsNoSoundIsNone names things like sound files. They are refused, and nothing comes of them.
func TestWhatIsNoSoundIsNone(t *testing.T) {
	a := open(t, t.TempDir(), both())
	before := treeOf(t, a.Library())
	for name, content := range map[string]string{
		"words":      "1\n00:00:00,000 --> 00:00:01,000\nYou: hello\n",
		"subtitles":  "WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n",
		"JSON":       `{"segments":[{"start":0,"end":1,"text":"a"}]}`,
		"notes":      bcrNotes,
		"a vCon":     string(shortVCon(t)),
		"a ZIP file": "PK\x03\x04" + strings.Repeat("\x00", 500),
		"a PDF":      "%PDF-1.7\n" + strings.Repeat("1 0 obj\n", 100),
		"a JPEG":     "\xff\xd8\xff\xe0\x00\x10JFIF\x00" + strings.Repeat("\xff\x00", 300),
		"a program":  "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\xff", 300),
		"zeros":      strings.Repeat("\x00", 5000),
		"ones":       strings.Repeat("\xff", 5000),
		"UTF-16":     "\xff\xfeH\x00e\x00l\x00l\x00o\x00" + strings.Repeat(" \x00", 3000),
		"a list":     "#EXTM3U\nfile:///etc/passwd\n",
		"RIFF alone": "RIFF\x10\x00\x00\x00WEBPVP8 " + strings.Repeat("\x00", 100),
		"MP4 brand":  "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + strings.Repeat("\x00", 100),
	} {
		for _, ending := range []string{".wav", ".mp3", ".flac", ".opus", ".m4a"} {
			_, err := a.Import(t.Context(), saved(t, "call"+ending, []byte(content)), ImportRequest{NoTranscript: true})
			if !errors.Is(err, audio.ErrNotAudio) && !errors.Is(err, audio.ErrNoAudio) && !errors.Is(err, audio.ErrTruncated) && !errors.Is(err, decode.ErrNeedsFFmpeg) {
				t.Errorf("%s as %s: %v", name, ending, err)
			}
			mustBeSentence(t, fmt.Errorf("import: %w", err))
		}
	}
	sameTree(t, "refused files", before, treeOf(t, a.Library()))
}
