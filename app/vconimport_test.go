package app

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// saved writes content to a file of that name.
func saved(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// filesBelow gives everything in a folder but the index, by name.
func filesBelow(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "index.db" {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Our own vCon gives the same call in another library: the same ID, and every file byte for byte.
func TestOurVConGivesTheSameCall(t *testing.T) {
	a, id := talk(t)
	if err := a.library.SaveTranscript(id, call.Transcript{Engine: "other", Segments: []call.Segment{turnOf(call.Local, 1, 2, "Second reading.")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.CorrectText(id, 1, "A second reading."); err != nil {
		t.Fatal(err)
	}
	if err := a.UseTranscript(id, 1); err != nil {
		t.Fatal(err)
	}
	content := exported(t, a, id, Form{As: "vcon"})
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write(content); err != nil || zip.Close() != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"call.vcon": content, "call.vcon.gz": packed.Bytes(), "call.json": content} {
		b := open(t, t.TempDir(), both())
		path := saved(t, name, content)
		got, err := b.Import(t.Context(), path, ImportRequest{})
		if err != nil || got != id {
			t.Fatalf("%s: %s, %v", name, got, err)
		}
		folder := filepath.Join("calls", id.Month(), string(id))
		was, is := filesBelow(t, filepath.Join(a.Library(), folder)), filesBelow(t, filepath.Join(b.Library(), folder))
		if !maps.Equal(was, is) {
			t.Errorf("%s: the files %v became %v", name, slices.Sorted(maps.Keys(was)), slices.Sorted(maps.Keys(is)))
		}
		if found, err := b.Search(t.Context(), `"do not call list"`, 5); err != nil || found.Total != 1 {
			t.Errorf("the words are not found: %+v, %v", found, err)
		}
		before := filesBelow(t, b.Library())
		if _, err := b.Import(t.Context(), path, ImportRequest{}); !errors.Is(err, storage.ErrExists) {
			t.Errorf("a second time: %v", err)
		}
		if !maps.Equal(before, filesBelow(t, b.Library())) {
			t.Error("the second time changed something")
		}
	}
}

// foreign is a vCon as another program might write it.
func foreign(t testing.TB) map[string]any {
	t.Helper()
	a := open(t, t.TempDir(), both())
	id, err := a.Import(t.Context(), "../assets/calls/telemarketer.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	return foreignWith("../../bob's call.wav", exported(t, a, id, Form{As: "wav"}))
}

// otherVCon is such a vCon of the sound in a file.
func otherVCon(t testing.TB, path string) map[string]any {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return foreignWith(filepath.Base(path), content)
}

func foreignWith(name string, sound []byte) map[string]any {
	return map[string]any{
		"vcon": "0.0.2", "uuid": "0195544a-c6b9-8f1f-b4ea-a6a5ae4d1e5d", "created_at": "2026-01-02T03:04:05.678Z",
		"parties": []any{map[string]any{"name": "Alice", "tel": "+12345678901"}, map[string]any{"name": "Bob", "mailto": "bob@example.com", "tel": "tel:+19876543210"}},
		"dialog": []any{
			map[string]any{"type": "text", "start": "2026-01-02T03:00:00Z", "parties": 0, "body": "hello", "encoding": "none", "mediatype": "text/plain"},
			map[string]any{
				"type": "recording", "start": "2026-01-02T03:04:05+01:00", "parties": []any{1, []any{0}}, "mediatype": "audio/x-wav", "filename": name,
				"body": base64.URLEncoding.EncodeToString(sound), "encoding": "base64url",
			},
		},
		"analysis":    []any{map[string]any{"type": "summary", "vendor": "Somebody", "body": map[string]any{"nested": true}, "encoding": "json"}},
		"attachments": []any{map[string]any{"filename": "contract.pdf", "body": "AAAA", "encoding": "base64url"}},
	}
}

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	content, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestSomebodyElsesVCon(t *testing.T) {
	a := open(t, t.TempDir(), both())
	var notice string
	id, err := a.Import(t.Context(), saved(t, "theirs.vcon", asJSON(t, foreign(t))), ImportRequest{NoTranscript: true, Notice: func(s string) { notice = s }})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := a.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	us, them := doc.Parties[call.Local], doc.Parties[call.Remote]
	if us.Name != "Bob" || us.Number != "+19876543210" || them.Name != "Alice" || them.Number != "+12345678901" {
		t.Errorf("parties %+v", doc.Parties)
	}
	if !doc.Started.Equal(time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC)) || doc.Outcome != call.Imported || doc.Audio.Duration < 80 || doc.Source != "....bob's call.wav" && doc.Source != "bob's call.wav" {
		t.Errorf("call %+v", doc)
	}
	want := "Of the vCon was not read: a piece of dialog (text), an analysis (summary by Somebody), an attachment (contract.pdf), an address of Bob"
	if notice != want {
		t.Errorf("it says %q", notice)
	}
}

// What cannot be read is refused in one sentence of its own, and the library stays as it is.
func TestVConsThatAreRefused(t *testing.T) {
	a, id := talk(t)
	ours := exported(t, a, id, Form{As: "vcon"})
	b := open(t, t.TempDir(), both())
	before := filesBelow(t, b.Library())
	theirs := foreign(t)
	with := func(change func(v map[string]any)) []byte {
		var v map[string]any
		if err := json.Unmarshal(asJSON(t, theirs), &v); err != nil {
			t.Fatal(err)
		}
		change(v)
		return asJSON(t, v)
	}
	recording := func(v map[string]any) map[string]any { return v["dialog"].([]any)[1].(map[string]any) }
	refused := map[string]struct {
		content []byte
		want    error
	}{
		"empty": {nil, ErrNotVCon}, "no JSON": {[]byte("hello"), ErrNotVCon}, "other JSON": {[]byte(`{"a":1}`), ErrNotVCon}, "a list": {[]byte(`[]`), ErrNotVCon},
		"deep":      {[]byte(strings.Repeat("[", 1_000_000)), ErrNotVCon},
		"too much":  {[]byte(`{"uuid":"x","parties":[` + strings.Repeat(`{},`, 12<<20) + `{}]}`), ErrNotVCon},
		"encrypted": {[]byte(`{"ciphertext":"x","recipients":[]}`), ErrVConForm},
		"signed":    {[]byte(`{"payload":"x","signatures":[]}`), ErrVConForm},
		"critical":  {with(func(v map[string]any) { v["critical"] = []string{"consent"} }), ErrVConForm},
		"elsewhere": {with(func(v map[string]any) {
			delete(recording(v), "body")
			recording(v)["url"] = "https://example.com/x.wav"
		}), ErrVConSilent},
		"no dialog":         {with(func(v map[string]any) { delete(v, "dialog") }), ErrVConSilent},
		"other hash":        {with(func(v map[string]any) { recording(v)["content_hash"] = "sha512-" + strings.Repeat("A", 86) }), ErrVConSound},
		"no base64":         {with(func(v map[string]any) { recording(v)["body"] = strings.Repeat("!", 100_000) }), ErrVConSound},
		"no encoding":       {with(func(v map[string]any) { recording(v)["encoding"] = "none" }), ErrVConForm},
		"our sound changed": {bytes.Replace(ours, []byte(`"body": "ZkxhQ`), []byte(`"body": "ZkxhR`), 1), ErrVConSound},
		"our words changed": {bytes.Replace(ours, []byte(`\"format\": 1`), []byte(`\"format\": 9`), 1), storage.ErrNewerFormat},
		"our ID changed":    {bytes.ReplaceAll(ours, []byte(id), []byte("20200101-000000-aaaa")), ErrNotVCon},
		"a way out":         {bytes.Replace(ours, []byte(`"filename": "transcript.json"`), []byte(`"filename": "../../x.json"`), 1), storage.ErrDamaged},
	}
	for _, at := range []int{10, len(ours) / 4, len(ours) / 2, len(ours) - 3} {
		refused[fmt.Sprint("cut off at ", at)] = struct {
			content []byte
			want    error
		}{ours[:at], ErrNotVCon}
	}
	for name, one := range refused {
		if _, err := b.Import(t.Context(), saved(t, "call.vcon", one.content), ImportRequest{NoTranscript: true}); !errors.Is(err, one.want) {
			t.Errorf("%s: %v", name, err)
		}
		if !maps.Equal(before, filesBelow(t, b.Library())) {
			t.Fatalf("%s: the library changed", name)
		}
	}
}

// A string in the file comes back whole, wherever it is cut.
func FuzzCutStrings(f *testing.F) {
	for _, seed := range []string{`{}`, `{"uuid":"x","parties":[{"name":"a\"b"}]}`, `{"dialog":[{"type":"recording","body":"AAAA","encoding":"base64url"}]}`, `"`, `{"a`, `[1,{"parties":[[0],1,null]}]`} {
		f.Add(seed, 20_000)
	}
	f.Fuzz(func(t *testing.T, text string, long int) {
		long = min(max(long, 0), 50_000)
		content := asJSON(t, map[string]any{"uuid": "x", "parties": []any{map[string]any{"name": text}}, "subject": strings.Repeat("é\"", long)})
		cut, err := cutStrings(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		v, err := parseVCon(cut)
		if err != nil {
			t.Fatal(err)
		}
		subject, err := cut.text(v.Subject)
		if err != nil || subject != strings.Repeat("é\"", long) {
			t.Fatalf("%d became %d letters, %v", 2*long, len(subject), err)
		}
		if cut, err = cutStrings(strings.NewReader(text), int64(len(text))); err == nil {
			if v, err := parseVCon(cut); err == nil { // whatever it is, it is read or refused
				_, _, _ = v.ours(cut)
				v.ends(readPiece{Parties: json.RawMessage(text)})
				v.unread(nil, nil)
				for _, p := range v.words() {
					_, _ = cut.content(p)
				}
			}
		}
	})
}

// What a recording in a vCon is called, or the vCon itself, does not make it anything but sound.
func TestNamesInAVConMeanNothing(t *testing.T) {
	v := foreign(t)
	recording := v["dialog"].([]any)[1].(map[string]any)
	packed := func() []byte {
		var out bytes.Buffer
		zip := gzip.NewWriter(&out)
		if _, err := zip.Write(asJSON(t, v)); err != nil || zip.Close() != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for _, name := range []string{"", "..", ".vcon", "sound.vcon", "call.vcon.json", "\x00", strings.Repeat("🎉", 80) + ".wav", strings.Repeat("é/", 500)} {
		recording["filename"] = name
		a := open(t, t.TempDir(), both())
		id, err := a.Import(t.Context(), saved(t, "call.vcon.gz", packed()), ImportRequest{NoTranscript: true})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if doc, err := a.Call(id); err != nil || doc.Origin.Kind != "WAV" || doc.Origin.File == "" {
			t.Errorf("%q: %+v, %v", name, doc.Origin, err)
		}
	}
	inner := asJSON(t, v)
	recording["body"], recording["filename"] = base64.RawURLEncoding.EncodeToString(inner), "inner.vcon"
	a := open(t, t.TempDir(), both())
	if _, err := a.Import(t.Context(), saved(t, "outer.vcon", asJSON(t, v)), ImportRequest{NoTranscript: true}); !errors.Is(err, audio.ErrNotAudio) {
		t.Errorf("a vCon in a vCon: %v", err)
	}
}

// A vCon with more parties, or more of anything, than a call has is read as far as it makes sense, or refused.
func TestVConsOfCrowds(t *testing.T) {
	v := foreign(t)
	var parties, notes []any
	for i := range 100_000 {
		parties = append(parties, map[string]any{"name": fmt.Sprint("P", i)})
		notes = append(notes, map[string]any{"filename": fmt.Sprint("N", i)})
	}
	v["parties"], v["attachments"] = parties, notes
	a := open(t, t.TempDir(), both())
	var notice string
	id, err := a.Import(t.Context(), saved(t, "crowd.vcon", asJSON(t, v)), ImportRequest{NoTranscript: true, Notice: func(s string) { notice = s }})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := a.Call(id)
	if err != nil || doc.Parties[call.Local].Name != "P1" || len(doc.Parties[call.Remote].Name) > 200 || !strings.HasPrefix(doc.Parties[call.Remote].Name, "P0, P2") {
		t.Errorf("%+v, %v", doc.Parties, err)
	}
	if len(notice) > 1000 || !strings.Contains(notice, "more") {
		t.Errorf("told in %d letters: %.200q", len(notice), notice)
	}
	dense := []byte(`{"vcon":"0.4.0","uuid":"x","dialog":[` + strings.Repeat("{},", 2<<20) + `{}]}`)
	if _, err := a.Import(t.Context(), saved(t, "dense.vcon", dense), ImportRequest{}); !errors.Is(err, ErrNotVCon) {
		t.Errorf("two million empty things: %v", err)
	}
}

// A disk that is full while a vCon is taken apart is the library's, and the advice is not that of an export.
func TestAVConThatFindsTheDiskFull(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("only where there is a device that is always full")
	}
	defer full.Close()
	a := open(t, t.TempDir(), both())
	for name, write := range map[string]func(io.Writer) error{
		"sound": func(io.Writer) error { _, err := full.Write([]byte("x")); return err },
		"packed": func(io.Writer) error {
			_, err := io.Copy(full, strings.NewReader("x"))
			return fmt.Errorf("unpack: %w", err)
		},
	} {
		_, err := a.temporary(t.Context(), write)
		if !errors.Is(err, storage.ErrFull) || errors.Is(err, ErrNoRoom) || Explain(err).Do != Explain(storage.ErrFull).Do {
			t.Errorf("%s: %v, %+v", name, err, Explain(err))
		}
	}
	if left := slices.Collect(maps.Keys(filesBelow(t, filepath.Join(a.Library(), "incoming")))); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
