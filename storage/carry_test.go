package storage

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// plant puts unknown fields into every object of a document that the types describe, and says how many.
func plant(t *rapid.T, of reflect.Type, value any) int {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	planted := 0
	switch node := value.(type) {
	case map[string]any:
		for key, child := range node {
			if of.Kind() == reflect.Map {
				planted += plant(t, of.Elem(), child)
			} else if known, ok := fieldsOf(of)[strings.ToLower(key)]; ok {
				planted += plant(t, known, child)
			}
		}
		if of.Kind() == reflect.Struct && rapid.Bool().Draw(t, "plant") {
			node["x-unknown"] = rapid.SampledFrom([]any{nil, "text", 1.5, []any{1.0, nil}, map[string]any{"format": 9.0}}).Draw(t, "unknown")
			planted++
		}
	case []any:
		for _, child := range node {
			planted += plant(t, of.Elem(), child)
		}
	}
	return planted
}

func countUnknown(content []byte) int { return strings.Count(string(content), `"x-unknown"`) }

func richCall(t *rapid.T) call.Call {
	c := someCall(rapid.IntRange(0, 99).Draw(t, "call"))
	for n := range rapid.IntRange(0, 4).Draw(t, "notes") {
		c.Notes = append(c.Notes, call.Note{At: call.Seconds(n * 7), Made: noon.Add(time.Duration(n) * time.Second), Text: "note"})
	}
	first := call.Seconds(1)
	c.Capture.Sides[call.Remote] = call.Side{FirstSignal: &first, Gaps: []call.Gap{{Start: 1, Duration: 2, Cause: "device lost"}}}
	c.Consent = append(c.Consent, call.Consent{Method: "asked", At: 2})
	return c
}

func TestUnknownFieldsSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := richCall(t)
		plain, err := encode(c, nil)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(plain, &tree); err != nil {
			t.Fatal(err)
		}
		planted := plant(t, reflect.TypeOf(c), tree)
		disk, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		read, err := decodeCall(c.ID, disk)
		if err != nil {
			t.Fatal(err)
		}
		change(t, &read)
		written, err := encode(read, disk)
		if err != nil {
			t.Fatal(err)
		}
		if got := countUnknown(written); got != planted {
			t.Fatalf("%d of %d unknown fields survived\n%s\n%s", got, planted, disk, written)
		}
		again, err := decodeCall(c.ID, written)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(again, read) {
			t.Fatalf("wrote %+v, read %+v", read, again)
		}
		twice, err := encode(again, written)
		if err != nil || string(twice) != string(written) {
			t.Fatalf("written again it is\n%s\nafter\n%s", twice, written)
		}
	})
}

// change does to a document what the application does: it edits and adds, and removes nothing.
func change(t *rapid.T, c *call.Call) {
	if rapid.Bool().Draw(t, "case") {
		c.Case = "another"
	}
	if len(c.Notes) > 0 && rapid.Bool().Draw(t, "edit a note") {
		c.Notes[rapid.IntRange(0, len(c.Notes)-1).Draw(t, "which")].Text = "edited"
	}
	if rapid.Bool().Draw(t, "add a note") {
		c.Notes = append(c.Notes, call.Note{At: 99, Made: noon.Add(time.Hour), Text: "added"})
	}
	c.Parties[call.Local] = call.Person{Name: "Me"}
}

func TestRemovedElementsTakeTheirUnknownFieldsAlong(t *testing.T) {
	disk := []byte(`{"format":1,"notes":[{"at":1,"made":"2026-01-01T00:00:00Z","text":"a","x":1},` +
		`{"at":2,"made":"2026-01-02T00:00:00Z","text":"b","x":2},{"at":3,"made":"2026-01-03T00:00:00Z","text":"c","x":3}]}`)
	var c call.Call
	if err := json.Unmarshal(disk, &c); err != nil {
		t.Fatal(err)
	}
	c.Notes = append(c.Notes[:1], c.Notes[2:]...)
	written, err := encode(c, disk)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Notes []struct {
			Text string
			X    int
		}
	}
	if err := json.Unmarshal(written, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Notes) != 2 || got.Notes[0].X != 1 || got.Notes[1].X != 3 || got.Notes[1].Text != "c" {
		t.Errorf("left with %+v", got.Notes)
	}
}

func TestCorrectingKeepsWhatIsNotKnown(t *testing.T) {
	l := open(t, t.TempDir())
	c := record(t, l, 1, "x")
	if err := l.SaveTranscript(c.ID, someTranscript("first words", "second words")); err != nil {
		t.Fatal(err)
	}
	correct(t, l, c.ID, retext(1, "first word"))
	name := inFolder(c.ID, correctionsFile(1))
	content := string(must[[]byte](t)(l.files.ReadFile(name)))
	for _, known := range []string{`"kind":`, `"format":`, `"text":`} {
		content = strings.Replace(content, known, `"new_here":[1],`+known, 1)
	}
	if err := l.files.WriteFile(name, []byte(content)); err != nil {
		t.Fatal(err)
	}
	correct(t, l, c.ID, retext(2, "second word"))
	content = string(must[[]byte](t)(l.files.ReadFile(name)))
	if strings.Count(content, `"new_here"`) != 3 {
		t.Errorf("what is not known is lost: %s", content)
	}
}

func FuzzCall(f *testing.F) {
	plain, err := encode(someCall(1), nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(plain), `{"format":1,"id":"20261123-120100-baaa","x":{"y":[1]}}`, `{"format":1,"id":"20261123-120100-baaa","ID":"x"}`,
		`{"format":2}`, `{"format":-1}`, `{}`, `[]`, `null`, ``, `{"format":1,"id":"20261123-120100-baaa","notes":[null,{"z":1}],"parties":{"local":null}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		id := someCall(1).ID
		c, err := decodeCall(id, content)
		if err != nil {
			return
		}
		written, err := encode(c, content)
		if err != nil {
			return // a time that cannot be written
		}
		again, err := decodeCall(id, written)
		if err != nil {
			t.Fatalf("%s was written as %s: %v", content, written, err)
		}
		if !summarize(again).same(summarize(c)) {
			t.Errorf("%s was written as %s", content, written)
		}
	})
}

func FuzzTranscript(f *testing.F) {
	plain, err := encode(someTranscript("some words", "and others"), nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(plain), `{"format":1,"segments":[{"words":null},null,{"party":"x","text":"\u0000"}]}`, `{"format":99}`, `{`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		transcript, err := decodeTranscript(someCall(1).ID, content)
		if err != nil {
			return
		}
		written, err := encode(transcript, content)
		if err != nil {
			return
		}
		again, err := decodeTranscript(someCall(1).ID, written)
		if err != nil || len(again.Segments) != len(transcript.Segments) {
			t.Errorf("%s was written as %s: %v", content, written, err)
		}
	})
}

func FuzzCorrections(f *testing.F) {
	transcript, err := encode(someTranscript("some words", "and others"), nil)
	if err != nil {
		f.Fatal(err)
	}
	machine, err := decodeTranscript(someCall(1).ID, transcript)
	if err != nil {
		f.Fatal(err)
	}
	of := source{1, sum(transcript)}
	tied := func(list string) []byte {
		return []byte(`{"format":1,"transcript_sha256":"` + sum(transcript) + `","corrections":` + list + `}`)
	}
	for _, list := range []string{
		`[]`, `null`, `[{}]`, `[{"kind":"undo","of":-1}]`, `[{"kind":"undo","of":1}]`, `[{"kind":"redo","of":99}]`, `[{"kind":"name"}]`,
		`[{"kind":"name","named":{"party":"remote","after":"Linda"}},{"kind":"undo","of":1},{"kind":"redo","of":1}]`,
		`[{"kind":"split","after":[{"turn":9}]}]`, `[{"kind":"text","before":[{"turn":1}],"after":[]}]`,
	} {
		f.Add(tied(list))
	}
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		c, err := decodeCorrections(someCall(1).ID, of, content)
		if err != nil {
			return
		}
		layers := call.Layers{Machine: machine, Corrections: c.List}
		read, err := layers.Reading()
		if err != nil {
			return
		}
		written, err := encode(c, content)
		if err != nil {
			return // a time that cannot be written
		}
		again, err := decodeCorrections(someCall(1).ID, of, written)
		if err != nil {
			t.Fatalf("%s was written as %s: %v", content, written, err)
		}
		layers.Corrections = again.List
		if same, err := layers.Reading(); err != nil || len(same.Segments) != len(read.Segments) {
			t.Errorf("%s was written as %s", content, written)
		}
		if undo, err := layers.Undo(0); err == nil {
			if _, err := layers.With(undo).Reading(); err != nil {
				t.Errorf("%s cannot be undone: %v", content, err)
			}
		}
	})
}
