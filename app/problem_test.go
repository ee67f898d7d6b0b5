package app

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/storage/search"
)

// Every exported sentinel of the rooms that app can see needs words for people. It is found in the source, so that a
// new one cannot be forgotten.
func TestEverySentinelIsExplained(t *testing.T) {
	table := problemTables(t)
	rooms := map[string]string{
		"call": "../call", "audio": "../audio", "voice": "../audio/voice", "decode": "../audio/decode", "written": "../transcribe/written", "transcribe": "../transcribe", "rules": "../rules", "storage": "../storage", "search": "../storage/search", "": ".",
	}
	for name, dir := range rooms {
		found := sentinels(t, dir)
		if len(found) == 0 {
			t.Errorf("no sentinels found in %s", dir)
		}
		for _, sentinel := range found {
			if name != "" {
				sentinel = name + "." + sentinel
			}
			if !strings.Contains(table, "{"+sentinel+", Problem{") {
				t.Errorf("problem*.go have no entry for %s", sentinel)
			}
		}
	}
}

// problemTables gives the source of the table.
func problemTables(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("problem*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(source)
	}
	return all.String()
}

// sentinels lists the exported Err… variables of the package in dir.
func sentinels(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for name, object := range parsed.Scope.Objects {
			if object.Kind == ast.Var && strings.HasPrefix(name, "Err") {
				names = append(names, name)
			}
		}
	}
	return names
}

func TestProblemsAreSentencesWithoutJargon(t *testing.T) {
	for _, entry := range known {
		p := entry.problem
		if p.What == "" || strings.HasSuffix(p.What, ".") {
			t.Errorf("%v: what happened is %q: wants one sentence without a full stop", entry.err, p.What)
		}
		for _, sentence := range []string{p.Safe, p.Do} {
			if sentence != "" && !strings.HasSuffix(sentence, ".") {
				t.Errorf("%v: %q does not end in a full stop", entry.err, sentence)
			}
		}
		for _, word := range []string{"EOF", "errno", "nil", "bbolt", "goroutine"} {
			if strings.Contains(p.What+p.Safe+p.Do, word) {
				t.Errorf("%v: says %q to a person", entry.err, word)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "call.wav", Err: fs.ErrNotExist}
	if got := Explain(missing).What; got != "There is no such file: call.wav" {
		t.Errorf("a missing file is explained as %q", got)
	}
	query := &search.QueryError{Position: 3, Sentence: "A quotation mark is missing"}
	if got := Explain(query).What; !strings.Contains(got, "quotation mark") {
		t.Errorf("a wrong query is explained as %q", got)
	}
	if got := Explain(errors.New("odd")).What; got != "odd" {
		t.Errorf("an unknown error is explained as %q", got)
	}
}
