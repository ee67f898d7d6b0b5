package rules

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// Found is a place where somebody said what a category is about, as far as a pattern can tell.
type Found struct {
	Category string       `json:"category"`
	Party    call.Party   `json:"party"`
	From     call.Seconds `json:"from"` // of the words
	To       call.Seconds `json:"to"`
	Words    string       `json:"words"` // by which it was found, as they were written down
	Quote    string       `json:"quote"` // the sentence around them
	turn     int          // where it begins among what was said
}

// joinWithin is the longest pause across which two segments of a party are read as one sentence.
const joinWithin call.Seconds = 4

// Find looks for all categories in what was said, given by time, and gives the places by time. Words of a party that does not usually
// say such a thing do not count, nor do answers to what nobody asked.
func (p *Phrases) Find(said []call.Segment) []Found {
	return p.gather(said, p.inTurn, p.acrossTurns)
}

// gather puts together what is found in turns, and across from one to the next of the same party.
func (p *Phrases) gather(said []call.Segment, in func(call.Segment) []Found, across func(a, b call.Segment) []Found) []Found {
	var found []Found
	take := func(some []Found, turn int) {
		for _, one := range some {
			one.turn = turn
			found = append(found, one)
		}
	}
	last := map[call.Party]int{}
	for i, segment := range said {
		if segment.Text == "" || segment.Echo != nil {
			continue
		}
		take(in(segment), i)
		if before, ok := last[segment.Party]; ok && segment.Start-said[before].End <= joinWithin {
			take(across(said[before], segment), before)
		}
		last[segment.Party] = i
	}
	slices.SortStableFunc(found, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.turn, b.turn), strings.Compare(a.Category, b.Category), cmp.Compare(a.To, b.To))
	})
	return once(p.answersOnly(once(found)))
}

// inTurn finds what stands in one segment.
func (p *Phrases) inTurn(s call.Segment) []Found { return p.findIn(turnText(s)) }

func turnText(s call.Segment) text {
	times := clocksOf(s)
	return text{s.Party, s.Text, times.from, times.to, 0}
}

// text is what is looked through at once: a segment, or the end of one and the beginning of the next.
type text struct {
	party call.Party
	text  string
	from  func(place int) call.Seconds
	to    func(place int) call.Seconds
	join  int // where the second segment begins; 0: there is one
}

// joinReach is how many bytes of a segment are looked through for what begins or ends in its neighbour.
const joinReach = 120

// acrossTurns finds what begins in one segment and ends in the next of the same party.
func (p *Phrases) acrossTurns(a, b call.Segment) []Found {
	t, _ := joinText(a, b)
	return p.findIn(t)
}

// joinText is the end of a segment and the beginning of the next of the same party; skipped is how much of the first is not in it.
func joinText(a, b call.Segment) (t text, skipped int) {
	end := len(b.Text)
	if far := len(a.Text) - joinReach; far > 0 {
		skipped = far + max(0, strings.IndexByte(a.Text[far:], ' '))
	}
	if end > joinReach {
		end = joinReach + max(0, strings.IndexByte(b.Text[joinReach:], ' '))
	}
	head := a.Text[skipped:]
	join := len(head) + 1
	before, after := clocksOf(a), clocksOf(b)
	return text{
		a.Party, head + " " + b.Text[:end],
		func(place int) call.Seconds { return before.from(skipped + place) },
		func(place int) call.Seconds { return after.to(place - join) },
		join,
	}, skipped
}

// findIn gives what a text holds.
func (p *Phrases) findIn(t text) (found []Found) {
	plain := plainly(t.text)
	spots := p.spots(nil, &p.plain, plain, t)
	spots = p.spots(spots, p.tongueNeedles(), plain, t)
	spots = p.spots(spots, &p.raw, rawly(t.text), t)
	for _, s := range merged(spots) {
		found = append(found, Found{
			Category: p.Categories[s.category].ID, Party: t.party, From: t.from(s.from), To: t.to(s.to),
			Words: t.text[s.from:s.to], Quote: sentence(t.text, s.from, s.to),
		})
	}
	return found
}

// spot is a part of a text that an expression of a category matches.
type spot struct{ category, from, to int }

// spots adds what the expressions find whose words stand in a reading of a text.
func (p *Phrases) spots(spots []spot, words *needles, read reading, t text) []spot {
	var tried []int
	words.in(read.text, func(expr int) {
		if slices.Contains(tried, expr) {
			return
		}
		tried = append(tried, expr)
		one := p.patterns[expr]
		if !p.anybody && !slices.Contains(p.Categories[one.category].Speaker.parties(), t.party) {
			return
		}
		for _, at := range one.expr.FindAllStringIndex(read.text, -1) {
			from, to := read.place(at[0], at[1])
			whole := t.join == 0 || from < t.join && to > t.join
			if whole && !p.takenBack(p.Categories[one.category].ID, t.text, from, to) {
				spots = append(spots, spot{one.category, from, to})
			}
		}
	})
	return spots
}

// merged makes one of those of a category that overlap: two expressions that see the same words.
func merged(spots []spot) []spot {
	slices.SortFunc(spots, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	kept := spots[:0]
	for _, one := range spots {
		if n := len(kept); n > 0 && kept[n-1].category == one.category && one.from < kept[n-1].to {
			kept[n-1].to = max(kept[n-1].to, one.to)
			continue
		}
		kept = append(kept, one)
	}
	return kept
}

// once drops what was found both in a segment and across its end.
func once(found []Found) []Found {
	kept := found[:0]
	last := map[string]int{} // by category and party: its place in kept
	for _, one := range found {
		who := one.Category + string(one.Party)
		before, ok := last[who]
		switch {
		case !ok || one.From >= kept[before].To:
			last[who] = len(kept)
			kept = append(kept, one)
		case one.To > kept[before].To:
			kept[before] = one
		}
	}
	return kept
}

// answersOnly drops answers to what the other party did not ask shortly before, and those taken back in the same breath. Of several
// answers to one question the first counts.
func (p *Phrases) answersOnly(found []Found) []Found {
	var kept []Found
	question := map[int]Found{} // by the place of an answer in kept
	asked := map[string]Found{} // by category and the party that asked
	for _, one := range found {
		category, _ := p.Category(one.Category)
		if category.Answers == "" {
			p.ask(asked, category, one)
			kept = append(kept, one)
			continue
		}
		q, ok := asked[category.Answers+string(other(one.Party))]
		if ok && one.From-q.To <= category.Within {
			question[len(kept)] = q
			kept = append(kept, one)
		}
	}
	return p.firstAnswers(kept, question)
}

// ask notes a question, if there is not another in its turn that stands for it.
func (p *Phrases) ask(asked map[string]Found, category Category, one Found) {
	for _, c := range p.Categories {
		if over, ok := asked[c.ID+string(one.Party)]; ok && c.Over == category.ID && over.turn == one.turn {
			return
		}
	}
	if category.Over != "" {
		delete(asked, category.Over+string(one.Party))
	}
	asked[category.ID+string(one.Party)] = one
}

// firstAnswers keeps one answer to each question, and reports categories as what they stand for.
func (p *Phrases) firstAnswers(found []Found, question map[int]Found) (kept []Found) {
	as := func(f Found) string {
		category, _ := p.Category(f.Category)
		return cmp.Or(category.As, category.ID)
	}
	type place struct {
		party call.Party
		turn  int
	}
	answered := map[place]bool{}
	for i, one := range found {
		category, _ := p.Category(one.Category)
		q, answers := question[i]
		takenBack := slices.ContainsFunc(found, func(f Found) bool {
			return f.turn == one.turn && f.Party == one.Party && slices.Contains(category.Unless, as(f))
		})
		if category.Silent || answers && (takenBack || answered[place{q.Party, q.turn}]) {
			continue
		}
		if answers {
			answered[place{q.Party, q.turn}] = true
		}
		one.Category = as(one)
		kept = append(kept, one)
	}
	return kept
}

func other(party call.Party) call.Party {
	return call.Parties[1-party.Channel()]
}

// quoteReach is how many bytes of a sentence without end are quoted before and behind the words.
const quoteReach = 160

// sentence gives the sentence, or sentences, around a place of a text.
func sentence(text string, from, to int) string {
	start := max(strings.LastIndexAny(text[:from], ".!?")+1, from-quoteReach)
	end := len(text)
	if stop := strings.IndexAny(text[to:], ".!?"); stop >= 0 {
		end = to + stop + 1
	}
	end = min(end, to+quoteReach)
	for start < from && !utf8.RuneStart(text[start]) {
		start++
	}
	for end > to && end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimSpace(text[start:end])
}
