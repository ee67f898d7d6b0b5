package app

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestSettingsComeBack(t *testing.T) {
	dir := t.TempDir()
	empty, err := readSettings(dir)
	if err != nil || !reflect.DeepEqual(empty, Settings{Rate: 16000, Language: "auto"}) {
		t.Fatalf("without a file: %+v, %v", empty, err)
	}
	want := Settings{Library: "/a", Microphone: "m", FarSide: "f", Rate: 48000, Model: "base", Language: "de", Threads: 3}
	if err := writeSettings(dir, want); err != nil {
		t.Fatal(err)
	}
	got, err := readSettings(dir)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("files left: %v", left)
	}
}

func TestDamagedSettingsAreNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, settingsFile)
	if err := os.WriteFile(file, []byte(`{"rate": 16`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readSettings(dir); !errors.Is(err, ErrSettingsDamaged) {
		t.Errorf("got %v", err)
	}
	content, err := os.ReadFile(file)
	if err != nil || string(content) != `{"rate": 16` {
		t.Errorf("the file became %q, %v", content, err)
	}
}
