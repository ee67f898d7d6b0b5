package search

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// mostClauses is how many conditions a query may have.
const mostClauses = 32

// farthest is the largest distance that NEAR takes.
const farthest = 100

// Query reads what a person typed. All conditions must hold of a call, and each is one of these:
//
//	payment          the word, in any of its forms        "payment"        in this form only
//	"do not call"    words that follow each other         pay*             words that begin so
//	~smyth           words written like it                sounds:smyth     words spoken like it
//	a NEAR/5 b       both, at most five words apart       a OR b           one of them
//	-voicemail       a call in which it does not occur
//	number:555 name:smith case:tax tag:urgent after:2026-01 before:2026-07-01 longer:5m
//	flag:dnc         a call with a flag of that kind, as Expr.Flags is told
//	case:tax         a case with that in its name         case:"tax 2026"  the case of that name; so with tag:
//
// OR and NEAR join what stands on their two sides. from:me, from:them, from:NAME, in:notes, in:transcript and in:both say where the words
// must stand; they hold for the whole query, wherever they stand. A word that Unicode takes for
// several, as e-mail, is a phrase. Punctuation that stands alone is passed over. Dates are days where the user is; today, yesterday,
// week, month and year stand for the day on which those began. Every error is a *QueryError.
func Query(text string) (Expr, error) { return query(text, time.Now()) }

// QueryAmong reads a query as Query does, for a library that knows people by more than one name or number: what is asked of the name or
// number of a call holds also when it holds of such a person in it. people may be nil.
func QueryAmong(text string, people People) (Expr, error) { return read(text, time.Now(), people) }

// People gives the calls of the people whose name and numbers fit.
type People func(fits func(name string, numbers []string) bool) map[call.ID]bool

func query(text string, now time.Time) (Expr, error) { return read(text, now, nil) }

func read(text string, now time.Time, people People) (Expr, error) {
	if strings.TrimSpace(text) == "" {
		return Expr{}, wrong(0, "There is nothing to search for: type a word.")
	}
	p := &parser{rest: strings.ToValidUTF8(text, " "), now: now, people: people, open: -1}
	for p.skipSpace(); p.rest != ""; p.skipSpace() {
		if err := p.item(); err != nil {
			return Expr{}, err
		}
	}
	return p.finish()
}

// parser reads a query from the front.
type parser struct {
	rest   string
	at     int       // characters read so far
	now    time.Time // where the user is
	people People    // may be nil
	mark   bool      // the value of the field that was read last stood between quotation marks
	expr   Expr

	last     last   // what OR or NEAR would join to, were it next
	or       bool   // OR was read, and what follows belongs to the last clause
	distance uint32 // NEAR was read, and what follows belongs to the last pattern; 0: it was not
	open     int    // where that OR or NEAR stands; -1: nowhere
}

// last is the condition that was read last.
type last struct {
	joins    bool         // something can be joined to it: it is a condition of its own, and not one that holds for the whole query
	repeated *alternative // it stood there before, so that it is no clause unless something is joined to it
}

func wrong(at int, sentence string) error { return &QueryError{Position: at, Sentence: sentence} }

// finish makes sure that the query is complete and means something.
func (p *parser) finish() (Expr, error) {
	if p.open >= 0 {
		return Expr{}, wrong(p.open, "Something must follow here.")
	}
	if len(p.expr.all) == 0 && p.expr.scope.who == "" {
		if p.expr.scope.everywhere() {
			return Expr{}, wrong(0, "There is no letter or digit to search for.")
		}
		return Expr{}, wrong(0, "This says where to search, but not for what: add a word.")
	}
	for _, c := range p.expr.all {
		if len(c.any) > 1 || !c.any[0].not {
			return p.expr, nil
		}
	}
	if p.expr.scope.who != "" {
		return p.expr, nil
	}
	return Expr{}, wrong(0, "This only says what must not be there: add what must.")
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

// raw takes what goes up to the next space or quote.
func (p *parser) raw() string {
	end := strings.IndexFunc(p.rest, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
	if end < 0 {
		end = len(p.rest)
	}
	return p.take(end)
}

// quoted takes a quotation whose first mark comes next.
func (p *parser) quoted() (string, error) {
	start := p.at
	_, size := utf8.DecodeRuneInString(p.rest)
	p.take(size)
	end := strings.IndexFunc(p.rest, isQuote)
	if end < 0 {
		return "", wrong(start, "This quotation mark is never closed.")
	}
	inside := p.take(end)
	_, size = utf8.DecodeRuneInString(p.rest)
	p.take(size)
	return inside, nil
}

func (p *parser) atQuote() bool {
	first, _ := utf8.DecodeRuneInString(p.rest)
	return p.rest != "" && isQuote(first)
}

var nearMark = regexp.MustCompile(`^NEAR(/(\d+))?$`)

// item reads one condition, or what joins two.
func (p *parser) item() error {
	start := p.at
	not := p.minus()
	if p.atQuote() {
		return p.phrase(start, not)
	}
	raw := p.raw()
	if mark := nearMark.FindStringSubmatch(raw); mark != nil && !not {
		return p.nearMark(start, mark[2])
	}
	if raw == "OR" && !not {
		return p.orMark(start)
	}
	if name, value, is, err := p.field(raw); err != nil {
		return err
	} else if is {
		return fields[name](p, start, value, not)
	}
	if err := p.bare(raw); err != nil {
		return err
	}
	return p.word(start, raw, not)
}

// minus takes the sign before what must not be there.
func (p *parser) minus() bool {
	not := strings.HasPrefix(p.rest, "-") && len(p.rest) > 1 && !strings.HasPrefix(p.rest[1:], " ")
	if not {
		p.take(1)
	}
	return not
}

// field takes apart what was read if it is the name of a field and a value, which may be a quotation that comes next.
func (p *parser) field(raw string) (name, value string, is bool, err error) {
	name, value, colon := strings.Cut(raw, ":")
	name = strings.ToLower(name)
	if !colon || fields[name] == nil || value == "" && !p.atQuote() {
		return "", "", false, nil
	}
	if p.mark = value == ""; p.mark {
		value, err = p.quoted()
	}
	return name, value, true, err
}

// phrase reads a quotation.
func (p *parser) phrase(start int, not bool) error {
	inside, err := p.quoted()
	if err != nil {
		return err
	}
	if strings.HasPrefix(p.rest, "*") {
		return wrong(p.at, "Only the beginning of a single word can be searched for.")
	}
	found, err := split(inside, start)
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return wrong(start, "There is no letter or digit between these quotation marks.")
	case len(found) == 1:
		return p.words(start, single{found[0], exactly}, not)
	}
	return p.words(start, phrase(found), not)
}

// word reads a word, with the sign that says how it is compared.
func (p *parser) word(start int, raw string, not bool) error {
	text, how := raw, plainly
	if strings.HasPrefix(raw, "~") {
		text, how = raw[1:], similar
	} else if strings.HasSuffix(raw, "*") {
		text, how = strings.TrimRight(raw, "*"), begins
	}
	found, err := split(text, start)
	switch {
	case err != nil:
		return err
	case len(found) == 0 && (p.open >= 0 || not):
		return wrong(start, "There is no letter or digit here.")
	case len(found) == 0:
		return nil
	case len(found) > 1 && how != plainly:
		return wrong(start, "This sign works on a single word only.")
	case len(found) > 1:
		return p.words(start, phrase(found), not)
	}
	return p.words(start, single{found[0], how}, not)
}

// words takes a pattern in, behind OR or NEAR if one of them was read.
func (p *parser) words(start int, w pattern, not bool) error {
	if p.distance > 0 {
		if not {
			return wrong(start, "NEAR stands between two words that are both there.")
		}
		last := &p.expr.all[len(p.expr.all)-1]
		a := &last.any[len(last.any)-1]
		a.words = near{a.words, w, p.distance}
		a.text = a.words.String()
		p.distance, p.open = 0, -1
		return nil
	}
	return p.add(start, alternative{not: not, words: w, text: sign(not) + w.String()})
}

func sign(not bool) string {
	if not {
		return "-"
	}
	return ""
}

// add takes a condition in, behind OR if that was read.
func (p *parser) add(start int, a alternative) error {
	if p.distance > 0 {
		return wrong(p.open, "NEAR stands between two words.")
	}
	if p.or {
		if a.not {
			return wrong(start, "OR cannot stand before a minus.")
		}
		or := &p.expr.all[len(p.expr.all)-1]
		or.any = append(or.any, a)
		p.or, p.open = false, -1
	} else if p.last = (last{joins: true}); p.expr.has(a.text) {
		p.last.repeated = &a
	} else {
		p.expr.all = append(p.expr.all, clause{[]alternative{a}})
	}
	count := 0
	for _, c := range p.expr.all {
		count += len(c.any)
	}
	if count > mostClauses {
		return wrong(start, "There are too many words: 32 is the most.")
	}
	return nil
}

// has reports whether a condition stands there alone already.
func (e Expr) has(text string) bool {
	for _, c := range e.all {
		if len(c.any) == 1 && c.any[0].text == text {
			return true
		}
	}
	return false
}

// orMark reads OR.
func (p *parser) orMark(start int) error {
	if p.open >= 0 {
		return wrong(start, "Something must stand before this.")
	}
	before, err := p.before(start, "OR")
	if err != nil {
		return err
	}
	if before.any[0].not {
		return wrong(start, "OR stands between two words.")
	}
	p.or, p.open = true, start
	return nil
}

// before gives the condition that stands in front of OR or NEAR.
func (p *parser) before(start int, mark string) (clause, error) {
	if p.last.repeated != nil {
		p.expr.all = append(p.expr.all, clause{[]alternative{*p.last.repeated}})
		p.last.repeated = nil
	}
	n := len(p.expr.all)
	switch {
	case p.last.joins:
		return p.expr.all[n-1], nil
	case n > 0:
		return clause{}, wrong(start, mark+" stands between two words, and what is in front of it holds for the whole search: put that at the end.")
	}
	return clause{}, wrong(start, mark+" stands between two words.")
}

// nearMark reads NEAR/n; NEAR alone means ten.
func (p *parser) nearMark(start int, digits string) error {
	distance := 10
	if digits != "" {
		distance, _ = strconv.Atoi(digits) // too large a number is refused below
	}
	if distance < 1 || distance > farthest || len(digits) > 3 {
		return wrong(start, "NEAR takes a number of words from 1 to 100.")
	}
	if p.open >= 0 {
		return wrong(start, "NEAR stands between two words.")
	}
	before, err := p.before(start, "NEAR")
	if err != nil {
		return err
	}
	if !before.nearable() {
		return wrong(start, "NEAR stands between two words.")
	}
	p.distance, p.open = uint32(distance), start
	return nil
}

// nearable reports whether the last condition is words that NEAR can stand behind.
func (c clause) nearable() bool {
	last := c.any[len(c.any)-1]
	if _, chained := last.words.(near); chained {
		return false
	}
	return last.words != nil && !last.not
}

// split takes text apart into words as they are compared.
func split(text string, start int) ([]string, error) {
	found, err := words(text)
	if err != nil {
		return nil, wrong(start, "This cannot be split into words.")
	}
	all := make([]string, len(found))
	for i, w := range found {
		all[i] = w.term
	}
	return all, nil
}

// Closed closes a quotation that is still being typed, so that its words can be searched for already; with none in it, its mark is
// taken away.
func Closed(query string) string {
	last := -1
	for i, r := range query {
		switch {
		case !isQuote(r):
		case last >= 0:
			last = -1
		default:
			last = i
		}
	}
	switch {
	case last < 0:
		return query
	case !strings.ContainsFunc(query[last:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return strings.TrimSpace(query[:last])
	}
	return strings.TrimSpace(query) + `"`
}

// isQuote reports whether r is one of the quotation marks that keyboards and languages have.
func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }
