package app

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// told puts calls into the library of an App as their documents, without sound: reports look at nothing else.
func tellCalls(t testing.TB, a *App, docs ...Document) {
	t.Helper()
	for _, doc := range docs {
		dir := filepath.Join(a.Library(), "calls", doc.ID.Month(), string(doc.ID))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		writeDocument(t, filepath.Join(dir, "call.json"), doc.Call)
		if doc.Transcript != nil {
			writeDocument(t, filepath.Join(dir, "transcript.json"), doc.Transcript)
		}
	}
	if err := a.RebuildIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func writeDocument(t testing.TB, path string, document any) {
	t.Helper()
	content, err := json.Marshal(document)
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// newYork is where the calls of these tests come from. Its clock changed on 8 March 2026.
func newYork(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// calledBy is a call that was noted, by somebody.
func calledBy(name, number string, started time.Time, said ...call.Segment) Document {
	doc := newDocument(call.NewID(started), started, TakeRequest{Name: name, Number: number, Direction: call.Incoming, Case: "Solar panels"}, nil)
	doc.Outcome, doc.Ended = call.Noted, started.Add(95*time.Second)
	d := Document{Call: doc}
	if said != nil {
		d.Transcript = &call.Transcript{Format: call.Format, Engine: "whisper.cpp 1.9.5", Model: call.Model{Name: "base.en"}, Language: "en", Segments: said}
	}
	return d
}

const acme = "+1 212 555 0142"

// unwanted is a library with a request not to be called, two calls after it, and one by somebody else.
func unwanted(t testing.TB) *App {
	t.Helper()
	a := open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	zone := newYork(t)
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 2, 0, 0, zone)
	}
	first := calledBy("Łucja Müller-Señora & Söhne", acme, at(3, 2, 14),
		turnOf(call.Remote, 1, 4, "We have a special offer on solar panels this week."),
		turnOf(call.Local, 42, 46, "Please put this number on your do not call list."),
		turnOf(call.Remote, 50, 56, "My card number is 4111 1111 1111 1111, thank you."))
	first.Notes = append(first.Notes, call.Note{At: 47, Text: `gave the name "Dana"`, Made: at(3, 2, 14)})
	first.FollowUps = []call.FollowUp{{ID: "a", Due: call.DayOf(at(3, 20, 0)), Text: "look whether they call again", Made: at(3, 2, 14)}}
	second := calledBy("", "(001) 212-555-0142", at(3, 30, 9), turnOf(call.Remote, 0.5, 3, "Good morning, about your solar panels."))
	second.Notes = append(second.Notes, call.Note{At: 3, Text: "=HYPERLINK(\"x\") card 4111 1111 1111 1111"})
	third := calledBy("Łucja Müller-Señora & Söhne", acme, at(4, 2, 21))
	third.Reached = call.LeftVoicemail
	other := calledBy("Somebody else", "+1 646 555 0100", at(4, 1, 10))
	other.Case = ""
	tellCalls(t, a, first, second, third, other)
	_, err := a.library.EditCase("Solar panels", func(c *call.Case) error {
		c.Kind, c.References = call.Telemarketing, []string{"FTC 12-345"}
		c.Entries = append(c.Entries, call.CaseEntry{ID: "1", When: at(3, 31, 12), Kind: call.LetterSent, Means: "dnc_request", Text: "asked again in writing"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func reported(t testing.TB, a *App, order ReportOrder) Report {
	t.Helper()
	r, err := a.Report(order)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func printed(t testing.TB, a *App, r Report, as string) string {
	t.Helper()
	var out bytes.Buffer
	if err := a.WriteReport(r, as, &out); err != nil {
		t.Fatalf("%s: %v", as, err)
	}
	return strings.Join(wordsOf(t, as, out.Bytes()), " ")
}

func TestChronologyTellsWhoKnowsWhat(t *testing.T) {
	a := unwanted(t)
	for _, as := range []string{"txt", "docx", "pdf"} {
		text := printed(t, a, reported(t, a, ReportOrder{Kind: Chronology, Of: Scope{Case: "solar PANELS"}}), as)
		for _, wanted := range []string{
			"solar PANELS Chronology, 3 calls from 2 March 2026 to 2 April 2026", "Telemarketing", "FTC 12-345",
			"2 March 2026, 14:02:00 (-05:00)", "30 March 2026, 09:02:00 (-04:00)", // the clock changed in between
			"Called again after a request not to; this may be a violation", "dnc.call_after_dnc", "47 CFR § 64.1200(d)", "checked 2026-", "Confidence in the rule",
			"at 00:00:42, 2 March 2026, 14:02:42 (-05:00), “Please put this number on your do not call list.”",
			"at 00:00:00, 30 March 2026, 09:02:00 (-04:00)", "Judged by a person",
			"found by machine", `gave the name "Dana"`, "look whether they call again (due 20 March 2026, open)",
			"Letter sent", "asked again in writing", "voicemail", "End of the chronology",
		} {
			if !strings.Contains(text, wanted) {
				t.Errorf("%s does not say %q:\n%s", as, wanted, text)
			}
		}
		if strings.Contains(text, "Somebody else") {
			t.Errorf("%s tells of another case", as)
		}
	}
}

func TestReportsLeavePrivateNumbersOut(t *testing.T) {
	a := unwanted(t)
	for _, kind := range []ReportKind{Chronology, DoNotCallLog} {
		for _, as := range ReportFormats() {
			r := reported(t, a, ReportOrder{Kind: kind, Of: Scope{Case: "Solar panels"}, Redact: true})
			if text := printed(t, a, r, as); strings.Contains(text, "4111") {
				t.Errorf("%s as %s tells a card number: %s", kind, as, text)
			}
			if !strings.Contains(r.Redacted, "card number") {
				t.Errorf("redacted: %s", r.Redacted)
			}
		}
	}
	if text := printed(t, a, reported(t, a, ReportOrder{Kind: Chronology, Of: Scope{Case: "Solar panels"}}), "txt"); !strings.Contains(text, "4111") {
		t.Error("the note is not told as it is")
	}
}

func TestDoNotCallLogTellsOfLaterCallsInAnyCase(t *testing.T) {
	a := unwanted(t)
	ids, err := a.Calls(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range ids[:1] { // the newest goes into another case, and is still a later call
		if _, err := a.Edit(c.ID, func(doc *call.Call) error { doc.Case = "Others"; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	r := reported(t, a, ReportOrder{Kind: DoNotCallLog, Of: Scope{Case: "Solar panels"}})
	if len(r.Requests) != 2 || r.Requests[0].Sure || !r.Requests[1].Sure || int(r.Requests[0].At) != 42 {
		t.Fatalf("requests %+v", r.Requests)
	}
	first := r.Requests[0]
	if len(first.Later) != 2 || first.Later[0].Days != 28 || len(first.Later[0].Flags) == 0 || first.Grace.String() != "2026-03-16" {
		t.Fatalf("later %+v, grace %s", first.Later, first.Grace)
	}
	for _, as := range []string{"txt", "docx", "pdf"} {
		text := printed(t, a, r, as)
		for _, wanted := range []string{
			"“Please put this number on your do not call list.”", "as a machine found in the transcript; not confirmed by anybody", "noted in the case by a person",
			"28 days later", "16 March 2026 at the latest", "Calls afterwards: 2",
		} {
			if !strings.Contains(text, wanted) {
				t.Errorf("%s does not say %q:\n%s", as, wanted, text)
			}
		}
	}
}

func TestCallSheet(t *testing.T) {
	a := unwanted(t)
	calls, err := a.Calls(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range calls {
		r := reported(t, a, ReportOrder{Kind: CallSheet, Of: Scope{Call: c.ID}})
		if len(r.Calls) != 1 {
			t.Fatalf("%d calls", len(r.Calls))
		}
		text := printed(t, a, r, "pdf")
		if !strings.Contains(text, string(c.ID)) || !strings.Contains(text, "Written down only, not recorded") {
			t.Errorf("call sheet: %s", text)
		}
	}
	if _, err := a.Report(ReportOrder{Kind: CallSheet}); err == nil {
		t.Error("a sheet of no call")
	}
}

func TestReportTableIsATable(t *testing.T) {
	a := unwanted(t)
	for _, kind := range []ReportKind{Chronology, DoNotCallLog} {
		var out bytes.Buffer
		if err := a.WriteReport(reported(t, a, ReportOrder{Kind: kind, Of: Scope{Case: "Solar panels"}}), "csv", &out); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[string]int{}
		for _, row := range rows[1:] {
			kinds[row[3]]++
			for _, cell := range row {
				if strings.HasPrefix(cell, "=") {
					t.Errorf("formula %q", cell)
				}
			}
		}
		if kind == Chronology && (kinds["call"] != 3 || kinds["event"] == 0 || kinds["flag"] == 0) || kind == DoNotCallLog && (kinds["request"] != 2 || kinds["later call"] < 2) {
			t.Errorf("%s: %v", kind, kinds)
		}
	}
}

// Whatever the calls are, every one stands in every form, and the picture counts each once.
func TestReportsTellEveryCall(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	zone := newYork(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := Report{Kind: Chronology, Title: "X", Written: time.Now()}
		start := time.Date(2024, 2, 20, 12, 0, 0, 0, zone)
		names := []string{"Acme", "Ärzte & Söhne", "данные", "你好", strings.Repeat("Long name ", 30), ""}
		for range rapid.IntRange(0, 40).Draw(rt, "calls") {
			start = start.Add(time.Duration(rapid.IntRange(0, 3000).Draw(rt, "hours")) * time.Hour)
			doc := calledBy(rapid.SampledFrom(names).Draw(rt, "name"), "", start)
			r.docs = append(r.docs, doc)
			r.Calls = append(r.Calls, r.callOf(doc))
		}
		days, _ := callsByDay(r.Calls)
		counted := 0
		for i, d := range days {
			counted += d.calls
			if i > 0 && days[i-1].from.Compare(d.from) >= 0 {
				rt.Fatalf("days out of order: %v", days)
			}
		}
		if counted != len(r.Calls) {
			rt.Fatalf("%d calls in the picture, %d there are", counted, len(r.Calls))
		}
		for _, as := range ReportFormats() {
			var out bytes.Buffer
			if err := a.WriteReport(r, as, &out); err != nil {
				rt.Fatal(err)
			}
			text := strings.Join(wordsOf(t, as, out.Bytes()), " ")
			for _, c := range r.Calls {
				if !strings.Contains(text, string(c.ID)) {
					rt.Fatalf("%s misses %s", as, c.ID)
				}
			}
		}
	})
}

func TestStridesCountWholeStretches(t *testing.T) {
	zone := newYork(t)
	for _, c := range []struct {
		days int
		by   string
	}{{0, "day"}, {61, "day"}, {62, "week"}, {7 * 61, "week"}, {500, "month"}, {365 * 6, "year"}} {
		first := time.Date(2024, 2, 29, 23, 30, 0, 0, zone)
		calls := []ReportCall{{Started: first}, {Started: first.AddDate(0, 0, c.days)}}
		days, by := callsByDay(calls)
		if by != c.by || days[0].calls == 0 || days[len(days)-1].calls == 0 {
			t.Errorf("%d days: per %s, %v", c.days, by, days)
		}
		if by == "week" && slices.ContainsFunc(days, func(d dayCount) bool { return d.from.Weekday() != time.Monday }) {
			t.Error("a week does not begin on a Monday")
		}
	}
}

func ExampleReportName() {
	r := Report{Kind: DoNotCallLog, Title: "Acme/Solar: GmbH", Written: time.Date(2026, 3, 12, 12, 0, 0, 0, time.Local)}
	fmt.Println(ReportName(r, "pdf"))
	// Output: 2026-03-12 Do-not-call log AcmeSolar GmbH.pdf
}

// A number that stands in the case alone is left out, too, and that is told; what somebody removed from the case is in no report.
func TestReportLeavesOutWhatTheCaseSays(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	if _, err := a.AddCase(call.Case{Name: "Solar", Notes: "paid with card 4111 1111 1111 1111"}); err != nil {
		t.Fatal(err)
	}
	entry, err := a.AddEntry("Solar", call.CaseEntry{Text: "card 5500 0000 0000 0004"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.RemoveEntry("Solar", entry.ID); err != nil {
		t.Fatal(err)
	}
	for _, redact := range []bool{false, true} {
		r := reported(t, a, ReportOrder{Kind: Chronology, Of: Scope{Case: "Solar"}, Redact: redact})
		content, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("5500")) || bytes.Contains(content, []byte("4111")) == redact || strings.Contains(r.Redacted, "card number") != redact {
			t.Errorf("redacted %v: %s", redact, content)
		}
	}
}

// Who asks at every call gets each call told of once, what goes on over a page says of what it is, and a name without end leaves room for what was said.
func TestReportsOfManyCallsStayReadable(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	name := strings.Repeat("Rückgewinnungsgesellschaft", 12)
	var docs []Document
	for i := range 60 {
		docs = append(docs, calledBy(name, acme, time.Date(2026, 3, 2+i, 22, 0, 0, 0, newYork(t)),
			turnOf(call.Local, 42, 46, "Please put this number on your do not call list.")))
	}
	tellCalls(t, a, docs...)
	log := printed(t, a, reported(t, a, ReportOrder{Kind: DoNotCallLog, Of: Scope{Case: "Solar panels"}}), "pdf")
	told := strings.Count(log, string(docs[59].ID))
	if told != 2 { // as a call after the first request, and as a request itself
		t.Errorf("the last call is told of %d times", told)
	}
	for want, least := range map[string]int{
		"2 March 2026, 22:00:42 (-05:00) (continued)":                                                           1,
		"58, from 4 March 2026, 22:00:00 (-05:00) on; they stand among those after the request of 2 March 2026": 1,
	} {
		if strings.Count(log, want) < least {
			t.Errorf("the log lacks %q", want)
		}
	}
	pages := printed(t, a, reported(t, a, ReportOrder{Kind: Chronology, Of: Scope{Case: "Solar panels"}}), "pdf")
	if !strings.Contains(pages, "sales calls are allowed; this may be a violation (continued)") {
		t.Error("rows on a later page do not say of which rule they are")
	}
	if whole := strings.Count(strings.ReplaceAll(pages, " ", ""), name); whole == 0 || whole > 65 {
		t.Errorf("the name stands %d times in full", whole)
	}
}

// In what people read, a day has the name of its month; as a number it stands only where the rules say when they were checked.
func TestReportsWriteDaysInOneManner(t *testing.T) {
	a := unwanted(t)
	for _, kind := range []ReportKind{Chronology, DoNotCallLog} {
		for _, as := range []string{"pdf", "txt", "docx"} {
			text := printed(t, a, reported(t, a, ReportOrder{Kind: kind, Of: Scope{Case: "Solar panels"}}), as)
			if found := regexp.MustCompile(`(\w+ )\d{4}-\d\d-\d\d\b`).FindAllString(text, -1); slices.ContainsFunc(found, func(one string) bool { return !strings.HasPrefix(one, "checked ") }) {
				t.Errorf("%s as %s: %q", kind, as, found)
			}
		}
	}
}
