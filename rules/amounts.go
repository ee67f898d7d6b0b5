package rules

import (
	"fmt"
	"slices"
	"strings"
)

// Money is an amount as it was said.
type Money struct {
	Cents    int64    `json:"cents"`
	Currency Currency `json:"currency,omitempty"`
}

// Currency is the sign of a currency. Whose dollars they are, nobody says.
type Currency string

// The currencies; the zero value means that none was named.
const (
	Dollars Currency = "$"
	Euros   Currency = "€"
	Pounds  Currency = "£"
)

// String writes $1,200.50.
func (m Money) String() string {
	all := fmt.Sprint(m.Cents / 100)
	for i := len(all) - 3; i > 0; i -= 3 {
		all = all[:i] + "," + all[i:]
	}
	if cents := m.Cents % 100; cents > 0 {
		all += fmt.Sprintf(".%02d", cents)
	}
	if m.Currency == "" {
		return all + " (no currency named)"
	}
	return string(m.Currency) + all
}

var currencies = map[string]Currency{
	"dollar": Dollars, "dollars": Dollars, "buck": Dollars, "bucks": Dollars, "usd": Dollars, "$": Dollars,
	"euro": Euros, "euros": Euros, "eur": Euros, "€": Euros, "pound": Pounds, "pounds": Pounds, "quid": Pounds, "gbp": Pounds, "£": Pounds,
}

var smallChange = map[string]Currency{"cent": "", "cents": "", "pence": Pounds, "penny": Pounds}

// amountSpot is an amount in a text, in all its readings.
type amountSpot struct {
	from, to int
	money    []Money
}

// amounts finds the amounts of money in a text.
func amounts(text string) (spots []amountSpot) {
	all := tokens(text)
	for i := 0; i < len(all); {
		spot, next := amount(all, i)
		if len(spot.money) == 0 {
			i++
			continue
		}
		spot.from, spot.to = all[i].from, all[next-1].to
		spots = append(spots, spot)
		i = next
	}
	return spots
}

// amount reads the amount that begins at a token.
func amount(all []token, i int) (spot amountSpot, next int) {
	readings, next := number(all, i)
	if len(readings) == 0 {
		return spot, i
	}
	currency := currencies[firstSign(all[i].word)]
	unit := wordAt(all, next)
	after := next
	switch named, money := currencies[unit]; {
	case unit == "grand":
		readings, after = scaled(readings, 1000), next+1
		if c, ok := currencies[wordAt(all, after)]; ok {
			currency, after = c, after+1
		}
	case money && !(named == Pounds && wordAt(all, next+1) == "of"):
		currency, after = named, next+1
	case currency != "":
	case isChange(unit):
		currency, after, readings = smallChange[unit], next+1, scaled(readings, 0)
		return amountSpot{money: moneys(readings, currency)}, after
	case !owed(all, i, next):
		return spot, i
	}
	readings, after = withChange(all, after, readings)
	return amountSpot{money: moneys(readings, currency)}, after
}

func isChange(word string) bool {
	_, ok := smallChange[word]
	return ok
}

// scaled multiplies all readings; by 0 means that they are cents.
func scaled(readings []thousandths, by thousandths) []thousandths {
	readings = slices.Clone(readings)
	for i := range readings {
		if by == 0 {
			readings[i] /= 100
		} else {
			readings[i] *= by
		}
	}
	return readings
}

// withChange adds the cents that follow: "and fifty cents".
func withChange(all []token, i int, readings []thousandths) ([]thousandths, int) {
	at := i
	if wordAt(all, at) == "and" {
		at++
	}
	change, next := number(all, at)
	if len(change) != 1 || change[0] >= 100*whole || !isChange(wordAt(all, next)) || len(readings) != 1 || readings[0]%whole != 0 {
		return readings, i
	}
	return []thousandths{readings[0] + change[0]/100}, next + 1
}

// moneys are the readings as money, without those that are no whole number of cents.
func moneys(readings []thousandths, currency Currency) (all []Money) {
	for _, value := range readings {
		if m := (Money{int64(value / 10), currency}); value%10 == 0 && !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

func firstSign(word string) string {
	for sign := range currencies {
		if len(sign) < 4 && !isLetter(sign) && strings.HasPrefix(word, sign) {
			return sign
		}
	}
	return ""
}

func isLetter(sign string) bool { return sign[0] >= 'a' && sign[0] <= 'z' }

// owedWords stand before a number that is money although nobody names a currency.
var owedWords = map[string]bool{
	"owe": true, "owed": true, "pay": true, "paying": true, "paid": true, "balance": true, "amount": true, "settle": true, "fee": true, "charge": true,
	"charged": true, "cost": true, "costs": true, "price": true, "payment": true, "payments": true,
}

// fillers may stand between such a word and its number.
var fillers = map[string]bool{
	"is": true, "of": true, "was": true, "you": true, "me": true, "us": true, "for": true, "about": true, "only": true, "just": true, "now": true, "them": true,
	"it": true, "at": true, "due": true,
}

// owed reports whether a number without a currency is spoken of as money: what is owed or paid, and nothing is counted by it.
func owed(all []token, i, next int) bool {
	if after := wordAt(all, next); after != "" && !strings.Contains(".,!?;", after) && !closing[after] {
		return false
	}
	at := i - 1
	for at >= 0 && fillers[all[at].word] {
		at--
	}
	return owedWords[wordAt(all, at)]
}

// closing words may stand behind a number that counts nothing.
var closing = map[string]bool{
	"and": true, "or": true, "by": true, "on": true, "today": true, "tomorrow": true, "now": true, "if": true, "then": true, "so": true,
	"until": true, "before": true, "a": true, "per": true, "every": true, "each": true, "in": true, "for": true, "right": true, "next": true,
}
