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

// These are the stories for which people keep calls on record, from the sound to the paper that they show somebody: in the real window, by keyboard alone.
// What the window did is read in the library.

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

// pages makes a PDF on the command line and gives its text.
func (m *machine) pages(name string, args ...string) string {
	m.t.Helper()
	file := filepath.Join(m.home, name+".pdf")
	m.run(append(args, "--as", "pdf", "-o", file)...)
	return m.read(name, file)
}

// read gives the text of a PDF; its pages are kept as pictures where a person can look at them.
func (m *machine) read(name, file string) string {
	m.t.Helper()
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

// beginning is the first seconds of a dialogue, up to a pause: of speech that is cut off in its midst the demo model makes what was said before.
func (m *machine) beginning(name string, seconds int) string {
	m.t.Helper()
	file := filepath.Join(m.home, name+".flac")
	m.sox(sample(m.t, name), file, "trim", "0", fmt.Sprint(seconds))
	return file
}

// call gives a call as it stands in the library now.
func (m *machine) call(id string) (doc document) {
	m.t.Helper()
	m.json(&doc, "show", id)
	return doc
}

// record records a dialogue in the window, and does something meanwhile. It gives the call once it is written down.
func (w *window) record(file string, meanwhile func(id string)) (id string) {
	w.t.Helper()
	w.keys("ctrl+r")
	id = w.m.awaitTake()
	over := w.m.beginBothSides(file)
	w.until("the recording to be in sight", func() bool { return len(w.m.call(id).Notes) > 0 }, "ctrl+m") // a marker
	meanwhile(id)
	over()
	w.keys("ctrl+r")
	w.m.await(2*time.Minute, "the transcript", func() bool { return w.m.call(id).Transcript != nil })
	if doc := w.m.call(id); doc.Outcome != call.Complete {
		w.t.Errorf("outcome %q", doc.Outcome)
	}
	return id
}

// who writes down whose call the recording is, and goes back to the notes.
func (w *window) who(id, name, number string) {
	w.t.Helper()
	w.keys("ctrl+n")
	w.typeText(name)
	w.keys("Tab")
	w.typeText(number)
	w.keys("Tab", "space", "Escape") // incoming, and to the notes
	w.m.await(time.Minute, "who calls", func() bool {
		doc := w.m.call(id)
		far := doc.Parties[call.Remote]
		return far.Name == name && far.Number == number && doc.Direction == call.Incoming
	})
}

// verdict is what a person said of a flag.
func (m *machine) verdict(id, rule string) call.Verdict {
	m.t.Helper()
	return m.flag(id, rule).Judgement.Verdict
}

// noteHere stops what plays, and notes something at the second that is heard. It gives where it stands in the call, and how long it played at most
// since some moment.
func (w *window) noteHere(id, text string, since time.Time) (at, played call.Seconds) {
	w.t.Helper()
	w.m.await(time.Minute, "the sound", func() bool { return w.m.sound.Plays(speakers) })
	w.keys("ctrl+space", "ctrl+shift+n")
	played = call.Since(time.Since(since))
	w.typeText(text)
	w.keys("Return")
	w.m.await(time.Minute, "the note", func() bool {
		notes := w.m.call(id).Notes
		i := slices.IndexFunc(notes, func(n call.Note) bool { return n.Text == text })
		if i >= 0 {
			at = notes[i].At
		}
		return i >= 0
	})
	return at, played
}

// paper saves the report that is chosen with keys in the window as a PDF, and gives its text.
func (w *window) paper(name string, chosen ...string) string {
	w.t.Helper()
	w.keys("ctrl+shift+e")
	if len(chosen) > 0 {
		w.keys(chosen...)
	}
	w.picture(name + "-paper")
	var files []string
	w.until("the report", func() bool {
		files, _ = filepath.Glob(filepath.Join(w.m.home, "*.pdf"))
		return len(files) == 1 && exec.Command("pdftotext", files[0], os.DevNull).Run() == nil
	}, "Return")
	return w.m.read(name, files[0])
}

// A telemarketer calls again although asked not to: the flag leads to the second of the request and to the call, and a report tells it.
func TestStoryOfACallAfterARequestNotTo(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	asked := time.Now().AddDate(0, -2, 0)
	first := strings.TrimSpace(m.run("import", sample(t, "telemarketer"), "--number", caller, "--name", "Acme Solar", "--direction", "in", "--started", asked.Format("2006-01-02")+" 14:02"))
	m.run("transcribe", first)
	w := m.sit()
	second := w.record(m.beginning("telemarketer", 28), func(id string) {
		w.who(id, "Acme Solar", caller)
		w.typeText("the same Linda")
		w.keys("Return", "Escape")
		w.until("the checklist", func() bool { return m.call(id).Playbook == "telemarketer" }, "c", "Down", "Return") // the first one
		w.until("the tick", func() bool { return len(m.call(id).Ticks) == 1 }, "5")                                   // pressed again it ticks no second time
		w.picture("story-request-take")
	})
	m.hasNoteAndTick(second)

	const rule = "dnc.call_after_dnc"
	flag := m.flag(second, rule)
	if len(flag.Places) != 2 || string(flag.Places[0].Call) != first || string(flag.Places[1].Call) != second {
		t.Fatalf("the flag stands on %v", flag.Places)
	}
	request := flag.Places[0]
	if !near(request.At, 33.94, 38.21) || request.Party != call.Local || !strings.Contains(request.Quote, "do not call list") {
		t.Errorf("the request is %+v", request)
	}
	confirmed := func() bool { return m.verdict(second, rule) == call.Confirmed }
	w.until("the flag to be confirmed", confirmed, "ctrl+shift+f", "c")
	w.picture("story-request-flag")
	since := time.Now()
	w.keys("Home", "Down", "Return")
	at, played := w.noteHere(first, "this is where I asked", since)
	if at < request.At || at > request.At+played {
		t.Errorf("the window played from %v, wanted from %v", at, request.At)
	}
	w.picture("story-request-heard")
	w.keys("Escape") // back to the flag
	w.until("the flag to be open again", func() bool { return m.verdict(second, rule) == "" }, "r")
	w.until("the flag to be confirmed again", confirmed, "c")
	w.keys("Home")
	m.saysAll(w.paper("story-request", "Right"),
		"Called again after a request not to; this may be a violation", flag.Cite, asked.Format("2 January 2006"), time.Now().Format("2 January 2006"), "Acme Solar", "No legal advice", "the same Linda", "this is where I asked")
	m.saysAll(m.pages("story-log", "report", "do-not-call", "--number", caller), "do not call list")
}

// hasNoteAndTick fails unless a call has the note and the tick of the story, each at its second.
func (m *machine) hasNoteAndTick(id string) {
	m.t.Helper()
	doc := m.call(id)
	notes := slices.DeleteFunc(doc.Notes, func(n call.Note) bool { return n.Kind == call.Marker })
	if len(notes) != 1 || len(doc.Ticks) != 1 {
		m.t.Fatalf("noted is %+v, ticked %+v", doc.Notes, doc.Ticks)
	}
	note, tick := notes[0], doc.Ticks[0]
	if note.Text != "the same Linda" || tick.Item != "request" || note.At <= 0 || tick.At <= note.At || tick.At > doc.Audio.Duration {
		m.t.Errorf("noted is %+v, ticked %+v, in %v s", note, tick, doc.Audio.Duration)
	}
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
	w := m.sit()
	w.keys("ctrl+shift+l")
	w.typeText("~/bill.csv")
	w.keys("Return")
	w.until("the calls of the bill", func() bool {
		return strings.Contains(m.run("reconcile", file), "7 calls: 0 recorded, 7 noted, 0 undocumented")
	}, "a")
	w.picture("story-debt-bill")
	eighth := w.record(m.beginning("debt_collector", 34), func(id string) { w.who(id, "Summit Credit", caller) })

	const rule = "debt.more_than_7_in_7"
	flag := m.flag(eighth, rule)
	calls := map[call.ID]bool{}
	for _, place := range flag.Places {
		calls[place.Call] = true
	}
	if len(calls) != 8 || string(flag.Call()) != eighth {
		t.Errorf("the flag stands on %d calls: %v", len(calls), flag.Places)
	}
	w.until("the flag to be confirmed", func() bool { return m.verdict(eighth, rule) == call.Confirmed }, "ctrl+shift+f", "c")
	w.picture("story-debt-flag")
	w.keys("Home")
	m.saysAll(w.paper("story-debt", "Right"), flag.Says, flag.Cite, "Summit Credit", "8 calls", "not answered")
}

// An accountant is asked on record and agrees: the words are found, a person hears them and accepts them as evidence, and they are found again.
func TestStoryOfConsentOnRecord(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	other, err := filepath.Abs(filepath.Join("testdata", "audio", "us_busy.flac"))
	if err != nil {
		t.Fatal(err)
	}
	m.run("import", other, "--name", "Zoe")
	w := m.sit()
	id := w.record(m.withConsent(), func(id string) { w.who(id, "Mr. Bennett", "") })
	var before struct {
		Proposed []call.Consent `json:"proposals"`
		Flags    []call.Flag    `json:"flags"`
	}
	m.json(&before, "consent", id)
	if len(before.Proposed) != 1 || len(before.Flags) == 0 {
		t.Fatalf("proposed is %+v, flagged %v, in %s", before.Proposed, before.Flags, m.run("show", id))
	}
	w.until("the words to be heard", func() bool { return m.sound.Plays(speakers) }, "ctrl+shift+c", "space")
	w.picture("story-consent-asked")
	w.keys("Tab", "Return")
	m.await(time.Minute, "the consent", func() bool { return len(m.call(id).Consent) == 1 })
	w.picture("story-consent-accepted")
	c := m.call(id).Consent[0]
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

	w.keys("ctrl+space", "ctrl+f")
	w.typeText("name:zoe")
	w.keys("Return", "ctrl+f")
	w.typeText(`from:them "of course"`)
	since := time.Now()
	w.keys("Return")
	at, played := w.noteHere(id, "he agrees here", since)
	if lead := c.Answered - at; lead > 4 || -lead > played {
		t.Errorf("the search led to %v, and he agrees at %v", at, c.Answered)
	}
	w.picture("story-consent-found")
	m.saysAll(w.paper("story-consent"), "I am recording this call", "Of course", "Mr. Bennett")
}

// withConsent is the sample call with an accountant in which, after the greetings, the user says in the words of another sample that the call is recorded,
// and the accountant's "Of course." answers that.
func (m *machine) withConsent() string {
	m.t.Helper()
	var parts []string
	for i, part := range [][]string{{"accountant", "0", "12", "0"}, {"debt_collector", "12", "1.7", "1"}, {"accountant", "12", "0.9", "1.2"}, {"accountant", "15.6", "13.2", "0"}} {
		file := filepath.Join(m.home, fmt.Sprintf("part%d.wav", i))
		m.sox(sample(m.t, part[0]), file, "trim", part[1], part[2], "pad", "0", part[3]) // with silence behind
		parts = append(parts, file)
	}
	whole := filepath.Join(m.home, "whole.flac")
	m.sox(append(parts, whole)...)
	return whole
}
