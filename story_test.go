package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// These are the stories for which people keep calls on record, from the sound to the paper that they show somebody.

const caller = "+1 212 555 0142"

// sample is where one of the sample dialogues lies.
func sample(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("assets", "calls", name+".flac"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// flag gives the flag of a rule at a call.
func (m *machine) flag(id, rule string) call.Flag {
	m.t.Helper()
	var answer struct {
		Flags []call.Flag `json:"flags"`
	}
	m.json(&answer, "flags", id)
	at := slices.IndexFunc(answer.Flags, func(f call.Flag) bool { return f.Rule == rule })
	if at < 0 {
		m.t.Fatalf("%s has no flag %s: %v", id, rule, answer.Flags)
	}
	return answer.Flags[at]
}

// pages makes a PDF and gives its text; the pages are kept as pictures where a person can look at them.
func (m *machine) pages(name string, args ...string) string {
	m.t.Helper()
	file := filepath.Join(m.home, name+".pdf")
	m.run(append(args, "--as", "pdf", "-o", file)...)
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		m.t.Fatalf("pdftotext: %v", err)
	}
	if dir := os.Getenv("ONRECORD_PICTURES"); dir != "" {
		if out, err := exec.Command("pdftoppm", "-png", "-r", "80", file, filepath.Join(dir, name)).CombinedOutput(); err != nil {
			m.t.Fatalf("pdftoppm: %v\n%s", err, out)
		}
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

func (m *machine) saysAll(text string, wanted ...string) {
	m.t.Helper()
	for _, words := range wanted {
		if !strings.Contains(text, words) {
			m.t.Errorf("%q is not in %s", words, text)
		}
	}
}

// near reports whether a place in a recording is where a turn of the dialogue was played. What was played before the devices ran is not known to
// the tenth of a second.
func near(at, from, to call.Seconds) bool { return at >= from-1 && at <= to+3 }

// A telemarketer calls again although asked not to: the flag leads to the second of the request and to the call, and a report tells it.
func TestStoryOfACallAfterARequestNotTo(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	asked := time.Now().AddDate(0, -2, 0)
	first := strings.TrimSpace(m.run("import", sample(t, "telemarketer"), "--number", caller, "--name", "Acme Solar", "--direction", "in", "--started", asked.Format("2006-01-02")+" 14:02"))
	m.run("transcribe", first)
	second := m.hold(sample(t, "telemarketer"), "--number", caller, "--direction", "in")

	flag := m.flag(second, "dnc.call_after_dnc")
	if len(flag.Places) != 2 || string(flag.Places[0].Call) != first || string(flag.Places[1].Call) != second {
		t.Fatalf("the flag stands on %v", flag.Places)
	}
	if request := flag.Places[0]; !near(request.At, 33.94, 38.21) || request.Party != call.Local || !strings.Contains(request.Quote, "do not call list") {
		t.Errorf("the request is %+v", request)
	}
	var found searchAnswer
	m.json(&found, "search", "flag:dnc")
	if len(found.Hits) != 1 || string(found.Hits[0].Call) != second {
		t.Errorf("flag:dnc finds %+v", found.Hits)
	}
	m.saysAll(m.pages("story-request", "report", "chronology", "--number", caller),
		"Called again after a request not to; this may be a violation", flag.Cite, asked.Format("2006-01-02"), time.Now().Format("2006-01-02"), "Acme Solar", "No legal advice")
	m.saysAll(m.pages("story-log", "report", "do-not-call", "--number", caller), "do not call list")
}

// A debt collector calls for the eighth time in seven days. Seven calls stand only on the telephone's bill.
func TestStoryOfTheEighthCallInSevenDays(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	var bill strings.Builder
	bill.WriteString("Date,Number,Type,Minutes\n")
	for n := range 7 {
		fmt.Fprintf(&bill, "%s,%s,Missed,0\n", time.Now().AddDate(0, 0, -min(n, 5)-1).Format("2006-01-02 ")+fmt.Sprintf("%02d:15", 10+n), caller)
	}
	file := filepath.Join(m.home, "bill.csv")
	if err := os.WriteFile(file, []byte(bill.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	m.run("reconcile", file, "--add")
	eighth := m.hold(sample(t, "debt_collector"), "--number", caller, "--direction", "in", "--name", "Summit Credit")

	flag := m.flag(eighth, "debt.more_than_7_in_7")
	calls := map[call.ID]bool{}
	for _, place := range flag.Places {
		calls[place.Call] = true
	}
	if len(calls) != 8 || string(flag.Call()) != eighth {
		t.Errorf("the flag stands on %d calls: %v", len(calls), flag.Places)
	}
	m.saysAll(m.pages("story-debt", "report", "chronology", "--number", caller), flag.Says, flag.Cite, "Summit Credit", "not answered")
	m.saysAll(m.run("reconcile", file), "7 calls: 0 recorded, 7 noted, 0 undocumented")
}

// An accountant is asked on record and agrees: the words are found, a person accepts them as evidence, and they stand with the call.
func TestStoryOfConsentOnRecord(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	id := m.hold(m.withConsent(), "--name", "Mr. Bennett")
	var before struct {
		Proposed []call.Consent `json:"proposals"`
		Flags    []call.Flag    `json:"flags"`
	}
	m.json(&before, "consent", id)
	if len(before.Proposed) != 1 || len(before.Flags) == 0 {
		t.Fatalf("proposed is %+v, flagged %v, in %s", before.Proposed, before.Flags, m.run("show", id))
	}
	m.run("consent", id, "--accept", "1")

	var doc document
	m.json(&doc, "show", id)
	if len(doc.Consent) != 1 {
		t.Fatalf("on record is %+v", doc.Consent)
	}
	c := doc.Consent[0]
	if c.Method != call.AskedOnRecord || c.Answer != call.Agreed || !near(c.At, 12.2, 14) || !near(c.Answered, 14.8, 15.6) {
		t.Errorf("on record is %+v", c)
	}
	m.saysAll(c.Wording+c.Quote, "I am recording this call", "Of course")
	var after struct {
		Proposed []call.Consent `json:"proposals"`
		Flags    []call.Flag    `json:"flags"`
	}
	if m.json(&after, "consent", id); len(after.Proposed) != 0 || len(after.Flags) != 0 {
		t.Errorf("left to do: %+v, %v", after.Proposed, after.Flags)
	}
	m.saysAll(m.pages("story-consent", "report", "call-sheet", id), "I am recording this call", "Of course", "Mr. Bennett")
}

// withConsent is the sample call with an accountant in which, after the greetings, the user says in the words of another sample that the call is recorded,
// and the accountant's "Of course." answers that.
func (m *machine) withConsent() string {
	m.t.Helper()
	var parts []string
	for i, part := range [][]string{{"accountant", "0", "12", "0"}, {"debt_collector", "12", "1.7", "1"}, {"accountant", "12", "0.9", "1.2"}, {"accountant", "15.6", "70", "0"}} {
		file := filepath.Join(m.home, fmt.Sprintf("part%d.wav", i))
		m.sox(sample(m.t, part[0]), file, "trim", part[1], part[2], "pad", "0", part[3]) // with silence behind
		parts = append(parts, file)
	}
	whole := filepath.Join(m.home, "whole.flac")
	m.sox(append(parts, whole)...)
	return whole
}
