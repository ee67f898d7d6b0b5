package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// ErrScripts means that the file of wordings to be read aloud cannot be used as it stands. The error says what is wrong with it.
var ErrScripts = errors.New("wordings that cannot be used")

const scriptsFile = "consent/scripts.json"

// Script is a wording to be read aloud: it announces the recording, or asks whether it is all right.
type Script struct {
	Language     string  `json:"language"` // as de
	LanguageName string  `json:"language_name"`
	Wording      Wording `json:"wording"`
	Label        string  `json:"label"`
	Asks         bool    `json:"asks"` // it wants an answer; else it only tells
	Text         string  `json:"text"`
}

// Wording names what a script is for.
type Wording string

// The wordings that every language has.
const (
	ShortNotice Wording = "short"
	Polite      Wording = "polite"
	Firm        Wording = "firm"
	ToAdviser   Wording = "adviser" // a lawyer, an accountant
	SomeoneJoin Wording = "joined"
	AfterNo     Wording = "stopped" // said once they refused
)

var wordings = []Wording{ShortNotice, Polite, Firm, ToAdviser, SomeoneJoin, AfterNo}

// ReadScripts reads consent/scripts.json, in its order. It fails with ErrScripts; a language that lacks a wording is refused, too.
func ReadScripts(files fs.FS) (scripts []Script, err error) {
	err = readFile(files, scriptsFile, ErrScripts, func(file scriptFile) error {
		scripts = file.Scripts
		return file.check()
	})
	return scripts, err
}

type scriptFile struct {
	versioned
	Scripts []Script `json:"scripts"`
}

func (file scriptFile) check() error {
	if len(file.Scripts) == 0 {
		return errors.New("it has no wordings")
	}
	has := map[string]map[Wording]bool{}
	for _, s := range file.Scripts {
		if s.Language == "" || s.LanguageName == "" || s.Label == "" || s.Text == "" || !slices.Contains(wordings, s.Wording) || has[s.Language][s.Wording] {
			return fmt.Errorf("wording %q in language %q lacks a label or its text, is not known, or is there twice", s.Wording, s.Language)
		}
		if has[s.Language] == nil {
			has[s.Language] = map[Wording]bool{}
		}
		has[s.Language][s.Wording] = true
	}
	for language, all := range has {
		if len(all) != len(wordings) {
			return fmt.Errorf("language %q has %d of %d wordings", language, len(all), len(wordings))
		}
	}
	return nil
}

// ScriptsIn gives the wordings in a language, or the English ones where it has none.
func ScriptsIn(scripts []Script, language string) (in []Script) {
	for _, wanted := range []string{language, "en"} {
		for _, s := range scripts {
			if s.Language == wanted {
				in = append(in, s)
			}
		}
		if len(in) > 0 {
			return in
		}
	}
	return nil
}
