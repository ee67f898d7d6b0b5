package storage

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func signed(c call.Correction, err error) (call.Correction, error) {
	c.Who, c.Made = "Linda", noon
	return c, err
}

func retext(turn int, text string) func(call.Layers) (call.Correction, error) {
	return func(l call.Layers) (call.Correction, error) { return signed(l.Rewrite(turn, text)) }
}

func rename(name string) func(call.Layers) (call.Correction, error) {
	return func(l call.Layers) (call.Correction, error) { return signed(l.Rename(call.Remote, name)) }
}

func undo(l call.Layers) (call.Correction, error) { return signed(l.Undo(0)) }

func correct(t testing.TB, l *Library, id call.ID, decide func(call.Layers) (call.Correction, error)) {
	t.Helper()
	if err := l.Correct(id, decide); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, l *Library, id call.ID, number int) call.Transcript {
	t.Helper()
	return must[call.Transcript](t)(must[call.Layers](t)(l.Layers(id, number)).Reading())
}

// The machine's file is never touched; what is searched and read is the corrected text, across a restart too.
func TestCorrectionsAreASecondLayer(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c := record(t, l, 1, "x")
	if err := l.SaveTranscript(c.ID, someTranscript("the court early payment", "is late")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, inFolder(c.ID, transcriptName))
	machine := must[[]byte](t)(os.ReadFile(file))
	correct(t, l, c.ID, retext(1, "the quarterly payment"))
	correct(t, l, c.ID, retext(2, ""))
	correct(t, l, c.ID, rename("Linda"))
	if err := errors.Join(found(l, "quarterly", 1), found(l, "court", 0), found(l, "late", 0)); err != nil {
		t.Error(err)
	}
	shut(t, l)
	removeIndex(t, dir)
	l = open(t, dir)
	if err := errors.Join(found(l, `"quarterly payment"`, 1), found(l, "court", 0), found(l, "late", 0)); err != nil {
		t.Error(err)
	}
	if got := must[call.Call](t)(l.Call(c.ID)).Title(); got != "Linda" {
		t.Errorf("is called %q", got)
	}
	for range 3 {
		correct(t, l, c.ID, undo)
	}
	if err := errors.Join(found(l, "quarterly", 0), found(l, "court", 1), found(l, "late", 1)); err != nil {
		t.Error(err)
	}
	if got := must[call.Call](t)(l.Call(c.ID)).Title(); got != "Caller 1" {
		t.Errorf("is called %q", got)
	}
	if history := must[[]call.Entry](t)(must[call.Layers](t)(l.Layers(c.ID, 0)).History()); len(history) != 6 {
		t.Errorf("history %+v", history)
	}
	if now := must[[]byte](t)(os.ReadFile(file)); !reflect.DeepEqual(now, machine) {
		t.Error("the machine's file was touched")
	}
}

func TestWrongCorrectionsChangeNothing(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c := record(t, l, 1, "x")
	if err := l.Correct(c.ID, retext(1, "x")); !errors.Is(err, ErrNoTranscript) {
		t.Errorf("without a transcript: %v", err)
	}
	if err := l.SaveTranscript(c.ID, someTranscript("some words")); err != nil {
		t.Fatal(err)
	}
	odd := errors.New("odd")
	if err := l.Correct(c.ID, func(call.Layers) (call.Correction, error) { return call.Correction{}, odd }); !errors.Is(err, odd) {
		t.Errorf("an error of the caller: %v", err)
	}
	if err := l.Correct(c.ID, func(call.Layers) (call.Correction, error) { return call.Correction{Kind: "sing"}, nil }); !errors.Is(err, call.ErrMisfit) {
		t.Errorf("an unknown kind: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, inFolder(c.ID, correctionsFile(1)))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

// What cannot be read is not written over, and the machine's words are there all the same.
func TestUnreadableCorrectionsAreLeftAlone(t *testing.T) {
	for name, content := range map[string]struct {
		text string
		want error
	}{
		"newer": {`{"format":2}`, ErrNewerFormat}, "damaged": {`{"form`, ErrDamaged},
		"another's": {`{"format":1,"transcript_sha256":"beef","corrections":[]}`, call.ErrMisfit},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filled(t, 1)
			file := filepath.Join(dir, inFolder(someCall(0).ID, correctionsFile(1)))
			if err := os.WriteFile(file, []byte(content.text), 0o600); err != nil {
				t.Fatal(err)
			}
			opt, _ := testOptions(t)
			l := must[*Library](t)(Open(dir, opt))
			layers, err := l.Layers(someCall(0).ID, 0)
			if !errors.Is(err, ErrCorrections) || !errors.Is(err, content.want) || len(layers.Machine.Segments) == 0 {
				t.Errorf("reading gives %v, %+v", err, layers)
			}
			if err := l.Correct(someCall(0).ID, retext(1, "x")); !errors.Is(err, content.want) {
				t.Errorf("correcting gives %v", err)
			}
			if err := found(l, "common", 1); err != nil {
				t.Error(err)
			}
			if got := must[[]byte](t)(os.ReadFile(file)); string(got) != content.text {
				t.Errorf("was changed to %s", got)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTranscribingAgainKeepsBothTranscripts(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c := record(t, l, 1, "x")
	first, second := someTranscript("words of one"), someTranscript("words of two")
	first.Model.Name, second.Model.Name = "tiny", "base"
	if err := l.SaveTranscript(c.ID, first); err != nil {
		t.Fatal(err)
	}
	correct(t, l, c.ID, retext(1, "corrected words"))
	for range 2 { // the second time nothing is new
		if err := l.SaveTranscript(c.ID, second); err != nil {
			t.Fatal(err)
		}
	}
	list := must[[]TranscriptEntry](t)(l.Transcripts(c.ID))
	if len(list) != 2 || list[0].Current || !list[1].Current || list[0].Corrections != 1 || list[1].Model.Name != "base" || list[1].File != "transcript-2.json" {
		t.Fatalf("list %+v", list)
	}
	if err := errors.Join(found(l, "two", 1), found(l, "corrected", 0)); err != nil {
		t.Error(err)
	}
	if got := read(t, l, c.ID, 1).Segments[0].Text; got != "corrected words" {
		t.Errorf("the first one reads %q", got)
	}
	correct(t, l, c.ID, retext(1, "words of second"))
	if err := l.UseTranscript(c.ID, 1); err != nil {
		t.Fatal(err)
	}
	stale := c // a document from before must not change what is read
	stale.Case = "stale"
	if err := errors.Join(l.Save(stale), found(l, "two", 0), found(l, "corrected", 1)); err != nil {
		t.Error(err)
	}
	shut(t, l)
	l = open(t, dir)
	if got := read(t, l, c.ID, 0).Segments[0].Text; got != "corrected words" {
		t.Errorf("the current one reads %q", got)
	}
	if err := l.SaveTranscript(c.ID, second); err != nil { // is the one that is there
		t.Fatal(err)
	}
	if got := read(t, l, c.ID, 0).Segments[0].Text; got != "words of second" {
		t.Errorf("the current one reads %q", got)
	}
	if err := l.UseTranscript(c.ID, 3); !errors.Is(err, ErrNoSuchTranscript) {
		t.Errorf("using none: %v", err)
	}
	if _, err := l.Layers(c.ID, 3); !errors.Is(err, ErrNoSuchTranscript) {
		t.Errorf("reading none: %v", err)
	}
}

// A number that was given is never given again, whatever became of its file: corrections would meet another transcript.
func TestNumbersAreNotGivenTwice(t *testing.T) {
	for name, want := range map[string]int{
		transcriptName: 2, "transcript.json.damaged-20260101": 2, "corrections-7.json": 8, "transcript-12.json.writing-abc": 13,
		"transcript-1.json": 1, "transcript-02.json": 1, "my transcript.json": 1, "transcript-1234567.json": 1,
	} {
		l := open(t, t.TempDir())
		c := record(t, l, 1, "x")
		if err := l.files.WriteFile(inFolder(c.ID, name), []byte("{")); err != nil {
			t.Fatal(err)
		}
		if got := must[keptLayers](t)(l.kept(c.ID)).next; got != want {
			t.Errorf("after %s comes %d, wants %d", name, got, want)
		}
		if err := l.files.Remove(inFolder(c.ID, name)); err != nil {
			t.Fatal(err)
		}
	}
}
