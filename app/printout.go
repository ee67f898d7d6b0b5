package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// printout is what a call's document for people who have no OnRecord says, page by page, without how it looks.
type printout struct {
	title    string
	subtitle string
	facts    []Fact
	cautions []string // sentences that nobody may miss
	passages []passage
	end      string
	running  string // at the head of every page
	sums     []Fact // at the foot of every page: what a stranger can check
	language string
	heading  string    // above the passages
	sections []section // all of a report, or what stands before a call's passages
	prose    string    // of a letter; it has neither
}

// passage is a turn, or what was noted at a moment.
type passage struct {
	at    call.Seconds
	party call.Party // of a turn; empty for a remark
	label string     // who speaks, or what kind of remark it is
	text  string
	marks string // what is to be known about the words: doubtful, corrected, …

	timeless bool // it has no second
}

// clock is what stands beside a passage.
func (p passage) clock() string { return unless(p.timeless, second(p.at)) }

// printout puts a call's document together. It reads the recording to its end for the sum.
func (a *App) printout(doc Document) (printout, error) {
	sums, err := a.sumsOf(doc.Call)
	if err != nil {
		return printout{}, err
	}
	said, echoes := doc.Transcript.Said()
	when := doc.Started.Local().Format("2 January 2006, 15:04")
	out := printout{
		title: oneLine(doc.Title()), subtitle: doc.kind() + ", " + when, heading: doc.heading(),
		running: strings.Join(nonEmpty(oneLine(doc.Title()), when, string(doc.ID)), " · "),
		sums:    sums, language: doc.Transcript.Language,
		cautions: cautions(doc), passages: passages(doc, said), sections: doc.flagSections(), end: "End of the transcript",
	}
	if out.title == "" {
		out.title = "Call"
	}
	out.facts = append(callFacts(doc), transcriptFacts(doc, echoes)...)
	out.facts = append(out.facts, sums...)
	out.facts = append(out.facts, Fact{"Written", a.config.Now().Local().Format("2 January 2006, 15:04:05 MST") + ", by OnRecord " + Version()})
	if doc.part != (Part{}) {
		out.end = "End of the part"
	}
	switch {
	case doc.unwritten:
		out.end = "End of what was put down"
	case len(out.passages) == 0:
		out.end = "No words were heard"
	}
	return out, nil
}

// kind says what a document is.
func (doc Document) kind() string {
	if doc.unwritten {
		return "Record of a call"
	}
	return "Transcript of a call"
}

// heading stands above what was said and put down.
func (doc Document) heading() string {
	if doc.unwritten {
		return "Notes"
	}
	return "Conversation"
}

// factList gathers what is known.
type factList []Fact

// add leaves out what is not known.
func (l *factList) add(name string, values ...string) {
	if value := strings.Join(nonEmpty(values...), ", "); value != "" {
		*l = append(*l, Fact{name, value})
	}
}

func callFacts(doc Document) factList {
	var facts factList
	did := "recorded"
	if doc.Outcome == call.Noted {
		did = "noted"
	}
	facts.add("This side", who(doc.Parties[call.Local])+" ("+did+" the call)")
	facts.add("Other side", who(doc.Parties[call.Remote]))
	facts.add("Direction", capital(string(doc.Direction)))
	facts.add("Began", exactly(doc.Started))
	facts.add("Ended", exactly(doc.Ended))
	if doc.Outcome == call.Noted {
		facts.add("Length", unless(doc.LastedUnheard() == 0, doc.LastedUnheard().Clock()+", as noted"))
	} else {
		facts.add("Length", lasted(doc.Call).Clock())
	}
	facts.add("Came to", capital(string(doc.Reached)))
	if doc.part != (Part{}) {
		facts.add("Part", fmt.Sprintf("Only %s to %s of the call stands here", doc.part.From.Clock(), doc.part.To.Clock()))
	}
	facts.add("Case", oneLine(doc.Case))
	facts.add("Tags", oneLine(strings.Join(doc.Tags, ", ")))
	facts = append(facts, ConsentFacts(doc.Call)...)
	facts.add("Recording", capital(CertificateOf(doc.Call).Verdict))
	facts.add("Brought in from", oneLine(doc.Source))
	facts.add("Call", string(doc.ID))
	return facts
}

func transcriptFacts(doc Document, echoes int) factList {
	var facts factList
	facts.add("Transcript", capital(doc.written()))
	facts.add("Language", doc.Transcript.Language)
	corrected := &strings.Builder{}
	writeCorrected(&lines{w: corrected}, "", doc)
	if text, is := strings.CutPrefix(strings.TrimSpace(corrected.String()), "Corrected by hand: "); is {
		facts.add("Corrected by hand", text)
	}
	if echoes > 0 {
		facts.add("Left out", EchoWords(echoes))
	}
	if doc.Redaction != nil {
		facts.add("Redacted", doc.Redaction.Says)
	}
	return facts
}

// sideOf names a party for a stranger, to whom "you" would be somebody else.
func sideOf(doc call.Call, party call.Party) string {
	person := doc.Parties[party]
	switch {
	case person.Called() != "":
		return oneLine(person.Called())
	case person.Number != "":
		return oneLine(person.Number)
	case party == call.Local:
		return "This side"
	}
	return "Other side"
}

// who names a person with the number.
func who(person call.Person) string {
	if name := strings.Join(nonEmpty(oneLine(person.Called()), oneLine(person.Number)), ", "); name != "" {
		return name
	}
	return "not named"
}

// cautions are what must be read before the words.
func cautions(doc Document) []string {
	var all []string
	if doc.Transcript.Model.Demo {
		all = append(all, DemoBanner)
	}
	if doc.Unread != "" {
		all = append(all, doc.Unread+"; this is what the machine wrote")
	}
	if doc.part != (Part{}) {
		all = append(all, doc.part.words(doc.Audio.Duration))
	}
	return all
}

// passages puts turns and remarks in order of time.
func passages(doc Document, said []call.Segment) []passage {
	var all []passage
	remarks := doc.remarks()
	noted := func(before call.Seconds) {
		for len(remarks) > 0 && remarks[0].At < before {
			all = append(all, passage{at: remarks[0].At, label: capital(string(remarks[0].Kind)), text: remarks[0].Text, timeless: remarks[0].Timeless})
			remarks = remarks[1:]
		}
	}
	for _, turn := range said {
		noted(turn.Start)
		all = append(all, passage{
			at: turn.Start, party: turn.Party, label: sideOf(doc.Call, turn.Party), text: turn.Text,
			marks: strings.TrimSpace(TurnMarks(turn)),
		})
	}
	noted(call.Seconds(math.Inf(1)))
	return all
}

// sumsOf gives the SHA-256 of the files that hold the call, as anybody can reckon them again.
func (a *App) sumsOf(doc call.Call) ([]Fact, error) {
	var sums factList
	sum, err := a.sumOfSound(doc.ID)
	if err != nil && !errors.Is(err, storage.ErrNoAudio) {
		return nil, err
	}
	papers, err := a.library.Papers(doc.ID)
	if err != nil {
		return nil, err
	}
	sums.add("SHA-256 of the recording", sum)
	for _, s := range papers[1:] {
		if s.Read {
			digest := sha256.Sum256(s.Content)
			what, _, _ := strings.Cut(strings.TrimSuffix(s.Name, ".json"), "-")
			sums.add("SHA-256 of the "+what, hex.EncodeToString(digest[:]))
		}
	}
	return sums, nil
}

func (a *App) sumOfSound(id call.ID) (string, error) {
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return "", err
	}
	digest := sha256.New()
	_, err = io.Copy(digest, file)
	return hex.EncodeToString(digest.Sum(nil)), errors.Join(err, file.Close())
}

// exactly is a moment with its second and zone.
func exactly(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2 January 2006, 15:04:05 MST (-07:00)")
}

// capital makes the first letter a capital one.
func capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// nonEmpty leaves out empty texts.
func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}
