package rules

import (
	"math/big"
	"strings"
)

// luhn reports whether the last of the digits is the check digit of ISO/IEC 7812 of the others.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			d -= d / 10 * 9
		}
		sum += d
	}
	return sum%10 == 0
}

// cardLengths says by which digits the numbers of cards begin, and how long they are.
var cardLengths = []struct {
	from, to string // of the same length
	lengths  []int
}{
	{"4", "4", []int{13, 16, 19}},
	{"51", "55", []int{16}},
	{"2221", "2720", []int{16}},
	{"34", "34", []int{15}},
	{"37", "37", []int{15}},
	{"6011", "6011", []int{16, 19}},
	{"644", "659", []int{16, 19}},
	{"622", "622", []int{16, 17, 18, 19}},
	{"3528", "3589", []int{16}},
	{"300", "305", []int{14}},
	{"36", "36", []int{14}},
	{"38", "39", []int{14}},
	{"50", "50", []int{16, 18, 19}},
	{"56", "58", []int{16, 18, 19}},
}

// isCard reports whether digits are a card's number: its beginning, its length and its check digit.
func isCard(digits string) bool {
	for _, kind := range cardLengths {
		n := len(kind.from)
		if len(digits) < n || digits[:n] < kind.from || digits[:n] > kind.to {
			continue
		}
		for _, length := range kind.lengths {
			if len(digits) == length && luhn(digits) {
				return true
			}
		}
	}
	return false
}

// isSocial reports whether nine digits can be a social security number.
func isSocial(digits string) bool {
	return len(digits) == 9 && digits[:3] != "000" && digits[:3] != "666" && digits[0] != '9' && digits[3:5] != "00" && digits[5:] != "0000"
}

// isRouting reports whether nine digits are a bank's routing number, by its checksum.
func isRouting(digits string) bool {
	if len(digits) != 9 {
		return false
	}
	sum := 0
	for i, weight := range []int{3, 7, 1, 3, 7, 1, 3, 7, 1} {
		sum += weight * int(digits[i]-'0')
	}
	return sum > 0 && sum%10 == 0
}

// ibanLengths says how long the IBAN of a country is.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
	"DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
	"IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31,
	"MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
	"TR": 26, "UA": 29, "VG": 24, "XK": 20,
}

// isIBAN reports whether signs are an account number after ISO 13616: its country's length, and its checksum.
func isIBAN(signs string) bool {
	if len(signs) < 5 || ibanLengths[signs[:2]] != len(signs) {
		return false
	}
	var figures strings.Builder
	for _, r := range signs[4:] + signs[:4] {
		switch {
		case r >= '0' && r <= '9':
			figures.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			figures.WriteString([]string{"1", "2", "3"}[(r-'A'+10)/10-1])
			figures.WriteRune('0' + (r-'A'+10)%10)
		default:
			return false
		}
	}
	value, ok := new(big.Int).SetString(figures.String(), 10)
	return ok && value.Mod(value, big.NewInt(97)).Int64() == 1
}
