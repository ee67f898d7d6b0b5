package rules

import (
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/assets"
)

func TestOwnPlaybooksCanBeUsed(t *testing.T) {
	known := phrases(t).Known
	files, err := fs.Glob(assets.Playbooks, "playbooks/*.json")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d playbooks, %v", len(files), err)
	}
	for _, file := range files {
		content, err := fs.ReadFile(assets.Playbooks, file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ReadPlaybook("x", content, known)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if string(p.Written()) != string(content) {
			t.Errorf("%s is written otherwise than it would be:\n%s", file, p.Written())
		}
		if len(p.Points) > 10 {
			t.Errorf("%s has more points than there are digits", file)
		}
	}
}

func TestPlaybooksThatCannotBeUsed(t *testing.T) {
	known := phrases(t).Known
	point := func(text string) string { return `{"format":1,"name":"x","points":[` + text + `]}` }
	for content, want := range map[string]string{
		``:                                  "line 1: EOF",
		`[]`:                                "cannot be a array",
		"{\n\"format\": 1,\n\"name\": x}":   "line 3: invalid character 'x' looking for beginning of value",
		`{"format":2,"name":"x","more":[]}`: "it was written for a newer version of OnRecord",
		`{"name":"x"}`:                      `it does not say "format": 1`,
		`{"format":1}`:                      "its name is missing",
		`{"format":1,"name":"x"} {}`:        "something stands behind its end",
		point(`{"id":"a","text":"b","mean":["amount"]}`):                              `unknown field "mean"`,
		point(`{"id":"a","text":"b","means":["amuont"]}`):                             `point 1 means "amuont", which is no kind of fact`,
		point(`{"id":"a","text":"b"},{"id":"a","text":"c"}`):                          `point 2 has the ID "a", as an earlier one has`,
		point(`{"text":"b"}`):                                                         "the ID of point 1 is missing",
		point(`{"id":"a","text":" "}`):                                                "the text of point 1 is missing",
		point(`{"id":"a","text":"a\u0007"}`):                                          "the text of point 1 holds signs that cannot be shown",
		point(`{"id":"a","text":"` + strings.Repeat("ä", 81) + `"}`):                  "the text of point 1 has more than 80 characters",
		point(strings.Repeat(`{"id":"a","text":"b"},`, 40) + `{"id":"a","text":"b"}`): "it has 41 points; 40 is the most",
		strings.Repeat(" ", MostPlaybook+1):                                           "it has more than 64 KB",
	} {
		_, err := ReadPlaybook("x", []byte(content), known)
		if !errors.Is(err, ErrPlaybook) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, wants %q", content, err, want)
		}
	}
}

func TestWrittenPlaybooksAreRead(t *testing.T) {
	p := phrases(t)
	text := rapid.StringMatching(`[a-zä"\\<&] ?[a-z]{0,20}`)
	rapid.Check(t, func(t *rapid.T) {
		one := Playbook{ID: "x", Name: text.Draw(t, "name"), About: rapid.StringMatching(`[a-z "]{0,40}`).Draw(t, "about"), Points: []Point{}}
		for _, id := range rapid.SliceOfDistinct(rapid.StringMatching(`[a-z]{1,5}`), rapid.ID).Draw(t, "points") {
			point := Point{ID: id, Text: text.Draw(t, "text"), Say: rapid.StringMatching(`[a-z?]{0,9}`).Draw(t, "say")}
			if rapid.Bool().Draw(t, "means") {
				point.Means = []string{rapid.SampledFrom(SentAndReceived).Draw(t, "kind")}
			}
			one.Points = append(one.Points, point)
		}
		got, err := ReadPlaybook("x", one.Written(), p.Known)
		if len(one.Points) > mostPoints {
			return
		}
		if err != nil || !reflect.DeepEqual(got, one) {
			t.Fatalf("read as %+v, %v", got, err)
		}
	})
}

// FuzzPlaybook reads files that anybody may have written: what is taken can be written and read again, and what is not has a reason on one line.
func FuzzPlaybook(f *testing.F) {
	known := phrases(f).Known
	for _, seed := range []string{`{"format":1,"name":"x","points":[{"id":"a","text":"b","means":["amount"]}]}`, `{"format":1`, `null`, "{\"format\":1,\"name\":\"\xff\"}", `{"format":1,"name":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := ReadPlaybook("x", content, known)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") || !errors.Is(err, ErrPlaybook) {
				t.Errorf("refused with %q", err)
			}
			return
		}
		again, err := ReadPlaybook("x", p.Written(), known)
		if err != nil || string(again.Written()) != string(p.Written()) {
			t.Errorf("%+v is read again as %+v, %v", p, again, err)
		}
	})
}
