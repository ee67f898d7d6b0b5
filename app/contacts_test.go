package app

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

func TestNumbersAreOneHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ region, text, e164, key string }{
		{"US", "(212) 555-0142", "+12125550142", "+12125550142"},
		{"US", "+1 212 555 0142", "+12125550142", "+12125550142"},
		{"", "+1.212.555.0142", "+12125550142", "+12125550142"},
		{"US", "011 44 20 7946 0958", "+442079460958", "+442079460958"},
		{"DE", "0044 20 7946 0958", "+442079460958", "+442079460958"},
		{"US", "(001) 212 555 0142", "+12125550142", "+12125550142"}, // the zeros stand for a plus, whatever the country
		{"", "0044 20 7946 0958", "+442079460958", "+442079460958"},
		{"US", "00 11", "", "0011"},
		{"DE", "030 1234567", "+49301234567", "+49301234567"},
		{"US", "1-800-FLOWERS", "+18003569377", "+18003569377"},
		{"US", "212 555 0142 ext. 7", "+12125550142", "+12125550142"},
		{"", "212 555 0142", "", "2125550142"}, // nobody said in which country
		{"US", "555 0142", "", "5550142"},      // nor in which area
		{"US", "911", "", "911"},
		{"US", "*69", "", "69"},
		{"US", "withheld", "", ""},
		{"US", "", "", ""},
	} {
		n := &numbering{region: c.region}
		if got := n.read(c.text); got != (understood{c.e164, c.key}) {
			t.Errorf("%q in %q: %+v", c.text, c.region, got)
		}
	}
	if got := (&numbering{}).keys("+1 212 555 0142, +49 30 1234567; withheld"); !slices.Equal(got, []string{"+12125550142", "+49301234567"}) {
		t.Errorf("two numbers in one: %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := &numbering{region: rapid.SampledFrom([]string{"", "US", "DE", "XX"}).Draw(t, "region")}
		text := rapid.String().Draw(t, "text")
		kept := n.kept(text)
		if again := n.kept(kept); again != kept {
			t.Fatalf("%q is kept as %q, and that as %q", text, kept, again)
		}
	})
	for number, want := range map[string]string{"+12125550142": "+1 212-555-0142", "911": "911", "withheld": "withheld"} {
		if got := NumberForPeople(number); got != want {
			t.Errorf("%q is shown as %q", number, got)
		}
	}
}

func TestCountryOfAPlace(t *testing.T) {
	for place, want := range map[string]string{"US-CA": "US", "DE": "DE", "GB": "GB"} {
		if got := regionOf(place); got != want {
			t.Errorf("%s: %q", place, got)
		}
	}
}

// american opens an App whose user is in the United States.
func american(t *testing.T) *App {
	a := open(t, t.TempDir(), both())
	if err := a.ChangeSettings(func(s *Settings) { s.Place = "US-NY" }); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestCallsBelongToWhoHasTheNumber(t *testing.T) {
	a := american(t)
	first := phoned(t, a, "", "+1 212 555 0142")
	second := phoned(t, a, "Dana", "(212) 555-0199")
	stranger := phoned(t, a, "Bob", "+49 30 1234567")
	titles := func() (all []string) {
		calls := okay(a.Calls(Filter{}))(t)
		slices.SortFunc(calls, func(a, b Summary) int { return strings.Compare(string(a.ID), string(b.ID)) })
		for _, s := range calls {
			all = append(all, s.Title)
		}
		slices.Sort(all)
		return all
	}
	check := func(want ...string) {
		t.Helper()
		if got := titles(); !slices.Equal(got, want) {
			t.Errorf("the calls are with %q, want %q", got, want)
		}
	}
	check("+1 212 555 0142", "Bob", "Dana")
	acme := okay(a.SaveContact(Contact{Organisation: "  Acme   Solar ", Numbers: []string{"212-555-0142", "+12125550142"}}))(t)
	if acme.Organisation != "Acme Solar" || !slices.Equal(acme.Numbers, []string{"+12125550142"}) {
		t.Errorf("kept is %+v", acme)
	}
	check("Acme Solar", "Bob", "Dana")
	okay(a.EditContact(acme.ID, func(c *Contact) error { c.Numbers = append(c.Numbers, "212 555 0199"); return nil }))(t)
	check("Acme Solar", "Bob", "Dana (Acme Solar)")
	doc := okay(a.Call(second))(t)
	if far := doc.Parties[call.Remote]; far.Contact != acme.ID || far.Name != "Dana" || far.Number != "(212) 555-0199" {
		t.Errorf("the far side is %+v", far)
	}
	if disk := okay(a.library.Call(second))(t); disk.Parties[call.Remote].Contact != "" {
		t.Error("what is worked out was kept")
	}
	entity := func(id call.ID) string { return rules.Entity(okay(a.Call(id))(t)) }
	if entity(first) != entity(second) || entity(first) == entity(stranger) || entity(first) == "" {
		t.Errorf("to the rules they are %q, %q and %q", entity(first), entity(second), entity(stranger))
	}
	if with := okay(a.CallsWith(acme.ID))(t); len(with) != 2 {
		t.Errorf("%d calls with Acme", len(with))
	}
	okay(a.EditContact(acme.ID, func(c *Contact) error { c.Numbers = nil; return nil }))(t)
	check("+1 212 555 0142", "Bob", "Dana")
	okay(setContact(a, stranger, acme.ID))(t)
	check("+1 212 555 0142", "Bob (Acme Solar)", "Dana")
	if err := a.RemoveContact(acme.ID); err != nil {
		t.Error(err)
	}
	check("+1 212 555 0142", "Bob", "Dana")
}

func setContact(a *App, of, contact call.ID) (call.Call, error) {
	return a.Edit(of, func(doc *call.Call) error {
		doc.EditPerson(call.Remote, func(far *call.Person) { far.Contact = contact })
		return nil
	})
}

func TestANumberOfTwoBelongsToNeither(t *testing.T) {
	a := american(t)
	id := phoned(t, a, "", "+12125550142")
	linda := okay(a.SaveContact(Contact{Name: "Linda", Numbers: []string{"+12125550142"}}))(t)
	bob := okay(a.SaveContact(Contact{Name: "Bob", Numbers: []string{"+12125550142"}}))(t)
	if far := okay(a.Call(id))(t).Parties[call.Remote]; far.Contact != "" {
		t.Errorf("it belongs to %s", far.Contact)
	}
	if others := a.Sharing(bob); len(others) != 1 || others[0].ID != linda.ID {
		t.Errorf("who else has the number: %+v", others)
	}
	okay(setContact(a, id, bob.ID))(t)
	if far := okay(a.Call(id))(t).Parties[call.Remote]; far.Contact != bob.ID || far.Known != "Bob" {
		t.Errorf("it belongs to %+v", far)
	}
}

func TestContactsAreFound(t *testing.T) {
	a := american(t)
	linda := okay(a.SaveContact(Contact{Name: "Linda Berg", Organisation: "Berg & Co", Numbers: []string{"+12125550142"}, Emails: []string{"linda@example.com"}}))(t)
	okay(a.SaveContact(Contact{Name: "Linda Voss"}))(t)
	for ref, want := range map[string]error{
		"linda berg": nil, "Berg & Co": nil, "LINDA@example.com": nil, "(212) 555-0142": nil, string(linda.ID): nil, "Linda Berg, Berg & Co": nil,
		"": ErrNoSuchContact, "Linda": ErrNoSuchContact, "nobody": ErrNoSuchContact, "2": ErrManyContacts,
	} {
		c, err := a.FindContact(ref)
		if !errors.Is(err, want) || want == nil && (err != nil || c.ID != linda.ID) {
			t.Errorf("%q: %s, %v", ref, c.Title(), err)
		}
	}
	for words, want := range map[string]int{"": 2, "linda": 2, "linda berg": 1, "555-0142": 1, "co": 1, "0142 voss": 0} {
		if got := ContactsWith(a.Contacts(), words); len(got) != want {
			t.Errorf("%q stands in %d contacts", words, len(got))
		}
	}
}

func TestContactsThatMakeNoSense(t *testing.T) {
	a := american(t)
	for name, c := range map[string]Contact{
		"nothing":         {Notes: "somebody"},
		"no number":       {Name: "Linda", Numbers: []string{"call me"}},
		"no address":      {Name: "Linda", Emails: []string{"linda at home"}},
		"endless":         {Name: strings.Repeat("x", longestLine+1)},
		"unreadable":      {Name: "a\x1bb"},
		"nowhere":         {Name: "Linda", Place: "US-ZZ"},
		"endless notes":   {Name: "Linda", Notes: strings.Repeat("x", longestNotes+1)},
		"too many":        {Name: "Linda", Numbers: manyNumbers(mostNumbers + 1)},
		"no such contact": {ID: "20200101-000000-aaaa", Name: "Linda"},
	} {
		if kept, err := a.SaveContact(c); err == nil {
			t.Errorf("%s was kept: %+v", name, kept)
		} else if problem := Explain(err); strings.Contains(problem.Do, "diagnostics") {
			t.Errorf("%s: %+v", name, problem)
		}
	}
	if all := a.Contacts(); len(all) != 0 {
		t.Errorf("there are %+v", all)
	}
	for name, c := range map[string]Contact{
		"a long name": {Name: strings.Repeat("ä", longestLine)}, "long notes": {Name: "B", Notes: strings.Repeat("x", longestNotes-5), Address: "here!"}, "many": {Name: "C", Numbers: manyNumbers(mostNumbers)},
	} {
		if _, err := a.SaveContact(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := a.SaveContact(Contact{Name: "D", Notes: strings.Repeat("x", longestNotes-5), Address: "there!"}); !errors.Is(err, ErrBadContact) {
		t.Errorf("notes with an address: %v", err)
	}
}

func manyNumbers(count int) (all []string) {
	for i := range count {
		all = append(all, "+1212555"+string([]rune{'0' + rune(i/1000%10), '0' + rune(i/100%10), '0' + rune(i/10%10), '0' + rune(i%10)}))
	}
	return all
}

func TestMergeLosesNothing(t *testing.T) {
	a := american(t)
	into := okay(a.SaveContact(Contact{Name: "Linda", Numbers: []string{"+12125550142"}, Notes: "asks for Bob"}))(t)
	other := okay(a.SaveContact(Contact{
		Name: "Linda Berg", Organisation: "Acme Solar", Numbers: []string{"+12125550199", "+12125550142"}, Emails: []string{"l@example.com"},
		Address: "1 Main St", Place: "US-CA", Notes: "hung up twice",
	}))(t)
	picked := phoned(t, a, "Bob", "")
	okay(setContact(a, picked, other.ID))(t)
	okay(a.library.EditCase("Solar", func(c *call.Case) error { c.Contacts = []call.ID{other.ID, into.ID}; return nil }))(t)
	c := okay(a.MergeContacts(into.ID, other.ID, into.ID))(t)
	if c.Name != "Linda" || c.Organisation != "Acme Solar" || len(c.Numbers) != 2 || len(c.Emails) != 1 || c.Address != "1 Main St" || c.Place != "US-CA" {
		t.Errorf("merged is %+v", c)
	}
	for _, want := range []string{"asks for Bob", "Also: name Linda Berg", "hung up twice"} {
		if !strings.Contains(c.Notes, want) {
			t.Errorf("the notes %q lack %q", c.Notes, want)
		}
	}
	if all := a.Contacts(); len(all) != 1 {
		t.Errorf("left are %+v", all)
	}
	if doc := okay(a.library.Call(picked))(t); doc.Parties[call.Remote].Contact != into.ID {
		t.Errorf("the call is with %s", doc.Parties[call.Remote].Contact)
	}
	if of := okay(a.library.Case("Solar"))(t); !slices.Equal(of.Contacts, []call.ID{into.ID}) {
		t.Errorf("the case is with %v", of.Contacts)
	}
}

func TestPlaceOfAContactCountsForConsent(t *testing.T) {
	a := american(t)
	id := phoned(t, a, "", "+12125550142")
	light := func() Light { return okay(a.ConsentNeeded(okay(a.Call(id))(t)))(t).Light }
	if light() != MustAsk {
		t.Error("a hint has lowered what is asked for")
	}
	linda := okay(a.SaveContact(Contact{Name: "Linda", Numbers: []string{"+12125550142"}, Place: "US-NY"}))(t)
	if light() == MustAsk {
		t.Error("the place of the contact makes no difference")
	}
	okay(a.EditContact(linda.ID, func(c *Contact) error { c.Place = "US-WA"; return nil }))(t)
	needed := okay(a.ConsentNeeded(okay(a.Call(id))(t)))(t)
	if needed.Light != MustAsk || !strings.Contains(needed.Theirs.Why, "your contact") {
		t.Errorf("in Washington: %+v", needed.Theirs)
	}
	okay(a.SetPlace(id, call.Remote, "US-NY"))(t)
	if light() == MustAsk {
		t.Error("what was said of the call does not go before what is known of the contact")
	}
}

func TestTimelineOfAContact(t *testing.T) {
	a := american(t)
	id := phoned(t, a, "", "+12125550142")
	okay(a.Edit(id, func(doc *call.Call) error {
		doc.Notes = []call.Note{{At: 2, Text: "hung up"}}
		return nil
	}))(t)
	linda := okay(a.SaveContact(Contact{Name: "Linda", Numbers: []string{"+12125550142"}}))(t)
	moments := okay(a.ContactTimeline(t.Context(), linda.ID))(t)
	if len(moments) < 2 || moments[0].Kind != MomentCall || !strings.Contains(moments[0].Text, "Linda") ||
		!slices.ContainsFunc(moments, func(m Moment) bool { return m.Text == "hung up" && m.At == 2 && m.Call == id }) {
		t.Errorf("the timeline is %+v", moments)
	}
}

// okay gives the value of a call that must not fail.
func okay[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// phoned brings in a short call with somebody.
func phoned(t *testing.T, a *App, name, number string) call.ID {
	t.Helper()
	file := waveFile(t, filepath.Join(t.TempDir(), "call.wav"), steps(3)[:50], steps(5)[:50])
	return okay(a.Import(t.Context(), file, ImportRequest{Name: name, Number: number, Again: true, NoTranscript: true}))(t)
}

func TestSearchFindsCallsByTheirContacts(t *testing.T) {
	a := american(t)
	first, second := phoned(t, a, "", "+12125550142"), phoned(t, a, "Dana", "212 555 0199")
	stranger := phoned(t, a, "Dana", "+49301234567")
	okay(a.SaveContact(Contact{Name: "Linda Bérg", Organisation: "Acme Solar", Numbers: []string{"+12125550142", "+12125550199"}}))(t)
	for query, want := range map[string][]call.ID{
		"name:berg":            {first, second},
		`name:"acme solar"`:    {first, second},
		"name:dana":            {second, stranger},
		"name:dana -name:acme": {stranger},
		"number:5550142":       {first, second}, // of the one who has it
		"number:0199":          {first, second},
		"number:4930":          {stranger},
		"from:linda":           {first, second},
		"name:nobody":          {},
	} {
		got := okay(a.Matching(t.Context(), query))(t)
		if len(got) != len(want) || slices.ContainsFunc(want, func(id call.ID) bool { return !got[id] }) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
}
