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
// whatever its numbers; without one, the number counts, and without that the name. Empty means that nobody knows.
func Entity(c call.Call) string {
	far := c.Parties[call.Remote]
	switch {
	case far.Contact != "":
		return "contact " + string(far.Contact)
	case far.Number != "":
		return "number " + far.Number
	case far.Name != "":
		return "name " + strings.ToLower(strings.TrimSpace(far.Name))
	}
	return ""
}
