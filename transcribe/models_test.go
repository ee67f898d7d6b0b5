package transcribe

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/onrecord/onrecord/assets"
)

func TestDemoModelAndDetectorAreWrittenOut(t *testing.T) {
	m := newModels(t)
	m.Demo, m.Detector = assets.DemoModel, assets.VAD
	all, err := m.List()
	if err != nil || all[0].Name != DemoName || !all[0].Installed || all[1].Installed {
		t.Fatalf("listed as %+v, %v", all[:2], err)
	}
	path, model, err := m.Open(DemoName)
	if err != nil || !model.Demo || model.Name != DemoName {
		t.Fatalf("opened %+v, %v", model, err)
	}
	vad, err := m.VAD()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{path, vad} { // whatever happens to them, they come back whole
		for _, harm := range []func() error{
			func() error { return os.Truncate(path, 100) },
			func() error { return os.Remove(path) },
		} {
			if err := harm(); err != nil {
				t.Fatal(err)
			}
			if _, _, err := m.Open(DemoName); err != nil {
				t.Error(err)
			}
			if _, err := m.VAD(); err != nil {
				t.Error(err)
			}
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, demoBytes()) {
		t.Errorf("another file was written: %v", err)
	}
	if err := m.Get(t.Context(), DemoName, nil); err != nil {
		t.Errorf("getting what is there: %v", err)
	}
	if err := m.Remove(DemoName); err != nil {
		t.Error(err)
	}
}

func TestDamagedCopyInTheProgramIsNotWrittenOut(t *testing.T) {
	m := newModels(t)
	m.Demo = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(foreign(1))), nil }
	m.Detector = func() (io.ReadCloser, error) { return nil, io.ErrUnexpectedEOF }
	if _, _, err := m.Open(DemoName); !errors.Is(err, ErrModelDamaged) {
		t.Errorf("got %v", err)
	}
	if _, err := m.VAD(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	wantFiles(t, m.Dir)
}

func TestOpenNamesWhatIsWrong(t *testing.T) {
	m := newModels(t)
	for _, name := range []string{"", "..", "../../etc/passwd", "base.en.bin", "Base.en"} {
		if _, _, err := m.Open(name); !errors.Is(err, ErrModelUnknown) {
			t.Errorf("%q: %v", name, err)
		}
		if err := m.Remove(name); !errors.Is(err, ErrModelUnknown) {
			t.Errorf("removing %q: %v", name, err)
		}
	}
	for _, name := range []string{"base.en", DemoName} {
		if _, _, err := m.Open(name); !errors.Is(err, ErrNoModel) {
			t.Errorf("%q: %v", name, err)
		}
		if err := m.Remove(name); !errors.Is(err, ErrNoModel) {
			t.Errorf("removing %q: %v", name, err)
		}
	}
	if _, err := m.VAD(); !errors.Is(err, ErrNoModel) {
		t.Errorf("voice detector: %v", err)
	}
	if err := m.Get(t.Context(), DemoName, nil); !errors.Is(err, ErrNoModel) {
		t.Errorf("getting what comes from nowhere: %v", err)
	}
}

func TestOpenLooksAtEveryByteOnce(t *testing.T) {
	m := newModels(t)
	spec, err := m.Add(t.Context(), writeFile(t, "mine.bin", foreign(1)))
	if err != nil {
		t.Fatal(err)
	}
	path := m.path(spec)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	harm := func() {
		t.Helper()
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteAt([]byte{255}, spec.Size/2)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	harm()
	if _, _, err := m.Open("mine"); !errors.Is(err, ErrModelDamaged) {
		t.Errorf("a changed byte: %v", err)
	}
	if err := os.Chtimes(path, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Open("mine"); err != nil {
		t.Errorf("the file was read again, though nothing shows that it changed: %v", err)
	}
	if err := os.Remove(m.Dir + "/" + stampsFile); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Open("mine"); !errors.Is(err, ErrModelDamaged) {
		t.Errorf("without a stamp: %v", err)
	}
}

func TestAnotherFileOfTheSameNameIsNoticed(t *testing.T) {
	m := newModels(t)
	spec, err := m.Add(t.Context(), writeFile(t, "mine.bin", foreign(1)))
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(m.path(spec))
	if err != nil {
		t.Fatal(err)
	}
	other := m.path(spec) + "2"
	if err := os.WriteFile(other, foreign(2), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(other, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, m.path(spec)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Open("mine"); !errors.Is(err, ErrModelDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestGarbledStampsAreNoStamps(t *testing.T) {
	m := newModels(t)
	if _, err := m.Add(t.Context(), writeFile(t, "mine.bin", foreign(1))); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "null", "[]", `{"added-mine.bin":{"size":"x"}}`} {
		if err := os.WriteFile(m.Dir+"/"+stampsFile, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := m.Open("mine"); err != nil {
			t.Errorf("stamps %q: %v", text, err)
		}
	}
}

func TestModelThatIsAFolder(t *testing.T) {
	m := newModels(t)
	if err := os.MkdirAll(m.Dir+"/ggml-base.en.bin", 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Open("base.en"); !errors.Is(err, ErrModelDamaged) {
		t.Errorf("got %v", err)
	}
}
