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

func debtLaw(t testing.TB) *DebtLaw {
	t.Helper()
	law, err := ReadDebtLaw(assets.Law)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// tried is a call that nobody answered.
func tried(t testing.TB, when string) Told {
	c := told(t, when)
	c.Reached = call.Unanswered
	return c
}

// with changes a call.
func with(c Told, change func(*Told)) Told {
	change(&c)
	return c
}

func outgoing(c *Told)     { c.Direction = call.Outgoing }
func unsaid(c *Told)       { c.Direction = "" }
func notConnected(c *Told) { c.Reached = call.NotConnected }

// written makes a call one that was written down.
func written(c *Told) { c.Said = []call.Segment{{Party: call.Remote, Text: "Hello."}} }

// letter is something that happened besides calls.
func letter(t testing.TB, when, kind string) Fact {
	t.Helper()
	at, err := time.Parse(time.RFC3339, when)
	if err != nil {
		t.Fatal(err)
	}
	return Fact{Kind: kind, When: at, Sure: true, Place: call.Place{Quote: "a letter"}}
}

// daily makes calls that nobody answered on so many days in a row, at noon.
func daily(t testing.TB, first string, count int) (calls []Told) {
	t.Helper()
	day, err := call.ParseDay(first)
	if err != nil {
		t.Fatal(err)
	}
	for i := range count {
		calls = append(calls, tried(t, day.Add(i).String()+"T12:00:00-05:00"))
	}
	return calls
}

// midday is a moment of a day.
func midday(day string) string { return day + "T12:00:00-05:00" }

// theDebt is a debt that somebody named, looked at on a day.
func theDebt(t testing.TB, today string, calls []Told, besides ...Fact) Debt {
	t.Helper()
	now, err := time.Parse(time.RFC3339, midday(today))
	if err != nil {
		t.Fatal(err)
	}
	return Debt{Calls: calls, Besides: besides, Named: true, Now: now}
}

func TestDebtFlags(t *testing.T) {
	const monday, tuesday, sunday, nextMonday = "2026-03-02", "2026-03-03", "2026-03-08", "2026-03-09"
	for name, c := range map[string]struct {
		debt Debt
		want []string
	}{
		"seven in seven days": {theDebt(t, nextMonday, daily(t, monday, 7)), nil},
		"eight in eight days": {theDebt(t, nextMonday, daily(t, monday, 8)), nil},
		"the eighth in seven days": {
			theDebt(t, nextMonday, append(daily(t, monday, 7), tried(t, sunday+"T12:00:01-05:00"))), []string{"more_than_7_in_7 " + sunday + "T12:00:01-05:00"},
		},
		"and every one after it": {
			theDebt(t, nextMonday, append(daily(t, monday, 8), tried(t, sunday+"T13:00:00-05:00"))),
			[]string{"more_than_7_in_7 " + sunday + "T13:00:00-05:00", "more_than_7_in_7 " + midday(nextMonday)},
		},
		"I made the eighth":         {theDebt(t, nextMonday, append(daily(t, monday, 7), with(tried(t, sunday+"T13:00:00-05:00"), outgoing))), nil},
		"I made one of them":        {theDebt(t, nextMonday, append(daily(t, monday, 7), with(tried(t, monday+"T13:00:00-05:00"), outgoing))), nil},
		"one did not connect":       {theDebt(t, nextMonday, append(daily(t, monday, 7), with(tried(t, sunday+"T13:00:00-05:00"), notConnected))), nil},
		"nobody said who called it": {theDebt(t, nextMonday, append(daily(t, monday, 7), with(tried(t, sunday+"T13:00:00-05:00"), unsaid))), []string{"more_than_7_in_7 " + sunday + "T13:00:00-05:00"}},
		"across a leap day":         {theDebt(t, "2024-03-03", append(daily(t, "2024-02-26", 7), tried(t, "2024-03-03T13:00:00-05:00"))), []string{"more_than_7_in_7 2024-03-03T13:00:00-05:00"}},
		"a leap day too many":       {theDebt(t, "2024-03-03", append(daily(t, "2024-02-25", 7), tried(t, "2024-03-03T13:00:00-05:00"))), nil},

		"on the day of a talk":           {theDebt(t, tuesday, []Told{told(t, midday(monday)), tried(t, monday+"T18:00:00-05:00")}), []string{"call_within_7_days_of_conversation " + monday + "T18:00:00-05:00"}},
		"on the seventh day":             {theDebt(t, tuesday, []Told{told(t, midday(monday)), tried(t, sunday+"T20:00:00-05:00")}), []string{"call_within_7_days_of_conversation " + sunday + "T20:00:00-05:00"}},
		"on the eighth day":              {theDebt(t, tuesday, []Told{told(t, midday(monday)), tried(t, nextMonday+"T08:00:00-05:00")}), nil},
		"after a talk that I began":      {theDebt(t, tuesday, []Told{with(told(t, midday(monday)), outgoing), tried(t, midday(tuesday))}), []string{"call_within_7_days_of_conversation " + midday(tuesday)}},
		"I called after a talk":          {theDebt(t, tuesday, []Told{told(t, midday(monday)), with(told(t, midday(tuesday)), outgoing)}), nil},
		"after nobody answered":          {theDebt(t, tuesday, []Told{tried(t, midday(monday)), tried(t, midday(tuesday))}), nil},
		"after a message by machine":     {theDebt(t, tuesday, []Told{told(t, midday(monday), "robocall"), tried(t, midday(tuesday))}), nil},
		"after I reached a mailbox":      {theDebt(t, tuesday, []Told{with(told(t, midday(monday), "voicemail"), outgoing), tried(t, midday(tuesday))}), nil},
		"not connected after a talk":     {theDebt(t, tuesday, []Told{told(t, midday(monday)), with(tried(t, midday(tuesday)), notConnected)}), nil},
		"across a leap day, the seventh": {theDebt(t, "2024-02-29", []Told{told(t, "2024-02-24T12:00:00-05:00"), tried(t, "2024-03-01T12:00:00-05:00")}), []string{"call_within_7_days_of_conversation 2024-03-01T12:00:00-05:00"}},
		"across a leap day, the eighth":  {theDebt(t, "2024-02-28", []Told{told(t, "2024-02-24T12:00:00-05:00"), tried(t, "2024-03-02T12:00:00-05:00")}), nil},

		"at 7:59:59":           {theDebt(t, monday, []Told{tried(t, monday+"T07:59:59-05:00")}), []string{"outside_hours " + monday + "T07:59:59-05:00"}},
		"at 8":                 {theDebt(t, monday, []Told{tried(t, monday+"T08:00:00-05:00")}), nil},
		"at 20:59:59":          {theDebt(t, monday, []Told{tried(t, monday+"T20:59:59-05:00")}), nil},
		"at 21":                {theDebt(t, monday, []Told{tried(t, monday+"T21:00:00-05:00")}), []string{"outside_hours " + monday + "T21:00:00-05:00"}},
		"I called at night":    {theDebt(t, monday, []Told{with(tried(t, monday+"T23:00:00-05:00"), outgoing)}), nil},
		"busy at night":        {theDebt(t, monday, []Told{with(tried(t, monday+"T23:00:00-05:00"), notConnected)}), nil},
		"the clock of my zone": {theDebt(t, monday, []Told{tried(t, monday+"T05:00:00+02:00")}), []string{"outside_hours " + monday + "T05:00:00+02:00"}},

		"before the letter":       {theDebt(t, monday, []Told{tried(t, midday(monday))}, letter(t, midday(tuesday), CeaseSent)), nil},
		"after the letter":        {theDebt(t, tuesday, []Told{tried(t, midday(tuesday))}, letter(t, midday(monday), CeaseSent)), []string{"after_cease " + midday(tuesday)}},
		"I called after a letter": {theDebt(t, tuesday, []Told{with(tried(t, midday(tuesday)), outgoing)}, letter(t, midday(monday), CeaseSent)), nil},
		"a letter noted in a call": {
			theDebt(t, tuesday, []Told{with(tried(t, midday(monday)), func(c *Told) { c.Facts = told(t, midday(monday), "cease_sent!").Facts }), tried(t, midday(tuesday))}),
			[]string{"after_cease " + midday(tuesday)},
		},
		"asked to stop":              {theDebt(t, nextMonday, []Told{told(t, midday("2026-03-01"), "cease_request"), tried(t, midday(nextMonday))}, letter(t, midday(tuesday), NoticeReceived)), []string{"after_spoken_cease " + midday(nextMonday)}},
		"asked in the call itself":   {theDebt(t, monday, []Told{told(t, midday(monday), "cease_request")}), nil},
		"asked not to be called":     {theDebt(t, nextMonday, []Told{told(t, midday("2026-03-01"), "dnc_request!"), tried(t, midday(nextMonday))}, letter(t, midday(tuesday), NoticeReceived)), []string{"after_spoken_cease " + midday(nextMonday)}},
		"asked, and no letter there": {theDebt(t, tuesday, []Told{with(told(t, midday(monday), "cease_request!"), func(c *Told) { c.Reached = call.LeftVoicemail }), tried(t, midday(tuesday))}, letter(t, midday(monday), CeaseSent)), []string{"after_spoken_cease " + midday(tuesday)}},

		"an attorney named before":       {theDebt(t, tuesday, []Told{tried(t, midday(tuesday))}, letter(t, midday(monday), AttorneyNamed)), []string{"after_attorney_notice " + midday(tuesday)}},
		"an attorney named after":        {theDebt(t, tuesday, []Told{tried(t, midday(monday))}, letter(t, midday(tuesday), AttorneyNamed)), nil},
		"an attorney and a request":      {theDebt(t, nextMonday, []Told{told(t, midday("2026-03-01"), "attorney_named", "cease_request"), tried(t, midday(nextMonday))}, letter(t, midday(tuesday), NoticeReceived)), []string{"after_spoken_cease " + midday(nextMonday), "after_attorney_notice " + midday(nextMonday)}},
		"I called, an attorney was told": {theDebt(t, tuesday, []Told{with(tried(t, midday(tuesday)), outgoing)}, letter(t, midday(monday), AttorneyNamed)), nil},

		"disputed":                    {theDebt(t, tuesday, []Told{tried(t, midday(tuesday))}, letter(t, midday(monday), DisputeSent)), []string{"collection_during_dispute " + midday(tuesday)}},
		"proof asked for":             {theDebt(t, tuesday, []Told{tried(t, midday(tuesday))}, letter(t, midday(monday), ValidationSent)), []string{"collection_during_dispute " + midday(tuesday)}},
		"disputed and answered":       {theDebt(t, sunday, []Told{tried(t, midday(sunday))}, letter(t, midday(monday), DisputeSent), letter(t, midday(tuesday), ValidationReceived)), nil},
		"answered after the call":     {theDebt(t, sunday, []Told{tried(t, midday(tuesday))}, letter(t, midday(monday), DisputeSent), letter(t, midday(sunday), ValidationReceived)), []string{"collection_during_dispute " + midday(tuesday)}},
		"disputed again":              {theDebt(t, sunday, []Told{tried(t, midday(sunday))}, letter(t, midday("2026-03-01"), DisputeSent), letter(t, midday(monday), ValidationReceived), letter(t, midday(tuesday), DisputeSent)), []string{"collection_during_dispute " + midday(sunday)}},
		"disputed on the 30th day":    {theDebt(t, "2026-04-02", []Told{tried(t, "2026-04-02T12:00:00-05:00")}, letter(t, midday(monday), NoticeReceived), letter(t, midday("2026-04-01"), DisputeSent)), []string{"collection_during_dispute 2026-04-02T12:00:00-05:00"}},
		"disputed on the 31st day":    {theDebt(t, "2026-04-03", []Told{tried(t, "2026-04-03T12:00:00-05:00")}, letter(t, midday(monday), NoticeReceived), letter(t, midday("2026-04-02"), DisputeSent)), nil},
		"I called about the dispute":  {theDebt(t, tuesday, []Told{with(tried(t, midday(tuesday)), outgoing)}, letter(t, midday(monday), DisputeSent)), nil},
		"disputed by word of mouth":   {theDebt(t, nextMonday, []Told{told(t, midday("2026-03-01"), "dispute!"), tried(t, midday(nextMonday))}, letter(t, midday(tuesday), NoticeReceived)), nil},
		"payment asked, not answered": {theDebt(t, tuesday, []Told{told(t, midday(tuesday), "payment_demand!")}, letter(t, midday(monday), DisputeSent)), []string{"collection_during_dispute " + midday(tuesday)}},

		"no notice, on the fifth day":    {theDebt(t, "2026-03-07", []Told{told(t, midday(monday))}), nil},
		"no notice, on the sixth":        {theDebt(t, sunday, []Told{told(t, midday(monday))}), []string{"no_validation_notice " + midday(monday)}},
		"a notice on the fifth day":      {theDebt(t, "2026-06-01", []Told{told(t, midday(monday))}, letter(t, midday("2026-03-07"), NoticeReceived)), nil},
		"a notice on the sixth":          {theDebt(t, "2026-06-01", []Told{told(t, midday(monday))}, letter(t, midday(sunday), NoticeReceived)), []string{"no_validation_notice " + midday(monday)}},
		"a notice before the first talk": {theDebt(t, "2026-06-01", []Told{told(t, midday(monday))}, letter(t, midday("2026-02-01"), NoticeReceived)), nil},
		"nobody spoke":                   {theDebt(t, "2026-06-01", []Told{tried(t, midday(monday))}), nil},
		"the proof came":                 {theDebt(t, "2026-06-01", []Told{told(t, midday(monday))}, letter(t, midday("2026-04-01"), ValidationReceived)), nil},
		"no notice over a leap day":      {theDebt(t, "2024-03-03", []Told{told(t, midday("2024-02-27"))}), nil},
		"no notice behind a leap day":    {theDebt(t, "2024-03-04", []Told{told(t, midday("2024-02-27"))}), []string{"no_validation_notice " + midday("2024-02-27")}},

		"15 days before the end":   {theDebt(t, "2026-03-17", []Told{tried(t, midday(monday))}, letter(t, midday(monday), NoticeReceived)), nil},
		"14 days before the end":   {theDebt(t, "2026-03-18", []Told{tried(t, midday(monday))}, letter(t, midday(monday), NoticeReceived)), []string{"dispute_deadline " + midday(monday)}},
		"on the last day":          {theDebt(t, "2026-04-01", []Told{tried(t, midday(monday))}, letter(t, midday(monday), NoticeReceived)), []string{"dispute_deadline " + midday(monday)}},
		"behind the last day":      {theDebt(t, "2026-04-02", []Told{tried(t, midday(monday))}, letter(t, midday(monday), NoticeReceived)), nil},
		"it was disputed in time":  {theDebt(t, "2026-03-18", []Told{tried(t, midday(monday))}, letter(t, midday(monday), NoticeReceived), letter(t, midday(tuesday), DisputeSent)), nil},
		"told at the last call":    {theDebt(t, "2026-03-18", []Told{tried(t, midday(monday)), tried(t, midday("2026-03-17"))}, letter(t, midday(monday), NoticeReceived)), []string{"dispute_deadline " + midday("2026-03-17")}},
		"no notice, so no day yet": {theDebt(t, "2026-03-18", []Told{tried(t, midday(monday))}), nil},

		"nothing disclosed":              {theDebt(t, monday, []Told{with(told(t, midday(monday)), written)}), []string{"no_mini_miranda " + midday(monday)}},
		"disclosed":                      {theDebt(t, monday, []Told{with(told(t, midday(monday), "mini_miranda"), written)}), nil},
		"nothing written down":           {theDebt(t, monday, []Told{told(t, midday(monday))}), nil},
		"not disclosed later":            {theDebt(t, nextMonday, []Told{with(told(t, midday(monday), "mini_miranda"), written), with(told(t, midday(nextMonday)), written)}, letter(t, midday(monday), NoticeReceived)), nil},
		"nobody spoke before":            {theDebt(t, tuesday, []Told{tried(t, midday(monday)), with(told(t, midday(tuesday)), written)}), []string{"no_mini_miranda " + midday(tuesday)}},
		"a threat":                       {theDebt(t, monday, []Told{told(t, midday(monday), "threat")}), []string{"threat_phrase " + midday(monday)}},
		"two threats":                    {theDebt(t, monday, []Told{told(t, midday(monday), "threat", "threat!")}), []string{"threat_phrase " + midday(monday)}},
		"a name refused":                 {theDebt(t, monday, []Told{told(t, midday(monday), "identity_refused")}), []string{"identity_refused " + midday(monday)}},
		"others told":                    {theDebt(t, monday, []Told{told(t, midday(monday), "others_told!")}), []string{"third_party_disclosure " + midday(monday)}},
		"a threat, nine months ago":      {theDebt(t, "2027-01-01", []Told{with(told(t, midday(monday), "threat"), outgoing)}, letter(t, midday(monday), NoticeReceived)), []string{"threat_phrase " + midday(monday)}},
		"a threat, ten months ago":       {theDebt(t, "2027-01-02", []Told{told(t, midday(monday), "threat")}, letter(t, midday(monday), NoticeReceived)), []string{"threat_phrase " + midday(monday), "limitation_warning " + midday(monday)}},
		"nothing wrong, ten months ago":  {theDebt(t, "2027-01-02", []Told{tried(t, midday(monday))}), nil},
		"a small thing, ten months ago":  {theDebt(t, "2027-01-02", []Told{tried(t, monday+"T21:00:00-05:00")}), []string{"outside_hours " + monday + "T21:00:00-05:00"}},
		"ten months after a leap day":    {theDebt(t, "2024-12-29", []Told{tried(t, "2024-02-29T07:00:00-05:00")}), []string{"outside_hours 2024-02-29T07:00:00-05:00", "limitation_warning 2024-02-29T07:00:00-05:00"}},
		"dismissed, so nothing to lose":  {theDebt(t, "2027-01-02", []Told{with(tried(t, monday+"T07:00:00-05:00"), dismissing("debt.outside_hours"))}), []string{"outside_hours " + monday + "T07:00:00-05:00"}},
		"dismissed, but not everything":  {theDebt(t, "2027-01-02", []Told{with(told(t, monday+"T07:00:00-05:00", "threat"), dismissing("debt.outside_hours"))}, letter(t, midday(monday), NoticeReceived)), []string{"outside_hours " + monday + "T07:00:00-05:00", "threat_phrase " + monday + "T07:00:00-05:00", "limitation_warning " + monday + "T07:00:00-05:00"}},
		"nothing on record at all":       {theDebt(t, monday, nil, letter(t, midday(monday), NoticeReceived)), nil},
		"only a letter, and a late call": {theDebt(t, tuesday, []Told{tried(t, tuesday+"T22:00:00-05:00")}, letter(t, midday(monday), NoticeReceived)), []string{"outside_hours " + tuesday + "T22:00:00-05:00"}},
	} {
		flags := debtLaw(t).Flags(c.debt)
		if got := rulesOf(flags); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, wanted %v", name, got, c.want)
		}
		for _, f := range flags {
			if f.Cite == "" || f.Confidence == "" || f.Version != "checked "+debtLaw(t).Checked.String() || len(f.Why) == 0 || slices.Contains(f.Why, "") || f.Group != call.FlagDebt || f.Says == "" {
				t.Errorf("%s: a flag does not say where it comes from: %+v", name, f)
			}
		}
	}
}

func dismissing(rule string) func(*Told) {
	return func(c *Told) { c.Judged = []call.Judgement{{Rule: rule, Verdict: call.Dismissed, Reason: "asked for"}} }
}

// How heavy a flag is says how certain the facts are that it follows from.
func TestWeightOfDebtFlags(t *testing.T) {
	const sent = "2026-03-02" // a Monday: five business days later is the 9th
	for name, c := range map[string]struct {
		debt Debt
		want call.Weight
	}{
		"a letter on its way":    {theDebt(t, sent, []Told{tried(t, midday("2026-03-09"))}, letter(t, midday(sent), CeaseSent)), call.Notice},
		"a letter that arrived":  {theDebt(t, sent, []Told{tried(t, midday("2026-03-10"))}, letter(t, midday(sent), CeaseSent)), call.Strong},
		"over Thanksgiving":      {theDebt(t, sent, []Told{tried(t, midday("2026-12-01"))}, letter(t, midday("2026-11-23"), CeaseSent)), call.Notice},
		"on the second of 21:00": {theDebt(t, sent, []Told{tried(t, sent+"T21:00:00-05:00")}), call.Notice},
		"a second later":         {theDebt(t, sent, []Told{tried(t, sent+"T21:00:01-05:00")}), call.Strong},
		"a call in a dispute":    {theDebt(t, sent, []Told{tried(t, midday("2026-03-03"))}, letter(t, midday(sent), DisputeSent)), call.Medium},
		"a demand in a dispute":  {theDebt(t, sent, []Told{told(t, midday("2026-03-03"), "payment_demand")}, letter(t, midday(sent), DisputeSent)), call.Strong},
		"no notice":              {theDebt(t, "2026-06-01", []Told{told(t, midday(sent))}), call.Medium},
		"a late notice":          {theDebt(t, "2026-06-01", []Told{told(t, midday(sent))}, letter(t, midday("2026-03-08"), NoticeReceived)), call.Notice},
	} {
		flags := debtLaw(t).Flags(c.debt)
		if len(flags) != 1 || flags[0].Weight != c.want {
			t.Errorf("%s: %v, wanted one of weight %s", name, flags, c.want)
		}
	}
}

// The eighth call names all eight, by time, though they are handed in by none.
func TestTheEighthCallNamesAllEight(t *testing.T) {
	calls := append(daily(t, "2026-03-02", 7), tried(t, "2026-03-08T18:00:00-05:00"))
	slices.Reverse(calls)
	flags := debtLaw(t).Flags(theDebt(t, "2026-03-09", calls))
	if len(flags) != 1 || len(flags[0].Places) != 8 || flags[0].Confidence != "high" || !strings.Contains(flags[0].Says, "8 calls") {
		t.Fatalf("%+v", flags)
	}
	for i, place := range flags[0].Places {
		if want := calls[7-i].ID; place.Call != want {
			t.Errorf("place %d is in %s, wants %s", i, place.Call, want)
		}
	}
}

// Calls that nobody put into a case of a debt count as one only when they sound like it; what is missing is missed only of a collector.
func TestWhatSoundsLikeADebt(t *testing.T) {
	for _, c := range []struct {
		kinds string
		want  string
	}{
		{"", ""},
		{"payment_demand", ""},
		{"threat", ""},
		{"cease_request", ""},
		{"attorney_named!", ""},
		{"sales_pitch dnc_request", ""},
		{"mini_miranda", "outside_hours no_validation_notice"},
		{"payment_demand dispute", "outside_hours"},
		{"payment_demand validation_request", "outside_hours"},
		{"payment_demand cease_request", "outside_hours"},
		{"payment_demand threat", "outside_hours threat_phrase"},
		{"dispute_sent!", "outside_hours"},
		{"notice_received!", "outside_hours"},
	} {
		debt := theDebt(t, "2026-06-01", []Told{told(t, "2026-03-02T07:00:00-05:00", strings.Fields(c.kinds)...)})
		debt.Named = false
		var got []string
		for _, f := range debtLaw(t).Flags(debt) {
			got = append(got, strings.TrimPrefix(f.Rule, "debt."))
			if why := strings.Join(f.Why, "\n"); !strings.Contains(why, "Taken for") {
				t.Errorf("%s: it is not said that one debt is assumed: %s", c.kinds, why)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %v, wanted %s", c.kinds, got, c.want)
		}
	}
}

// What only the machine heard is told as such, and what a person stated counts before it.
func TestDebtFlagsSayWhatNobodyConfirmed(t *testing.T) {
	doubtful := func(f call.Flag) bool { return strings.Contains(strings.Join(f.Why, "\n"), "not confirmed") }
	heard, stated, later := told(t, midday("2026-03-02"), "attorney_named"), told(t, midday("2026-03-20"), "attorney_named!"), tried(t, midday("2026-04-20"))
	find := func(calls ...Told) call.Flag {
		flags := debtLaw(t).Flags(theDebt(t, "2026-04-20", calls))
		return flags[slices.IndexFunc(flags, func(f call.Flag) bool { return f.Rule == "debt.after_attorney_notice" && f.Call() == later.ID })]
	}
	if f := find(heard, later); !doubtful(f) || f.Places[0].Call != heard.ID {
		t.Errorf("%+v", f)
	}
	if f := find(heard, stated, later); doubtful(f) || f.Places[0].Call != stated.ID {
		t.Errorf("%+v", f)
	}
}

// Words that name an attorney are a request to stop, too; one flag says so.
func TestAnAttorneyThatIsHeardMakesOneFlag(t *testing.T) {
	heard := told(t, midday("2026-03-02"))
	heard.Said = []call.Segment{{Party: call.Local, Start: 4, End: 7, Text: "My lawyer is Helen Parker."}}
	heard.Facts = phrases(t).Facts(heard.Record)
	flags := debtLaw(t).Flags(theDebt(t, "2026-03-04", []Told{with(heard, func(c *Told) { c.Said = nil }), tried(t, midday("2026-03-20"))}))
	if got := rulesOf(flags); !slices.Equal(got, []string{"after_attorney_notice " + midday("2026-03-20")}) || flags[0].Places[0].At != 4 {
		t.Errorf("%v", flags)
	}
}

// Around the days on which clocks change, seven days are seven days, and eight o'clock is eight o'clock.
func TestDebtDaysCountAcrossClockChanges(t *testing.T) {
	law := debtLaw(t)
	for _, zone := range []string{"America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []time.Time{time.Date(2026, 3, 8, 0, 0, 0, 0, place), time.Date(2026, 3, 29, 0, 0, 0, 0, place), time.Date(2026, 4, 5, 0, 0, 0, 0, place), time.Date(2026, 10, 25, 0, 0, 0, 0, place), time.Date(2026, 11, 1, 0, 0, 0, 0, place)} {
			for days := range 7 {
				talk := call.DayOf(change).Add(-days)
				at := func(after, hour, second int) string {
					day := talk.Add(after).In(place)
					return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, second, 0, place).Format(time.RFC3339)
				}
				for after, want := range map[int]int{6: 1, 7: 0} {
					flags := law.Flags(theDebt(t, talk.String(), []Told{told(t, at(0, 20, 0)), tried(t, at(after, 8, 0))}))
					if len(flags) != want {
						t.Errorf("%s, a talk on %s and a call %d days later: %v", zone, talk, after, rulesOf(flags))
					}
				}
				if flags := law.Flags(theDebt(t, talk.String(), []Told{tried(t, at(0, 7, 0)), tried(t, at(1, 8, 0)), tried(t, at(2, 20, 59))})); len(flags) != 1 {
					t.Errorf("%s, hours around %s: %v", zone, talk, rulesOf(flags))
				}
			}
		}
	}
}

// Against the plain reading of both rules: look at every pair of calls, and count their days on fingers.
func TestCountingOfCallsAgainstBruteForce(t *testing.T) {
	law := debtLaw(t)
	rapid.Check(t, func(rt *rapid.T) {
		calls := someCalls(t, rt)
		fingers := func(from, to call.Day) (days int) {
			for d := from; d.Compare(to) <= 0; d = d.Add(1) {
				days++
			}
			return days // both counted
		}
		var want []string
		for i, c := range calls {
			if c.Direction == call.Outgoing || c.Reached == call.NotConnected {
				continue
			}
			count, soon := 0, ""
			for j := range i + 1 {
				days := fingers(call.DayOf(calls[j].Started), call.DayOf(c.Started))
				if days <= 7 && calls[j].Direction != call.Outgoing && calls[j].Reached != call.NotConnected {
					count++
				}
				if j < i && days <= 7 && calls[j].Reached == "" {
					soon = fmt.Sprintf("call_within_7_days_of_conversation %s %s", calls[j].ID, c.ID)
				}
			}
			if count > 7 {
				want = append(want, fmt.Sprintf("more_than_7_in_7 %d %s", count, c.ID))
			}
			if soon != "" {
				want = append(want, soon)
			}
		}
		handed := rapid.Permutation(calls).Draw(rt, "order")
		if got := countsOf(law.Flags(theDebt(t, "2026-01-01", handed, letter(t, midday("2023-01-01"), NoticeReceived)))); !slices.Equal(got, want) {
			rt.Fatalf("%v, wanted %v", got, want)
		}
	})
}

// someCalls makes calls within hours where calls are allowed, in a zone whose clocks change.
func someCalls(t *testing.T, rt *rapid.T) (calls []Told) {
	place, err := time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "Australia/Lord_Howe", "UTC"}).Draw(rt, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	day := call.DayOf(time.Date(2024, 2, rapid.IntRange(1, 28).Draw(rt, "first"), 0, 0, 0, 0, place))
	for i := range rapid.IntRange(0, 25).Draw(rt, "calls") {
		day = day.Add(rapid.IntRange(0, 3).Draw(rt, "days"))
		start := day.In(place)
		at := time.Date(start.Year(), start.Month(), start.Day(), 9, i, 0, 0, place)
		c := tried(t, at.Format(time.RFC3339))
		c.Reached = rapid.SampledFrom([]call.Reached{"", call.Unanswered, call.Unanswered, call.LeftVoicemail, call.Declined, call.NotConnected}).Draw(rt, "reached")
		c.Direction = rapid.SampledFrom([]call.Direction{"", call.Incoming, call.Incoming, call.Outgoing}).Draw(rt, "direction")
		calls = append(calls, c)
	}
	return calls
}

func countsOf(flags []call.Flag) (all []string) {
	for _, f := range flags {
		switch f.Rule {
		case "debt.more_than_7_in_7":
			all = append(all, fmt.Sprintf("more_than_7_in_7 %d %s", len(f.Places), f.Call()))
		case "debt.call_within_7_days_of_conversation":
			all = append(all, fmt.Sprintf("call_within_7_days_of_conversation %s %s", f.Places[0].Call, f.Call()))
		}
	}
	return all
}

func TestDebtRulesThatCannotBeUsedAreRefused(t *testing.T) {
	good, err := assets.Law.ReadFile("law/debt_rules.json")
	if err != nil {
		t.Fatal(err)
	}
	checked := fmt.Sprintf(`"last_checked": "%s"`, debtLaw(t).Checked)
	for _, change := range [][2]string{
		{`"schema_version": 1`, `"schema_version": 2`},
		{checked, `"last_checked": ""`},
		{checked, `"last_checked": "in autumn"`},
		{`"earliest": "08:00"`, `"earliest": "22:00"`},
		{`"latest": "21:00"`, `"latest": "nine"`},
		{`"max_calls": 7`, `"max_calls": 0`},
		{`"window_days": 7`, `"window_days": -7`},
		{`"mail_business_days": 5`, `"mail_business_days": 0`},
		{`"days": 5`, `"days": 0`},
		{`"days": 30`, `"days": 3`},
		{`"limitation_years": 1`, `"limitation_years": 0`},
		{`"warn_after_months": 10`, `"warn_after_months": 12`},
		{`"id": "frequency_7in7"`, `"id": "frequency"`},
		{`"id": "threat_phrase"`, `"id": "threat"`},
		{`"rules": [`, `"rules": [], "was": [`},
		{`"confidence": "high"`, `"confidence": "very"`},
		{`"cite": "§ 1692d"`, `"cite": ""`},
		{`{`, ``},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if change[0] == `"rules": [` { // the first one holds the rules themselves
			at := strings.LastIndex(string(good), change[0])
			bad = string(good[:at]) + change[1] + string(good[at+len(change[0]):])
		}
		if bad == string(good) {
			t.Fatalf("%s is not in the file", change[0])
		}
		_, err := ReadDebtLaw(fstest.MapFS{"law/debt_rules.json": {Data: []byte(bad)}})
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s in the place of %s: %v", change[1], change[0], err)
		}
	}
}
