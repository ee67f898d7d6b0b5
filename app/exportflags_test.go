package app

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// calledAgain is a library with two calls of one number: in the first somebody asks not to be called, and notes it with a card's number; the second comes a
// month later, and a card is read out in it.
func calledAgain(t *testing.T) (a *App, asked, again call.ID) {
	t.Helper()
	a = open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	monday := time.Date(2026, time.March, 2, 14, 0, 0, 0, time.FixedZone("", -5*3600))
	at := func(started time.Time, note call.Note, said ...call.Segment) call.ID {
		file, err := filepath.Abs("../assets/calls/telemarketer.flac")
		if err != nil {
			t.Fatal(err)
		}
		id, err := a.Import(t.Context(), file, ImportRequest{NoTranscript: true, Again: true})
		if err != nil {
			t.Fatal(err)
		}
		err = a.library.SaveTranscript(id, call.Transcript{Engine: "some 1", Segments: said})
		if err == nil {
			_, err = a.library.Edit(id, func(doc *call.Call) error {
				doc.Started, doc.Direction, doc.Notes = started, call.Incoming, []call.Note{note}
				doc.Parties = map[call.Party]call.Person{call.Remote: {Number: "+1 212 555 0142"}}
				return nil
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	asked = at(monday, call.Note{At: 40, Text: "asked, my card is 4111 1111 1111 1111", Means: "dnc_request", Kind: call.Action}, turnOf(call.Local, 2, 4, "Hello."))
	again = at(monday.AddDate(0, 1, 0), call.Note{}, turnOf(call.Remote, 1, 3, "A special offer."), turnOf(call.Local, 5, 9, "My card is 4111 1111 1111 1111."))
	return a, asked, again
}

// flagForms are the forms in which flags stand.
var flagForms = []string{"txt", "md", "docx", "pdf", "json", "vcon"}

// flagText is all that an export in a form says, on one line.
func flagText(t *testing.T, a *App, id call.ID, form Form) string {
	t.Helper()
	content := exported(t, a, id, form)
	if form.As == "vcon" { // in the sound any letters may stand
		var v vcon
		err := json.Unmarshal(content, &v)
		v.Dialog[0].Body = ""
		if content, _ = json.Marshal(v); err != nil {
			t.Fatal(err)
		}
	}
	words := strings.Join(wordsOf(t, form.As, content), " ")
	return strings.Join(strings.Fields(strings.ReplaceAll(words, `\`, "")), " ")
}

func TestExportsTellWhatTheOtherSideMayHaveDone(t *testing.T) {
	a, asked, again := calledAgain(t)
	for _, form := range flagForms {
		if _, err := exec.LookPath("pdftotext"); form == "pdf" && err != nil {
			continue
		}
		text := flagText(t, a, again, Form{As: form})
		for _, part := range []string{"Called again after a request not to", "47 CFR", "2026-11-28", string(asked), "2 April 2026"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s does not say %q: %s", form, part, text)
			}
		}
		if strings.Contains(text, "without the consent") || strings.Contains(text, "may have been read out") {
			t.Errorf("%s hands on what is for this side to see to: %s", form, text)
		}
		redacted := flagText(t, a, again, Form{As: form, Redact: true})
		if !strings.Contains(redacted, "Called again") || cardLeft.MatchString(redacted) {
			t.Errorf("%s, redacted: %s", form, redacted)
		}
		if first := flagText(t, a, asked, Form{As: form}); strings.Contains(first, "Called again") {
			t.Errorf("%s: the first call has the flag of the second: %s", form, first)
		}
	}
	if part := flagText(t, a, again, Form{As: "txt", Part: Part{From: 4, To: 10}}); strings.Contains(part, "Called again") {
		t.Errorf("a part tells of what lies outside: %s", part)
	}
}

func TestAFlagThatWasDismissedStandsOnlyWhereItSaysSo(t *testing.T) {
	a, _, again := calledAgain(t)
	if err := a.Judge(again, "dnc.call_after_dnc", call.Dismissed, "I had asked for it"); err != nil {
		t.Fatal(err)
	}
	if text := flagText(t, a, again, Form{As: "txt"}); strings.Contains(text, "Called again") {
		t.Errorf("dismissed, and told all the same: %s", text)
	}
	var doc Document
	if err := json.Unmarshal(exported(t, a, again, Form{As: "json"}), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Flags) != 1 || doc.Flags[0].Judgement.Verdict != call.Dismissed || doc.Flags[0].Judgement.Reason == "" {
		t.Errorf("%+v", doc.Flags)
	}
}

func TestTheListNamesFlagsByRule(t *testing.T) {
	a, asked, again := calledAgain(t)
	if err := a.Judge(again, "dnc.call_after_dnc", call.Confirmed, ""); err != nil {
		t.Fatal(err)
	}
	if err := a.Judge(asked, "consent.none_on_record", call.Dismissed, "I asked before"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := a.ExportList(Filter{}, &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v, %v", rows, err)
	}
	flags := map[string]string{}
	for _, row := range rows[1:] {
		flags[row[0]] = row[len(row)-1]
	}
	if got := flags[string(again)]; !strings.HasPrefix(got, "dnc.call_after_dnc confirmed, ") || !strings.Contains(got, "private.") {
		t.Errorf("the second call has %q", got)
	}
	if got := flags[string(asked)]; got != "" {
		t.Errorf("the first call has %q, though its flag was dismissed", got)
	}
}
