package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func TestReconcileAndAddTwice(t *testing.T) {
	a := unwanted(t)
	a.config.Now = reader().config.Now
	path := listIn(t, "Date,Number,Type,Duration (sec)\n"+
		"2026-03-02 14:01,+12125550142,Incoming,95\n"+ // recorded a minute later
		"2026-03-30 09:00,0012125550142,Incoming,95\n"+
		"2026-03-30 18:00,(212) 555-0142,Incoming,30\n"+ // not there
		"2026-04-01 10:02,,Incoming,95\n"+ // withheld: known by its time
		"2026-04-02 21:02,+12125550142,Outgoing,95\n"+ // the other way round: not that one
		"2026-11-01 01:30,+12125550142,Missed,\n") // twice that night
	list, err := a.ReadCallList(path, ListMapping{Zone: "America/New_York"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Reconcile(list)
	if err != nil || r.Words() != "6 calls: 0 recorded, 3 noted, 3 undocumented" || !r.Calls[3].ByTime || r.Calls[0].ByTime {
		t.Fatalf("%s %+v %v", r.Words(), r.Calls, err)
	}
	before, _ := a.CountCalls()
	one, err := a.AddListed(list, []int{r.Calls[2].Line}, "Solar panels")
	if err != nil || len(one) != 1 {
		t.Fatal(one, err)
	}
	all, err := a.AddListed(list, nil, "Solar panels")
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	again, err := a.AddListed(list, nil, "Solar panels")
	if after, _ := a.CountCalls(); err != nil || len(again) != 0 || after != before+3 {
		t.Fatalf("added %v again, %d calls, %v", again, after, err)
	}
	if r, err := a.Reconcile(list); err != nil || r.Words() != "6 calls: 0 recorded, 6 noted, 0 undocumented" {
		t.Fatal(r.Words(), err)
	}
	doc, err := a.Call(all[1])
	if err != nil {
		t.Fatal(err)
	}
	if doc.Outcome != call.Noted || doc.Reached != call.Unanswered || doc.Audio.File != "" || doc.Case != "Solar panels" || doc.Source != "calls.csv" ||
		len(doc.Notes) != 1 || !strings.Contains(doc.Notes[0].Text, "1 November 2026, 01:30:00 (-05:00)") || doc.Started.Format(time.RFC3339) != "2026-11-01T01:30:00-04:00" {
		t.Errorf("%+v", doc)
	}
	if findings, err := a.Check(t.Context()); err != nil || len(findings) != 0 {
		t.Errorf("%v %v", findings, err)
	}
}

// A list that cannot be read changes nothing on disk.
func TestBadListChangesNothing(t *testing.T) {
	a := unwanted(t)
	before, err := a.CountCalls()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ReadCallList(listIn(t, "Date,Number\n99/99/9999,1\n"), ListMapping{}); !errors.Is(err, ErrCallList) {
		t.Error(err)
	}
	if after, _ := a.CountCalls(); after != before {
		t.Errorf("%d calls, %d before", after, before)
	}
}

// The pairs are as good as the best of all ways to make them.
func TestPairUpAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		number := rapid.SampledFrom([]string{"", "+12125550142", "+16465550100"})
		direction := rapid.SampledFrom([]call.Direction{"", call.Incoming, call.Outgoing})
		moment := func(name string) time.Time {
			return start.Add(time.Duration(rapid.IntRange(0, 600).Draw(rt, name)) * time.Second)
		}
		var listed []Reconciled
		for range rapid.IntRange(0, 6).Draw(rt, "listed") {
			c := ListedCall{Started: moment("begins"), Number: number.Draw(rt, "number"), Direction: direction.Draw(rt, "direction"), Lasted: time.Duration(rapid.IntRange(0, 200).Draw(rt, "lasted")) * time.Second}
			if rapid.Bool().Draw(rt, "twice") {
				c.Later = c.Started.Add(time.Hour)
			}
			listed = append(listed, Reconciled{ListedCall: c})
		}
		var known []Summary
		for range rapid.IntRange(0, 6).Draw(rt, "known") {
			known = append(known, Summary{Started: moment("began"), Number: number.Draw(rt, "its number"), Direction: direction.Draw(rt, "its direction")})
		}
		sortByStart(known)
		pairs, err := pairUp(listed, known, onlyDigits)
		if err != nil {
			rt.Fatal(err)
		}
		got, taken := int64(len(listed)-len(pairs))*costAlone, map[int]bool{}
		for l, k := range pairs {
			cost := apart(listed[l].ListedCall, known[k], onlyDigits)
			if cost >= costNever || taken[k] {
				rt.Fatalf("pair %d with %d", l, k)
			}
			taken[k] = true
			got += cost
		}
		if best := cheapest(listed, known, 0, map[int]bool{}); got != best {
			rt.Fatalf("costs %d, could be %d", got, best)
		}
	})
}

// cheapest tries every way.
func cheapest(listed []Reconciled, known []Summary, l int, taken map[int]bool) int64 {
	if l == len(listed) {
		return 0
	}
	best := costAlone + cheapest(listed, known, l+1, taken)
	for k := range known {
		cost := apart(listed[l].ListedCall, known[k], onlyDigits)
		if taken[k] || cost >= costNever {
			continue
		}
		taken[k] = true
		best = min(best, cost+cheapest(listed, known, l+1, taken))
		taken[k] = false
	}
	return best
}

func sortByStart(known []Summary) {
	for i := range known {
		for k := i; k > 0 && known[k].Started.Before(known[k-1].Started); k-- {
			known[k], known[k-1] = known[k-1], known[k]
		}
	}
}

func TestTangledListIsRefused(t *testing.T) {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var listed []Reconciled
	var known []Summary
	for i := range mostTangled + 1 {
		moment := start.Add(time.Duration(i) * 2 * time.Minute)
		listed = append(listed, Reconciled{ListedCall: ListedCall{Started: moment}})
		known = append(known, Summary{Started: moment.Add(time.Minute)})
	}
	if _, err := pairUp(listed, known, onlyDigits); !errors.Is(err, ErrCallList) {
		t.Error(err)
	}
	if pairs, err := pairUp(listed[1:], known, onlyDigits); err != nil || len(pairs) != mostTangled {
		t.Error(len(pairs), err)
	}
}

func TestSavedMappings(t *testing.T) {
	a := open(t, t.TempDir(), both())
	if all, err := a.ListMappings(); err != nil || len(all) != 0 {
		t.Fatal(all, err)
	}
	m := ListMapping{Name: " My carrier ", Date: "A", Number: "B", Dates: DayFirst, Zone: "Europe/Berlin"}
	if err := a.SaveListMapping(m); err != nil {
		t.Fatal(err)
	}
	m.Dates = MonthFirst
	if err := a.SaveListMapping(m); err != nil {
		t.Fatal(err)
	}
	got, err := a.ListMapping("my CARRIER")
	if m.Name = "My carrier"; err != nil || got != m {
		t.Errorf("%+v %v", got, err)
	}
	if err := a.SaveListMapping(ListMapping{}); !errors.Is(err, ErrMappingName) {
		t.Error(err)
	}
	if err := a.RemoveListMapping("My carrier"); err != nil {
		t.Error(err)
	}
	if _, err := a.ListMapping("My carrier"); !errors.Is(err, ErrNoMapping) {
		t.Error(err)
	}
	path := filepath.Join(a.config.Data, mappingsFile)
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.SaveListMapping(m); !errors.Is(err, ErrMappings) {
		t.Error(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "{" {
		t.Errorf("%q %v", content, err)
	}
}

// FuzzMappings reads a file of saved mappings that anybody may have written: what can be read is kept beside another one, and what cannot stays as it is.
func FuzzMappings(f *testing.F) {
	for _, seed := range []string{`{"mappings":[{"name":"a","date":"D","dates":"day-first","zone":"UTC"}]}`, `{"mappings":[{},{"name":"A"},{"name":"a"}]}`, `{"mappings":{}}`, `null`, `[`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		a := &App{config: Config{Data: t.TempDir()}}
		path := filepath.Join(a.config.Data, mappingsFile)
		write(t, path, string(content))
		before, err := a.ListMappings()
		saved := a.SaveListMapping(ListMapping{Name: "mine", Date: "When"})
		if err != nil {
			mustBeSentence(t, err)
			if left, _ := os.ReadFile(path); saved == nil || !bytes.Equal(left, content) {
				t.Errorf("a file that cannot be read was changed: %v", saved)
			}
			return
		}
		kept, err := a.ListMapping("Mine")
		if saved != nil || err != nil || kept.Date != "When" {
			t.Errorf("kept is %+v, %v, %v", kept, saved, err)
		}
		for _, m := range before {
			all, err := a.ListMappings()
			if err != nil || !strings.EqualFold(m.Name, "mine") && !slices.Contains(all, m) {
				t.Errorf("%+v is not among %+v, %v", m, all, err)
			}
		}
	})
}
