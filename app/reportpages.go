package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// section is a part of a printout under a heading.
type section struct {
	title  string
	lead   string // what must be known to read it, in small letters
	days   []dayCount
	blocks []block
	none   string // what stands there instead of no blocks
}

// block is what belongs together in a section: a call, a flag, a request.
type block struct {
	head     string
	sub      string
	facts    []Fact
	passages []passage
}

// reportPages puts a report into the form that all printed forms are made of.
func (a *App) reportPages(r Report) printout {
	kind := capital(reportWords[r.Kind])
	out := printout{
		title: r.Title, subtitle: kind + r.span(), running: kind + " · " + r.Title, language: "en",
		cautions: r.cautions(), facts: a.reportFacts(r), end: "End of the " + reportWords[r.Kind],
	}
	switch r.Kind {
	case DoNotCallLog:
		out.sections = []section{r.requestSection()}
	case CallSheet:
		out.facts = append(sheetFacts(r.docs[0]), out.facts...)
		out.sections = []section{r.flagSection(), r.timeSection()}
	case Chronology:
		out.sections = []section{r.daySection(), r.flagSection(), r.timeSection()}
	}
	return out
}

// sheetFacts are what is known of a call, with its times by the clock that all of a report goes by.
func sheetFacts(doc Document) factList {
	facts := callFacts(doc)
	for i, fact := range facts {
		switch fact.Name {
		case "Began":
			facts[i].Value = momentOf(doc.Started)
		case "Ended":
			facts[i].Value = momentOf(doc.Ended.In(doc.Started.Location()))
		}
	}
	return facts
}

// span says how many calls there are, and from when to when.
func (r Report) span() string {
	switch len(r.Calls) {
	case 0:
		return ", no calls"
	case 1:
		return ", one call of " + onDay(r.Calls[0].Started)
	}
	return fmt.Sprintf(", %d calls from %s to %s", len(r.Calls), onDay(r.Calls[0].Started), onDay(r.Calls[len(r.Calls)-1].Started))
}

func onDay(t time.Time) string { return t.Format("2 January 2006") }

// momentOf is a time by the clock of its own zone, which is the one that the rules look at, too.
func momentOf(t time.Time) string { return t.Format("2 January 2006, 15:04:05 (-07:00)") }

// cautions are what must be read before anything else.
func (r Report) cautions() (all []string) {
	if len(r.LeftOut) > 0 {
		all = append(all, "Left out, because it cannot be read: "+strings.Join(r.LeftOut, "; "))
	}
	if slices.ContainsFunc(r.docs, func(d Document) bool { return d.Transcript != nil && d.Transcript.Model.Demo }) {
		all = append(all, DemoBanner)
	}
	return all
}

func (a *App) reportFacts(r Report) factList {
	var facts factList
	if c := r.Case; c != nil {
		facts.add("Kind of case", capital(string(c.Kind)))
		facts.add("Status", capital(string(c.Status)))
		facts.add("References", oneLine(strings.Join(c.References, ", ")))
		facts.add("Notes on the case", oneLine(c.Notes))
	}
	if r.Kind != CallSheet {
		facts.add("Other side", r.othersWords())
		facts.add("Calls", r.countWords())
	}
	facts.add("Times", "by the clock of this side, with its distance from UTC")
	facts.add("What people wrote", "is slanted (in plain text: behind brackets), in the words of this side")
	facts.add("What was heard", "has a speaker’s name: found by machine in what a machine wrote down of the sound. It may be wrong, and miss things; the recording counts")
	if r.OwnFlags > 0 {
		facts.add("Not told of", counted(int64(r.OwnFlags), "point", "points")+" for this side to see to, as about consent or numbers that should not be handed on")
	}
	facts.add("Redacted", r.Redacted)
	facts.add("Written", momentOf(r.Written)+", by OnRecord "+Version())
	return facts
}

// othersWords names everybody at the far side, once.
func (r Report) othersWords() string {
	var all []string
	for _, c := range r.Calls {
		if name := strings.Join(nonEmpty(c.Name, c.Number), ", "); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	const most = 12
	if more := len(all) - most; more > 0 {
		all = append(all[:most], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(all, "; ")
}

func (r Report) countWords() string {
	recorded, written, total := 0, 0, call.Seconds(0)
	for _, c := range r.Calls {
		total += c.Lasted
		if c.Audio {
			recorded++
		}
		if c.Transcribed {
			written++
		}
	}
	return fmt.Sprintf("%d, of which %d recorded and %d only noted; %d with a transcript by machine; %s together", len(r.Calls), recorded, len(r.Calls)-recorded, written, total.Short())
}

// flagSection tells of what may be wrong. What a person dismissed stands last.
func (r Report) flagSection() section {
	s := section{
		title: "What may be a violation", none: "Nothing was flagged.",
		lead: "Worked out by machine from this record and from dated drafts of the rules, each with its source and how sure it is. No legal advice: whether a rule was broken is for people to judge.",
	}
	for _, flags := range r.flagsByRule() {
		s.blocks = append(s.blocks, r.ruleBlock(flags))
	}
	return s
}

// flagsByRule puts flags of one rule together, the heaviest first. One that a later flag of the same rule counts in stands there only if somebody
// judged it.
func (r Report) flagsByRule() (groups [][]call.Flag) {
	flags := slices.Clone(r.Flags)
	slices.SortStableFunc(flags, func(a, b call.Flag) int { return slices.Index(flagOrder, a.Weight) - slices.Index(flagOrder, b.Weight) })
	of := map[string]int{}
	for i, flag := range flags {
		if flag.Judgement.Verdict == "" && slices.ContainsFunc(flags[i+1:], func(later call.Flag) bool { return counts(later, flag) }) {
			continue
		}
		at, known := of[flag.Rule]
		if !known {
			at = len(groups)
			of[flag.Rule], groups = at, append(groups, nil)
		}
		groups[at] = append(groups[at], flag)
	}
	return groups
}

var flagOrder = []call.Weight{call.Strong, call.Medium, call.Notice}

// counts reports whether a flag counts all the places of another of its rule.
func counts(later, flag call.Flag) bool {
	return later.Rule == flag.Rule && len(later.Places) > len(flag.Places) &&
		!slices.ContainsFunc(flag.Places, func(p call.Place) bool { return !slices.Contains(later.Places, p) })
}

// ruleBlock tells of the flags of one rule.
func (r Report) ruleBlock(flags []call.Flag) block {
	last := flags[len(flags)-1]
	head := usualSays(flags)
	var facts factList
	facts.add("Rule", last.Rule, last.Cite)
	facts.add("Version", last.Version)
	facts.add("Source", last.Source)
	facts.add("Confidence in the rule", last.Confidence)
	for i, flag := range flags {
		facts.add(fmt.Sprintf("%d of %d", i+1, len(flags)), strings.Join(r.flagLines(flag, head), "\n"))
	}
	return block{head: head, sub: capital(weightWords[last.Weight]), facts: facts}
}

// usualSays is what most flags of a rule say; of those that are as many, what the last one does.
func usualSays(flags []call.Flag) (says string) {
	often := map[string]int{}
	for _, f := range flags {
		if often[f.Says]++; often[f.Says] >= often[says] {
			says = f.Says
		}
	}
	return says
}

// mostPlaces is how many places of a flag pages name.
const mostPlaces = 6

// flagLines tells of one flag.
func (r Report) flagLines(flag call.Flag, head string) []string {
	texts := nonEmpty(unless(flag.Says == head, flag.Says))
	for i, place := range flag.Places {
		switch left := len(flag.Places) - mostPlaces; {
		case left <= 0 || i < mostPlaces/2 || i >= len(flag.Places)-mostPlaces/2:
			texts = append(texts, r.placeWords(place))
		case i == mostPlaces/2:
			texts = append(texts, fmt.Sprintf("… and %d more, which stand among the calls below …", left))
		}
	}
	texts = append(texts, strings.Join(flag.Why, ". "))
	return append(texts, "Judged by a person: "+judgedWords(flag.Judgement))
}

// placeWords says which call, when, and at which second.
func (r Report) placeWords(p call.Place) string {
	if p.Call == "" {
		return "In the case, as a person noted: “" + oneLine(p.Quote) + "”"
	}
	words := []string{"call " + string(p.Call) + " at " + second(p.At)}
	if began, known := r.began[p.Call]; known {
		words = append(words, momentOf(began.Add(p.At.Duration())))
	}
	if p.Quote != "" {
		words = append(words, "“"+oneLine(p.Quote)+"”")
	}
	return capital(strings.Join(words, ", "))
}

func judgedWords(j call.Judgement) string {
	if j.Verdict == "" {
		return "not yet"
	}
	return strings.TrimSuffix(capital(string(j.Verdict))+" on "+onDay(j.Made.Local())+": "+oneLine(j.Reason), ": ")
}

// timeSection tells everything by time: each call with what happened in it, and what happened in between.
func (r Report) timeSection() section {
	s := section{title: "What happened", none: "There are no calls."}
	of := map[call.ID]int{}
	for _, c := range r.Calls {
		of[c.ID] = len(s.blocks)
		s.blocks = append(s.blocks, r.callBlock(c))
	}
	for _, e := range r.Events {
		if at, is := of[e.Call]; is {
			s.blocks[at].passages = append(s.blocks[at].passages, r.passageOf(e))
		}
	}
	return r.between(s)
}

// between puts what happened besides calls in its place among them.
func (r Report) between(s section) section {
	var all []block
	calls := 0
	for _, e := range r.Events {
		if e.Call != "" {
			continue
		}
		for calls < len(r.Calls) && !r.Calls[calls].Started.After(e.When) {
			all, calls = append(all, s.blocks[calls]), calls+1
		}
		all = append(all, block{head: momentOf(e.When) + " · " + e.Kind, passages: []passage{{label: "Noted", text: e.Text, timeless: true}}})
	}
	s.blocks = append(all, s.blocks[calls:]...)
	return s
}

func (r Report) callBlock(c ReportCall) block {
	if r.Kind == CallSheet {
		return block{} // all of it stands above
	}
	with := strings.Join(nonEmpty(c.Name, c.Number), ", ")
	if with == "" {
		with = "caller not known"
	}
	sub := nonEmpty(string(c.Direction), with, unless(c.Lasted == 0 && !c.Audio, c.Lasted.Short()), string(c.Reached), c.Recording, unless(c.Transcribed || !c.Audio, "no transcript"), string(c.ID))
	return block{head: momentOf(c.Started), sub: capital(strings.Join(sub, " · "))}
}

func (r Report) passageOf(e Happening) passage {
	p := passage{at: e.At, label: e.Kind, text: e.Text}
	if e.By == MachineKnows {
		p.party, p.label, p.text = e.Party, r.speaker(e), "“"+oneLine(e.Text)+"”"
		p.marks = e.Kind + ", found by machine"
		if e.Sure {
			p.marks += " and confirmed by a person"
		}
	}
	return p
}

func (r Report) speaker(e Happening) string {
	for _, doc := range r.docs {
		if doc.ID == e.Call {
			return sideOf(doc.Call, e.Party)
		}
	}
	return ""
}

// requestSection tells of each request not to be called, and of the calls after it.
func (r Report) requestSection() section {
	s := section{
		title: "Requests not to be called", none: "In these calls nobody asked not to be called, as far as is known.",
		lead: "Calls after a request are those of the same caller: the same contact, else the same number, else the same name. What may be a violation is worked out by machine, and no legal advice.",
	}
	listed := map[call.ID]time.Time{} // under which request a later call stands already
	for _, request := range r.Requests {
		s.blocks = append(s.blocks, r.requestBlock(request, listed))
	}
	return s
}

// requestBlock tells of a request. Calls that all stand under an earlier one are not told of again: who asks at every call would get as many lists as calls.
func (r Report) requestBlock(q DoNotCallRequest, listed map[call.ID]time.Time) block {
	var facts factList
	facts.add("To whom", q.Whom)
	facts.add("How", q.How)
	facts.add("Words", unless(q.Quote == "", "“"+oneLine(q.Quote)+"”"))
	if q.Call != "" {
		facts.add("Where", fmt.Sprintf("call %s at %s", q.Call, second(q.At)))
	}
	facts.add("To be honoured by", onDay(q.Grace.In(time.UTC))+" at the latest, by the rule in force on the day of the request")
	facts.add("Rule", q.Rule)
	facts.add("Calls afterwards", unless(len(q.Later) > 0, "none is on record"))
	if len(q.Later) > 0 && !slices.ContainsFunc(q.Later, func(c LaterCall) bool { return listed[c.ID].IsZero() }) {
		facts.add("Calls afterwards", fmt.Sprintf("%d, from %s on; they stand among those after the request of %s", len(q.Later), momentOf(q.Later[0].Started), momentOf(listed[q.Later[0].ID])))
		return block{head: momentOf(q.When), facts: facts}
	}
	for i, c := range q.Later {
		listed[c.ID] = q.When
		facts = append(facts, Fact{unless(i > 0, fmt.Sprintf("Calls afterwards: %d", len(q.Later))), laterWords(c)})
	}
	return block{head: momentOf(q.When), facts: facts}
}

func laterWords(c LaterCall) string {
	words := []string{
		fmt.Sprintf("%s (%s), %s", momentOf(c.Started), after(c.Days), strings.Join(nonEmpty(string(c.Direction), unless(c.Lasted == 0 && !c.Audio, c.Lasted.Short()), string(c.Reached), c.Recording), ", ")),
	}
	for _, f := range c.Flags {
		words = append(words, f.Says+unless(f.Judgement.Verdict == "", " ("+string(f.Judgement.Verdict)+" by a person)"))
	}
	return strings.Join(words, "; ") + "; call " + string(c.ID)
}

func after(days int) string {
	if days == 0 {
		return "the same day"
	}
	return counted(int64(days), "day", "days") + " later"
}
