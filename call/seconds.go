package call

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Seconds is a position or a length on a call's own timeline. In JSON it is a number with at most three decimals.
type Seconds float64

// Since gives the seconds in d.
func Since(d time.Duration) Seconds { return Seconds(d.Seconds()) }

// Duration gives s as a duration.
func (s Seconds) Duration() time.Duration {
	return time.Duration(math.Round(float64(s) * float64(time.Second)))
}

// Frames gives the number of frames in s at rate frames per second, to the nearest.
func (s Seconds) Frames(rate int) int64 { return int64(math.Round(float64(s) * float64(rate))) }

// AtFrame gives the time of a frame at rate frames per second.
func AtFrame(frame int64, rate int) Seconds { return Seconds(float64(frame) / float64(rate)) }

// Clock writes s as hh:mm:ss.mmm, the form that the command line reads and prints.
func (s Seconds) Clock() string {
	ms := int64(math.Round(float64(s) * 1000))
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// Short writes s as mm:ss, or h:mm:ss from one hour on: the form for people.
func (s Seconds) Short() string {
	sec := int64(s)
	if sec >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", sec/3600, sec/60%60, sec%60)
	}
	return fmt.Sprintf("%02d:%02d", sec/60, sec%60)
}

// ParseClock reads [[hh:]mm:]ss[.mmm].
func ParseClock(text string) (Seconds, error) {
	var total float64
	parts := strings.Split(text, ":")
	if len(parts) > 3 {
		return 0, fmt.Errorf("%q is not a time like 00:01:23", text)
	}
	for i, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		whole := i < len(parts)-1
		if err != nil || v < 0 || math.IsInf(v, 0) || math.IsNaN(v) || (i > 0 && v >= 60) || (whole && v != math.Trunc(v)) {
			return 0, fmt.Errorf("%q is not a time like 00:01:23", text)
		}
		total = total*60 + v
	}
	return Seconds(total), nil
}

// MarshalJSON writes s with at most three decimals.
func (s Seconds) MarshalJSON() ([]byte, error) {
	v := math.Round(float64(s)*1000) / 1000
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("%v is no time", float64(s))
	}
	return strconv.AppendFloat(nil, v, 'f', -1, 64), nil
}
