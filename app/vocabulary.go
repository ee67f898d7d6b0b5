package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/onrecord/onrecord/call"
)

// The recogniser can be told which words to expect: names, firms, statutes. There is a list of them for the whole library and one
// for each case. Of what it hears they change nothing but what it was not sure of (transcribe/hearing).

const (
	longestWord = 60   // characters
	mostWords   = 1000 // in a list; the recogniser has room for some fifty to a hundred
)

// Word brings an entry of a list into its usual form: one space between its parts, and one way to write each character. The
// error wraps ErrBadWord.
func Word(text string) (string, error) {
	word := strings.Join(strings.Fields(norm.NFC.String(strings.ToValidUTF8(text, ""))), " ")
	switch {
	case utf8.RuneCountInString(word) > longestWord:
		return "", fmt.Errorf("%w: %d characters", ErrBadWord, utf8.RuneCountInString(word))
	case strings.ContainsFunc(word, unicode.IsControl), !strings.ContainsFunc(word, speakable):
		return "", fmt.Errorf("%w: nobody can say it", ErrBadWord)
	}
	return word, nil
}

func speakable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// sameWord reports whether two entries are one: capitals make no difference.
func sameWord(word string) func(string) bool {
	return func(other string) bool { return strings.EqualFold(word, other) }
}

// Words gives the words to expect in the calls of a case; "" stands for all calls.
func (a *App) Words(of string) (call.Words, error) {
	if of == "" {
		v, err := a.library.Vocabulary()
		return v.Words, err
	}
	c, err := a.library.Case(of)
	return c.Words, err
}

// AddWords puts words at the end of a list, and gives those that are new there. An entry that differs in its capitals is
// replaced. If one of them is none, nothing is changed and the error wraps ErrBadWord.
func (a *App) AddWords(of string, texts []string) (added call.Words, err error) {
	words, err := Words(texts)
	if err != nil {
		return nil, err
	}
	return added, a.editWords(of, func(list call.Words) call.Words {
		added = nil
		for _, word := range words {
			if i := slices.IndexFunc(list, sameWord(word)); i < 0 {
				list, added = append(list, word), append(added, word)
			} else {
				list[i] = word
			}
		}
		return list
	})
}

// RemoveWords takes words out of a list, and gives those that were there.
func (a *App) RemoveWords(of string, texts []string) (removed call.Words, err error) {
	words, err := Words(texts)
	if err != nil {
		return nil, err
	}
	return removed, a.editWords(of, func(list call.Words) call.Words {
		removed = nil
		return slices.DeleteFunc(list, func(other string) bool {
			gone := slices.ContainsFunc(words, sameWord(other))
			if gone {
				removed = append(removed, other)
			}
			return gone
		})
	})
}

// SetWords puts a list in the place of the one that is there. If one of the words is none, nothing is changed and the error wraps
// ErrBadWord.
func (a *App) SetWords(of string, texts []string) error {
	words, err := Words(texts)
	if err != nil {
		return err
	}
	return a.editWords(of, func(call.Words) call.Words { return words })
}

// Words brings entries into their usual form, each once. The error wraps ErrBadWord.
func Words(texts []string) (words call.Words, err error) {
	words = call.Words{}
	for _, text := range texts {
		word, err := Word(text)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(words, sameWord(word)) {
			words = append(words, word)
		}
	}
	return words, nil
}

// CaseNames gives the names of all cases that a call belongs to or that have a list, in alphabetical order.
func (a *App) CaseNames() ([]string, error) {
	summaries, err := a.library.List(Filter{})
	if err != nil {
		return nil, err
	}
	cases, err := a.library.Cases()
	var names []string
	for _, c := range cases {
		names = append(names, c.Name)
	}
	for _, s := range summaries {
		if name := strings.TrimSpace(s.Case); name != "" && !slices.ContainsFunc(names, sameWord(name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

// editWords changes a list, unless it would become too long.
func (a *App) editWords(of string, change func(call.Words) call.Words) error {
	edit := func(list *call.Words) error {
		changed := change(slices.Clone(*list))
		if len(changed) > mostWords {
			return fmt.Errorf("%w: %d of them", ErrBadWord, len(changed))
		}
		*list = changed
		return nil
	}
	var err error
	if of == "" {
		_, err = a.library.EditVocabulary(func(v *call.Vocabulary) error { return edit(&v.Words) })
	} else {
		_, err = a.library.EditCase(of, func(c *call.Case) error { return edit(&c.Words) })
	}
	if err == nil {
		a.hub.send(WordsChanged{of})
	}
	return err
}

// expected gives the words to expect in a call, those of its case first. Lists that cannot be read cost no transcript.
func (a *App) expected(id call.ID) call.Words {
	doc, err := a.library.Call(id)
	if err != nil {
		a.trouble(err, "find the case of a call", "call", id)
	}
	var words call.Words
	for _, of := range slices.Compact([]string{strings.TrimSpace(doc.Case), ""}) {
		list, err := a.Words(of)
		if err != nil {
			a.trouble(err, "read the words to expect", "call", id)
		}
		for _, text := range list { // somebody else may have written it
			if word, err := Word(text); err == nil && !slices.ContainsFunc(words, sameWord(word)) {
				words = append(words, word)
			}
		}
	}
	return words
}

// digest stands for a list of words where only their being the same matters.
func digest(words call.Words) string {
	if len(words) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return hex.EncodeToString(sum[:8])
}

// Fitting gives those of the words for which the recogniser has room, the first ones first, as Whisper models for English count
// them; others count nearly the same. What it was told in the end stands in each transcript.
func (s *Scribe) Fitting(ctx context.Context, words call.Words) (call.Words, error) {
	if len(words) == 0 {
		return nil, nil
	}
	request, err := s.work(heard{}, FileRequest{Model: DemoModel, Language: "en", Words: words})
	if err != nil {
		return nil, err
	}
	return s.worker.Fitting(ctx, request)
}
