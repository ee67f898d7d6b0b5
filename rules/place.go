package rules

import "strings"

// Location is where somebody is, for the law, and how that is known. The zero value is an unknown place.
type Location struct {
	ID string     `json:"id,omitempty"` // of a jurisdiction; empty: not known
	By LocationBy `json:"by,omitempty"`
}

// LocationBy says how a place is known.
type LocationBy string

// The ways; the zero value means that the place is not known.
const (
	Stated    LocationBy = "stated"    // somebody said so
	ByArea    LocationBy = "area code" // of the number: a hint, for numbers move with people and can be feigned
	ByCountry LocationBy = "country code"
	ByContact LocationBy = "contact" // somebody said so of the contact
)

// At is the place that somebody stated; an empty one is unknown.
func At(id string) Location {
	if id == "" {
		return Location{}
	}
	return Location{id, Stated}
}

// callingCodes gives the country of a country code, where it has one country that the law of recording is known for. +1 is many.
var callingCodes = map[string]string{
	"27": "ZA", "31": "NL", "33": "FR", "34": "ES", "39": "IT", "41": "CH", "43": "AT", "44": "GB", "45": "DK", "46": "SE", "47": "NO", "48": "PL",
	"49": "DE", "55": "BR", "61": "AU", "64": "NZ", "65": "SG", "81": "JP", "91": "IN", "353": "IE", "358": "FI",
}

// Hint is where a number, as +12125550142, hints that its owner is. Without a country, or of an area that is not known, it hints at nothing.
func (l *ConsentLaw) Hint(number string) Location {
	digits, international := strings.CutPrefix(strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "").Replace(number), "+")
	if !international || !allDigits(digits) || len(digits) < 7 || len(digits) > 15 {
		return Location{}
	}
	if digits[0] == '1' {
		if id := l.areas[digits[1:4]]; id != "" && len(digits) == 11 {
			return Location{id, ByArea}
		}
		return Location{}
	}
	for length := 2; length <= 3; length++ {
		if id := callingCodes[digits[:length]]; id != "" {
			return Location{id, ByCountry}
		}
	}
	return Location{}
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
