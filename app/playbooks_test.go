package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

// own puts a file among the user's own playbooks.
func own(t *testing.T, a *App, name, content string) {
	t.Helper()
	path := filepath.Join(a.Library(), "playbooks", name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func namesOf(all []PlaybookFile) string {
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, " ")
}

func TestOwnPlaybooksJoinTheOthers(t *testing.T) {
	a := open(t, t.TempDir(), both())
	all, left, err := a.Playbooks()
	if err != nil || len(left) > 0 || namesOf(all) != strings.Join(ownOrder, " ") {
		t.Errorf("%q, %v, %v", namesOf(all), left, err)
	}
	if files, err := fs.Glob(assets.Playbooks, "playbooks/*.json"); err != nil || len(files) != len(ownOrder) {
		t.Errorf("%d files come with the program, %v", len(files), err)
	}
	own(t, a, "zoo.json", `{"format":1,"name":"Aardvarks","points":[]}`)
	own(t, a, "dispute.json", `{"format":1,"name":"My own dispute","points":[{"id":"a","text":"One"}]}`)
	own(t, a, "notes.txt", "not a playbook")
	own(t, a, ".hidden.json", "{")
	all, left, err = a.Playbooks()
	if err != nil || len(left) > 0 || namesOf(all) != "telemarketer debt-collector consultation dispute zoo blank" {
		t.Errorf("%q, %v, %v", namesOf(all), left, err)
	}
	if p, err := a.Playbook("dispute"); err != nil || !p.Own || p.Name != "My own dispute" {
		t.Errorf("%+v, %v", p, err)
	}
}

// What is wrong with a file is one sentence; the others can be used, and so can the program's own of that name. A folder, a file without end and one that
// nobody may read are no different.
func TestDamagedPlaybooksHinderNothing(t *testing.T) {
	a := open(t, t.TempDir(), both())
	t.Cleanup(func() { os.RemoveAll(filepath.Join(a.Library(), "playbooks")) })
	own(t, a, "telemarketer.json", `{"format":1,"name":"x","points":[{"id":"a"}]}`)
	own(t, a, "endless.json", strings.Repeat(" ", rules.MostPlaybook+1))
	own(t, a, "newer.json", `{"format":9}`)
	if err := os.Mkdir(filepath.Join(a.Library(), "playbooks", "folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	all, left, err := a.Playbooks()
	if err != nil || namesOf(all) != strings.Join(ownOrder, " ") || all[0].Own {
		t.Errorf("%q, %v", namesOf(all), err)
	}
	want := []string{
		"The playbook playbooks/endless.json is left out: the file is larger than such a file can be",
		"The playbook playbooks/newer.json is left out: it was written for a newer version of OnRecord",
		"The playbook playbooks/telemarketer.json is left out: the text of point 1 is missing",
	}
	for i, l := range left {
		if i >= len(want) || l.What() != want[i] {
			t.Errorf("%q", l.What())
		}
	}
	findings, err := a.Check(t.Context())
	if err != nil || len(findings) != len(want) {
		t.Errorf("check finds %+v, %v", findings, err)
	}
	if _, err := a.Playbook("newer"); !errors.Is(err, rules.ErrPlaybook) {
		t.Errorf("%v", err)
	}
}

func TestAPlaybookIsCopiedToBeChanged(t *testing.T) {
	a := open(t, t.TempDir(), both())
	path, err := a.CopyPlaybook("debt-collector", "")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), "written validation") {
		t.Errorf("%s, %v", content, err)
	}
	if p, err := a.Playbook("debt-collector"); err != nil || !p.Own || len(p.Points) != 10 {
		t.Errorf("%+v, %v", p, err)
	}
	for name, want := range map[string]error{"": storage.ErrPlaybookExists, "../x": ErrPlaybookName, ".x": ErrPlaybookName, "a/b": ErrPlaybookName, "x.json": ErrPlaybookName, "con\x00": ErrPlaybookName} {
		if _, err := a.CopyPlaybook("debt-collector", name); !errors.Is(err, want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := a.CopyPlaybook("nothing", ""); !errors.Is(err, ErrNoPlaybook) {
		t.Error(err)
	}
	if path, err = a.CopyPlaybook("consultation", "Frau Müller 2"); err != nil || filepath.Base(path) != "Frau Müller 2.json" {
		t.Error(path, err)
	}
}
