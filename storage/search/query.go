package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostItems is how many words and phrases a query may have.
const mostItems = 32

// Expr is a query that was understood: words and phrases that must all occur in a call.
type Expr struct {
	items [][]string // each one a word, or several that follow each other
}

// String writes the query in the form in which it is compared.
func (e Expr) String() string {
	parts := make([]string, len(e.items))
	for i, item := range e.items {
		parts[i] = strings.Join(item, " ")
		if len(item) > 1 {
			parts[i] = `"` + parts[i] + `"`
		}
	}
	return strings.Join(parts, " ")
}

// Query reads what a person typed: words and "exact phrases". A word that Unicode takes for several, as e-mail, is a
// phrase. Punctuation that stands alone is passed over. The operators that the full language will have (OR, -not,
// pre*, ~fuzzy, NEAR/5, from:me and its like) are refused with a sentence rather than searched for as words. Every
// error is a *QueryError.
func Query(text string) (Expr, error) {
	if strings.TrimSpace(text) == "" {
		return Expr{}, &QueryError{Sentence: "There is nothing to search for: type a word."}
	}
	parser := &parser{rest: strings.ToValidUTF8(text, " ")}
	for parser.skipSpace(); parser.rest != ""; parser.skipSpace() {
		if err := parser.item(); err != nil {
			return Expr{}, err
		}
	}
	if len(parser.expr.items) == 0 {
		return Expr{}, &QueryError{Sentence: "There is no letter or digit to search for."}
	}
	return parser.expr, nil
}

// parser reads a query from the front.
type parser struct {
	rest string
	at   int // characters read so far
	expr Expr
}

// take removes n bytes from the front.
func (p *parser) take(n int) string {
	taken := p.rest[:n]
	p.rest = p.rest[n:]
	p.at += utf8.RuneCountInString(taken)
	return taken
}

func (p *parser) skipSpace() {
	p.take(len(p.rest) - len(strings.TrimLeftFunc(p.rest, unicode.IsSpace)))
}

// item reads one word or phrase.
func (p *parser) item() error {
	start := p.at
	first, size := utf8.DecodeRuneInString(p.rest)
	if isQuote(first) {
		p.take(size)
		return p.phrase(start)
	}
	end := strings.IndexFunc(p.rest, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
	if end < 0 {
		end = len(p.rest)
	}
	raw := p.take(end)
	quoted := p.rest != "" && !unicode.IsSpace(rune(p.rest[0]))
	if sentence := unsupported(raw, quoted); sentence != "" {
		return &QueryError{Position: start, Sentence: sentence}
	}
	return p.add(raw, start, false)
}

// phrase reads up to the closing quote; the opening one, at start, has been read.
func (p *parser) phrase(start int) error {
	end := strings.IndexFunc(p.rest, isQuote)
	if end < 0 {
		return &QueryError{Position: start, Sentence: "This quotation mark is never closed."}
	}
	raw := p.take(end)
	_, size := utf8.DecodeRuneInString(p.rest)
	p.take(size)
	if strings.HasPrefix(p.rest, "*") {
		return &QueryError{Position: p.at, Sentence: "Searching by the beginning of a phrase is not supported yet."}
	}
	return p.add(raw, start, true)
}

// add takes a word or a phrase into the query.
func (p *parser) add(raw string, start int, quoted bool) error {
	found, err := words(raw)
	if err != nil {
		return &QueryError{Position: start, Sentence: "This cannot be split into words."}
	}
	if len(found) == 0 {
		if quoted {
			return &QueryError{Position: start, Sentence: "There is no letter or digit between these quotation marks."}
		}
		return nil
	}
	item := make([]string, len(found))
	for i, w := range found {
		item[i] = w.term
	}
	if !p.expr.has(item) {
		p.expr.items = append(p.expr.items, item)
	}
	if len(p.expr.items) > mostItems {
		return &QueryError{Position: start, Sentence: "There are too many words: 32 is the most."}
	}
	return nil
}

// has reports whether the item is in the query already.
func (e Expr) has(item []string) bool {
	for _, other := range e.items {
		if strings.Join(other, " ") == strings.Join(item, " ") {
			return true
		}
	}
	return false
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }
