package rules

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// phrasesFile is where the phrases lie among the data of the law.
const phrasesFile = "law/phrases.json"

// ErrPhrases means that the file of phrases cannot be used as it stands. The error says what is wrong with it.
var ErrPhrases = errors.New("phrases that cannot be used")

// Phrases are the patterns by which matters are known in a transcript. They suggest; they prove nothing.
type Phrases struct {
	Checked    call.Day // when the list was last looked through
	Categories []Category
	sum        string                      // of the file
	back       map[string][]*regexp.Regexp // by category: what takes its words back
	patterns   []pattern
	plain, raw needles            // of patterns that are tried on words alone, and on the text as it stands
	spoken     map[string]needles // by language: of those that are tried in it alone
	anybody    bool               // it is not known who speaks
	language   string             // in which consent is listened for; empty: English

	tongues        []Tongue // besides English
	tonguesChecked call.Day
}

// Category is a kind of matter, and how people put it.
type Category struct {
	ID      string      `json:"id"`
	Label   string      `json:"label"`
	UsedFor []string    `json:"used_for"`
	Speaker Speaker     `json:"usual_speaker"`
	Weight  PhraseTrust `json:"weight"`
	// Raw categories are tried on the text as it stands, with its signs.
	Raw      bool     `json:"raw"`
	Patterns []string `json:"patterns"`
	Positive []string `json:"positive"`
	Negative []string `json:"negative"`
	Note     string   `json:"note"`
	// Answers names the category that asks; words count only as an answer to that, by the other party and within so many seconds.
	Answers string       `json:"answers"`
	Within  call.Seconds `json:"within_s"`
	// Over names a question that this one, where a turn holds both, stands for: "no" agrees to "do you mind".
	Over string `json:"over"`
	// As names the category that is reported in the place of this one.
	As string `json:"as"`
	// Unless names categories that take the words back where the same turn holds both.
	Unless []string `json:"unless"`
	// Not says what takes words back that stand beside it: expressions in which the words are between < and >, with the signs of sentences around them.
	// Those of the file's own names, as "denied", are meant by name.
	Not []string `json:"not"`
	// Silent categories only take back what others say: they are not reported.
	Silent bool `json:"silent"`
}

// Speaker says who usually says such a thing, in the file's own words.
type Speaker string

// parties gives those who may say what a speaker says.
func (s Speaker) parties() []call.Party {
	switch s {
	case "user":
		return []call.Party{call.Local}
	case "caller", "other", "professional":
		return []call.Party{call.Remote}
	case "any":
		return call.Parties[:]
	}
	return nil
}

// PhraseTrust says how much a phrase says by itself: strong, medium, info or weak.
type PhraseTrust string

// The words of trust.
const (
	StrongPhrase PhraseTrust = "strong"
	MediumPhrase PhraseTrust = "medium"
	InfoPhrase   PhraseTrust = "info" // mentions something, and means nothing
	WeakPhrase   PhraseTrust = "weak" // common words: nothing without what stands around them
)

var trusts = []PhraseTrust{StrongPhrase, MediumPhrase, InfoPhrase, WeakPhrase}

// pattern is one expression of a category.
type pattern struct {
	category int
	expr     *regexp.Regexp
	language string // it is tried in this one only; empty: in any
}

// ReadPhrases reads law/phrases.json. It fails with ErrPhrases, and says where in the file.
func ReadPhrases(law fs.FS) (*Phrases, error) {
	content, err := fs.ReadFile(law, phrasesFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPhrases, err)
	}
	var file struct {
		Version    int               `json:"schema_version"`
		Checked    call.Day          `json:"last_checked"`
		Back       map[string]string `json:"taken_back"` // by name
		Categories []Category        `json:"categories"`
	}
	if err := json.NewDecoder(bytes.NewReader(content)).Decode(&file); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrPhrases, phrasesFile, err)
	}
	if file.Version != 1 || len(file.Categories) == 0 {
		return nil, fmt.Errorf("%w: %s: schema version %d with %d categories, wants 1 with some", ErrPhrases, phrasesFile, file.Version, len(file.Categories))
	}
	p := &Phrases{Checked: file.Checked, sum: fmt.Sprintf("%x", sha256.Sum256(content)), back: map[string][]*regexp.Regexp{}}
	for _, category := range file.Categories {
		err := p.add(category)
		if err == nil {
			err = p.addBack(category, file.Back)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %s: category %q: %w", ErrPhrases, phrasesFile, category.ID, err)
		}
	}
	if err := p.addTongues(law); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrPhrases, tonguesFile, err)
	}
	return p, p.ready()
}

// add takes a category in, or says what is wrong with it.
func (p *Phrases) add(c Category) error {
	_, twice := p.Category(c.ID)
	switch {
	case c.ID == "" || twice:
		return errors.New("wants an ID of its own")
	case c.Speaker.parties() == nil:
		return fmt.Errorf("knows no speaker %q", c.Speaker)
	case !slices.Contains(trusts, c.Weight):
		return fmt.Errorf("knows no weight %q", c.Weight)
	case c.Answers != "" && !(c.Within > 0):
		return errors.New("an answer wants its seconds in within_s")
	}
	p.Categories = append(p.Categories, c)
	return p.addPatterns(len(p.Categories)-1, "", c.Patterns)
}

// addPatterns adds the expressions of a category, in one language or in any.
func (p *Phrases) addPatterns(category int, language string, texts []string) error {
	if len(texts) == 0 {
		return errors.New("has no patterns")
	}
	for i, text := range texts {
		expr, err := regexp.Compile(text)
		if err != nil {
			return fmt.Errorf("pattern %d: %w", i+1, err)
		}
		if expr.MatchString("") {
			return fmt.Errorf("pattern %d matches nothing at all", i+1)
		}
		p.patterns = append(p.patterns, pattern{category, expr, language})
	}
	return nil
}

// ready prepares the search, when all categories are there.
func (p *Phrases) ready() error {
	p.plain, p.raw, p.spoken = newNeedles(), newNeedles(), map[string]needles{}
	for _, c := range p.Categories {
		for _, named := range append([]string{c.Answers, c.Over, c.As}, c.Unless...) {
			if _, known := p.Category(named); named != "" && !known {
				return fmt.Errorf("%w: %s: category %q names %q, which there is not", ErrPhrases, phrasesFile, c.ID, named)
			}
		}
	}
	for i, one := range p.patterns {
		switch {
		case p.Categories[one.category].Raw:
			p.raw.add(i, one.expr.String())
		case one.language == "":
			p.plain.add(i, one.expr.String())
		default:
			into, there := p.spoken[one.language]
			if !there {
				into = newNeedles()
			}
			into.add(i, one.expr.String())
			p.spoken[one.language] = into
		}
	}
	return nil
}

// tongueNeedles are those of the language in which consent is listened for; none where it is in no known one.
func (p *Phrases) tongueNeedles() *needles {
	words, ok := p.spoken[cmp.Or(p.language, english)]
	if !ok {
		words = newNeedles()
	}
	return &words
}

// Category finds a category by its ID.
func (p *Phrases) Category(id string) (Category, bool) {
	for _, c := range p.Categories {
		if c.ID == id {
			return c, true
		}
	}
	return Category{}, false
}

// Known reports whether something is a kind of fact: a category that is reported, or what is sent and received.
func (p *Phrases) Known(kind string) bool {
	c, is := p.Category(kind)
	return is && c.As == "" && !c.Silent || slices.Contains(SentAndReceived, kind)
}
