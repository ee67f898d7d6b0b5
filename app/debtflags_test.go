package app

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// collector is a number under which a collector calls, written in several ways.
var collector = []string{"+1 212 555 0142", "0012125550142", "+12125550142"}

// wroteDown puts a call on record of which there is no sound.
func wroteDown(t *testing.T, a *App, started time.Time, change func(*call.Call)) call.ID {
	t.Helper()
	doc := call.Call{
		Format: call.Format, ID: call.NewID(started), Started: started, Ended: started.Add(time.Minute), Direction: call.Incoming,
		Outcome: call.Failed, Reached: call.Unanswered, Parties: map[call.Party]call.Person{call.Remote: {Number: collector[0]}},
	}
	change(&doc)
	file, err := a.library.Begin(doc)
	if err == nil {
		err = errors.Join(file.Close(), a.library.Commit(doc))
	}
	if err == nil {
		_, err = a.library.Edit(doc.ID, func(doc *call.Call) error { doc.Outcome = call.Noted; return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc.ID
}

// fromCollector imports the sample call with a collector, as it was heard by the demo model, at a moment.
func fromCollector(t *testing.T, a *App, started time.Time) call.ID {
	t.Helper()
	file, err := filepath.Abs("../assets/calls/debt_collector.flac")
	if err != nil {
		t.Fatal(err)
	}
	id, err := a.Import(t.Context(), file, ImportRequest{NoTranscript: true})
	var heard call.Transcript
	content, wrong := os.ReadFile("../rules/testdata/calls/debt_collector.json")
	if err = errors.Join(err, wrong); err == nil {
		err = json.Unmarshal(content, &heard)
	}
	if err == nil {
		heard.Format = call.Format
		err = a.library.SaveTranscript(id, heard)
	}
	if err == nil {
		_, err = a.Edit(id, func(doc *call.Call) error {
			doc.Started, doc.Direction = started, call.Incoming
			doc.Parties = map[call.Party]call.Person{call.Remote: {Name: "Mr. Boyle", Number: collector[2]}}
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func flagOf(t *testing.T, a *App, id call.ID, rule string) (call.Flag, bool) {
	t.Helper()
	flags, err := a.Flags(id)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(flags, func(f call.Flag) bool { return f.Rule == rule })
	if at < 0 {
		return call.Flag{}, false
	}
	return flags[at], true
}

// Seven calls that nobody answered were written down by hand; in the eighth, which was recorded, a collector speaks.
func TestACollectorsEighthCallInSevenDays(t *testing.T) {
	a := open(t, t.TempDir(), both())
	monday := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.FixedZone("", -5*3600))
	var all []call.ID
	for i := range 7 {
		all = append(all, wroteDown(t, a, monday.Add(time.Duration(i)*24*time.Hour), func(doc *call.Call) {
			doc.Parties[call.Remote] = call.Person{Number: collector[i%len(collector)]}
		}))
	}
	wroteDown(t, a, monday.Add(time.Hour), func(doc *call.Call) { doc.Direction = call.Outgoing })
	wroteDown(t, a, monday.Add(time.Hour), func(doc *call.Call) { doc.Parties[call.Remote] = call.Person{Number: "+12125550143"} })
	eighth := fromCollector(t, a, monday.Add(6*24*time.Hour+5*time.Hour))
	flag, there := flagOf(t, a, eighth, "debt.more_than_7_in_7")
	var named []call.ID
	for _, place := range flag.Places {
		named = append(named, place.Call)
	}
	if !there || !slices.Equal(named, append(all, eighth)) {
		t.Fatalf("%v: %+v", there, flag)
	}
	if threat, there := flagOf(t, a, eighth, "debt.threat_phrase"); !there || threat.Places[0].At < 60 || threat.Places[0].At > 68 || threat.Places[0].Quote == "" {
		t.Errorf("%v: %+v", there, threat)
	}
	for _, id := range all {
		if flags, err := a.Flags(id); err != nil || len(flags) > 0 {
			t.Errorf("one of the first seven: %v, %v", flags, err)
		}
	}
	if err := a.Judge(eighth, flag.Rule, call.Confirmed, ""); err != nil {
		t.Fatal(err)
	}
	if flag, _ := flagOf(t, a, eighth, flag.Rule); flag.Judgement.Verdict != call.Confirmed {
		t.Errorf("%+v", flag.Judgement)
	}
}

// Calls about two debts count for each of them alone, and one of a case of another kind for none.
func TestCallsCountPerDebt(t *testing.T) {
	a := open(t, t.TempDir(), both())
	for name, kind := range map[string]call.CaseKind{"Card": call.Debt, "Loan": call.Debt, "Lawyer": call.Consultation} {
		if _, err := a.library.EditCase(name, func(c *call.Case) error { c.Kind = kind; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	monday := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.FixedZone("", -5*3600))
	var card, loan call.ID
	for i := range 8 {
		at := monday.Add(time.Duration(i) * time.Hour)
		card = wroteDown(t, a, at, func(doc *call.Call) { doc.Case = []string{"Card", " card"}[i%2] })
		if i < 7 {
			loan = wroteDown(t, a, at.Add(time.Minute), func(doc *call.Call) { doc.Case = "Loan" })
		}
	}
	if flag, there := flagOf(t, a, card, "debt.more_than_7_in_7"); !there || len(flag.Places) != 8 {
		t.Errorf("the eighth call for the card: %v, %+v", there, flag)
	}
	if flag, there := flagOf(t, a, loan, "debt.more_than_7_in_7"); there {
		t.Errorf("the seventh call for the loan: %+v", flag)
	}
	advice := fromCollector(t, a, monday.Add(12*time.Hour))
	if _, err := a.Edit(advice, func(doc *call.Call) error { doc.Case = "Lawyer"; return nil }); err != nil {
		t.Fatal(err)
	}
	if flag, there := flagOf(t, a, advice, "debt.threat_phrase"); there {
		t.Errorf("a consultation: %+v", flag)
	}
}

// What stands in a case besides its calls counts, and who is elsewhere gets no flag by these rules.
func TestALetterOfTheCaseMakesAFlag(t *testing.T) {
	a := open(t, t.TempDir(), both())
	monday := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.FixedZone("", -5*3600))
	if _, err := a.library.EditCase("Card", func(c *call.Case) error {
		c.Kind = call.Debt
		c.Entries = []call.CaseEntry{{ID: "1", When: monday, Kind: call.LetterSent, Means: "cease_sent", Text: "Leave me alone"}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	id := wroteDown(t, a, monday.AddDate(0, 0, 20), func(doc *call.Call) { doc.Case = "Card" })
	if flag, there := flagOf(t, a, id, "debt.after_cease"); !there || flag.Weight != call.Strong || flag.Call() != id {
		t.Errorf("%v: %+v", there, flag)
	}
	if err := a.ChangeSettings(func(s *Settings) { s.Place = "DE" }); err != nil {
		t.Fatal(err)
	}
	if flags, err := a.Flags(id); err != nil || len(flags) > 0 {
		t.Errorf("elsewhere: %v, %v", flags, err)
	}
}
