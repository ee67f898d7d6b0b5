package rules

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

// A person's word and a phrase are one fact when they are twenty seconds apart at most; of several phrases the nearest is meant.
func TestReachOfAPersonsWord(t *testing.T) {
	p := phrases(t)
	const words = "Lose my number."
	for name, c := range map[string]struct {
		tick call.Seconds
		said []call.Seconds
		want string
	}{
		"twenty seconds later":     {30, []call.Seconds{10}, "10 true"},
		"twenty-one seconds later": {31, []call.Seconds{10}, "10 false, 31 true"},
		"twenty seconds before":    {10, []call.Seconds{30}, "30 true"},
		"twenty-one before":        {10, []call.Seconds{31}, "10 true, 31 false"},
		"the nearer, behind it":    {20, []call.Seconds{10, 25}, "10 false, 25 true"},
		"the nearer, before it":    {20, []call.Seconds{15, 30}, "15 true, 30 false"},
		"as near, the earlier":     {20, []call.Seconds{15, 25}, "15 true, 25 false"},
	} {
		r := Record{Call: call.Call{Started: noon, Ticks: []call.Tick{{Text: "x", Means: []string{"dnc_request"}, At: c.tick}}}}
		for _, at := range c.said {
			r.Said = append(r.Said, spoken(call.Local, at, words))
		}
		var got []string
		for _, f := range p.Facts(r) {
			got = append(got, f.Place.At.Short()[3:]+map[bool]string{true: " true", false: " false"}[f.Sure])
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, wants %q", name, got, c.want)
		}
	}
}

func TestWhichFactsTell(t *testing.T) {
	p := phrases(t)
	for _, c := range []struct {
		fact Fact
		want bool
	}{
		{Fact{Kind: "advice_action", Trust: WeakPhrase, Sure: true}, true},
		{Fact{Kind: "advice_action", Trust: WeakPhrase}, false},
		{Fact{Kind: "amount", Trust: InfoPhrase}, false},
		{Fact{Kind: "dispute", Trust: StrongPhrase}, true},
		{Fact{Kind: "sales_pitch", Trust: MediumPhrase}, true},
		{Fact{Kind: "consent_given", Trust: WeakPhrase}, true}, // it answers a question
		{Fact{Kind: "consent_given_mind", Trust: WeakPhrase}, true},
		{Fact{Kind: "transfer_hold", Trust: WeakPhrase}, false},
	} {
		if got := p.Telling(c.fact); got != c.want {
			t.Errorf("%+v: %v", c.fact, got)
		}
	}
}

func TestTheFirstFactOfAKindIsTheOneThatAPersonStated(t *testing.T) {
	c := told(t, midday("2026-03-02"), "threat", "threat!", "threat!")
	for i := range c.Facts {
		c.Facts[i].Place.At = call.Seconds(i)
	}
	for cut, want := range map[int]call.Seconds{1: 0, 2: 1, 3: 1} {
		if f, there := (Told{Facts: c.Facts[:cut]}).fact("threat"); !there || f.Place.At != want {
			t.Errorf("of %d: %+v", cut, f)
		}
	}
	if f, _ := (Told{Facts: c.Facts[1:]}).fact("threat"); f.Place.At != 1 {
		t.Errorf("of two that are stated: %+v", f)
	}
}

// Who flies around the world may have a day twice: a call is counted with those of which its own day is less than twelve months behind.
func TestTwelveMonthsOfOneWhoTravels(t *testing.T) {
	flags := dncLaw(t).Flags([]Told{
		told(t, "2026-03-02T12:00:00Z", "robocall"),
		told(t, "2027-03-02T08:30:00+14:00", "robocall"), // twelve months later: not counted with the first
		told(t, "2027-03-01T18:00:00-03:00", "robocall"), // later, and a day less
	})
	got := map[call.ID]int{}
	for _, f := range flags {
		if f.Rule == "dnc.second_call_12_months" {
			got[f.Call()] = len(f.Places)
		}
	}
	if len(got) != 1 || got["2027-03-01T18:00:00-03:00"] != 3 {
		t.Errorf("counted are %v", got)
	}
}

// The calls that are handed in stay in their order.
func TestFlagsLeaveTheCallsAsTheyAre(t *testing.T) {
	calls := []Told{tried(t, midday("2026-03-03")), tried(t, midday("2026-03-02"))}
	debtLaw(t).Flags(theDebt(t, "2026-03-09", calls))
	dncLaw(t).Flags(calls)
	if calls[0].Started.Before(calls[1].Started) {
		t.Error("the calls were sorted")
	}
}

// Numbers of the data file that just make sense, and just do not.
func TestEdgesOfDoNotCallRules(t *testing.T) {
	good, err := assets.Law.ReadFile("law/dnc_rules.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, says string }{
		{`"keep_years": 5`, `"keep_years": 1`, ""},
		{`"keep_years": 5`, `"keep_years": 0`, "how long a request holds"},
		{`"window_months": 12`, `"window_months": 1`, ""},
		{`"value": 30`, `"value": 1`, ""},
		{`"value": 30`, `"value": 0`, "grace period 1"},
		{`"value": 10`, `"value": 0`, "grace period 2"},
		{`"from_": "2025-04-11"`, `"from_": "2025-04-10"`, "grace period 2"},
	} {
		bad := strings.Replace(string(good), c.old, c.new, 1)
		if bad == string(good) {
			t.Fatalf("%s is not in the file", c.old)
		}
		_, err := ReadDNCLaw(fstest.MapFS{"law/dnc_rules.json": {Data: []byte(bad)}})
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.new, err)
		}
	}
}

// The law of recording is handed on whole.
func TestConsentLawIsWhole(t *testing.T) {
	law := consentLaw(t)
	if law.Checked.IsZero() || len(law.Disclaimer) < 40 || len(law.Methods) < 3 || len(law.areas) < 400 {
		t.Errorf("checked %s, %d methods, %d area codes, %q", law.Checked, len(law.Methods), len(law.areas), law.Disclaimer)
	}
	for _, method := range law.Methods {
		if method.ID == "" || method.Label == "" || method.Confidence == "" {
			t.Errorf("%+v", method)
		}
	}
}

// A number has from seven to fifteen digits.
func TestLengthOfNumbersThatHint(t *testing.T) {
	law := consentLaw(t)
	for number, want := range map[string]Location{
		"+49123":                {},
		"+4912345":              {"DE", ByCountry},
		"+491234567890123":      {"DE", ByCountry},
		"+4912345678901234":     {},
		"+353 1 234 5678":       {"IE", ByCountry},
		"+1 (212) 555-0142":     {"US-NY", ByArea},
		"+1.212.555.0142":       {"US-NY", ByArea},
		"+1 212 555 014":        {},
		"+1 212 555 01422":      {},
		"012125550142":          {},
		"+١٢١٢٥٥٥٠١٤٢":          {},
		"+12125550142;ext=5550": {},
	} {
		if got := law.Hint(number); got != want {
			t.Errorf("%s hints at %+v, wants %+v", number, got, want)
		}
	}
}

func TestPlainNumbers(t *testing.T) {
	for number, want := range map[string]string{"+1 (209) 890-0142": "12098900142", "0049301": "49301", "withheld": "", "*67": "67", "９": ""} {
		if got := plainNumber(number); got != want {
			t.Errorf("%q is %q, wants %q", number, got, want)
		}
	}
}

// What is heard of a call is the same whether somebody looked before or not.
func TestHeardBeforeOrNow(t *testing.T) {
	p := phrases(t)
	r := Record{Call: call.Call{ID: "a", Started: noon}, Said: talk("me: Stop calling me. My card is 4111 1111 1111 1111.")}
	before := r
	before.Heard, before.Said = p.Hear(r), nil
	if facts(p.Facts(r)) != facts(p.Facts(before)) || len(PrivateFlags(before)) != 1 || !before.written() || (Record{}).written() {
		t.Errorf("%+v", before.Heard)
	}
	if empty := p.Hear(Record{}); empty.Written || slices.Contains([]int{len(empty.Found), len(empty.Private)}, 1) {
		t.Errorf("heard in nothing: %+v", empty)
	}
}

func TestWeightOfPrivateFlags(t *testing.T) {
	for line, want := range map[string]struct {
		kind       string
		weight     call.Weight
		confidence string
		says, why  string
	}{
		"me: It is 4111 1111 1111 1111.":          {"card", call.Strong, "high", "A card number may", "check digit fit"},
		"me: My credit card is 4111 1111 1112 9.": {"card", call.Strong, "medium", "A card number may", "no checksum tells"},
		"me: My social is 078 05 1120.":           {"ssn", call.Strong, "medium", "A social security number may", "no checksum tells"},
		"me: DE89 3704 0044 0532 0130 00":         {"iban", call.Strong, "high", "An IBAN may", "check digit fit"},
		"me: My checking account is 12345678.":    {"account", call.Medium, "medium", "An account number may", "no checksum tells"},
		"me: The routing number is 021000021.":    {"routing", call.Medium, "high", "A routing number may", "check digit fit"},
		"me: The pin is 4821.":                    {"code", call.Medium, "medium", "A security code may", "no checksum tells"},
	} {
		flags := PrivateFlags(Record{Said: talk(line)})
		if len(flags) != 1 {
			t.Errorf("%s: %v", line, flags)
			continue
		}
		if f := flags[0]; f.Rule != "private."+want.kind || f.Weight != want.weight || f.Confidence != want.confidence || !strings.HasPrefix(f.Says, want.says) || !strings.Contains(f.Why[0], want.why) || f.Cite == "" {
			t.Errorf("%s: %+v", line, f)
		}
	}
}
