package app

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/assets"
)

var (
	// ErrNoLetter says that there is no template of a letter of that name.
	ErrNoLetter = errors.New("no such letter")
	// ErrLetter says that a template of a letter cannot be used.
	ErrLetter = errors.New("template of a letter cannot be used")
)

// LetterTemplate is a letter before anything is filled in: a plain text, which people can copy and change.
type LetterTemplate struct {
	ID    string `json:"id"` // the file's name without its ending
	Title string `json:"title"`
	Know  string `json:"know,omitempty"` // what is to be known before the letter is sent; no part of it
	Text  string `json:"text"`
}

// Letter is a draft, filled in as far as the record goes.
type Letter struct {
	Title string `json:"title"`
	Draft string `json:"draft"` // that it is one, and what is to be known of it
	Text  string `json:"text"`
	// Open names what the record does not say, or says only by machine. It stands in brackets in the text.
	Open []string `json:"open"`
}

// LetterFormats names what WriteLetter writes, by file ending.
func LetterFormats() []string { return []string{"txt", "docx"} }

// letterOrder is the order of the program's templates.
var letterOrder = []string{"do-not-call", "debt-validation", "cease-contact"}

// LetterTemplates gives the templates that come with the program.
func LetterTemplates() (all []LetterTemplate, err error) {
	for _, id := range letterOrder {
		content, err := fs.ReadFile(assets.Letters, path.Join("letters", id+".txt"))
		if err != nil {
			return nil, fmt.Errorf("read letter %s: %w", id, err)
		}
		one, err := readLetter(id, content)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// FindLetter gives the template of a name, or of the file at that path.
func FindLetter(name string) (LetterTemplate, error) {
	all, err := LetterTemplates()
	if err != nil {
		return LetterTemplate{}, err
	}
	for _, one := range all {
		if one.ID == name {
			return one, nil
		}
	}
	if filepath.Ext(name) == "" {
		return LetterTemplate{}, fmt.Errorf("%w: %q", ErrNoLetter, name)
	}
	return openLetter(name)
}

// mostLetter is how many bytes a template may have: more than anybody would post.
const mostLetter = 1 << 20

func openLetter(name string) (LetterTemplate, error) {
	file, err := os.Open(name)
	if err != nil {
		return LetterTemplate{}, fmt.Errorf("read letter: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, mostLetter+1))
	if err != nil {
		return LetterTemplate{}, fmt.Errorf("read letter: %w", err)
	}
	return readLetter(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), content)
}

// readLetter understands a template: lines like "Title: …" up to one of three dashes, and behind it the letter. Without these lines all of it is the
// letter. It fails with ErrLetter.
func readLetter(id string, content []byte) (LetterTemplate, error) {
	t := LetterTemplate{ID: id, Title: id}
	text := strings.ReplaceAll(strings.TrimPrefix(string(content), "\ufeff"), "\r\n", "\n")
	switch {
	case len(content) > mostLetter:
		return t, detail(ErrLetter, "it is too large")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return t, detail(ErrLetter, "it is not a text in UTF-8")
	}
	if head, body, parted := strings.Cut(text, "\n---\n"); parted {
		text = body
		for line := range strings.Lines(head) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			switch value = strings.TrimSpace(value); name {
			case "Title":
				t.Title = cmp.Or(value, id)
			case "Know":
				t.Know = value
			default:
				return t, detail(ErrLetter, "the line %q before the dashes is neither Title: nor Know:", strings.TrimSpace(line))
			}
		}
	}
	t.Text = strings.TrimSpace(text) + "\n"
	for _, field := range letterField.FindAllStringSubmatch(t.Know+t.Text, -1) {
		if _, known := letterFields[field[1]]; !known {
			return t, detail(ErrLetter, "nothing is known as %s; there are %s", field[0], strings.Join(LetterFields(), ", "))
		}
	}
	return t, nil
}

// letterField is the place of something that is filled in.
var letterField = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// LetterFields names what can be filled in, in alphabetical order.
func LetterFields() []string {
	var all []string
	for name := range letterFields {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// Letter fills a template in from what a report of the calls would hold. What is not known stays a blank; nothing is guessed.
func (a *App) Letter(template LetterTemplate, of Scope) (Letter, error) {
	if !of.Named() && of.Call == "" {
		return Letter{}, ErrNoScope
	}
	r, err := a.Report(ReportOrder{Kind: DoNotCallLog, Of: of})
	if err != nil {
		return Letter{}, err
	}
	filled := filling{app: a, report: r, letter: Letter{Title: template.Title, Open: []string{}}}
	know := filled.fill(template.Know)
	filled.letter.Open = []string{}
	filled.letter.Text = filled.fill(template.Text)
	filled.letter.Draft = strings.TrimSpace(letterBanner + " " + know)
	return filled.letter, nil
}

const letterBanner = "DRAFT, put together by machine from your records, and no legal advice. Check every word, fill in what stands in [brackets], and delete this paragraph before you send it."

// WriteLetter writes a draft in a form: one of LetterFormats.
func (a *App) WriteLetter(l Letter, as string, w io.Writer) error {
	switch as {
	case "txt":
		_, err := fmt.Fprintf(w, "%s\n\n\n%s", l.Draft, l.Text)
		return roomless(err)
	case "docx":
		out := printout{title: l.Title, running: "Draft · " + l.Title, language: "en", cautions: []string{l.Draft}, prose: l.Text}
		return roomless(writeDOCX(w, out, a.config.Now()))
	}
	return fmt.Errorf("%w %q (known: %s)", ErrUnknownFormat, as, strings.Join(LetterFormats(), ", "))
}

// WriteLetterFile writes a draft to a file, whole or not at all. One that is there already is fs.ErrExist, unless it is to be replaced.
func (a *App) WriteLetterFile(l Letter, as, path string, replace bool) error {
	return writeFile(path, replace, func(w io.Writer) error { return a.WriteLetter(l, as, w) })
}

// LetterName proposes a name for a draft's file.
func (a *App) LetterName(l Letter, as string) string {
	return a.config.Now().Local().Format("2006-01-02") + " Draft " + fileWords(l.Title) + "." + as
}
