package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// tonguesFile holds how consent is spoken of in other languages than English.
const tonguesFile = "law/consent_phrases.json"

// english is the language of phrasesFile, and of whatever nobody says another of.
const english = "en"

// Tongue is a language in which consent is listened for.
type Tongue struct {
	Language string `json:"language"` // as de
	Name     string `json:"language_name"`
	Heard    map[string]struct {
		Patterns []string `json:"patterns"`
		Positive []string `json:"positive"`
		Negative []string `json:"negative"`
	} `json:"heard"` // by the ID of a category; all languages have the same
}

// addTongues reads the other languages. Their categories are listened for in the language of the words alone: "no" is not the same everywhere, and "fine" is the
// end of an Italian call.
func (p *Phrases) addTongues(law fs.FS) error {
	content, err := fs.ReadFile(law, tonguesFile)
	if err != nil {
		return err
	}
	var file struct {
		Version int      `json:"schema_version"`
		Checked call.Day `json:"last_checked"`
		Tongues []Tongue `json:"languages"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return err
	}
	if file.Version != 1 || len(file.Tongues) == 0 {
		return fmt.Errorf("schema version %d with %d languages, wants 1 with some", file.Version, len(file.Tongues))
	}
	p.tonguesChecked = file.Checked
	for _, t := range file.Tongues {
		if err := p.addTongue(t); err != nil {
			return fmt.Errorf("language %q: %w", t.Language, err)
		}
	}
	for i, one := range p.patterns {
		if _, spoken := p.tongues[0].Heard[p.Categories[one.category].ID]; spoken && one.language == "" {
			p.patterns[i].language = english
		}
	}
	return nil
}

func (p *Phrases) addTongue(t Tongue) error {
	switch {
	case t.Language == "" || t.Name == "" || t.Language == english || p.tongue(t.Language) != nil:
		return errors.New("wants a name and a code of its own")
	case len(p.tongues) > 0 && len(t.Heard) != len(p.tongues[0].Heard):
		return fmt.Errorf("has %d categories where %q has %d", len(t.Heard), p.tongues[0].Language, len(p.tongues[0].Heard))
	}
	for _, id := range slices.Sorted(maps.Keys(t.Heard)) {
		at := slices.IndexFunc(p.Categories, func(c Category) bool { return c.ID == id })
		if at < 0 {
			return fmt.Errorf("category %q is not known", id)
		}
		if len(p.tongues) > 0 && p.tongues[0].Heard[id].Patterns == nil {
			return fmt.Errorf("category %q is not in %q", id, p.tongues[0].Language)
		}
		if err := p.addPatterns(at, t.Language, t.Heard[id].Patterns); err != nil {
			return fmt.Errorf("category %q: %w", id, err)
		}
	}
	p.tongues = append(p.tongues, t)
	return nil
}

func (p *Phrases) tongue(language string) *Tongue {
	for i := range p.tongues {
		if p.tongues[i].Language == language {
			return &p.tongues[i]
		}
	}
	return nil
}

// Tongues names the languages in which consent is listened for.
func (p *Phrases) Tongues() []string {
	names := []string{"English"}
	for _, t := range p.tongues {
		names = append(names, t.Name)
	}
	return names
}

// In listens for consent in a language, as a transcript tells it: a code such as de or en-US, or what says that nobody knows, which counts as English.
func (p *Phrases) In(language string) *Phrases {
	other := *p
	other.language = english
	if code := plainLanguage(language); code != "" {
		other.language = code
	}
	return &other
}

// Listens reports whether consent is listened for in a language, and whether the language is known.
func (p *Phrases) Listens(language string) (listens, known bool) {
	code := plainLanguage(language)
	return code == "" || code == english || p.tongue(code) != nil, code != ""
}

// plainLanguage gives the code of a language without its country; empty where nobody knows.
func plainLanguage(language string) string {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(language)), "_", "-"), "-")
	if code == "und" || code == "auto" {
		return ""
	}
	return code
}
