package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// Typeface is a family of TrueType fonts for pages: the window's own, so that they are carried once.
type Typeface struct{ Regular, Bold, Italic []byte }

// speller puts text into the characters that a typeface has.
type speller struct {
	font    *sfnt.Font
	buffer  sfnt.Buffer
	missing int // characters that stand as their numbers
}

func newSpeller(face Typeface) (*speller, error) {
	if len(face.Regular) == 0 {
		return nil, errors.New("read typeface: there is none")
	}
	font, err := sfnt.Parse(face.Regular)
	if err != nil {
		return nil, fmt.Errorf("read typeface: %w", err)
	}
	return &speller{font: font}, nil
}

// spell gives text that can be printed. A character that the typeface lacks is written as its Unicode number in brackets,
// so that nothing vanishes. Other space than blanks and line ends becomes blanks.
func (s *speller) spell(text string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == '\n', r == ' ':
			out.WriteRune(r)
		case unicode.IsSpace(r):
			out.WriteByte(' ')
		case s.has(r):
			out.WriteRune(r)
		default:
			s.missing++
			fmt.Fprintf(&out, "[%U]", r)
		}
	}
	return out.String()
}

// has tells whether the typeface has a character. What lies beyond U+FFFF the PDF library cannot write.
func (s *speller) has(r rune) bool {
	if r > 0xffff || unicode.IsControl(r) {
		return false
	}
	glyph, err := s.font.GlyphIndex(&s.buffer, r)
	return err == nil && glyph != 0
}

// respell puts all of a printout into the characters that there are, and says if some are missing.
func (s *speller) respell(doc printout) printout {
	doc.title, doc.subtitle, doc.running, doc.end = s.spell(doc.title), s.spell(doc.subtitle), s.spell(doc.running), s.spell(doc.end)
	doc.facts, doc.passages = s.facts(doc.facts), s.passages(doc.passages)
	doc.sections = slices.Clone(doc.sections)
	for i := range doc.sections {
		doc.sections[i] = s.section(doc.sections[i])
	}
	if s.missing > 0 {
		doc.cautions = append(doc.cautions, fmt.Sprintf("%s not in this file's typeface and %s as Unicode %s, like [U+4F60]. The Word document and the text have them as they are.",
			counted(int64(s.missing), "character is", "characters are"), plural(s.missing, "stands", "stand"), plural(s.missing, "number", "numbers")))
	}
	for i := range doc.cautions {
		doc.cautions[i] = s.spell(doc.cautions[i])
	}
	return doc
}

func (s *speller) section(one section) section {
	one.lead, one.blocks = s.spell(one.lead), slices.Clone(one.blocks)
	for i, b := range one.blocks {
		one.blocks[i] = block{s.spell(b.head), s.spell(b.sub), s.facts(b.facts), s.passages(b.passages)}
	}
	return one
}

func (s *speller) facts(facts []Fact) []Fact {
	facts = slices.Clone(facts)
	for i, fact := range facts {
		facts[i] = Fact{fact.Name, s.spell(fact.Value)}
	}
	return facts
}

func (s *speller) passages(passages []passage) []passage {
	passages = slices.Clone(passages)
	for i, p := range passages {
		p.label, p.text, p.marks = s.spell(p.label), s.spell(p.text), s.spell(p.marks)
		passages[i] = p
	}
	return passages
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
