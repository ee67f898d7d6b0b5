package transcribe

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// foreign is a whole model that stands in no catalogue: the demo model with its last weight changed.
func foreign(n byte) []byte {
	b := bytes.Clone(demoBytes())
	b[len(b)-1] ^= n
	return b
}

func writeFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func newModels(t *testing.T) *Models {
	return &Models{
		Dir:  filepath.Join(t.TempDir(), "models"),
		room: func(string) (int64, bool) { return 1e12, true },
	}
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if e.Name() != stampsFile {
			got = append(got, e.Name())
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

func TestAddedModelCanBeOpened(t *testing.T) {
	m := newModels(t)
	spec, err := m.Add(t.Context(), writeFile(t, "ggml-Our Office (v2).bin", foreign(1)))
	if err != nil {
		t.Fatal(err)
	}
	if spec.Name != "our-office--v2" || spec.Languages != "English" || spec.Size != int64(len(demoBytes())) {
		t.Errorf("added as %+v", spec)
	}
	again := &Models{Dir: m.Dir}
	path, model, err := again.Open(spec.Name)
	if err != nil || model.SHA256 != spec.SHA256 || model.Name != spec.Name || model.Demo {
		t.Errorf("opened %+v, %v", model, err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, foreign(1)) {
		t.Errorf("another file was opened: %v", err)
	}
	all, err := again.List()
	last := all[len(all)-1]
	if err != nil || last.ModelSpec != spec || !last.Custom || !last.Installed || last.Path != path {
		t.Errorf("listed as %+v, %v", last, err)
	}
	if err := again.Remove(spec.Name); err != nil {
		t.Error(err)
	}
	wantFiles(t, m.Dir)
	if _, _, err := again.Open(spec.Name); !errors.Is(err, ErrModelUnknown) {
		t.Errorf("after the removal: %v", err)
	}
}

func TestAddedModelKeepsItsName(t *testing.T) {
	m := newModels(t)
	var names []string
	for _, file := range []struct {
		name    string
		content []byte
	}{{"tiny.bin", foreign(1)}, {"tiny.bin", foreign(2)}, {"other.bin", foreign(1)}, {"....bin", foreign(3)}} {
		spec, err := m.Add(t.Context(), writeFile(t, file.name, file.content))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, spec.Name)
	}
	if got := strings.Join(names, " "); got != "tiny-2 tiny-3 tiny-2 model" {
		t.Errorf("the names are %q", got)
	}
}

func TestAddRecognisesTheCatalogue(t *testing.T) {
	m := newModels(t)
	spec, err := m.Add(t.Context(), writeFile(t, "from-a-stick.bin", demoBytes()))
	if err != nil || spec.Name != DemoName {
		t.Fatalf("added as %q, %v", spec.Name, err)
	}
	wantFiles(t, m.Dir, spec.File)
	if _, model, err := m.Open(DemoName); err != nil || !model.Demo {
		t.Errorf("opened %+v, %v", model, err)
	}
}

func TestAddMendsADamagedCopy(t *testing.T) {
	m := newModels(t)
	path := writeFile(t, "mine.bin", foreign(1))
	spec, err := m.Add(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(m.path(spec), 1000); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Open("mine"); !errors.Is(err, ErrModelDamaged) {
		t.Errorf("a cut model: %v", err)
	}
	if again, err := m.Add(t.Context(), path); err != nil || again != spec {
		t.Errorf("added as %+v, %v", again, err)
	}
	if _, _, err := m.Open("mine"); err != nil {
		t.Error(err)
	}
}

func TestAddRefusesAndLeavesNothing(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	full := newModels(t)
	full.room = func(string) (int64, bool) { return keepFree + 1e6, true }
	tests := []struct {
		name string
		m    *Models
		ctx  context.Context
		path string
		want error
	}{
		{"cut off", newModels(t), t.Context(), writeFile(t, "a.bin", demoBytes()[:5e6]), ErrNotModel},
		{"text", newModels(t), t.Context(), writeFile(t, "a.bin", []byte("hello")), ErrNotModel},
		{"folder", newModels(t), t.Context(), t.TempDir(), ErrNotModel},
		{"device", newModels(t), t.Context(), os.DevNull, ErrNotModel},
		{"missing", newModels(t), t.Context(), filepath.Join(t.TempDir(), "no.bin"), os.ErrNotExist},
		{"cancelled", newModels(t), ended, writeFile(t, "a.bin", foreign(1)), context.Canceled},
		{"no room", full, t.Context(), writeFile(t, "a.bin", foreign(1)), ErrNoRoom},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if spec, err := tt.m.Add(tt.ctx, tt.path); !errors.Is(err, tt.want) || spec != (ModelSpec{}) {
				t.Errorf("got %+v, %v", spec, err)
			}
			wantFiles(t, tt.m.Dir)
		})
	}
}

func TestBadRecordsAreLeftAlone(t *testing.T) {
	m := newModels(t)
	good, err := m.Add(t.Context(), writeFile(t, "good.bin", foreign(1)))
	if err != nil {
		t.Fatal(err)
	}
	sum := strings.Repeat("a", 64)
	for name, text := range map[string]string{
		"garbled": "{",
		"newer":   `{"format":3,"name":"newer","sha256":"` + sum + `","size":1}`,
		"outside": `{"format":1,"name":"../outside","sha256":"` + sum + `","size":1}`,
		"no-sum":  `{"format":1,"name":"no-sum","sha256":"","size":1}`,
	} {
		if err := os.WriteFile(m.recordPath(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	added, err := m.added()
	if err != nil || len(added) != 1 || added[0] != good {
		t.Errorf("got %+v, %v", added, err)
	}
	for _, name := range []string{"garbled", "newer", "../outside", "no-sum"} {
		if _, _, err := m.Open(name); !errors.Is(err, ErrModelUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
