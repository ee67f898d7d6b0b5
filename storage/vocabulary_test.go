package storage

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// add is a change that adds words.
func add(words ...string) func(*call.Vocabulary) error {
	return func(v *call.Vocabulary) error { v.Words = append(v.Words, words...); return nil }
}

func addTo(words ...string) func(*call.Case) error {
	return func(c *call.Case) error { c.Words = append(c.Words, words...); return nil }
}

func TestWordsAreKept(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	if v := must[call.Vocabulary](t)(l.Vocabulary()); len(v.Words) != 0 {
		t.Errorf("a new library has %q", v.Words)
	}
	must[call.Vocabulary](t)(l.EditVocabulary(add("Berg", "FDCPA")))
	must[call.Case](t)(l.EditCase("Solar panels", addTo("Acme Solar")))
	again := must[call.Case](t)(l.EditCase(" solar PANELS ", addTo("Linda")))
	must[call.Case](t)(l.EditCase("Taxes", addTo("Bennett")))
	if again.Name != "Solar panels" || !slices.Equal(again.Words, []string{"Acme Solar", "Linda"}) {
		t.Errorf("the case is %+v", again)
	}
	refused := errors.New("no")
	if _, err := l.EditVocabulary(func(*call.Vocabulary) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("a change that refuses gives %v", err)
	}
	shut(t, l)
	l = open(t, dir)
	if v := must[call.Vocabulary](t)(l.Vocabulary()); !slices.Equal(v.Words, []string{"Berg", "FDCPA"}) {
		t.Errorf("kept are %q", v.Words)
	}
	if cases := must[[]call.Case](t)(l.Cases()); len(cases) != 2 {
		t.Errorf("%d cases", len(cases))
	}
	if c := must[call.Case](t)(l.Case("nobody's")); c.Name != "nobody's" || c.ID != "" {
		t.Errorf("a case without a file is %+v", c)
	}
}

func TestWordsOfOtherVersions(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	write := func(name, content string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	one := caseShelf.file(someCall(1).ID)
	write(vocabularyName, `{"format":1,"words":["Berg"],"sounds_like":{"Berg":"bairk"}}`)
	write(one, `{"format":1,"id":"`+string(someCall(1).ID)+`","name":"Solar","words":[],"opened":"2026"}`)
	must[call.Vocabulary](t)(l.EditVocabulary(add("FDCPA")))
	must[call.Case](t)(l.EditCase("solar", addTo("Linda")))
	for name, want := range map[string]string{vocabularyName: `"bairk"`, one: `"opened": "2026"`} {
		if content := string(must[[]byte](t)(os.ReadFile(filepath.Join(dir, name)))); !strings.Contains(content, want) {
			t.Errorf("%s has lost what is unknown: %s", name, content)
		}
	}
	for _, wrong := range []struct {
		content string
		want    error
	}{{`{"format":9}`, ErrNewerFormat}, {`{"words":["x"]}`, ErrDamaged}, {`{"format":1,"words":[7]}`, ErrDamaged}} {
		write(vocabularyName, wrong.content)
		write(one, wrong.content)
		_, reading := l.Vocabulary()
		_, writing := l.EditVocabulary(add("Berg"))
		_, ofCase := l.EditCase("another", addTo("Berg"))
		for _, err := range []error{reading, writing, ofCase} {
			if !errors.Is(err, wrong.want) {
				t.Errorf("%s: %v, want %v", wrong.content, err, wrong.want)
			}
		}
		if content := string(must[[]byte](t)(os.ReadFile(filepath.Join(dir, vocabularyName)))); content != wrong.content {
			t.Errorf("%s has become %s", wrong.content, content)
		}
	}
	write(vocabularyName, `{"format":1,"words":[]}`)
	if err := os.Remove(filepath.Join(dir, one)); err != nil {
		t.Fatal(err)
	}
}
