package rules

import (
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Mask is what stands in the place of a private number in a text.
func (k PrivateKind) Mask() string { return "•••• [" + k.Label() + "]" }

// RedactText gives a text that was typed, without the private numbers that it holds, and without those given.
func RedactText(text string, numbers []PrivateNumber) string {
	said := []call.Segment{{Party: call.Local, Text: text}}
	own := PrivateNumbers(said)
	for _, r := range rows(said) {
		for _, n := range numbers {
			for at := 0; at < len(r.figures); at++ {
				if end := r.longestIn(at, n.signs); end > at && len(r.signs(at, end)) >= min(6, len(n.signs)) {
					own = append(own, r.number(n.Kind, at, end, false))
					at = end - 1
				}
			}
		}
	}
	return maskText(text, 0, own)
}

// maskText puts the masks into the text of one segment.
func maskText(text string, said int, numbers []PrivateNumber) string {
	var out strings.Builder
	at := 0
	for _, part := range maskedParts(said, numbers) {
		if part.From < at {
			at = max(at, part.To)
			continue
		}
		out.WriteString(text[at:part.From])
		out.WriteString(part.kind.Mask())
		at = part.To
	}
	return out.String() + text[at:]
}

type maskedPart struct {
	PrivatePart
	kind PrivateKind
}

// maskedParts lists what is masked in a segment, by place, with what overlaps as one.
func maskedParts(said int, numbers []PrivateNumber) (parts []maskedPart) {
	for _, n := range numbers {
		for _, p := range n.Parts {
			if p.Said == said {
				parts = append(parts, maskedPart{p, n.Kind})
			}
		}
	}
	slices.SortFunc(parts, func(a, b maskedPart) int { return a.From - b.From })
	kept := parts[:0]
	for _, p := range parts {
		if n := len(kept); n > 0 && p.From < kept[n-1].To {
			kept[n-1].To = max(kept[n-1].To, p.To)
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// Redaction is what was said without its private numbers.
type Redaction struct {
	Numbers []PrivateNumber
	Said    []call.Segment
	Silent  call.Spans // in which the numbers are heard
}

// masked is what was said without its private numbers.
func (r Record) masked() []call.Segment { return Redacted(r.Said, PrivateNumbers(r.Said)) }

// redactMargin is how much earlier and later than its words a number may be heard: the times of words are not exact.
const redactMargin call.Seconds = 0.4

// Redact takes the private numbers out of what was said. A turn that a person corrected, or struck out, is looked through as the machine wrote it
// too, since its sound is as it was. The given segments stay as they are.
func Redact(said []call.Segment) Redaction {
	r := Redaction{Numbers: PrivateNumbers(said)}
	byMachine := PrivateNumbers(machineReading(said))
	all := slices.Concat(r.Numbers, byMachine)
	r.Said = Redacted(said, r.Numbers)
	var silent []call.Span
	for i, n := range all {
		for _, p := range n.Parts {
			silent = append(silent, call.Span{From: max(p.Start-redactMargin, 0), To: p.End + redactMargin})
			if i >= len(r.Numbers) && said[p.Said].Corrected != nil {
				r.Said[p.Said].Corrected = redactedMachine(*said[p.Said].Corrected, all, true)
			}
		}
	}
	r.Silent = call.JoinSpans(silent, redactMargin)
	for _, n := range byMachine {
		if !slices.ContainsFunc(r.Numbers, func(known PrivateNumber) bool { return known.Kind == n.Kind && known.signs == n.signs }) {
			r.Numbers = append(r.Numbers, n)
		}
	}
	return r
}

// machineReading is what was said with the machine's words where people changed them.
func machineReading(said []call.Segment) []call.Segment {
	said = slices.Clone(said)
	for i, s := range said {
		if s.Corrected == nil {
			continue
		}
		var wrote []string
		for _, m := range s.Corrected.Machine {
			wrote = append(wrote, m.Text)
		}
		said[i].Text, said[i].Words = strings.Join(wrote, " "), nil
	}
	return said
}

// Redacted gives what was said without the private numbers, which were found in it. The given segments stay as they are.
func Redacted(said []call.Segment, numbers []PrivateNumber) []call.Segment {
	said = slices.Clone(said)
	for i := range said {
		parts := maskedParts(i, numbers)
		if len(parts) > 0 {
			said[i].Words = maskedWords(said[i], parts)
			said[i].Text = maskText(said[i].Text, i, numbers)
		}
		if said[i].Corrected != nil {
			said[i].Corrected = redactedMachine(*said[i].Corrected, numbers, len(parts) > 0)
		}
	}
	return said
}

// redactedMachine takes the numbers out of what the machine wrote. Where the corrected turn holds one, the machine's words may hold it misheard: they
// are left out whole.
func redactedMachine(c call.Corrected, numbers []PrivateNumber, holds bool) *call.Corrected {
	c.Machine = slices.Clone(c.Machine)
	for i, wrote := range c.Machine {
		text := RedactText(wrote.Text, numbers)
		if holds {
			text = "••••"
		}
		c.Machine[i].Text, c.Machine[i].Words = text, nil
	}
	return &c
}

// maskedWords puts one word in the place of those that hold a part of a number. Words that are not those of the text are left out, all of them: they
// could hold it in their own way.
func maskedWords(s call.Segment, parts []maskedPart) []call.Word {
	var joined strings.Builder
	for _, word := range s.Words {
		joined.WriteString(word.Text)
	}
	squeeze := func(text string) string { return strings.Join(strings.Fields(text), "") }
	if squeeze(joined.String()) != squeeze(s.Text) {
		return []call.Word{}
	}
	kept, masked, ends := []call.Word{}, -1, clocksOf(s).ends
	for i, word := range s.Words {
		begin := ends[i] - len(strings.TrimSpace(word.Text))
		part := slices.IndexFunc(parts, func(p maskedPart) bool { return begin < p.To && ends[i] > p.From })
		switch {
		case part >= 0 && part == masked:
			kept[len(kept)-1].End = word.End
		case part >= 0:
			kept = append(kept, call.Word{Text: parts[part].kind.Mask(), Start: word.Start, End: word.End, P: word.P})
		default:
			kept = append(kept, word)
		}
		masked = part
	}
	return kept
}
