package search

import (
	"slices"
	"unicode/utf8"

	"go.etcd.io/bbolt"
)

// mostForms is for how many terms one word of a query may stand.
const mostForms = 2000

// forms lists the terms for which a word of a query stands, the word itself first. The error is a *QueryError when there are too
// many.
func (s single) forms(b *bbolt.Bucket) (all []string, err error) {
	switch s.kind {
	case exactly:
		return []string{s.text}, nil
	case plainly:
		all, err = inflected(b, s.text)
		return append([]string{s.text}, all...), err
	case begins:
		all, err = beginning(b, s.text)
	case similar:
		all, err = alike(b, s.text, slips(s.text))
	case sounding:
		all, err = soundingLike(b, s.text)
	}
	if err == nil && len(all) > mostForms {
		return nil, wrong(0, "More than 2,000 different words fit "+s.String()+": type more letters.")
	}
	return all, err
}

// inflected lists the other forms of a term.
func inflected(b *bbolt.Bucket, term string) (all []string, err error) {
	for _, language := range Languages(b) {
		of := stem(term, language)
		led, err := ledTo(lexiconOf(b, stems), of)
		if err != nil {
			return nil, err
		}
		for _, form := range led {
			if stem(form, language) == of {
				all = append(all, form)
			}
		}
		if stem(of, language) != of {
			continue
		}
		switch has, err := lexiconOf(b, terms).has([]byte(of)); {
		case err != nil:
			return nil, err
		case has:
			all = append(all, of) // it is its own stem, to which no other leads
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(form string) bool { return form == term }), nil
}

// beginning lists the terms that begin so, some more than are allowed at most.
func beginning(b *bbolt.Bucket, with string) (all []string, err error) {
	err = lexiconOf(b, terms).each([]byte(with), func(key []byte) bool {
		all = append(all, string(key))
		return len(all) <= mostForms
	})
	slices.Sort(all)
	return all, err
}

// soundingLike lists the terms that may be spoken as one is.
func soundingLike(b *bbolt.Bucket, term string) (all []string, err error) {
	for _, of := range sound(term) {
		led, err := ledTo(lexiconOf(b, sounds), of)
		if err != nil {
			return nil, err
		}
		all = append(all, led...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// slips is how many letters of a term may be wrong for a similar one.
func slips(term string) int {
	if utf8.RuneCountInString(term) < 6 {
		return 1
	}
	return 2
}

// alike lists the terms in which at most so many letters are missing, too many, others or exchanged with their neighbour.
func alike(b *bbolt.Bucket, term string, slips int) (all []string, err error) {
	want := []rune(term)
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, longestTerm+2)
	}
	err = lexiconOf(b, terms).each(nil, func(key []byte) bool {
		if len(key) <= 4*(len(want)+slips) && utf8.RuneCount(key) >= len(want)-slips && apart(want, key, slips, &rows) <= slips {
			all = append(all, string(key))
		}
		return true
	})
	slices.Sort(all)
	return all, err
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
