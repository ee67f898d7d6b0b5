package search

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"go.etcd.io/bbolt"
)

// mostForms is for how many terms one word of a query may stand.
const mostForms = 2000

// forms lists the terms for which a word of a query stands, the word itself first. The error is a *QueryError when there are too
// many.
func (s single) forms(b *bbolt.Bucket) ([]string, error) {
	var all []string
	switch s.kind {
	case exactly:
		return []string{s.text}, nil
	case plainly:
		return append([]string{s.text}, inflected(b, s.text)...), nil
	case begins:
		all = beginning(b, s.text)
	case similar:
		all = alike(b, s.text, slips(s.text))
	case sounding:
		for _, of := range sound(s.text) {
			all = append(all, ledTo(b.Bucket(sounds), of)...)
		}
		slices.Sort(all)
		all = slices.Compact(all)
	}
	if len(all) > mostForms {
		return nil, wrong(0, "More than 2,000 different words fit "+s.String()+": type more letters.")
	}
	return all, nil
}

// inflected lists the other forms of a term.
func inflected(b *bbolt.Bucket, term string) (all []string) {
	seen := map[string]bool{term: true}
	add := func(form string) {
		if !seen[form] {
			seen[form] = true
			all = append(all, form)
		}
	}
	for _, language := range Languages(b) {
		of := stem(term, language)
		for _, form := range ledTo(b.Bucket(stems), of) {
			if stem(form, language) == of {
				add(form)
			}
		}
		if stem(of, language) == of && b.Bucket(terms).Get([]byte(of)) != nil {
			add(of) // it is its own stem, to which no other leads
		}
	}
	slices.Sort(all)
	return all
}

// beginning lists the terms that begin so, one more than is allowed at most.
func beginning(b *bbolt.Bucket, with string) (all []string) {
	cursor := b.Bucket(terms).Cursor()
	for key, _ := cursor.Seek([]byte(with)); bytes.HasPrefix(key, []byte(with)) && len(all) <= mostForms; key, _ = cursor.Next() {
		all = append(all, string(key))
	}
	return all
}

// slips is how many letters of a term may be wrong for a similar one.
func slips(term string) int {
	if utf8.RuneCountInString(term) < 6 {
		return 1
	}
	return 2
}

// alike lists the terms in which at most so many letters are missing, too many, others or exchanged with their neighbour.
func alike(b *bbolt.Bucket, term string, slips int) (all []string) {
	want := []rune(term)
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, longestTerm+2)
	}
	cursor := b.Bucket(terms).Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		if len(key) > 4*(len(want)+slips) || utf8.RuneCount(key) < len(want)-slips {
			continue
		}
		if apart(want, key, slips, &rows) <= slips {
			all = append(all, string(key))
		}
	}
	return all
}

// apart counts the slips between two words (optimal string alignment), and gives up with more than most.
func apart(want []rune, got []byte, most int, rows *[3][]int) int {
	two, one, now := rows[0][:len(want)+1], rows[1][:len(want)+1], rows[2][:len(want)+1]
	for i := range one {
		one[i] = i
	}
	var last rune
	for n := 1; len(got) > 0; n++ {
		r, size := utf8.DecodeRune(got)
		got = got[size:]
		now[0] = n
		least := n
		for i := 1; i <= len(want); i++ {
			cost := 1
			if want[i-1] == r {
				cost = 0
			}
			now[i] = min(one[i]+1, now[i-1]+1, one[i-1]+cost)
			if i > 1 && n > 1 && want[i-1] == last && want[i-2] == r {
				now[i] = min(now[i], two[i-2]+1)
			}
			least = min(least, now[i])
		}
		if least > most {
			return least
		}
		last = r
		two, one, now = one, now, two
	}
	return one[len(want)]
}
