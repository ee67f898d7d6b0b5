package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/onrecord/onrecord"

// floors says which of our own packages each package may import. Packages of one room may import those below them
// in the same room as listed. It is the table of docs/architecture.md.
var floors = map[string][]string{
	"call":                      {},
	"assets":                    {},
	"audio":                     {"call", "audio/voice"},
	"audio/fourier":             {},
	"audio/selftest":            {"audio", "audio/fourier", "call"},
	"audio/audiotest":           {"audio", "call"},
	"audio/echo":                {"audio/fourier"},
	"audio/audiotest/pulse":     {},
	"audio/decode":              {"audio"},
	"audio/device":              {"audio", "call"},
	"audio/voice":               {"audio/fourier", "call"},
	"transcribe":                {"call"},
	"transcribe/hearing":        {"call", "audio/voice", "transcribe"},
	"transcribe/transcribetest": {"call", "audio", "transcribe"},
	"transcribe/widen":          {},
	"transcribe/written":        {"call"},
	"transcribe/tally":          {},
	"transcribe/engines":        {"transcribe", "transcribe/parakeet", "transcribe/whisper"},
	"transcribe/parakeet":       {"audio/voice", "transcribe", "transcribe/hearing"},
	"transcribe/whisper":        {"audio/voice", "transcribe", "transcribe/hearing"},
	"rules":                     {"call"},
	"storage/search":            {"call"},
	"storage":                   {"call", "storage/search"},
	"app":                       {"call", "audio", "audio/decode", "audio/echo", "audio/selftest", "audio/voice", "transcribe", "transcribe/written", "storage", "storage/search", "rules", "assets"},
	"app/cli":                   {"call", "app", "assets"},
	"app/ui":                    {"call", "app", "assets"},
	"":                          {"call", "audio", "audio/device", "transcribe", "transcribe/engines", "app", "app/cli", "app/ui", "assets"},
}

// only says which packages alone may import an outside module; main may import any of them for wiring.
var only = map[string][]string{
	"fyne.io/fyne":                                 {"app/ui"},
	"github.com/gen2brain/malgo":                   {"audio/device"},
	"github.com/jfreymuth/pulse":                   {"audio/device"},
	"github.com/ggerganov/whisper.cpp":             {"transcribe/whisper"},
	"go.etcd.io/bbolt":                             {"storage", "storage/search"},
	"github.com/hajimehoshi/go-mp3":                {"audio/decode"},
	"github.com/jfreymuth/oggvorbis":               {"audio/decode"},
	"github.com/mewkiz/flac":                       {"audio"},
	"github.com/pion/opus":                         {"audio/decode"},
	"github.com/spf13/cobra":                       {"app/cli"},
	"github.com/godbus/dbus":                       {"app"},
	"github.com/emersion/go-vcard":                 {"app"},
	"github.com/nyaruka/phonenumbers":              {"app"},
	"github.com/onrecord/onrecord/audio/audiotest": {}, // tests alone
	"C": {"transcribe/parakeet", "transcribe/whisper"},
}

func TestImportsOnlyLookDown(t *testing.T) {
	for dir, files := range goFiles(t) {
		allowed, known := floors[dir]
		if !known {
			t.Errorf("package %q has no floor: add it to the table here and in docs/architecture.md", dir)
			continue
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, imported := range imports(t, file) {
				if why := forbidden(dir, imported, allowed); why != "" {
					t.Errorf("%s imports %s: %s", file, imported, why)
				}
			}
		}
	}
}

// forbidden says why the package in dir may not import the path, or nothing.
func forbidden(dir, imported string, allowed []string) string {
	if own, ok := strings.CutPrefix(imported, module+"/"); ok && !slices.Contains(allowed, own) {
		return "that looks up, or sideways"
	}
	for prefix, rooms := range only {
		inside := imported == prefix || strings.HasPrefix(imported, prefix+"/")
		if inside && dir != "" && !slices.Contains(rooms, dir) {
			return "only " + strings.Join(rooms, ", ") + " may"
		}
	}
	return ""
}

func TestHouseTestSeesAForbiddenImport(t *testing.T) {
	for _, c := range []struct{ dir, imported string }{
		{"call", module + "/audio"},
		{"storage", module + "/audio"},
		{"app/cli", module + "/storage"},
		{"app", "fyne.io/fyne/v2/widget"},
		{"app", "github.com/gen2brain/malgo"},
		{"audio", "C"},
	} {
		if forbidden(c.dir, c.imported, floors[c.dir]) == "" {
			t.Errorf("%s may import %s", c.dir, c.imported)
		}
	}
	if why := forbidden("app/ui", "fyne.io/fyne/v2/widget", floors["app/ui"]); why != "" {
		t.Errorf("app/ui may not import fyne: %s", why)
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for dir, files := range goFiles(t) {
		comments := 0
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if parsed.Doc == nil || strings.HasSuffix(file, "_test.go") {
				continue
			}
			comments++
			want := "Package " + path.Base(dir) + " "
			if dir == "" {
				want = "Command onrecord "
			}
			if !strings.HasPrefix(parsed.Doc.Text(), want) {
				t.Errorf("%s: the package comment does not begin with %q", file, want)
			}
		}
		if comments != 1 {
			t.Errorf("package %q has %d package comments, wants one", dir, comments)
		}
	}
}

// goFiles gives the Go files of every package of this module, by folder ("" is the root).
func goFiles(t *testing.T) map[string][]string {
	t.Helper()
	packages := map[string][]string{}
	err := filepath.WalkDir(".", func(file string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && file != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bin" || name == "dist") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") {
			dir := filepath.ToSlash(filepath.Dir(file))
			packages[strings.TrimPrefix(dir, ".")] = append(packages[strings.TrimPrefix(dir, ".")], file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

func imports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, spec := range parsed.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// The program that compares the index with others is a module of its own, for nobody else needs what it compares with. What both need must be of one
// version, or it no longer builds.
func TestHouseOfRivalsFollowsVersions(t *testing.T) {
	ours, theirs := versions(t, "."), versions(t, "storage/search/testdata/rivals")
	shared := 0
	for path, version := range theirs {
		if want, both := ours[path]; both {
			shared++
			if version != want {
				t.Errorf("%s is %s there and %s here: run go mod tidy in storage/search/testdata/rivals", path, version, want)
			}
		}
	}
	if shared == 0 {
		t.Error("the two modules share no requirement")
	}
}

// versions gives the version of each module that a folder's go.mod requires.
func versions(t *testing.T, dir string) map[string]string {
	t.Helper()
	cmd := exec.Command("go", "mod", "edit", "-json")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(out, &file); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, r := range file.Require {
		found[r.Path] = r.Version
	}
	return found
}
