package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// PrivateKind says what a number is that should not be handed on.
type PrivateKind string

// The kinds of private numbers.
const (
	CardNumber     PrivateKind = "card"
	SocialSecurity PrivateKind = "ssn"
	IBAN           PrivateKind = "iban"
	AccountNumber  PrivateKind = "account"
	RoutingNumber  PrivateKind = "routing"
	SecurityCode   PrivateKind = "code"
)

// Label names the kind for people.
func (k PrivateKind) Label() string {
	return map[PrivateKind]string{
		CardNumber: "card number", SocialSecurity: "social security number", IBAN: "IBAN", AccountNumber: "account number",
		RoutingNumber: "routing number", SecurityCode: "security code",
	}[k]
}

// PrivateNumber is a number read out in a call, by which somebody could do harm.
type PrivateNumber struct {
	Kind  PrivateKind
	Party call.Party
	Parts []PrivatePart // by time: its pieces, also as the other party repeated them
	// Checked is set where a checksum fits; else only the words around it say what it is.
	Checked bool
	signs   string
}

// PrivatePart is a stretch of what was said that holds a part of a private number.
type PrivatePart struct {
	Said     int // which of the segments
	From, To int // bytes of its text
	Start    call.Seconds
	End      call.Seconds
}

// PrivateNumbers finds numbers that should not be handed on, in all that was said: also in what was heard again as an echo. Nothing tells that there are
// no others: a digit that was misheard spoils a checksum.
func PrivateNumbers(said []call.Segment) (numbers []PrivateNumber) {
	all := rows(said)
	known := map[string]int{} // by kind and signs: its place in numbers
	for _, r := range stitched(all) {
		for _, n := range r.numbers() {
			key := string(n.Kind) + n.signs
			if first, ok := known[key]; ok {
				numbers[first].Parts = append(numbers[first].Parts, n.Parts...)
				continue
			}
			known[key] = len(numbers)
			numbers = append(numbers, n)
		}
	}
	for i := range numbers {
		numbers[i].withRepeats(all)
	}
	slices.SortStableFunc(numbers, func(a, b PrivateNumber) int { return cmp.Compare(a.Parts[0].Start, b.Parts[0].Start) })
	return numbers
}

// numbers gives the private numbers of a row.
func (r row) numbers() (numbers []PrivateNumber) {
	run := 0
	for at, begin := 0, true; at < len(r.figures); {
		if at >= run {
			run = r.run(at)
		}
		number, next, ok := r.numberAt(at, run, begin)
		if ok {
			numbers = append(numbers, number)
			at, begin = next, true
			continue
		}
		begin = !isFigures(r.figures[at].signs)
		at++
	}
	return numbers
}

// stitched makes one row of those by one party that follow each other after words of a card: "four one one one, let me see, one one one one".
func stitched(all []row) (whole []row) {
	for _, r := range all {
		if n := len(whole); n > 0 && whole[n-1].goesOn(r) {
			whole[n-1].figures = slices.Concat(whole[n-1].figures, r.figures)
			whole[n-1].after = r.after
			continue
		}
		whole = append(whole, r)
	}
	return whole
}

// goesOn reports whether the next row seems to be more of the card's number that this one begins.
func (r row) goesOn(next row) bool {
	begun := len(r.signs(0, r.run(0)))
	soon := next.figures[0].start-r.last().end <= pause
	return r.party == next.party && soon && begun >= 3 && begun < 16 && r.cue() == CardNumber && !next.counts(len(next.figures))
}

func (r row) last() figure { return r.figures[len(r.figures)-1] }

// longestNumber is how many pieces a number may have: as many as it has signs.
const longestNumber = 34

// numberAt reads the private number that begins at a figure of the row, in a run of digits that begins there or has begun before.
func (r row) numberAt(at, run int, begin bool) (PrivateNumber, int, bool) {
	if end := r.ibanEnd(at); end > 0 {
		return r.number(IBAN, at, end, true), end, true
	}
	cue := r.cue()
	if end := r.cardEnd(at, run); end > 0 {
		if cue == CardNumber { // what follows are its date and its code
			end = run
		}
		return r.number(CardNumber, at, end, true), end, true
	}
	if !begin { // all else is what a whole run is
		return PrivateNumber{}, at, false
	}
	kind, checked, ok := r.byCue(cue, at, run)
	return r.number(kind, at, run, checked), run, ok
}

// cardEnd is where the card's number ends that begins at a figure; 0: there is none. Where one could be shorter or longer, it has the usual length.
func (r row) cardEnd(at, run int) (best int) {
	usual := []int{13, 17, 18, 19, 14, 15, 16} // the last is the most usual
	rank := -1
	for end := at + 1; end <= min(run, at+longestNumber); end++ {
		signs := r.signs(at, end)
		if of := slices.Index(usual, len(signs)); of > rank && isCard(signs) {
			best, rank = end, of
		}
	}
	return best
}

// run is the end of the digits that begin at a figure.
func (r row) run(at int) int {
	for at < len(r.figures) && isFigures(r.figures[at].signs) {
		at++
	}
	return at
}

// byCue says what a run of digits is by the words before it.
func (r row) byCue(cue PrivateKind, at, end int) (kind PrivateKind, checked, ok bool) {
	digits := r.signs(at, end)
	n := len(digits)
	switch {
	case n == 9 && (cue == SocialSecurity || cue == "" && r.dashed(at, end) && isSocial(digits)):
		return SocialSecurity, false, true
	case n == 4 && cue == SocialSecurity && slices.Contains(r.before, "last"):
		return SocialSecurity, false, true
	case cue == CardNumber && n >= leastOfCard && !r.likePhone(at, end):
		return CardNumber, false, true
	case cue == RoutingNumber && (n == 9 || n == 6):
		return RoutingNumber, isRouting(digits), true
	case cue == AccountNumber && n >= 5 && n <= 17 && !r.counts(end):
		return AccountNumber, false, true
	case cue == SecurityCode && n >= 3 && n <= 8 && !r.counts(end):
		return SecurityCode, false, true
	}
	return "", false, false
}

// leastOfCard is how many digits behind words of a card are taken for its number: some may not have been heard.
const leastOfCard = 8

// likePhone reports whether the digits are written in groups as a telephone number is.
func (r row) likePhone(at, end int) bool {
	var groups []int
	for _, f := range r.figures[at:end] {
		groups = append(groups, len(f.signs))
	}
	if len(groups) > 3 && r.figures[at].signs == "1" {
		groups = groups[1:]
	}
	return slices.Equal(groups, []int{3, 3, 4})
}

// counts reports whether the digits count something, as money or days.
func (r row) counts(end int) bool {
	if end < len(r.figures) || len(r.after) == 0 {
		return false
	}
	_, money := currencies[r.after[0]]
	return money || slices.Contains([]string{"days", "day", "percent", "%", "weeks", "months", "years", "hours", "minutes", "cents", "th"}, r.after[0])
}

// dashed reports whether the digits are written in groups of three, two and four, as a social security number is.
func (r row) dashed(at, end int) bool {
	f := r.figures[at:end]
	near := func(i int) bool { return f[i].said == f[i-1].said && f[i].from == f[i-1].to+1 }
	return len(f) == 3 && len(f[0].signs) == 3 && len(f[1].signs) == 2 && near(1) && near(2)
}

// ibanEnd is where the IBAN ends that begins at a figure; 0: there is none.
func (r row) ibanEnd(at int) int {
	if isFigures(r.figures[at].signs) {
		return 0
	}
	for end := min(len(r.figures), at+longestNumber); end > at; end-- {
		if isIBAN(r.signs(at, end)) {
			return end
		}
	}
	return 0
}

// cues are the words that say what the number after them is. Those with an empty kind say that it is nothing private.
var cues = map[string]PrivateKind{
	"card": CardNumber, "visa": CardNumber, "mastercard": CardNumber, "amex": CardNumber, "debit": CardNumber, "credit": CardNumber,
	"social": SocialSecurity, "ssn": SocialSecurity, "social's": SocialSecurity,
	"routing": RoutingNumber, "aba": RoutingNumber, "sort": RoutingNumber,
	"account": AccountNumber, "checking": AccountNumber, "savings": AccountNumber, "iban": AccountNumber,
	"cvv": SecurityCode, "cvc": SecurityCode, "pin": SecurityCode, "code": SecurityCode, "passcode": SecurityCode,
}

var plainCues = map[string]bool{
	"phone": true, "telephone": true, "cell": true, "mobile": true, "callback": true, "call": true, "reach": true, "case": true, "reference": true, "confirmation": true,
	"claim": true, "ticket": true, "order": true, "tracking": true, "policy": true, "invoice": true, "extension": true, "zip": true, "area": true, "postal": true, "balance": true,
	"owe": true, "amount": true, "fax": true, "date": true, "year": true, "born": true, "docket": true, "file": true, "address": true, "street": true, "pay": true, "paid": true,
	"payment": true,
}

// cue says what the nearest telling word before the row is about; empty: nothing tells, or it is something else.
func (r row) cue() PrivateKind {
	for i := len(r.before) - 1; i >= 0; i-- {
		word := r.before[i]
		if word == "code" && i > 0 && (plainCues[r.before[i-1]] || r.before[i-1] == "sort") {
			continue
		}
		if kind, ok := cues[word]; ok {
			return kind
		}
		if plainCues[word] {
			return ""
		}
	}
	return ""
}

// number is a part of the row as a private number.
func (r row) number(kind PrivateKind, from, to int, checked bool) PrivateNumber {
	n := PrivateNumber{Kind: kind, Party: r.party, Checked: checked, signs: r.signs(from, to)}
	n.Parts = partsOf(r.figures[from:to])
	return n
}

// partsOf joins figures of one segment into one part.
func partsOf(figures []figure) (parts []PrivatePart) {
	for _, f := range figures {
		if n := len(parts); n > 0 && parts[n-1].Said == f.said {
			parts[n-1].To, parts[n-1].End = f.to, f.end
			continue
		}
		parts = append(parts, PrivatePart{f.said, f.from, f.to, f.start, f.end})
	}
	return parts
}

// repeatReach is how long before and after a number parts of it count as repeated: people read numbers back.
const repeatReach call.Seconds = 60

// withRepeats adds parts of the number that were said again.
func (n *PrivateNumber) withRepeats(all []row) {
	first, last := n.Parts[0], n.Parts[len(n.Parts)-1]
	for _, r := range all {
		for at := 0; at < len(r.figures); at++ {
			end := r.longestIn(at, n.signs)
			if end == at || len(r.signs(at, end)) < min(3, len(n.signs)) {
				continue
			}
			near := r.figures[at].start <= last.End+repeatReach && r.figures[end-1].end >= first.Start-repeatReach
			if near && !n.holds(r.figures[at]) {
				n.Parts = append(n.Parts, partsOf(r.figures[at:end])...)
			}
			at = end - 1
		}
	}
	slices.SortStableFunc(n.Parts, func(a, b PrivatePart) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Said, b.Said), cmp.Compare(a.From, b.From))
	})
}

// longestIn is the end of the longest part of the row from a figure on that stands in signs.
func (r row) longestIn(at int, signs string) int {
	end := at
	for end < len(r.figures) && strings.Contains(signs, r.signs(at, end+1)) {
		end++
	}
	return end
}

func (n *PrivateNumber) holds(f figure) bool {
	return slices.ContainsFunc(n.Parts, func(p PrivatePart) bool { return p.Said == f.said && p.From <= f.from && f.to <= p.To })
}
