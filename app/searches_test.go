package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSearchesAreKept(t *testing.T) {
	a := open(t, t.TempDir(), devices{})
	for i := range 12 {
		must(t, a.NoteSearch(fmt.Sprintf(" word%d ", i)))
	}
	must(t, a.NoteSearch("word5"))
	must(t, a.SaveSearch("  Refunds   of spring ", `refund after:2026-03 before:2026-06`))
	must(t, a.SaveSearch("Linda", "from:linda"))
	searches, err := a.Searches()
	must(t, err)
	if len(searches.Recent) != mostRecent || searches.Recent[0] != "word5" || searches.Recent[1] != "word11" || slices.Contains(searches.Recent[1:], "word5") {
		t.Errorf("recent: %v", searches.Recent)
	}
	want := []SavedSearch{{"Refunds of spring", "refund after:2026-03 before:2026-06"}, {"Linda", "from:linda"}}
	if !slices.Equal(searches.Saved, want) {
		t.Errorf("saved: %v", searches.Saved)
	}
	for _, name := range []string{"", " ", "LINDA"} {
		if err := a.SaveSearch(name, "x"); !errors.Is(err, ErrSearchName) {
			t.Errorf("saved as %q: %v", name, err)
		}
	}
	if err := a.RenameSearch("Linda", "refunds of spring"); !errors.Is(err, ErrSearchName) {
		t.Errorf("two searches of one name: %v", err)
	}
	must(t, a.RenameSearch("linda", "LINDA"))
	must(t, a.RemoveSearch("Refunds of spring"))
	must(t, a.ForgetSearches("word11"))
	searches, err = a.Searches()
	must(t, err)
	if !slices.Equal(searches.Saved, []SavedSearch{{"LINDA", "from:linda"}}) || len(searches.Recent) != mostRecent-1 {
		t.Errorf("then there are %+v", searches)
	}
	must(t, a.ForgetSearches())
	if searches, err = a.Searches(); err != nil || len(searches.Recent) != 0 || len(searches.Saved) != 1 {
		t.Errorf("forgotten: %+v, %v", searches, err)
	}
}

func TestSearchesAreNotKeptWhereThatIsForbidden(t *testing.T) {
	a := open(t, t.TempDir(), devices{})
	settings := a.Settings()
	settings.ForgetSearches = true
	must(t, a.SaveSettings(settings))
	must(t, a.NoteSearch("secret"))
	if _, err := os.Stat(filepath.Join(a.config.Data, searchesFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a file: %v", err)
	}
}

func TestADamagedListOfSearchesIsNotOverwritten(t *testing.T) {
	a := open(t, t.TempDir(), devices{})
	file := filepath.Join(a.config.Data, searchesFile)
	must(t, os.WriteFile(file, []byte(`{"recent": [`), 0o600))
	if err := a.NoteSearch("x"); !errors.Is(err, ErrSearchesDamaged) {
		t.Errorf("got %v", err)
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != `{"recent": [` {
		t.Errorf("the file became %q, %v", content, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
