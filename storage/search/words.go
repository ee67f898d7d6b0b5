package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/segment"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// longestTerm is how many bytes of a word are compared. What is longer is no word of any language.
const longestTerm = 64

// word is one searchable word of a text: the form in which it is compared, and where it stands.
type word struct {
	term     string
	from, to int // byte range of the text
}

// words splits a text by the rules of Unicode and leaves out what has neither letter nor digit.
func words(text string) ([]word, error) {
	pieces, _, _, err := segment.SegmentWordsDirect([]byte(text), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("split text into words: %w", err)
	}
	found := make([]word, 0, len(pieces)/2+1)
	at := 0
	for _, piece := range pieces {
		from := at
		at += len(piece)
		if term := fold(text[from:at]); term != "" {
			found = append(found, word{term: term, from: from, to: at})
		}
	}
	return found, nil
}

// fold brings a word into the form in which it is compared: lower case, without accents, with a straight apostrophe.
// It is empty when nothing in the word can be searched for.
func fold(text string) string {
	text = strings.ReplaceAll(text, "\x00", "") // separates term and call in the index
	if !isASCII(text) {
		text = strings.Map(plain, norm.NFKD.String(text))
		text = norm.NFC.String(strings.Map(plain, norm.NFKD.String(cases.Fold().String(text))))
	}
	text = strings.ToLower(text)
	if len(text) > longestTerm {
		cut := longestTerm
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	if !strings.ContainsFunc(text, searchable) {
		return ""
	}
	return strings.Trim(text, "'_")
}

func searchable(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// plain drops the accents that Latin, Greek and Cyrillic letters carry. Marks of other scripts make other words.
func plain(r rune) rune {
	switch {
	case r >= 0x300 && r <= 0x36f:
		return -1
	case r == '’' || r == '‘' || r == 'ʼ':
		return '\''
	}
	return r
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
