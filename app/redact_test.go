package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// withCard is a library with a call in which a card is read out, repeated, noted, misheard and struck out.
func withCard(t *testing.T) (*App, call.ID) {
	t.Helper()
	a := open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	id := importSample(t, a)
	echo := turnOf(call.Local, 25, 28, "So that is four one one one")
	echo.Echo = &call.Echo{Gain: -10}
	err := a.library.SaveTranscript(id, call.Transcript{Engine: "some 1", Settings: call.Settings{Words: []string{"4111 1111 1111 1111"}}, Segments: []call.Segment{
		turnOf(call.Remote, 1, 3, "Which card number is it?"),
		turnOf(call.Local, 5, 9, "It is four one one one 1111 1111 1111, okay?"),
		turnOf(call.Local, 10, 12, "The cord says 4111 1111 1111 1112."),
		turnOf(call.Local, 20, 24, "card 4111 1111 1111 1111"),
		turnOf(call.Remote, 25, 28, "So that is four one one one"),
		echo,
	}})
	for turn, text := range map[int]string{3: "The card says 4111 1111 1111 1111.", 4: ""} {
		if err == nil {
			_, err = a.CorrectText(id, turn, text)
		}
	}
	if err == nil {
		_, err = a.library.Edit(id, func(doc *call.Call) error {
			doc.Notes = append(doc.Notes, call.Note{At: 6, Text: "card 4111-1111-1111-1111, exp 12/29"})
			doc.Ticks = append(doc.Ticks, call.Tick{Heard: "4111111111111111"})
			doc.Consent = append(doc.Consent, call.Consent{Note: "paid with 4111 1111 1111 1111"})
			doc.FollowUps = append(doc.FollowUps, call.FollowUp{ID: "a", Text: "block 4111 1111 1111 1111"})
			doc.Tags, doc.Case = append(doc.Tags, "4111 1111 1111 1111"), "Card 4111 1111 1111 1111"
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, id
}

// cardLeft finds what could be a piece of the card's number.
var cardLeft = regexp.MustCompile(`4111|1111|1112|(?i:one[\s.,-]+one)|four[\s.,-]+one`)

func TestNoRedactedFormHoldsTheNumber(t *testing.T) {
	a, id := withCard(t)
	before := snapshot(t, a.Library())
	for _, form := range []string{"txt", "md", "docx", "pdf", "srt", "vtt", "json", "vcon"} {
		if _, err := exec.LookPath("pdftotext"); form == "pdf" && err != nil {
			t.Log("no pdftotext here")
			continue
		}
		plain := strings.Join(wordsOf(t, form, exported(t, a, id, Form{As: form})), " ")
		if !cardLeft.MatchString(plain) {
			t.Fatalf("%s: the test is blind: %s", form, plain)
		}
		text := strings.Join(wordsOf(t, form, withoutSound(t, form, exported(t, a, id, Form{As: form, Redact: true}))), " ")
		if left := cardLeft.FindString(text); left != "" {
			t.Errorf("%s holds %q: %s", form, left, text)
		}
		if !strings.Contains(strings.ReplaceAll(text, `\`, ""), "[card number]") {
			t.Errorf("%s does not say what was left out: %s", form, text)
		}
		if strings.Contains(text, "[U+") {
			t.Errorf("%s: the typeface lacks what stands for a number: %s", form, text)
		}
		if form != "srt" && !strings.Contains(text, "others may remain") {
			t.Errorf("%s does not say that it is redacted: %s", form, text)
		}
	}
	if after := snapshot(t, a.Library()); after != before {
		t.Error("the library is not as it was")
	}
}

// snapshot is the content of all documents and recordings of a library.
func snapshot(t *testing.T, library string) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"call.json", "transcript.json", "corrections.json", "audio.flac"} {
		files, _ := filepath.Glob(filepath.Join(library, "calls", "*", "*", "*", pattern))
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(file + "\n" + string(content))
		}
	}
	if all.Len() < 1000 {
		t.Fatal("nothing was read")
	}
	return all.String()
}

// withoutSound takes the base64 of a vCon's sound out: anything may stand in it.
func withoutSound(t *testing.T, form string, content []byte) []byte {
	t.Helper()
	if form != "vcon" {
		return content
	}
	var v vcon
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Attachments) > 0 || v.Redacted == nil || v.Redacted.UUID == v.UUID {
		t.Errorf("%d attachments of the original go along, redacted of %+v", len(v.Attachments), v.Redacted)
	}
	sound, err := base64.RawURLEncoding.DecodeString(v.Dialog[0].Body)
	if err != nil {
		t.Fatal(err)
	}
	checkCovered(t, sound)
	v.Dialog[0].Body, v.Dialog[0].Hash, v.UUID, v.Redacted.UUID = "", "", "", ""
	content, err = json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// samplesOf decodes a FLAC file of two channels.
func samplesOf(t *testing.T, flac []byte) []int16 {
	t.Helper()
	recording, err := audio.OpenRecording(bytes.NewReader(flac))
	if err != nil {
		t.Fatal(err)
	}
	samples := make([]int16, 2*recording.Frames())
	for done := 0; done < len(samples); {
		n, err := recording.Read(samples[done:])
		if err != nil {
			t.Fatal(err)
		}
		done += 2 * n
	}
	return samples
}

// checkCovered makes sure that nothing is heard while the card is read out, and all else is.
func checkCovered(t *testing.T, flac []byte) {
	t.Helper()
	original, err := os.ReadFile("../assets/calls/telemarketer.flac")
	if err != nil {
		t.Fatal(err)
	}
	got, want := samplesOf(t, flac), samplesOf(t, original)
	if len(got) != len(want) {
		t.Fatalf("%d samples, wants %d", len(got), len(want))
	}
	at := func(s call.Seconds) int { return 2 * int(s.Frames(16000)) }
	for _, span := range []call.Span{{From: 5.9, To: 8.5}, {From: 10.9, To: 12}, {From: 20.8, To: 24}, {From: 26.3, To: 28}} {
		for i := at(span.From); i < at(span.To); i += 2 {
			if got[i] != got[i+1] || got[i] > 400 || got[i] < -400 {
				t.Fatalf("at %.2f s the sound is %d and %d", float64(i)/32000, got[i], got[i+1])
			}
		}
	}
	for _, span := range []call.Span{{From: 0, To: 5}, {From: 14, To: 19.5}, {From: 30, To: 40}} {
		if !slices.Equal(got[at(span.From):at(span.To)], want[at(span.From):at(span.To)]) {
			t.Errorf("from %s to %s the sound is not the original's", span.From.Clock(), span.To.Clock())
		}
	}
}

func TestNoRedactedSoundHoldsTheNumber(t *testing.T) {
	a, id := withCard(t)
	flac := exported(t, a, id, Form{As: "flac", Redact: true})
	checkCovered(t, flac)
	if err := audio.Verify(bytes.NewReader(flac)); err != nil {
		t.Error(err)
	}
	want := samplesOf(t, flac)
	wav := exported(t, a, id, Form{As: "wav", Redact: true})
	for i := range want {
		if int16(wav[44+2*i])|int16(wav[45+2*i])<<8 != want[i] {
			t.Fatalf("WAV and FLAC differ at sample %d", i)
		}
	}
	part := samplesOf(t, exported(t, a, id, Form{As: "flac", Redact: true, Part: Part{From: 4, To: 13}}))
	if !slices.Equal(part, want[2*4*16000:2*13*16000]) {
		t.Error("a clip is not that part of it")
	}
	var out bytes.Buffer
	if err := a.Clip(id, 4, 13, "flac", true, &out); err != nil || !bytes.Equal(out.Bytes(), exported(t, a, id, Form{As: "flac", Redact: true, Part: Part{From: 4, To: 13}})) {
		t.Errorf("a passage saved in the window is another one (%v)", err)
	}
	if _, err := findOpus(); err == nil {
		if got := exported(t, a, id, Form{As: "opus", Redact: true}); len(got) < 1000 {
			t.Errorf("Opus has %d bytes", len(got))
		}
	}
}

func findOpus() (string, error) {
	_, path, err := findEncoder("opus")
	return path, err
}

func TestRedactionNeedsATranscript(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id := importSample(t, a)
	for _, form := range ExportFormats() {
		var out bytes.Buffer
		if err := a.Export(t.Context(), id, Form{As: form, Redact: true}, &out); out.Len() > 0 || err == nil ||
			!errors.Is(err, ErrNotRedactable) && len(encoders[form]) == 0 {
			t.Errorf("%s: %v, %d bytes", form, err, out.Len())
		}
	}
	if err := a.Export(t.Context(), id, Form{As: "json"}, io.Discard); err != nil {
		t.Error(err)
	}
}

func TestRedactedCallWithoutNumbersSaysSo(t *testing.T) {
	a, id := transcribed(t)
	text := string(exported(t, a, id, Form{As: "txt", Redact: true}))
	if !strings.Contains(text, "Redacted: The machine found no card") {
		t.Error(text)
	}
	if name := ExportName(call.Call{}, Form{As: "txt", Redact: true}); !strings.Contains(name, "redacted") {
		t.Error(name)
	}
}

// A redacted vCon is not ours any more: it comes back as a call of its own.
func TestRedactedVConComesInAsAnotherCall(t *testing.T) {
	a, id := withCard(t)
	path := filepath.Join(t.TempDir(), "call.vcon")
	if err := os.WriteFile(path, exported(t, a, id, Form{As: "vcon", Redact: true}), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := a.Import(t.Context(), path, ImportRequest{NoTranscript: true})
	if err != nil || again == id {
		t.Fatalf("%s: %v", again, err)
	}
}

// A number that was typed and never said is left out, and that is told.
func TestNumberInANoteIsToldOf(t *testing.T) {
	doc := Document{Transcript: &call.Transcript{Segments: []call.Segment{{Party: call.Remote, End: 2, Text: "Thank you, good bye."}}}}
	doc.Notes = []call.Note{{Text: "card 4111 1111 1111 1111"}}
	without, err := redacted(doc)
	if err != nil || strings.Contains(without.Notes[0].Text, "4111") {
		t.Fatal(without.Notes, err)
	}
	if want := "Left out of what is noted, as found by machine: card number; others may remain"; !strings.HasPrefix(without.Redaction.Says, want) {
		t.Errorf("it says %q", without.Redaction.Says)
	}
	report := cover{}
	if report.document(doc); !strings.Contains(report.says(), "card number") {
		t.Errorf("a report says %q", report.says())
	}
}
