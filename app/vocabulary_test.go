package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe"
)

func TestWordIsBroughtIntoForm(t *testing.T) {
	for text, want := range map[string]string{
		"Berg": "Berg", "  Acme \t Solar\n": "Acme Solar", "Mu\u0308ller": "Müller", "§ 823 BGB": "§ 823 BGB", "Smith, Jones & Co.": "Smith, Jones & Co.",
		"": "", " ": "", "—": "", "a\x00b": "", strings.Repeat("x", 61): "",
	} {
		got, err := Word(text)
		if got != want || (err != nil) != (want == "") || err != nil && !errors.Is(err, ErrBadWord) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word, err := Word(rapid.String().Draw(t, "text"))
		if err != nil {
			return
		}
		if again, err := Word(word); again != word || err != nil || !utf8.ValidString(word) || strings.Contains(word, "\n") {
			t.Fatalf("%q becomes %q, %v", word, again, err)
		}
	})
}

func TestListsOfWords(t *testing.T) {
	a := open(t, t.TempDir(), both())
	check := func(of string, want ...string) {
		t.Helper()
		if got, err := a.Words(of); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q has %q, %v, want %q", of, got, err, want)
		}
	}
	must := func(words call.Words, err error) call.Words {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	if added := must(a.AddWords("", []string{"Berg", "fdcpa", "berg"})); !slices.Equal(added, []string{"Berg", "fdcpa"}) {
		t.Errorf("added %q", added)
	}
	if added := must(a.AddWords("", []string{"FDCPA"})); len(added) != 0 {
		t.Errorf("added %q again", added)
	}
	must(a.AddWords("Solar", []string{"Acme Solar", "Berg"}))
	check("", "Berg", "FDCPA")
	check("solar", "Acme Solar", "Berg")
	check("none")
	if _, err := a.AddWords("", []string{"Good", "…"}); !errors.Is(err, ErrBadWord) {
		t.Errorf("a word that is none gives %v", err)
	}
	many := make([]string, 1001)
	for i := range many {
		many[i] = fmt.Sprint("word", i)
	}
	if err := a.SetWords("", many); !errors.Is(err, ErrBadWord) {
		t.Errorf("too many words give %v", err)
	}
	check("", "Berg", "FDCPA")
	if removed := must(a.RemoveWords("", []string{"BERG", "Nobody"})); !slices.Equal(removed, []string{"Berg"}) {
		t.Errorf("removed %q", removed)
	}
	check("", "FDCPA")
}

// What the recogniser was told stands in the transcript: the case's words first, each once.
func TestWordsReachTheTranscript(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id := imported(t, a, "../assets/calls/debt_collector.flac")
	if _, err := a.Edit(id, func(doc *call.Call) error { doc.Case = "Debt"; return nil }); err != nil {
		t.Fatal(err)
	}
	for of, words := range map[string][]string{"": {"Berg", "Summit Credit"}, "debt": {"summit credit", "Blue River Bank"}, "Taxes": {"Bennett"}} {
		if err := a.SetWords(of, words); err != nil {
			t.Fatal(err)
		}
	}
	a.StartJobs()
	job, err := a.Transcribe(id, "", "")
	if err == nil {
		err = a.WaitJob(t.Context(), job.ID, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Transcript(id)
	if want := []string{"summit credit", "Blue River Bank", "Berg"}; err != nil || !slices.Equal(got.Settings.Words, want) {
		t.Errorf("told %q, %v, want %q", got.Settings.Words, err, want)
	}
}

// A list that cannot be read costs no transcript, and is told.
func TestDamagedListCostsNothing(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	id := imported(t, a, "../assets/calls/debt_collector.flac")
	list := filepath.Join(dir, "library", "vocabulary.json")
	if err := os.WriteFile(list, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	feed := a.Subscribe()
	defer feed.Close()
	if words := a.expected(id); len(words) != 0 {
		t.Errorf("%q", words)
	}
	event, _ := feed.Poll()
	if told, ok := event.(Trouble); !ok || told.Problem.What != Explain(storage.ErrDamaged).What {
		t.Errorf("told is %+v", event)
	}
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
}

// What was found while other words were expected is found anew.
func TestOtherWordsMakeOtherWindows(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id := imported(t, a, "../assets/calls/debt_collector.flac")
	job, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	model := call.Model{SHA256: "00"}
	words := call.Words{"Berg"}
	found := transcribe.Window{Party: call.Local, End: 16000}
	if err := a.keepPart(job, part{model.SHA256, "engine", job.Language, digest(words), found}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words call.Words
		want  int
	}{{words, 1}, {nil, 0}, {call.Words{"Berg", "Tal"}, 0}} {
		if known, err := a.knownParts(job, model, digest(c.words)); err != nil || len(known.Windows) != c.want {
			t.Errorf("%q: %d windows are known, %v, want %d", c.words, len(known.Windows), err, c.want)
		}
	}
}

func TestWordsThatFit(t *testing.T) {
	a := open(t, t.TempDir(), both())
	var many call.Words
	for i := range 200 {
		many = append(many, fmt.Sprint("Name", i))
	}
	told, err := a.Scribe().Fitting(t.Context(), many)
	if err != nil || len(told) < 40 || len(told) > 150 || told[0] != "Name0" {
		t.Errorf("%d words fit, %v", len(told), err)
	}
	if told, err := a.Scribe().Fitting(t.Context(), nil); err != nil || len(told) != 0 {
		t.Errorf("%q fit, %v", told, err)
	}
}

// imported brings a file in and leaves its transcript to the test.
func imported(t *testing.T, a *App, file string) call.ID {
	t.Helper()
	id, err := a.Import(t.Context(), file, ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	return id
}
