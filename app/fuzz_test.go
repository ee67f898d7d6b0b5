package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// shortWAV is a WAV file of a few frames.
func shortWAV(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "short.wav")
	content, err := os.ReadFile(waveFile(t, path, steps(3)[:50], steps(5)[:50]))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// shortVCon is a vCon of another program with so much sound.
func shortVCon(t testing.TB) []byte {
	return asJSON(t, map[string]any{
		"vcon": "0.4.0", "uuid": "0195544a-c6b9-8f1f-b4ea-a6a5ae4d1e5d", "created_at": "2026-01-02T03:04:05Z",
		"parties": []any{map[string]any{"name": "Alice", "tel": "+12345678901"}, map[string]any{"mailto": "bob@example.com"}},
		"dialog": []any{map[string]any{
			"type": "recording", "start": "2026-01-02T03:04:05+01:00", "parties": []any{1, []any{0}}, "filename": "a.wav", "encoding": "base64url",
			"body": base64.RawURLEncoding.EncodeToString(shortWAV(t)),
		}},
		"analysis": []any{map[string]any{"type": "summary", "vendor": "x", "body": "y", "encoding": "none"}},
	})
}

// mustBeSentence makes sure that people can be told of an error in a sentence.
func mustBeSentence(t *testing.T, err error) {
	t.Helper()
	for _, text := range []string{Explain(err).What, Explain(err).Do} {
		if text == "" || len(text) > 2000 || !utf8.ValidString(text) || strings.ContainsAny(text, "\n\r\x00") {
			t.Errorf("%q is told of %v", text, err)
		}
	}
}

// FuzzImport brings in whatever lies in a file of any name, with whatever lies beside it. It becomes a call, or nothing is left of
// it, neither in the library nor among temporary files; the files themselves stay as they are.
func FuzzImport(f *testing.F) {
	f.Setenv("TMPDIR", f.TempDir())
	a := open(f, f.TempDir(), both())
	a.config.FFmpeg = func() string { return "" }
	endings := []string{".wav", ".vcon", ".json", ".vcon.gz", "", ".mp3"}
	sidecars := []string{".json", ".srt", ".vtt"}
	sound := shortWAV(f)
	f.Add(0, sound, 0, []byte(bcrNotes))
	f.Add(4, sound, 1, []byte("1\n00:00:00,000 --> 00:00:00,100\nYou: hello\n"))
	f.Add(5, sound, 2, []byte("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Linda>hello\n"))
	f.Add(0, sound, 0, []byte(`{"segments":[{"start":0,"end":1,"text":"a","speaker":"b"}]}`))
	f.Add(1, shortVCon(f), 0, []byte{})
	f.Add(2, shortVCon(f), 1, []byte("x"))
	f.Fuzz(func(t *testing.T, ending int, content []byte, beside int, words []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "call"+endings[uint(ending)%uint(len(endings))])
		write(t, path, string(content))
		if other := filepath.Join(dir, "call"+sidecars[uint(beside)%uint(len(sidecars))]); other != path && len(words) > 0 {
			write(t, other, string(words))
		}
		given, before := filesBelow(t, dir), filesBelow(t, a.Library())
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second) // a few bytes can stand for hours of silence
		defer stop()
		id, err := a.Import(ctx, path, ImportRequest{NoTranscript: true})
		if !maps.Equal(given, filesBelow(t, dir)) {
			t.Error("the files themselves were changed")
		}
		if err != nil {
			mustBeSentence(t, err)
		} else {
			mustGoAgain(t, a, id)
		}
		if !maps.Equal(before, filesBelow(t, a.Library())) {
			t.Errorf("something is left in the library after %v", err)
		}
		if left, _ := os.ReadDir(os.Getenv("TMPDIR")); slices.ContainsFunc(left, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), "onrecord-import-") }) {
			t.Errorf("temporary files are left after %v", err)
		}
	})
}

// mustGoAgain reads a call that was brought in and takes it away.
func mustGoAgain(t *testing.T, a *App, id call.ID) {
	t.Helper()
	if _, err := a.Document(id); err != nil {
		t.Error(err)
	}
	if _, err := a.Trash(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := a.Purge(t.Context(), []call.ID{id}, func(int) {}); err != nil {
		t.Fatal(err)
	}
}

// FuzzSettings reads settings and searches that somebody else wrote: what can be read is written and says the same, and what cannot
// stays as it is.
func FuzzSettings(f *testing.F) {
	for _, seed := range []string{
		`{"rate":48000,"preroll_s":30,"auto_record":["zoom"],"calls":{"sort":"name"},"keep_years":-1}`, `{"saved":[{"name":"a","query":"b"}],"recent":["x","x"]}`,
		`{"rate":1e9}`, `{"preroll_s":999999999,"threads":-1}`, `{"saved":null}`, `[]`, `null`, ``, `{`, `{"recent":[""],"saved":[{}]}`, `{"threads":-5,"language":"\u0000"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, settingsFile), string(content))
		write(t, filepath.Join(dir, searchesFile), string(content))
		if settings, err := readSettings(dir); err != nil {
			mustBeSentence(t, err)
		} else if settings.Preroll < 0 || settings.Preroll > 60 || settings.Threads < 0 || settings.Rate != 16000 && settings.Rate != 48000 || settings.Language == "" {
			t.Errorf("%+v cannot be", settings)
		} else if err := writeSettings(dir, settings); err != nil {
			t.Error(err)
		} else if again, err := readSettings(dir); err != nil || !sameJSON(again, settings) {
			t.Errorf("%+v became %+v, %v", settings, again, err)
		}
		a := &App{config: Config{Data: dir}}
		searches, err := a.Searches()
		if err == nil {
			return
		}
		mustBeSentence(t, err)
		if err := a.changeSearches(func(*Searches) error { return nil }); err == nil {
			t.Errorf("%+v was written over what cannot be read", searches)
		}
		if left, _ := os.ReadFile(filepath.Join(dir, searchesFile)); !bytes.Equal(left, content) {
			t.Error("a file that cannot be read was changed")
		}
	})
}

func sameJSON(a, b any) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && (bytes.Equal(x, y) || reflect.DeepEqual(a, b))
}
