package rules

import (
	"fmt"
	"sort"

	"github.com/onrecord/onrecord/call"
)

// afterCease looks for a letter that asks to stop, and where none can have arrived for the same in spoken words.
func (t trail) afterCease(i int) (call.Flag, bool) {
	letter, written := t.ceaseLetter(i)
	if spoken, is := t.afterSpokenCease(i); is && (!written || letter.Weight == call.Notice) {
		return spoken, true
	}
	return letter, written
}

func (t trail) ceaseLetter(i int) (call.Flag, bool) {
	c := t.Calls[i]
	letter, there := t.best(i, CeaseSent)
	if !there {
		return call.Flag{}, false
	}
	sent := call.DayOf(letter.When)
	arrived := afterBusinessDays(sent, t.law.mail, federallyFree)
	why := []string{
		fmt.Sprintf("On %s you asked by letter to be left alone; this call came on %s", sent.Words(), call.DayOf(c.Started).Words()),
		fmt.Sprintf("The rule counts from when the letter arrives; by %s it should have, %d business days after it was sent", arrived.Words(), t.law.mail),
		"Allowed are only a word that the contact ends, and notice of a certain step, as a lawsuit",
	}
	if call.DayOf(c.Started).Compare(arrived) <= 0 {
		return t.law.flag(afterCease, call.Notice, "Called again after a letter that asks to stop, which may not have arrived by then", why, placesOf(letter, c.place())...), true
	}
	return t.law.flag(afterCease, call.Strong, "Called again after a letter that asks to stop; this may be a violation", why, placesOf(letter, c.place())...), true
}

func (t trail) afterSpokenCease(i int) (call.Flag, bool) {
	c := t.Calls[i]
	asked, there := t.best(i, saidStop, askedNotToCall)
	if !there {
		return call.Flag{}, false
	}
	why := append([]string{
		fmt.Sprintf("On %s you asked not to be called; this call came on %s", call.DayOf(asked.When).Words(), call.DayOf(c.Started).Words()),
		"Spoken words can end calls by telephone; to end all contact the law asks for a letter",
	}, doubt(asked)...)
	return t.law.flag(afterSpokenCease, call.Medium, "Called again after you asked, by word of mouth, not to be; this may be a violation", why, placesOf(asked, c.place())...), true
}

func (t trail) afterAttorney(i int) (call.Flag, bool) {
	c := t.Calls[i]
	named, there := t.best(i, AttorneyNamed)
	if !there {
		return call.Flag{}, false
	}
	why := append([]string{
		fmt.Sprintf("On %s the collector was told that an attorney represents you; this call came on %s", call.DayOf(named.When).Words(), call.DayOf(c.Started).Words()),
		"It may call you all the same if the attorney agrees, or does not answer in a reasonable time; no record tells",
	}, doubt(named)...)
	return t.law.flag(afterAttorney, call.Strong, "Called although an attorney was named; this may be a violation", why, placesOf(named, c.place())...), true
}

// whileDisputed looks for a written dispute that was not answered before the call. One that was sent later than the law gives time for stops nothing.
func (t trail) whileDisputed(i int) (call.Flag, bool) {
	c := t.Calls[i]
	sent, open := t.openDispute(i)
	if !open {
		return call.Flag{}, false
	}
	why := []string{
		fmt.Sprintf("On %s you disputed the debt, or asked for proof, in writing; no answer is on record before this call of %s", call.DayOf(sent.When).Words(), call.DayOf(c.Started).Words()),
		fmt.Sprintf("When the written notice came is not on record: the dispute counts if it was sent within %d days after that", t.law.dispute),
	}
	if notice, there := t.best(i, NoticeReceived); there {
		after := call.DayOf(sent.When).Sub(call.DayOf(notice.When))
		if after > t.law.dispute {
			return call.Flag{}, false
		}
		why[1] = fmt.Sprintf("The written notice came on %s: the dispute was sent within the %d days after it", call.DayOf(notice.When).Words(), t.law.dispute)
	}
	asked, demanded := c.fact(paymentAsked)
	if !demanded {
		why = append(why, "Only calls that collect count: listen to whether this one does")
		return t.law.flag(whileDisputed, call.Medium, "Called before a written dispute was answered; this may be a violation", why, placesOf(sent, c.place())...), true
	}
	return t.law.flag(whileDisputed, call.Strong, "Payment was asked for before a written dispute was answered; this may be a violation", append(why, doubt(asked)...), placesOf(sent, asked.Place)...), true
}

// openDispute gives the first letter since the last answer.
func (t trail) openDispute(i int) (sent Fact, open bool) {
	answers := t.before(i, ValidationReceived)
	for _, kind := range []string{DisputeSent, ValidationSent} {
		letters := t.before(i, kind)
		if len(answers) > 0 {
			last := answers[len(answers)-1].When
			letters = letters[sort.Search(len(letters), func(at int) bool { return letters[at].When.After(last) }):]
		}
		if len(letters) > 0 && (!open || letters[0].When.Before(sent.When)) {
			sent, open = letters[0], true
		}
	}
	return sent, open
}

// disputeEnds reminds of the last day on which a dispute in writing stops the collection.
func (t trail) disputeEnds() (call.Flag, bool) {
	notice, there := t.ever(NoticeReceived)
	_, sent := t.ever(DisputeSent, ValidationSent)
	if !there || sent {
		return call.Flag{}, false
	}
	c := t.Calls[len(t.Calls)-1]
	end := call.DayOf(notice.When).Add(t.law.dispute)
	left := end.Sub(t.today(c))
	if left < 0 || left > t.law.remind {
		return call.Flag{}, false
	}
	return t.law.flag(disputeEnds, call.Notice, fmt.Sprintf("The time to dispute the debt in writing may end on %s", end.Words()), []string{
		fmt.Sprintf("The written notice came on %s; a dispute that is sent within %d days after that stops the collection until it is answered", call.DayOf(notice.When).Words(), t.law.dispute),
		fmt.Sprintf("Days left: %d", left),
	}, c.place()), true
}
