package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

func dncLaw(t testing.TB) *DNCLaw {
	t.Helper()
	law, err := ReadDNCLaw(assets.Law)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// told makes a call of a moment with what happened in it: kinds of facts, with ! behind those that a person stated.
func told(t testing.TB, when string, kinds ...string) Told {
	t.Helper()
	started, err := time.Parse(time.RFC3339, when)
	if err != nil {
		t.Fatal(err)
	}
	c := Told{Record: Record{Call: call.Call{ID: call.ID(when), Started: started, Direction: call.Incoming}}}
	for _, kind := range kinds {
		kind, sure := strings.CutSuffix(kind, "!")
		at := call.Seconds(42)
		c.Facts = append(c.Facts, Fact{Kind: kind, Sure: sure, When: started.Add(at.Duration()), Place: call.Place{Call: c.ID, At: at, Quote: kind}})
	}
	return c
}

// rulesOf lists the flags, each with the call that makes it.
func rulesOf(flags []call.Flag) (all []string) {
	for _, f := range flags {
		_, id, _ := strings.Cut(f.Rule, ".")
		all = append(all, id+" "+string(f.Call()))
	}
	return all
}

func TestDoNotCallFlags(t *testing.T) {
	const request = "2026-03-02T14:00:00-05:00" // a Monday: the grace ends on the 16th
	again := func(when string) Told { return told(t, when) }
	outgoing := again("2026-04-01T14:00:00-04:00")
	outgoing.Direction = call.Outgoing
	busy := again("2026-04-01T14:00:00-04:00")
	busy.Reached = call.NotConnected
	missed := again("2026-04-01T14:00:00-04:00")
	missed.Reached = call.Unanswered
	for name, c := range map[string]struct {
		calls []Told
		want  []string
	}{
		"nobody asked":             {[]Told{again("2026-03-02T14:00:00-05:00"), again("2026-04-01T14:00:00-04:00")}, nil},
		"the request itself":       {[]Told{told(t, request, "dnc_request!")}, nil},
		"within the grace":         {[]Told{told(t, request, "dnc_request!"), again("2026-03-05T14:00:00-05:00")}, []string{"call_within_grace 2026-03-05T14:00:00-05:00"}},
		"on its last day":          {[]Told{told(t, request, "dnc_request!"), again("2026-03-16T20:59:59-04:00")}, []string{"call_within_grace 2026-03-16T20:59:59-04:00"}},
		"on the day after":         {[]Told{told(t, request, "dnc_request!"), again("2026-03-17T08:00:00-04:00")}, []string{"call_after_dnc 2026-03-17T08:00:00-04:00"}},
		"in any order":             {[]Told{again("2026-03-17T08:00:00-04:00"), told(t, request, "dnc_request!")}, []string{"call_after_dnc 2026-03-17T08:00:00-04:00"}},
		"five years later, less":   {[]Told{told(t, request, "dnc_request!"), again("2031-03-01T14:00:00-05:00")}, []string{"call_after_dnc 2031-03-01T14:00:00-05:00"}},
		"five years later":         {[]Told{told(t, request, "dnc_request!"), again("2031-03-02T14:00:00-05:00")}, nil},
		"I called":                 {[]Told{told(t, request, "dnc_request!"), outgoing}, nil},
		"not connected":            {[]Told{told(t, request, "dnc_request!"), busy}, nil},
		"not answered":             {[]Told{told(t, request, "dnc_request!"), missed}, []string{"call_after_dnc 2026-04-01T14:00:00-04:00"}},
		"at 7:59:59":               {[]Told{told(t, "2026-03-02T07:59:59-05:00", "sales_pitch")}, []string{"outside_hours 2026-03-02T07:59:59-05:00"}},
		"at 8":                     {[]Told{told(t, "2026-03-02T08:00:00-05:00", "sales_pitch")}, nil},
		"at 20:59:59":              {[]Told{told(t, "2026-03-02T20:59:59-05:00", "sales_pitch")}, nil},
		"at 21":                    {[]Told{told(t, "2026-03-02T21:00:00-05:00", "sales_pitch")}, []string{"outside_hours 2026-03-02T21:00:00-05:00"}},
		"at night, nothing sold":   {[]Told{told(t, "2026-03-02T22:00:00-05:00")}, nil},
		"the clock of another one": {[]Told{told(t, "2026-03-02T07:30:00+09:00", "sales_pitch")}, []string{"outside_hours 2026-03-02T07:30:00+09:00"}},
		"a message":                {[]Told{told(t, request, "robocall")}, []string{"prerecorded " + request}},
		"a name refused":           {[]Told{told(t, request, "sales_pitch", "identity_refused!")}, []string{"no_identification " + request}},
		"a name refused, no sale":  {[]Told{told(t, request, "identity_refused!")}, nil},
		"twice in twelve months": {
			[]Told{told(t, "2026-03-02T14:00:00-05:00", "robocall"), told(t, "2027-03-01T14:00:00-05:00", "robocall")},
			[]string{"prerecorded 2026-03-02T14:00:00-05:00", "prerecorded 2027-03-01T14:00:00-05:00", "second_call_12_months 2027-03-01T14:00:00-05:00"},
		},
		"a year apart": {
			[]Told{told(t, "2026-03-02T14:00:00-05:00", "robocall"), told(t, "2027-03-02T14:00:00-05:00", "robocall")},
			[]string{"prerecorded 2026-03-02T14:00:00-05:00", "prerecorded 2027-03-02T14:00:00-05:00"},
		},
		"from a leap day": {
			[]Told{told(t, "2024-02-29T14:00:00-05:00", "robocall"), told(t, "2025-02-28T14:00:00-05:00", "robocall")},
			[]string{"prerecorded 2024-02-29T14:00:00-05:00", "prerecorded 2025-02-28T14:00:00-05:00"},
		},
	} {
		flags := dncLaw(t).Flags(c.calls)
		if got := rulesOf(flags); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, wanted %v", name, got, c.want)
		}
		for _, f := range flags {
			if f.Cite == "" || f.Confidence == "" || f.Version != "checked "+dncLaw(t).Checked.String() || len(f.Why) == 0 || f.Group != call.FlagDNC {
				t.Errorf("%s: a flag does not say where it comes from: %+v", name, f)
			}
		}
	}
}

// A request that was heard by a machine makes a flag that says so; one that a person stated counts before it.
func TestARequestThatNobodyConfirmedIsToldAsSuch(t *testing.T) {
	heard := told(t, "2026-03-02T14:00:00-05:00", "dnc_request")
	stated := told(t, "2026-03-03T14:00:00-05:00", "dnc_request!")
	later := told(t, "2026-04-01T14:00:00-04:00")
	doubtful := func(flags []call.Flag) bool {
		last := flags[len(flags)-1]
		return strings.Contains(strings.Join(last.Why, "\n"), "not confirmed")
	}
	if flags := dncLaw(t).Flags([]Told{heard, later}); !doubtful(flags) {
		t.Errorf("%v", flags[len(flags)-1].Why)
	}
	law := dncLaw(t)
	flags := law.Flags([]Told{heard, stated, later})
	index := slices.IndexFunc(flags, func(f call.Flag) bool { return f.Rule == "dnc.call_after_dnc" })
	if index < 0 || flags[index].Places[0].Call != stated.ID || flags[index].Places[1].Call != later.ID {
		t.Errorf("%+v", flags)
	}
}

// Around the days on which clocks change, days still count as days: a grace ends on the same day whatever the zone does.
func TestDaysCountAcrossClockChanges(t *testing.T) {
	for _, zone := range []string{"America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, month := range []time.Month{time.March, time.October} {
			asked := time.Date(2026, month, 2, 12, 0, 0, 0, place)
			end := dncLaw(t).GraceEnd(call.DayOf(asked))
			for days, want := range map[int]string{0: "call_within_grace", 1: "call_after_dnc"} {
				next := end.Add(days).In(place).Add(12 * time.Hour)
				flags := dncLaw(t).Flags([]Told{told(t, asked.Format(time.RFC3339), "dnc_request!"), told(t, next.Format(time.RFC3339))})
				if len(flags) != 1 || flags[0].Rule != "dnc."+want {
					t.Errorf("%s in %s, %d days behind the grace: %v", month, zone, days, rulesOf(flags))
				}
			}
		}
	}
}

// Against the plain reading of the rule: a violating call is one too many when another one came less than twelve months before, by day.
func TestSecondCallAgainstCounting(t *testing.T) {
	law := dncLaw(t)
	rapid.Check(t, func(rt *rapid.T) {
		var calls []Told
		day := call.DayOf(time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))
		for range rapid.IntRange(0, 12).Draw(rt, "calls") {
			day = day.Add(rapid.IntRange(1, 250).Draw(rt, "days"))
			kinds := [][]string{{"robocall"}, {"sales_pitch"}}[rapid.IntRange(0, 1).Draw(rt, "kind")]
			calls = append(calls, told(t, day.String()+"T12:00:00Z", kinds...))
		}
		var want []string
		for i, later := range calls {
			count := 0
			for _, c := range calls[:i+1] {
				_, violates := c.fact("robocall")
				if violates && call.DayOf(c.Started).AddMonths(12).Compare(call.DayOf(later.Started)) > 0 {
					count++
				}
			}
			if _, violates := later.fact("robocall"); violates && count >= 2 {
				want = append(want, fmt.Sprintf("second_call_12_months %s %d", later.ID, count))
			}
		}
		var got []string
		for _, f := range law.Flags(calls) {
			if f.Rule == "dnc.second_call_12_months" {
				got = append(got, fmt.Sprintf("second_call_12_months %s %d", f.Call(), len(f.Places)))
			}
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("%v, wanted %v", got, want)
		}
	})
}

func TestRulesThatCannotBeUsedAreRefused(t *testing.T) {
	good, err := assets.Law.ReadFile("law/dnc_rules.json")
	if err != nil {
		t.Fatal(err)
	}
	checked := fmt.Sprintf(`"last_checked": "%s"`, dncLaw(t).Checked)
	for _, change := range [][2]string{
		{`"schema_version": 1`, `"schema_version": 2`},
		{checked, `"last_checked": ""`},
		{checked, `"last_checked": "in autumn"`},
		{`"keep_years": 5,`, ``},
		{`"min_calls": 2`, `"min_calls": 1`},
		{`"window_months": 12`, `"window_months": 0`},
		{`"unit": "business_days"`, `"unit": "moons"`},
		{`"from_": "2025-04-11"`, `"from_": "2025-04-12"`},
		{`"until": "2025-04-10",`, ``},
		{`"earliest": "08:00"`, `"earliest": "22:00"`},
		{`"latest": "21:00"`, `"latest": "nine"`},
		{`"cite": "47 U.S.C. § 227(c)(5)"`, `"cite": ""`},
		{`{`, ``},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s is not in the file", change[0])
		}
		_, err := ReadDNCLaw(fstest.MapFS{"law/dnc_rules.json": {Data: []byte(bad)}})
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s in the place of %s: %v", change[1], change[0], err)
		}
	}
}

// Against looking through all requests: the choice among them is the same however many there are, around the day on which the time to honour them changed and
// the one on which they lapse.
func TestTheRequestThatIsDisregardedAgainstBruteForce(t *testing.T) {
	law := dncLaw(t)
	rapid.Check(t, func(rt *rapid.T) {
		day := call.DayOf(time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC))
		var calls []Told
		for range rapid.IntRange(1, 10).Draw(rt, "calls") {
			day = day.Add(rapid.SampledFrom([]int{1, 5, 14, 30, 1800}).Draw(rt, "days"))
			kinds := rapid.SampledFrom([][]string{nil, {"dnc_request"}, {"dnc_request!"}}).Draw(rt, "asked")
			calls = append(calls, told(t, day.String()+"T12:00:00Z", kinds...))
		}
		var want []string
		for i, c := range calls {
			best, worth := "", 0
			for _, earlier := range calls[:i] {
				f, there := earlier.fact(askedNotToCall)
				asked, now := call.DayOf(f.When), call.DayOf(c.Started)
				if !there || asked.AddMonths(60).Compare(now) <= 0 {
					continue
				}
				rule, value := "call_within_grace", 1
				if now.Compare(law.GraceEnd(asked)) > 0 {
					rule, value = "call_after_dnc", 3
				}
				if f.Sure {
					value++
				}
				if value > worth {
					best, worth = fmt.Sprintf("%s %s %s", rule, earlier.ID, c.ID), value
				}
			}
			if worth > 0 {
				want = append(want, best)
			}
		}
		var got []string
		for _, f := range law.Flags(calls) {
			if f.Rule != "dnc.second_call_12_months" {
				got = append(got, fmt.Sprintf("%s %s %s", strings.TrimPrefix(f.Rule, "dnc."), f.Places[0].Call, f.Call()))
			}
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("%v, wanted %v", got, want)
		}
	})
}
