package rules

import (
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Record is one call as rules look at it.
type Record struct {
	call.Call
	Said []call.Segment // as corrected, by time; nil when nothing was written down
}

// Entity says who is at the far side, as far as is known: calls with the same one are by the same caller. A contact is one
// whatever its numbers. Without one, the number counts, however it is written,
// and without that the name. Empty means that nobody knows.
func Entity(c call.Call) string {
	far := c.Parties[call.Remote]
	switch {
	case far.Contact != "":
		return "contact " + string(far.Contact)
	case plainNumber(far.Number) != "":
		return "number " + plainNumber(far.Number)
	case far.Name != "":
		return "name " + strings.ToLower(strings.TrimSpace(far.Name))
	}
	return ""
}

// SameNumber reports whether two numbers are one, however they are written. It does not know which country a number without its code belongs to.
func SameNumber(a, b string) bool { return plainNumber(a) != "" && plainNumber(a) == plainNumber(b) }

// plainNumber gives the digits of a number, without the zeros that stand for a plus. It is empty for what is none, as "withheld".
func plainNumber(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	return strings.TrimPrefix(digits, "00")
}
