package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

const asked, agreed, owes = "Do you mind if I record this call?", "Sure, go ahead.", "You owe nine hundred dollars."

// To the second: what belongs to a question, and what is one announcement. A line takes three seconds here.
func TestSecondsOfConsent(t *testing.T) {
	p := phrases(t)
	const me, them = call.Local, call.Remote
	yes := func(at, answered call.Seconds) call.Consent {
		return call.Consent{Method: call.AskedOnRecord, At: at, Answer: call.Agreed, Answered: answered}
	}
	no := func(at, answered call.Seconds) call.Consent {
		return call.Consent{Method: call.AskedOnRecord, At: at, Answer: call.Refused, Answered: answered}
	}
	told := func(at call.Seconds) call.Consent { return call.Consent{Method: call.NoticeRead, At: at} }
	theirs := func(at call.Seconds) call.Consent { return call.Consent{Method: call.TheirNotice, At: at} }
	for name, c := range map[string]struct {
		said  Record
		known []call.Consent
		want  []call.Consent
	}{
		"answered after fifteen seconds":        {dialogue(90, me, 2, asked, them, 20, agreed), nil, []call.Consent{yes(2, 20)}},
		"after sixteen":                         {dialogue(90, me, 2, asked, them, 21, agreed), nil, []call.Consent{told(2)}},
		"what they say besides is no answer":    {dialogue(90, me, 2, asked, them, 6, owes), nil, []call.Consent{told(2)}},
		"and does not hide one":                 {dialogue(90, me, 2, asked, them, 6, owes, them, 10, agreed), nil, []call.Consent{yes(2, 10)}},
		"refused twice":                         {dialogue(90, me, 2, asked, them, 6, "I do not consent.", them, 12, "Please stop recording."), nil, []call.Consent{no(2, 6)}},
		"refused, and a word after it":          {dialogue(90, me, 2, asked, them, 6, "I do not consent.", them, 12, "Okay."), nil, []call.Consent{no(2, 6)}},
		"told twice within fifteen seconds":     {dialogue(90, me, 2, asked, me, 17, asked), nil, []call.Consent{told(2)}},
		"told twice within sixteen":             {dialogue(90, me, 2, asked, me, 18, asked), nil, []call.Consent{told(2), told(18)}},
		"the second one is answered":            {dialogue(90, me, 2, asked, me, 14, asked, them, 25, agreed), nil, []call.Consent{yes(2, 25)}},
		"told again after the answer":           {dialogue(90, me, 2, asked, them, 6, agreed, me, 10, "I am recording this call."), nil, []call.Consent{yes(2, 6), told(10)}},
		"by time, whoever spoke":                {dialogue(90, them, 1, "This call may be recorded.", me, 20, asked), nil, []call.Consent{theirs(1), told(20)}},
		"their notice on record is not mine":    {dialogue(90, me, 2, asked), []call.Consent{theirs(2)}, []call.Consent{told(2)}},
		"mine on record is not theirs":          {dialogue(90, them, 2, "This call may be recorded."), []call.Consent{told(2)}, []call.Consent{theirs(2)}},
		"on record, fifteen seconds off":        {dialogue(90, me, 17, asked), []call.Consent{told(2)}, nil},
		"on record, sixteen seconds off":        {dialogue(90, me, 18, asked), []call.Consent{told(2)}, []call.Consent{told(18)}},
		"on record without the answer":          {dialogue(90, me, 2, asked, them, 6, agreed), []call.Consent{told(2)}, []call.Consent{yes(2, 6)}},
		"an answer on record, and told again":   {dialogue(90, me, 60, "I am recording this call."), []call.Consent{yes(2, 6)}, []call.Consent{told(60)}},
		"an answer to somebody who joined, too": {dialogue(90, me, 2, asked, them, 6, agreed, me, 40, asked, them, 44, "I do not consent."), []call.Consent{yes(2, 6)}, []call.Consent{no(40, 44)}},
	} {
		c.said.Consent = c.known
		got := p.ProposeConsent(c.said)
		for i := range got {
			got[i] = call.Consent{Method: got[i].Method, At: got[i].At, Answer: got[i].Answer, Answered: got[i].Answered}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, wants %+v", name, got, c.want)
		}
	}
}

// One announcement in two sentences is kept in the words of the first.
func TestProposedConsentQuotesNoticeAndAnswer(t *testing.T) {
	got := phrases(t).ProposeConsent(dialogue(90, call.Local, 2, "I would like to record this call.", call.Local, 14, asked, call.Remote, 25, agreed))
	if len(got) != 1 || got[0].Wording != "I would like to record this call." || got[0].Quote != agreed || got[0].Party != call.Remote {
		t.Errorf("proposed is %+v", got)
	}
}

// Where nobody knows who speaks, what the far side seems to say of its recording is not the user's notice.
func TestNoticeInAMixOfBothIsNotTakenForMine(t *testing.T) {
	r := dialogue(90, call.Remote, 2, "I am going to record our conversation.")
	r.Origin = &call.Origin{Channels: 1}
	for _, c := range phrases(t).ProposeConsent(r) {
		if c.Method != call.TheirNotice {
			t.Errorf("proposed is %+v", c)
		}
	}
}

func TestWhatFlagsOfConsentSay(t *testing.T) {
	p, law := phrases(t), consentLaw(t)
	const me, them = call.Local, call.Remote
	california, unknown := law.Requirement(At("US-NY"), At("US-CA")), law.Requirement(At("US-NY"), Location{})
	entry := func(method call.ConsentMethod, at call.Seconds, answer call.Answer) call.Consent {
		return call.Consent{Method: method, At: at, Answer: answer, Answered: at}
	}
	agreed, refused := entry(call.AskedOnRecord, 2, call.Agreed), entry(call.AskedOnRecord, 4, call.Refused)
	const joins = "My colleague just joined."
	for name, c := range map[string]struct {
		said    Record
		consent []call.Consent
		needed  Requirement
		at      []call.Seconds // of each flag
		says    string         // among all that they say
	}{
		"nothing heard":                  {dialogue(60), nil, california, []call.Seconds{0}, "Nothing on record says"},
		"heard, and not confirmed":       {dialogue(60, them, 1, owes, me, 12, "I am recording this call.", me, 40, asked), nil, california, []call.Seconds{12}, "Words that may be your notice"},
		"joined at that second":          {dialogue(60, them, 20, joins), []call.Consent{agreed, entry(call.NoticeRead, 20, "")}, california, nil, ""},
		"told before":                    {dialogue(60, them, 20, joins), []call.Consent{agreed, entry(call.NoticeRead, 19, "")}, california, []call.Seconds{20}, "No notice stands after them"},
		"only the far side tells":        {dialogue(60, them, 20, joins), []call.Consent{agreed, entry(call.TheirNotice, 30, "")}, california, []call.Seconds{20}, "joined"},
		"refused on record, and heard":   {dialogue(90, them, 20, "Please stop recording."), []call.Consent{refused}, california, []call.Seconds{0, 4}, "went on for 01:26"},
		"refused, and that is on record": {dialogue(10), []call.Consent{refused}, california, []call.Seconds{0}, "The other side refused, and nothing"},
		"refused by words only":          {dialogue(90, them, 20, "Please stop recording."), []call.Consent{agreed}, california, []call.Seconds{20}, "nobody confirmed them"},
		"refused twice by words":         {dialogue(90, them, 20, "Please stop recording.", them, 40, "Please stop recording."), []call.Consent{agreed}, california, []call.Seconds{20, 40}, "went on for 01:10"},
		"California's law":               {dialogue(60), nil, california, []call.Seconds{0}, "Cal. Penal Code"},
		"no place known":                 {dialogue(60), nil, unknown, []call.Seconds{0}, "place not known"},
	} {
		c.said.Consent = c.consent
		flags := p.ConsentFlags(c.said, c.needed)
		var at []call.Seconds
		var text strings.Builder
		for _, f := range flags {
			at = append(at, f.Places[0].At)
			text.WriteString(f.Says + "\n" + strings.Join(f.Why, "\n") + "\n" + f.Cite + "\n")
			if known := c.needed.stricter().Law != nil; known != (f.Source != "" && strings.HasPrefix(f.Version, "checked 20")) {
				t.Errorf("%s: by %q, %q", name, f.Source, f.Version)
			}
		}
		if !slices.Equal(at, c.at) || !strings.Contains(text.String(), c.says) {
			t.Errorf("%s: at %v\n%s", name, at, &text)
		}
	}
}

// A flag names the law of the side that asks for more; where both ask for the same, the other one's, if that is known.
func TestFlagNamesTheStricterLaw(t *testing.T) {
	law := consentLaw(t)
	for _, c := range []struct {
		mine, theirs Location
		want         string
	}{
		{At("US-CA"), At("US-NY"), "US-CA"},
		{At("US-NY"), At("US-CA"), "US-CA"},
		{At("US-CA"), At("US-WA"), "US-WA"},
		{At("US-CA"), Location{}, "US-CA"},
		{Location{}, At("US-CA"), "US-CA"},
		{At("US-NY"), Location{}, ""},
	} {
		got := law.Requirement(c.mine, c.theirs).stricter().ID
		if got != c.want {
			t.Errorf("%v and %v: %q, wants %q", c.mine, c.theirs, got, c.want)
		}
	}
}

// What a traffic light says has to name the place, and how that is known.
func TestWhyConsentIsNeeded(t *testing.T) {
	law := consentLaw(t)
	for _, c := range []struct {
		theirs Location
		want   []string
		id     string
	}{
		{Location{}, []string{"Nobody said where the other side is"}, ""},
		{Location{"XX", Stated}, []string{"Nobody said where the other side is"}, ""},
		{At("US"), []string{"not known in which state the other side is"}, "US"},
		{law.Hint("+12065550142"), []string{"The area code hints at Washington", "where everybody must agree"}, "US-WA"},
		{law.Hint("+12145550142"), []string{"The area code hints at Texas", "only a hint"}, "US-TX"},
		{law.Hint("+31201234567"), []string{"The country code hints at", "only a hint"}, "NL"},
		{At("US-CA"), []string{"California wants everybody's consent"}, "US-CA"},
		{Location{"US-CA", ByContact}, []string{"California wants everybody's consent; your contact is said to be there"}, "US-CA"},
		{At("US-NY"), []string{"In New York one party may record"}, "US-NY"},
		{At("US-VT"), []string{"one party may record, as far as is known"}, "US-VT"},
		{At("US-CT"), []string{"different rules"}, "US-CT"},
		{At("US-MI"), []string{"courts read in different ways"}, "US-MI"},
		{At("US-PR"), []string{"could not be established"}, "US-PR"},
	} {
		side := law.Requirement(At("US-NY"), c.theirs).Theirs
		for _, want := range c.want {
			if !strings.Contains(side.Why, want) {
				t.Errorf("%+v: %q does not say %q", c.theirs, side.Why, want)
			}
		}
		if side.ID != c.id || strings.Contains(side.Why, "contact") != (c.theirs.By == ByContact) || strings.Contains(side.Why, "as far as is known") != (side.Light == BetterAsk) {
			t.Errorf("%+v: %+v", c.theirs, side)
		}
	}
}

// Against trying all pairs of places by the plain reading: one side that is not surely of one party makes all parties.
func TestAllPairsOfPlaces(t *testing.T) {
	law := consentLaw(t)
	one := func(at Location) bool {
		j, known := law.Jurisdiction(at.ID)
		return known && j.Level != "federal" && j.TreatAs == OnePartyRule && (at.By == Stated || at.By == ByContact)
	}
	var places []Location
	for _, by := range []LocationBy{Stated, ByContact, ByArea, ByCountry} {
		for _, j := range law.Jurisdictions {
			places = append(places, Location{j.ID, by})
		}
	}
	places = append(places, Location{}, Location{"XX", Stated})
	for _, mine := range places {
		for _, theirs := range places {
			want := AllParties
			if one(mine) && one(theirs) {
				want = OnePartyRule
			}
			if got := law.Requirement(mine, theirs); got.Rule != want || (got.Light == MustAsk) != (want == AllParties) {
				t.Fatalf("%+v and %+v: %s, %s", mine, theirs, got.Rule, got.Light)
			}
		}
	}
}
