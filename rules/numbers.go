package rules

import (
	"regexp"
	"strconv"
	"strings"
)

// token is a word, a number in figures or a sign of a text, in small letters.
type token struct {
	word     string
	from, to int // in the text
}

var tokenSigns = regexp.MustCompile(`[$€£]? ?\d(?:[\d.,]*\d)?(?:st|nd|rd|th|k)?\b|\pL+(?:['’]\pL+)?|[^\s\pL]`)

var tokenWords = strings.NewReplacer("’", "'", " ", "")

// tokens takes a text apart. Hyphens between letters are spaces: people say neither.
func tokens(text string) (all []token) {
	for _, at := range tokenSigns.FindAllStringIndex(text, -1) {
		from := at[0]
		for text[from] == ' ' {
			from++
		}
		if text[from:at[1]] == "-" && len(all) > 0 && all[len(all)-1].to == from && isLetter(all[len(all)-1].word) {
			continue
		}
		word := tokenWords.Replace(strings.ToLower(text[from:at[1]]))
		all = append(all, token{word, from, at[1]})
	}
	return all
}

// thousandths is a number to three places behind the point.
type thousandths int64

// whole is one; no number here is greater than the greatest.
const (
	whole    thousandths = 1000
	greatest             = 1_000_000_000_000 * whole
)

var (
	units = map[string]thousandths{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
	teens = map[string]thousandths{
		"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
		"seventeen": 17, "eighteen": 18, "nineteen": 19,
	}
	tens = map[string]thousandths{
		"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
		"eighty": 80, "ninety": 90,
	}
	scales = map[string]thousandths{"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
)

// numberWord reports whether a word is part of a number in words.
func numberWord(word string) bool {
	return units[word] > 0 || teens[word] > 0 || tens[word] > 0 || scales[word] > 0 || word == "hundred" || word == "zero"
}

// number reads the number that begins at a token, as it was said, and gives the token behind it. There are several readings where people say different
// numbers alike: "four fifty". There is none where nothing that begins there is a number, or where it is one of a row of digits.
func number(all []token, i int) (readings []thousandths, next int) {
	if before := wordAt(all, i-1); numberWord(before) || vague(all, i) {
		return nil, i
	}
	value, next, ok := oneNumber(all, i)
	if !ok {
		return nil, i
	}
	second, after, more := pairOf(all, i, next, value)
	switch {
	case more && !numberWord(wordAt(all, after)):
		return []thousandths{value*100 + second, value + second/100}, after
	case numberWord(wordAt(all, next)):
		return nil, i
	}
	return []thousandths{value}, next
}

// vague reports whether the word before makes a number uncertain: "a couple hundred".
func vague(all []token, i int) bool {
	switch wordAt(all, i-1) {
	case "couple", "few", "several", "many", "some":
		return true
	case "of": // a couple of hundred
		return wordAt(all, i-2) == "couple"
	}
	return false
}

// pairOf reads the second half of a number that is said in two halves, as "four fifty" and "one oh five".
func pairOf(all []token, i, next int, first thousandths) (second thousandths, after int, ok bool) {
	for at := i; at < next; at++ {
		if word := all[at].word; units[word]+teens[word]+tens[word] == 0 {
			return 0, i, false
		}
	}
	if first >= 100*whole {
		return 0, i, false
	}
	if word := wordAt(all, next); (word == "oh" || word == "o") && units[wordAt(all, next+1)] > 0 {
		return units[wordAt(all, next+1)] * whole, next + 2, true
	}
	second, after, ok = oneNumber(all, next)
	return second, after, ok && second >= 10*whole && second < 100*whole && !isFigures(wordAt(all, next))
}

func wordAt(all []token, i int) string {
	if i < 0 || i >= len(all) {
		return ""
	}
	return all[i].word
}

func isFigures(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }

// oneNumber reads a number in words, in figures, or in figures with a word as in 1.5 million.
func oneNumber(all []token, i int) (value thousandths, next int, ok bool) {
	word := wordAt(all, i)
	switch {
	case word == "zero":
		return 0, i + 1, true
	case word == "half" && wordAt(all, i+1) == "a" && scales[wordAt(all, i+2)] > 0:
		return scales[wordAt(all, i+2)] * whole / 2, i + 3, true
	case isFigures(strings.TrimLeft(word, "$€£")):
		value, ok = figures(strings.TrimLeft(word, "$€£"))
		if scale := scales[wordAt(all, i+1)]; ok && scale > 0 && value <= greatest/scale {
			return value * scale, i + 2, true
		}
		return value, i + 1, ok
	}
	r := numberReader{all: all, at: i}
	value, next, ok = r.read()
	if !ok {
		return 0, i, false
	}
	value, next = withFraction(all, next, value)
	return value, next, true
}

// withFraction adds what follows a number in words: "and a half", "point five", and a scale behind that.
func withFraction(all []token, i int, value thousandths) (thousandths, int) {
	after := i
	switch digits := wordAt(all, i+1); {
	case wordAt(all, i) == "and" && digits == "a" && wordAt(all, i+2) == "half":
		value, after = value+whole/2, i+3
	case wordAt(all, i) == "point" && units[digits] > 0:
		value, after = value+units[digits]*whole/10, i+2
	default:
		return value, i
	}
	if scale := scales[wordAt(all, after)]; scale > 0 && value <= greatest/scale {
		return value * scale, after + 1
	}
	return value, after
}

// figures reads 1,200.50 and 12,50 and 15k.
func figures(word string) (thousandths, bool) {
	times := whole
	if short, ok := strings.CutSuffix(word, "k"); ok {
		word, times = short, 1000*whole
	}
	switch {
	case grouped.MatchString(word):
		word = strings.ReplaceAll(word, ",", "")
	case commaCents.MatchString(word):
		word = strings.Replace(word, ",", ".", 1)
	}
	if !plainFigures.MatchString(word) {
		return 0, false
	}
	value, err := strconv.ParseFloat(word, 64)
	if err != nil || value > 1e9 {
		return 0, false
	}
	return thousandths(value*float64(times) + 0.5), true
}

var (
	grouped      = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$`)
	commaCents   = regexp.MustCompile(`^\d+,\d{2}$`)
	plainFigures = regexp.MustCompile(`^\d{1,12}(?:\.\d{1,2})?$`)
)

// numberReader reads a number in words.
type numberReader struct {
	all   []token
	at    int
	total thousandths // of what is over: the millions and thousands
	group thousandths // what is being said of the next
	scale thousandths // the last; 0: none yet
	any   bool
}

func (r *numberReader) read() (thousandths, int, bool) {
	if r.word(0) == "a" && (r.word(1) == "hundred" || scales[r.word(1)] > 0) {
		r.group, r.at = 1, r.at+1
	}
	for r.take() {
		r.any = true
	}
	return (r.total + r.group) * whole, r.at, r.any
}

func (r *numberReader) word(ahead int) string { return wordAt(r.all, r.at+ahead) }

// take takes the next word in, if it goes on with the number.
func (r *numberReader) take() bool {
	word, rest := r.word(0), r.group%100
	switch {
	case units[word] > 0 && (rest == 0 || rest >= 20 && rest%10 == 0):
		r.group += units[word]
	case (teens[word] > 0 || tens[word] > 0) && rest == 0:
		r.group += teens[word] + tens[word]
	case word == "hundred" && r.group < 100 && (r.group > 0 || !r.any):
		r.group = max(r.group, 1) * 100
	case scales[word] > 0 && r.mayScale(scales[word]):
		r.scale = scales[word]
		r.total, r.group = r.total+max(r.group, 1)*r.scale, 0
	case word == "and" && r.any && (rest == 0 || r.group == 0) && r.round() && under100(r.word(1)):
	case word == "," && r.any && r.group == 0 && r.scale > 0 && numberWord(r.word(1)):
	default:
		return false
	}
	r.at++
	return true
}

// mayScale reports whether a scale may follow what was said: each is smaller than the one before.
func (r *numberReader) mayScale(scale thousandths) bool {
	return (r.group > 0 || !r.any) && (r.scale == 0 || scale < r.scale) && r.group < 1_000_000 && r.group*scale < greatest/whole
}

// round reports whether the last word was a hundred or more: only then does "and" go on with a number.
func (r *numberReader) round() bool {
	last := r.word(-1)
	return last == "hundred" || scales[last] > 0
}

func under100(word string) bool { return units[word] > 0 || teens[word] > 0 || tens[word] > 0 }
