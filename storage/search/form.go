package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/antzucaro/matchr"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"go.etcd.io/bbolt"
)

// Besides a word itself the index knows its stem, by which other forms of it are found, and its sound, by which words are found
// that are spoken alike. Both lead to words only, never to places, so that a search for exact words stays exact.

// stemmers take the endings off words, by language.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fr": french.Stem, "it": italian.Stem,
	"nl": dutch.Stem, "no": norwegian.Stem, "pt": portuguese.Stem, "sv": swedish.Stem,
}

// stem gives the stem of a term in a language; the term itself where the language has none that is known here. Accents are gone
// already, so a stem need not be the one of a grammar: it is the same for all forms, and that is enough.
func stem(term, language string) string {
	strip := stemmers[language]
	if strip == nil {
		return term
	}
	env := snowballstem.NewEnv(term)
	strip(env)
	return env.Current()
}

// Languages lists those of the indexed calls in which words are found by their stems.
func Languages(b *bbolt.Bucket) (all []string) {
	cursor := b.Bucket(tongues).Cursor()
	for language, _ := cursor.First(); language != nil; language, _ = cursor.Next() {
		all = append(all, string(language))
	}
	return all
}

// countLanguage notes that so many calls more are in a language.
func countLanguage(b *bbolt.Bucket, language string, more int) error {
	if stemmers[language] == nil {
		return nil
	}
	r := reader{rest: b.Bucket(tongues).Get([]byte(language))}
	known := 0
	if len(r.rest) > 0 {
		known = int(r.uvarint())
	}
	if known += more; r.err != nil || known < 0 {
		return fmt.Errorf("count of a language: %w", ErrDamaged)
	}
	if known == 0 {
		return b.Bucket(tongues).Delete([]byte(language))
	}
	return b.Bucket(tongues).Put([]byte(language), binary.AppendUvarint(nil, uint64(known)))
}

// sound gives the one or two ways in which a term may be spoken, in the manner of English; none for what is not spoken so.
func sound(term string) (all []string) {
	for _, r := range term {
		if r >= 0x250 || r >= '0' && r <= '9' { // another script, or a number
			return nil
		}
	}
	one, other := matchr.DoubleMetaphone(term)
	if one != "" {
		all = append(all, one)
	}
	if other != "" && other != one {
		all = append(all, other)
	}
	return all
}

// learn lets a term be found by itself, its stem and its sound.
func learn(b *bbolt.Bucket, term, language string) error {
	if s := stem(term, language); s != term {
		if _, err := lexiconOf(b, stems).add(pair(s, term)); err != nil {
			return err
		}
	}
	isNew, err := lexiconOf(b, terms).add([]byte(term))
	if !isNew || err != nil {
		return err
	}
	for _, s := range sound(term) {
		if _, err := lexiconOf(b, sounds).add(pair(s, term)); err != nil {
			return err
		}
	}
	return nil
}

// unlearn forgets terms that occur nowhere any more.
func unlearn(b *bbolt.Bucket, all []string) error {
	gone := map[string][][]byte{}
	note := func(of []byte, key []byte) { gone[string(of)] = append(gone[string(of)], key) }
	for _, term := range all {
		note(terms, []byte(term))
		for language := range stemmers {
			note(stems, pair(stem(term, language), term))
		}
		for _, s := range sound(term) {
			note(sounds, pair(s, term))
		}
	}
	for _, name := range lexicons {
		keys := gone[string(name)]
		slices.SortFunc(keys, bytes.Compare)
		if err := lexiconOf(b, name).remove(keys); err != nil {
			return err
		}
	}
	return nil
}

// pair is the key under which a stem or a sound leads to a term.
func pair(of, term string) []byte {
	return append(append(append(make([]byte, 0, len(of)+1+len(term)), of...), 0), term...)
}

// ledTo lists the terms to which a stem or a sound leads.
func ledTo(forms lexicon, of string) (all []string, err error) {
	prefix := append([]byte(of), 0)
	err = forms.each(prefix, func(key []byte) bool {
		all = append(all, string(key[len(prefix):]))
		return true
	})
	return all, err
}
