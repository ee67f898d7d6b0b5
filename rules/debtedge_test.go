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

// Numbers and days in the sentences of flags are reckoned, and a wrong one would be believed.
func TestWhatDebtFlagsSay(t *testing.T) {
	const monday, tuesday = "2026-03-02", "2026-03-03"
	at42 := func(kind, quote string, second call.Seconds, sure bool) Fact {
		return Fact{Kind: kind, Sure: sure, Place: call.Place{At: second, Quote: quote}}
	}
	holding := func(c Told, facts ...Fact) Told {
		for _, f := range facts {
			f.When, f.Place.Call = c.Started.Add(f.Place.At.Duration()), c.ID
			c.Facts = append(c.Facts, f)
		}
		return c
	}
	for name, c := range map[string]struct {
		debt Debt
		rule string
		want []string
		not  []string
	}{
		"eight calls, seven of them in 168 hours": {
			theDebt(t, "2026-03-09", append(daily(t, monday, 7), with(tried(t, "2026-03-08T12:00:00-05:00"), unsaid))), tooManyCalls,
			[]string{"8 calls for one debt on 7 days in a row, where 7 are allowed", "From 2 March 2026 to 8 March 2026", "there were 8 calls; in the 7 times 24 hours up to this one there were 8", "Of one of them nobody said who called"},
			nil,
		},
		"one more in 168 hours": {
			theDebt(t, "2026-03-09", append(daily(t, monday, 7), with(tried(t, "2026-03-09T11:59:58-05:00"), unsaid), with(tried(t, "2026-03-09T11:59:59-05:00"), unsaid))), tooManyCalls,
			[]string{"From 3 March 2026 to 9 March 2026", "there were 8 calls; in the 7 times 24 hours up to this one there were 9", "Of 2 of them nobody said"},
			nil,
		},
		"168 hours before is out": {
			theDebt(t, "2026-03-09", append(daily(t, monday, 7), tried(t, "2026-03-09T11:59:59-05:00"), tried(t, midday("2026-03-09")))), tooManyCalls,
			[]string{"there were 8 calls; in the 7 times 24 hours up to this one there were 8"},
			nil,
		},
		"all said": {theDebt(t, "2026-03-09", append(daily(t, monday, 7), tried(t, "2026-03-08T20:00:00-05:00"))), tooManyCalls, []string{"8 calls"}, []string{"nobody said who"}},
		"on the seventh day": {
			theDebt(t, tuesday, []Told{told(t, midday(monday)), with(tried(t, midday("2026-03-08")), unsaid)}), soonAfterTalk,
			[]string{"On 2 March 2026 people spoke with each other: that day is the first of 7", "This call came on 8 March 2026, day 7 of them", "Nobody said who made this call"},
			nil,
		},
		"the last of two talks":   {theDebt(t, tuesday, []Told{told(t, midday(monday)), told(t, midday(tuesday)), tried(t, midday("2026-03-04"))}), soonAfterTalk, []string{"This call came on 4 March 2026, day 2 of them"}, []string{"Nobody said who"}},
		"at night, who called":    {theDebt(t, monday, []Told{with(tried(t, monday+"T23:00:00-05:00"), unsaid)}), atBadHours, []string{"The call began at 23:00:00 where you were", "from 08:00 to 21:00", "Nobody said who made this call"}, nil},
		"the notice is on record": {theDebt(t, "2026-06-01", []Told{tried(t, midday("2026-03-20"))}, letter(t, midday(monday), NoticeReceived), letter(t, midday(tuesday), DisputeSent)), whileDisputed, []string{"came on 2 March 2026: the dispute was sent within the 30 days", "listen to whether this one does"}, []string{"not on record: the"}},
		"the notice is not":       {theDebt(t, "2026-06-01", []Told{told(t, midday("2026-03-20"), "payment_demand!")}, letter(t, midday(tuesday), DisputeSent)), whileDisputed, []string{"is not on record: the dispute counts if it was sent within 30 days"}, []string{"listen to whether"}},
		"the earlier of two":      {theDebt(t, "2026-06-01", []Told{tried(t, midday("2026-03-20"))}, letter(t, midday(tuesday), DisputeSent), letter(t, midday(monday), ValidationSent)), whileDisputed, []string{"On 2 March 2026 you disputed"}, nil},
		"a letter on its way":     {theDebt(t, "2026-06-01", []Told{tried(t, midday("2026-03-09"))}, letter(t, midday(monday), CeaseSent)), afterCease, []string{"On 2 March 2026 you asked by letter", "by 9 March 2026 it should have, 5 business days"}, nil},
		"a late notice":           {theDebt(t, "2026-06-01", []Told{told(t, midday(monday))}, letter(t, midday("2026-03-08"), NoticeReceived)), noNotice, []string{"People first spoke on 2 March 2026", "had to be sent by 7 March 2026, 5 days", "It came on 8 March 2026"}, nil},
		"days are left":           {theDebt(t, "2026-03-25", []Told{tried(t, midday(monday))}, letter(t, midday(monday), NoticeReceived)), disputeEnds, []string{"may end on 1 April 2026", "Days left: 7", "within 30 days"}, nil},
		"a threat with an old debt": {
			theDebt(t, monday, []Told{told(t, midday(monday), "time_barred!", "threat")}), threatHeard, []string{"On 2 March 2026 it was said that the debt may be too old", "not confirmed"}, nil,
		},
		"an old debt, said later":    {theDebt(t, tuesday, []Told{told(t, midday(monday), "threat!"), told(t, midday(tuesday), "time_barred!")}), threatHeard, nil, []string{"too old", "not confirmed"}},
		"one of two is not sure":     {theDebt(t, monday, []Told{told(t, midday(monday), "threat!", "threat")}), threatHeard, []string{"not confirmed"}, nil},
		"time runs out":              {theDebt(t, "2027-03-02", []Told{told(t, midday(monday), "threat")}), timeToSue, []string{"may end on 2 March 2027", "1 year from"}, nil},
		"time has run out":           {theDebt(t, "2027-03-03", []Told{told(t, midday(monday), "threat")}), timeToSue, []string{"may have ended on 2 March 2027"}, nil},
		"time, from a leap day":      {theDebt(t, "2025-02-28", []Told{told(t, midday("2024-02-29"), "threat")}), timeToSue, []string{"may end on 28 February 2025"}, nil},
		"stated before heard":        {theDebt(t, "2026-06-01", []Told{told(t, midday("2026-02-02"), "cease_request"), told(t, midday("2026-02-12"), "dnc_request!"), tried(t, midday("2026-05-01"))}), afterSpokenCease, []string{"On 12 February 2026 you asked"}, []string{"not confirmed"}},
		"heard after stated":         {theDebt(t, "2026-06-01", []Told{told(t, midday("2026-02-02"), "dnc_request"), told(t, midday("2026-02-12"), "cease_request!"), tried(t, midday("2026-05-01"))}), afterSpokenCease, []string{"On 12 February 2026 you asked"}, nil},
		"the earlier of both":        {theDebt(t, "2026-06-01", []Told{told(t, midday("2026-02-02"), "dnc_request!"), told(t, midday("2026-02-12"), "cease_request!"), tried(t, midday("2026-05-01"))}), afterSpokenCease, []string{"On 2 February 2026 you asked"}, nil},
		"the earlier, the other way": {theDebt(t, "2026-06-01", []Told{told(t, midday("2026-02-02"), "cease_request!"), told(t, midday("2026-02-12"), "dnc_request!"), tried(t, midday("2026-05-01"))}), afterSpokenCease, []string{"On 2 February 2026 you asked"}, nil},
		"named, and asked elsewhere": {
			theDebt(t, "2026-06-01", []Told{holding(told(t, midday("2026-02-02")), at42("attorney_named", "My lawyer is Helen.", 4, false), at42("cease_request", "My lawyer is Helen.", 60, false)), tried(t, midday("2026-05-01"))}), afterSpokenCease,
			[]string{"On 2 February 2026 you asked"},
			nil,
		},
		"named, and a person says that it was asked": {
			theDebt(t, "2026-06-01", []Told{holding(told(t, midday("2026-02-02")), at42("attorney_named", "My lawyer is Helen.", 4, false), at42("cease_request", "My lawyer is Helen.", 4, true)), tried(t, midday("2026-05-01"))}), afterSpokenCease,
			[]string{"On 2 February 2026 you asked"},
			nil,
		},
	} {
		flags := debtLaw(t).Flags(c.debt)
		var text string
		for _, f := range flags {
			if f.Rule == "debt."+c.rule {
				text = f.Says + "\n" + strings.Join(f.Why, "\n")
			}
		}
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, text)
			}
		}
		for _, not := range c.not {
			if text == "" || strings.Contains(text, not) {
				t.Errorf("%s: %q is in\n%s", name, not, text)
			}
		}
	}
}

// Against counting hours: besides its days, a flag says how many calls there were in seven times 24 hours.
func TestHoursOfTooManyCallsAgainstCounting(t *testing.T) {
	law := debtLaw(t)
	rapid.Check(t, func(rt *rapid.T) {
		place, err := time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}).Draw(rt, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, rapid.SampledFrom([]time.Month{2, 3, 4, 10, 11, 12}).Draw(rt, "month"), 25, 8, 0, 0, 0, place)
		var calls []Told
		for range rapid.IntRange(8, 20).Draw(rt, "calls") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{1, 60, 60 * 12, 60*24 - 1, 60 * 24, 60*24 + 1}).Draw(rt, "minutes")) * time.Minute)
			calls = append(calls, tried(t, at.Format(time.RFC3339)))
		}
		for _, f := range law.Flags(theDebt(t, "2027-01-01", calls)) {
			if f.Rule != "debt."+tooManyCalls {
				continue
			}
			last, within := slices.IndexFunc(calls, func(c Told) bool { return c.ID == f.Call() }), 0
			for _, c := range calls[:last+1] {
				if c.Started.After(calls[last].Started.Add(-168 * time.Hour)) {
					within++
				}
			}
			if want := fmt.Sprintf("up to this one there were %d", within); !strings.HasSuffix(f.Why[0], want) {
				rt.Fatalf("%q, wants %q", f.Why[0], want)
			}
		}
	})
}

// A flag that stands on two rules names both, and is as sure as the less sure one.
func TestJoinedRules(t *testing.T) {
	rule := func(id, sure string) debtRule {
		r := debtRule{ID: id}
		r.Cite, r.Confidence, r.Sources = "§ "+id, sure, []string{"source " + id}
		return r
	}
	rules := map[string]debtRule{"a": rule("a", "high"), "b": rule("b", "low"), "c": rule("c", "medium")}
	for _, c := range []struct{ ids, cite, sure string }{
		{"a", "§ a", "high"},
		{"a b", "§ a; § b", "low"},
		{"b a", "§ b; § a", "low"},
		{"a c", "§ a; § c", "medium"},
		{"c b a", "§ c; § b; § a", "low"},
	} {
		ids := strings.Fields(c.ids)
		got, err := joinRules(rules, ids)
		if err != nil || got.Cite != c.cite || got.Confidence != c.sure || len(got.Sources) != len(ids) {
			t.Errorf("%s: %+v, %v", c.ids, got, err)
		}
		if f := got.flag("x", call.Notice, "", nil); f.Source != "source "+ids[0] {
			t.Errorf("%s: by %q", c.ids, f.Source)
		}
	}
}

// Numbers of the data file that just make sense, and just do not.
func TestEdgesOfDebtRules(t *testing.T) {
	good, err := assets.Law.ReadFile("law/debt_rules.json")
	if err != nil {
		t.Fatal(err)
	}
	for change, want := range map[[2]string]bool{
		{`"remind_days": 14`, `"remind_days": 29`}:             true,
		{`"remind_days": 14`, `"remind_days": 30`}:             false,
		{`"warn_after_months": 10`, `"warn_after_months": 11`}: true,
		{`"warn_after_months": 10`, `"warn_after_months": 12`}: false,
		{`"limitation_years": 1`, `"limitation_years": 2`}:     true,
		{`"max_calls": 7`, `"max_calls": 1`}:                   true,
		{`"latest": "21:00"`, `"latest": "08:01"`}:             true,
		{`"latest": "21:00"`, `"latest": "08:00"`}:             false,
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s is not in the file", change[0])
		}
		if _, err := ReadDebtLaw(fstest.MapFS{"law/debt_rules.json": {Data: []byte(bad)}}); (err == nil) != want {
			t.Errorf("%s: %v", change[1], err)
		}
	}
}

// Every minute of the days on which clocks change is told by the clock on the wall: allowed from 8 to before 21, however long the day is.
func TestHoursOfDaysOnWhichClocksChange(t *testing.T) {
	law := debtLaw(t)
	for day, zone := range map[string]string{
		"2026-03-08": "America/New_York", "2026-11-01": "America/New_York", "2026-03-29": "Europe/Berlin", "2026-10-25": "Europe/Berlin",
		"2026-04-05": "Australia/Lord_Howe", "2026-10-04": "Australia/Lord_Howe", "2024-02-29": "America/Phoenix", "2026-12-31": "Asia/Kathmandu",
	} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		date, err := call.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		allowed := 0
		for at := date.In(place); call.DayOf(at) == date; at = at.Add(time.Minute) {
			c := Told{Record: Record{Call: call.Call{ID: "a", Started: at, Direction: call.Incoming, Reached: call.Unanswered}}}
			flagged := len(law.Flags(Debt{Calls: []Told{c}, Named: true, Now: at})) > 0
			if want := at.Hour() < 8 || at.Hour() >= 21; flagged != want {
				t.Fatalf("%s: flagged is %v", at, flagged)
			}
			if !flagged {
				allowed++
			}
		}
		if allowed != 13*60 {
			t.Errorf("%s in %s: %d minutes are allowed", day, zone, allowed)
		}
	}
}
