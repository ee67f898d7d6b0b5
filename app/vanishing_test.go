package app

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Sound that is only passing lies where the next start removes it, or has no name at all: nothing is left of it in the folder
// for what is temporary when the program is killed.
func TestPassingSoundIsNotLeftInTheSystemsFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files that are open keep their names there")
	}
	a, id := talk(t)
	bin := t.TempDir()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	listing := filepath.Join(t.TempDir(), "listing")
	script := "#!" + shell + "\nPATH=/bin:/usr/bin\nls " + filepath.Join(a.Library(), "incoming") + " >" + listing + "\nfor last; do :; done\ncat >$last\n"
	if err := os.WriteFile(filepath.Join(bin, "opusenc"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "not there"))
	if err := a.Export(t.Context(), id, Form{As: "opus"}, io.Discard); err != nil {
		t.Error(err)
	}
	if content, err := os.ReadFile(listing); err != nil || len(content) == 0 {
		t.Errorf("the encoder's file is not in the library's folder: %q, %v", content, err)
	}
	if err := a.Export(t.Context(), id, Form{As: "vcon", Redact: true}, io.Discard); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(filepath.Join(a.Library(), "incoming")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A vanishing file can be read from several places at once, and has no name while it is written.
func TestVanishingFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	file, done, err := vanishing()
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if entries, err := os.ReadDir(dir); runtime.GOOS != "windows" && (err != nil || len(entries) > 0) {
		t.Errorf("it has a name: %v, %v", entries, err)
	}
	if _, err := file.WriteString("words"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		seen, err := newLook(file)
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(seen); err != nil || string(content) != "words" || seen.Close() != nil {
			t.Errorf("%q, %v", content, err)
		}
	}
}
