package app

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// severalVCon is somebody else's vCon with a recording of each pitch.
func severalVCon(t testing.TB, pitches ...int) map[string]any {
	t.Helper()
	v := foreignWith("call.wav", nil)
	v["subject"], v["analysis"], v["attachments"] = " The roof,  again ", []any{}, []any{}
	var dialog []any
	for i, pitch := range pitches {
		content, err := os.ReadFile(waveFile(t, filepath.Join(t.TempDir(), "x.wav"), steps(pitch), steps(pitch+1)))
		if err != nil {
			t.Fatal(err)
		}
		dialog = append(dialog, map[string]any{
			"type": "recording", "start": fmt.Sprintf("2026-01-02T0%d:04:05Z", i), "parties": []any{0, 1}, "filename": fmt.Sprintf("part %d.wav", i+1),
			"mediatype": "audio/x-wav", "body": base64.URLEncoding.EncodeToString(content), "encoding": "base64url",
		})
	}
	v["dialog"] = dialog
	return v
}

// importVCon brings in a vCon and gives its calls and what was said of them.
func importVCon(t *testing.T, a *App, v map[string]any, request ImportRequest) (docs []call.Call, notices []string) {
	t.Helper()
	request.NoTranscript = true
	request.Notice = func(s string) { notices = append(notices, s) }
	ids, err := a.importVCon(t.Context(), saved(t, "theirs.vcon", asJSON(t, v)), request)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		doc, err := a.Call(id)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs, notices
}

func TestEveryRecordingOfAVConIsACall(t *testing.T) {
	a := open(t, t.TempDir(), both())
	fractions := []float64{}
	docs, notices := importVCon(t, a, severalVCon(t, 7, 11, 13), ImportRequest{Progress: func(f float64) { fractions = append(fractions, f) }})
	if len(docs) != 3 {
		t.Fatalf("%d calls", len(docs))
	}
	for i, doc := range docs {
		place := call.VConPlace{UUID: "0195544a-c6b9-8f1f-b4ea-a6a5ae4d1e5d", Dialog: i, Recordings: 3}
		if doc.Case != "The roof, again" || doc.Origin.VCon == nil || *doc.Origin.VCon != place || doc.Source != fmt.Sprintf("part %d.wav", i+1) || doc.Started.UTC().Hour() != i {
			t.Errorf("%d: %+v from %+v", i, doc, doc.Origin)
		}
	}
	if want := []string{"The vCon holds 3 recordings: each is a call, in the case “The roof, again”.", "Of the vCon was not read: an address of Bob"}; !slices.Equal(notices, want) {
		t.Errorf("it says %q", notices)
	}
	if !slices.IsSorted(fractions) || len(fractions) == 0 || fractions[len(fractions)-1] != 1 {
		t.Errorf("progress %v", fractions)
	}
	if facts := originFacts(docs[1]); !slices.Contains(facts, Fact{"From vCon", "0195544a-c6b9-8f1f-b4ea-a6a5ae4d1e5d, with 3 recordings"}) {
		t.Errorf("the certificate says %v", facts)
	}
	if _, err := a.Import(t.Context(), saved(t, "again.vcon", asJSON(t, severalVCon(t, 7, 11, 13))), ImportRequest{}); !errors.Is(err, ErrDuplicate) {
		t.Errorf("all of it once more: %v", err)
	}
	docs, notices = importVCon(t, a, severalVCon(t, 7, 17, 17), ImportRequest{Case: "Mine"})
	if len(docs) != 1 || docs[0].Case != "Mine" || notices[0] != "The vCon holds 3 recordings: 2 of them are in the library already, each other one is a call, in the case “Mine”." {
		t.Errorf("one that is there, one new, and that twice: %d calls, %q", len(docs), notices)
	}
}

// A recording that cannot be read keeps the others out, too.
func TestAVConComesInWholeOrNotAtAll(t *testing.T) {
	a := open(t, t.TempDir(), both())
	before := filesBelow(t, a.Library())
	for name, one := range map[string]struct {
		spoil func(recording map[string]any)
		want  error
	}{
		"no sound":    {func(r map[string]any) { r["body"] = base64.URLEncoding.EncodeToString([]byte("words")) }, audio.ErrNotAudio},
		"other sum":   {func(r map[string]any) { r["content_hash"] = "sha512-" + strings.Repeat("A", 86) }, ErrVConSound},
		"no base64":   {func(r map[string]any) { r["body"] = "!!!" }, ErrVConSound},
		"no encoding": {func(r map[string]any) { r["encoding"] = "none" }, ErrVConForm},
	} {
		v := severalVCon(t, 7, 11, 13)
		one.spoil(v["dialog"].([]any)[2].(map[string]any))
		if _, err := a.Import(t.Context(), saved(t, "theirs.vcon", asJSON(t, v)), ImportRequest{}); !errors.Is(err, one.want) {
			t.Errorf("%s: %v", name, err)
		}
		if after := filesBelow(t, a.Library()); !maps.Equal(before, after) {
			t.Errorf("%s: the library holds %v", name, slices.Sorted(maps.Keys(after)))
		}
		if list, err := a.library.List(storage.Filter{}); err != nil || len(list) != 0 {
			t.Errorf("%s: %d calls, %v", name, len(list), err)
		}
	}
	v := severalVCon(t, 7)
	v["dialog"] = slices.Repeat(v["dialog"].([]any), vconMostRecordings+1)
	if _, err := a.Import(t.Context(), saved(t, "many.vcon", asJSON(t, v)), ImportRequest{}); !errors.Is(err, ErrVConForm) {
		t.Errorf("a thousand and one: %v", err)
	}
}

// analysisOf is what another program wrote down of a piece of dialog.
func analysisOf(dialog any, kind string, encoding string, body any) map[string]any {
	return map[string]any{"type": kind, "dialog": dialog, "vendor": "Scribe & Co", "product": "ear 2", "encoding": encoding, "body": body}
}

func TestTranscriptsInAVConComeAlong(t *testing.T) {
	a := open(t, t.TempDir(), both())
	v := severalVCon(t, 7, 11, 13)
	segment := func(start float64, speaker any, text string) map[string]any {
		return map[string]any{"start": start, "end": start + 0.1, "text": text, "speaker": speaker}
	}
	long := strings.Repeat("long words ", 2000)
	v["analysis"] = []any{
		analysisOf([]any{0}, "wtf_transcription", "json", map[string]any{
			"transcript": map[string]any{"text": long, "language": "en-GB"}, "metadata": map[string]any{"provider": "deepgram", "model": "nova-2"},
			"segments": []any{segment(0.1, 0, "Good morning."), segment(0.2, 1, long)}, "speakers": map[string]any{"0": map[string]any{"label": "alice"}},
		}),
		analysisOf(0, "transcript", "none", "1\n00:00:00,100 --> 00:00:00,200\nAlice: Subtitled.\n"),
		analysisOf(1, "transcript", "none", "Nobody knows when this was said."),
		analysisOf(2, "wtf_transcription", "json", map[string]any{
			"transcript": map[string]any{"text": "x"}, "metadata": map[string]any{}, "segments": []any{segment(0.1, 5, "Who?"), segment(0.2, 6, "Whom?")},
		}),
		analysisOf([]any{0, 1}, "transcript", "none", "Of both."),
		analysisOf(0, "summary", "none", "All went well."),
	}
	docs, notices := importVCon(t, a, v, ImportRequest{})
	if len(docs) != 3 {
		t.Fatalf("%d calls", len(docs))
	}
	first, err := a.library.Transcript(docs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if s := first.Segments; len(s) != 2 || s[0].Party != call.Local || s[1].Party != call.Remote || s[0].Text != "Good morning." || s[1].Text != strings.TrimSpace(long) || first.Language != "en-GB" {
		t.Errorf("transcript %.300v", first)
	}
	if first.Engine != call.ImportedEngine || first.Imported == nil || first.Imported.MadeBy != "deepgram, model nova-2" || first.Model.Name != "theirs.vcon" {
		t.Errorf("it is said to be by %+v, %+v", first.Model, first.Imported)
	}
	if all, err := a.library.Transcripts(docs[0].ID); err != nil || len(all) != 2 {
		t.Errorf("%d transcripts of the first call, %v", len(all), err)
	}
	second, err := a.library.Transcript(docs[1].ID)
	if err != nil || len(second.Segments) != 1 || second.Segments[0].End != docs[1].Audio.Duration || second.Imported.MadeBy != "Scribe & Co, ear 2" {
		t.Errorf("a transcript without times: %+v, %v", second, err)
	}
	if _, err := a.library.Transcript(docs[2].ID); !errors.Is(err, storage.ErrNoTranscript) {
		t.Errorf("speakers that nobody knows: %v", err)
	}
	for _, want := range []string{
		"The transcript has no times: it stands as one passage, as long as the call.",
		"The transcript by Scribe & Co was left out: The transcript names “Speaker 5”, “Speaker 6”, and nobody of them is known to be you. " + youAreWords,
		"Of the vCon was not read: an analysis (wtf_transcription by Scribe & Co), an analysis (transcript by Scribe & Co), an analysis (summary by Scribe & Co), an address of Bob",
	} {
		if !slices.Contains(notices, want) {
			t.Errorf("it does not say %q, but %q", want, notices)
		}
	}
	if found, err := a.Search(t.Context(), `"when this was said"`, 5); err != nil || found.Total != 1 {
		t.Errorf("the words are not found: %+v, %v", found, err)
	}
}
