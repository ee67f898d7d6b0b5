package rules

import (
	"fmt"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// noDisclosure looks for the words that the first talk owes. It says nothing of a talk that was not written down.
func (t trail) noDisclosure(i int) (call.Flag, bool) {
	c := t.Calls[i]
	_, said := c.fact(disclosed)
	if i != t.first || said || !c.written() || !t.knownCollector() {
		return call.Flag{}, false
	}
	return t.law.flag(noDisclosure, call.Medium, "The first talk may lack the words that a debt is collected", []string{
		"A collector must say at first that it attempts to collect a debt, and that what you say will be used for that",
		"Looked for in what the machine wrote, which misses about one in ten: listen to the beginning",
		"An earlier talk or letter that is not on record may have said it",
	}, c.place()), true
}

// noNotice looks for the written notice that the first talk owes.
func (t trail) noNotice(i int) (call.Flag, bool) {
	c := t.Calls[i]
	if i != t.first || !t.knownCollector() {
		return call.Flag{}, false
	}
	talked := call.DayOf(c.Started)
	due := talked.Add(t.law.notice)
	owed := fmt.Sprintf("People first spoke on %s, as far as is on record; a written notice had to be sent by %s, %d days after that", talked.Words(), due.Words(), t.law.notice)
	notice, came := t.ever(NoticeReceived)
	_, proved := t.ever(ValidationReceived)
	switch {
	case !came && !proved && t.today(c).Compare(due) > 0:
		return t.law.flag(noNotice, call.Medium, "No written notice of the debt is on record; this may be a violation", []string{
			owed, "If one came, put it into the case as received: only what is on record is known",
		}, c.place()), true
	case came && call.DayOf(notice.When).Compare(due) > 0:
		return t.law.flag(noNotice, call.Notice, "The written notice of the debt may have been sent too late", []string{
			owed, fmt.Sprintf("It came on %s; what counts is when it was sent: look at its postmark", call.DayOf(notice.When).Words()),
		}, c.place()), true
	}
	return call.Flag{}, false
}

// threat gathers the threats of a call in one flag.
func (t trail) threat(i int) (call.Flag, bool) {
	threats := ofKind(t.Calls[i], threatened)
	if len(threats) == 0 {
		return call.Flag{}, false
	}
	why := []string{"Threats of arrest or violence, and of steps that are not meant or not allowed, are forbidden; a step that is meant and allowed may be announced"}
	if old, there := t.best(i+1, spokenOfAsOld); there {
		why = append(why, fmt.Sprintf("On %s it was said that the debt may be too old for a court: to threaten with one is forbidden then (12 CFR § 1006.26(b))", call.DayOf(old.When).Words()))
	}
	return t.law.flag(threatHeard, call.Medium, "Words that may be a threat", append(why, doubts(threats)...), placesIn(threats)...), true
}

func (t trail) nameNotGiven(i int) (call.Flag, bool) {
	refused := ofKind(t.Calls[i], nameRefused)
	if len(refused) == 0 {
		return call.Flag{}, false
	}
	why := append([]string{"Calls without a meaningful disclosure of who calls are forbidden"}, doubts(refused)...)
	return t.law.flag(nameNotGiven, call.Medium, "The collector may have refused to say who calls", why, placesIn(refused)...), true
}

func (t trail) toldOthers(i int) (call.Flag, bool) {
	told := ofKind(t.Calls[i], OthersTold)
	if len(told) == 0 {
		return call.Flag{}, false
	}
	why := append([]string{"A collector may speak of a debt to the debtor, the spouse and an attorney, and to few others"}, doubts(told)...)
	return t.law.flag(toldOthers, call.Strong, "The debt may have been spoken of to somebody else", why, placesIn(told)...), true
}

func ofKind(c Told, kind string) []Fact {
	return slices.DeleteFunc(slices.Clone(c.Facts), func(f Fact) bool { return f.Kind != kind })
}

func placesIn(facts []Fact) (places []call.Place) {
	for _, f := range facts {
		places = append(places, f.Place)
	}
	return places
}

// doubts says of facts once that nobody has confirmed some of them.
func doubts(facts []Fact) []string {
	if at := slices.IndexFunc(facts, func(f Fact) bool { return !f.Sure }); at >= 0 {
		return doubt(facts[at])
	}
	return nil
}

// timeToSue says of a call with weighty flags, of which one at least was not dismissed, when the time to go to court ends.
func (t trail) timeToSue(c Told, own []call.Flag) (call.Flag, bool) {
	weighty := slices.ContainsFunc(own, func(f call.Flag) bool { return f.Weight != call.Notice && f.Judged(c.Judged).Verdict != call.Dismissed })
	day := call.DayOf(c.Started)
	if !weighty || day.AddMonths(t.law.warn).Compare(t.today(c)) > 0 {
		return call.Flag{}, false
	}
	end := day.AddMonths(12 * t.law.sue)
	says := fmt.Sprintf("The time to go to court for what may be wrong in this call may end on %s", end.Words())
	if t.today(c).Compare(end) > 0 {
		says = fmt.Sprintf("The time to go to court for what may be wrong in this call may have ended on %s", end.Words())
	}
	return t.law.flag(timeToSue, call.Notice, says, []string{fmt.Sprintf("The law gives %d year from the day of the violation: ask a lawyer in time", t.law.sue)}, c.place()), true
}
