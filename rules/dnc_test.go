package rules

import (
	"testing"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

func TestGraceEndsByTheDateOfTheRequest(t *testing.T) {
	law, err := ReadDNCLaw(assets.Law)
	if err != nil {
		t.Fatal(err)
	}
	for request, want := range map[string]string{
		"2025-04-10": "2025-05-10", // the last day of 30 calendar days
		"2025-04-11": "2025-04-25", // the first of 10 business days
		"2025-12-19": "2026-01-06", // Christmas and New Year's Day between
		"2026-06-29": "2026-07-14", // a Saturday's 4 July is kept on Friday
		"2024-02-01": "2024-03-02", // a leap day between
	} {
		day, err := call.ParseDay(request)
		if err != nil {
			t.Fatal(err)
		}
		if got := law.GraceEnd(day).String(); got != want {
			t.Errorf("the grace of a request of %s ends on %s, wants %s", request, got, want)
		}
	}
}
