package rules

import (
	"testing"

	"github.com/onrecord/onrecord/call"
)

// The federal holidays as they fell, and the days beside them, which are none.
func TestFederalHolidays(t *testing.T) {
	for text, free := range map[string]bool{
		"2026-01-01": true, "2026-01-19": true, "2026-01-12": false, "2026-01-26": false,
		"2026-02-16": true, "2026-05-25": true, "2026-05-18": false, "2027-05-31": true,
		"2026-06-19": true, "2020-06-19": false, // since 2021
		"2026-07-03": true, "2025-07-03": false, // a Saturday's is kept on the Friday
		"2027-07-05": true, "2026-07-06": false, // a Sunday's on the Monday
		"2021-12-31": true, "2026-12-31": false, // New Year's of the next year
		"2026-09-07": true, "2026-10-12": true, "2026-11-11": true,
		"2026-11-26": true, "2026-11-27": false, "2026-11-19": false, "2026-12-25": true,
		"2025-01-20": true, "2029-01-22": false, // Inauguration Day is none
		"2028-02-29": false, "2026-08-01": true, "2026-08-02": true,
	} {
		day, err := call.ParseDay(text)
		if err != nil || federallyFree(day) != free {
			t.Errorf("%s: free is %v, %v", text, !free, err)
		}
	}
}
