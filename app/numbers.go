package app

import (
	"os"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// regionOf is the country, as US, whose way of writing numbers is meant where a number does not say its country: that of a place, as
// US-CA, or where nobody said one that of the machine. Empty: not known.
func regionOf(place string) string {
	if place == "" {
		return machineRegion()
	}
	country, _, _ := strings.Cut(place, "-")
	return country
}

// machineRegion is the country that the machine is set up for, where its environment says so.
var machineRegion = sync.OnceValue(func() string {
	for _, name := range []string{"LC_ALL", "LC_TELEPHONE", "LANG"} {
		language, _, _ := strings.Cut(os.Getenv(name), ".")
		if _, country, told := strings.Cut(language, "_"); told && len(country) == 2 {
			return strings.ToUpper(country)
		}
	}
	return ""
})

// numbering understands numbers as they are written in one country, or in none, and remembers those it has seen.
type numbering struct {
	region string
	seen   sync.Map // of number as written → understood
}

// understood is a phone number, as far as it was understood.
type understood struct {
	e164 string // +12125550142; empty: it was not
	key  string // what numbers are compared by; empty for what is none, as "withheld"
}

// read understands a number. Two zeros before it stand for a plus also where another prefix leads abroad, unless the country understands them. What has
// no area code, and what is too short or too long for its country, is compared by its digits only.
func (n *numbering) read(text string) understood {
	if known, ok := n.seen.Load(text); ok {
		return known.(understood)
	}
	u := understood{key: onlyDigits(text)}
	parsed := possible(text, n.region)
	if abroad, zeros := strings.CutPrefix(u.key, "00"); zeros && parsed == nil {
		parsed = possible("+"+abroad, "")
	}
	if parsed != nil && settled(parsed) {
		u.e164 = phonenumbers.Format(parsed, phonenumbers.E164)
		u.key = u.e164
	}
	n.seen.Store(text, u)
	return u
}

// possible reads a number as it is written in a country; nil: it is none that there can be.
func possible(text, region string) *phonenumbers.PhoneNumber {
	parsed, err := phonenumbers.Parse(text, region)
	if err != nil || phonenumbers.IsPossibleNumberWithReason(parsed) != phonenumbers.IS_POSSIBLE {
		return nil
	}
	return parsed
}

// settled reports whether a number stays what it is when it is read again as it was understood: of some, with noughts after their country, each reading takes
// one away.
func settled(parsed *phonenumbers.PhoneNumber) bool {
	text := phonenumbers.Format(parsed, phonenumbers.E164)
	again := possible(text, "")
	return again != nil && phonenumbers.Format(again, phonenumbers.E164) == text
}

// kept is a number as a contact keeps it: as E.164 says where it is understood, else as it was typed.
func (n *numbering) kept(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if u := n.read(text); u.e164 != "" {
		return u.e164
	}
	return text
}

// keys gives what each of several numbers is compared by, as in "+1 212 555 0142, +49 30 1234567"; nothing for what is none.
func (n *numbering) keys(text string) (keys []string) {
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if u := n.read(strings.TrimSpace(one)); u.key != "" {
			keys = append(keys, u.key)
		}
	}
	return keys
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// NumberForPeople writes a number as people read it, +1 212-555-0142, where it is understood by itself; else it stays as it is.
func NumberForPeople(number string) string {
	if parsed := possible(number, ""); parsed != nil {
		return phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL)
	}
	return number
}
