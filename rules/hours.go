package rules

import (
	"errors"
	"fmt"
	"time"

	"github.com/onrecord/onrecord/call"
)

// callingHours are the hours in which somebody may call, by the clock of the person called.
type callingHours struct {
	statute
	Earliest string `json:"earliest"`
	Latest   string `json:"latest"`
}

func (h callingHours) check() error {
	for _, clock := range []string{h.Earliest, h.Latest} {
		if _, err := time.Parse("15:04", clock); err != nil {
			return fmt.Errorf("%q is not a time of day", clock)
		}
	}
	if h.Earliest >= h.Latest {
		return errors.New("the hours end before they begin")
	}
	return nil
}

// flagOf flags a call outside the hours. The last second is told as what it is. The kind of calls that the hours are for is named in the plural.
func (h callingHours) flagOf(c Told, kind string) (call.Flag, bool) {
	clock := c.Started.Format("15:04:05")
	if clock >= h.Earliest+":00" && clock < h.Latest+":00" {
		return call.Flag{}, false
	}
	weight, says := call.Strong, "Called outside the hours in which "+kind+" are allowed; this may be a violation"
	if clock == h.Latest+":00" {
		weight, says = call.Notice, "Called on the very second at which the hours for "+kind+" end: a borderline case"
	}
	why := []string{
		fmt.Sprintf("The call began at %s where you were", clock),
		fmt.Sprintf("The hours are from %s to %s, by the clock of the person called", h.Earliest, h.Latest),
	}
	return h.flag("outside_hours", weight, says, why, c.place()), true
}
