package app

import (
	"fmt"
	"time"
)

// About is how long something will take, as people say it when they do not know exactly: "about 3 min". It is empty while
// unknown, which is said by a negative length.
func About(d time.Duration) string {
	switch {
	case d < 0:
		return ""
	case d < 10*time.Second:
		return "a few seconds"
	case d < 55*time.Second:
		return fmt.Sprintf("about %.0f s", d.Round(10*time.Second).Seconds())
	case d < time.Hour-30*time.Second:
		return fmt.Sprintf("about %.0f min", max(1, d.Round(time.Minute).Minutes()))
	case d < 10*time.Hour:
		return fmt.Sprintf("about %.2g h", d.Round(6*time.Minute).Hours())
	}
	return fmt.Sprintf("about %.0f h", d.Hours())
}
