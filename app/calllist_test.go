package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// listIn writes a list of calls into a file.
func listIn(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "calls.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// reader reads lists as on a day of November 2026.
func reader() *App {
	return &App{config: Config{Now: func() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }}}
}

func readList(t testing.TB, content string, m ListMapping) (CallList, error) {
	t.Helper()
	return reader().ReadCallList(listIn(t, content), m)
}

func TestReadCallListTables(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		mapping ListMapping
		want    []string
	}{
		"carrier, month first, 12 hours": {
			"Account 12345\nBilling period,Mar 1 - Mar 31\n\nDate,Time,Number,Type,Minutes\n03/13/2026,2:02 PM,(212) 555-0142,Incoming,5\n3/3/2026,12:30 AM,6465550100,Outgoing,1\nTotal,,,,6\n",
			ListMapping{Zone: "America/New_York"},
			[]string{"2026-03-13T14:02:00-04:00 (212) 555-0142 incoming 5m0s", "2026-03-03T00:30:00-05:00 6465550100 outgoing 1m0s"},
		},
		"German, semicolons": {
			"Datum;Uhrzeit;Rufnummer;Richtung;Dauer\n13.03.2026;14:02:07;030 1234567;eingehend;00:04:31\nFr, 3. März 2026;08:00;0171 5550100;verpasst;\n",
			ListMapping{Zone: "Europe/Berlin"},
			[]string{"2026-03-13T14:02:07+01:00 030 1234567 incoming 4m31s", "2026-03-03T08:00:00+01:00 0171 5550100 incoming not answered"},
		},
		"iPhone export": {
			"Call type,Date,Duration,Number,Contact,Service\nIncoming,\"Mar 13, 2026 at 2:02:07 PM\",4m 31s,+12125550142,\"Müller, Acme\",Phone\nMissed,\"Mar 14, 2026 at 9:00:00 AM\",,Unknown,,Phone\n",
			ListMapping{Zone: "UTC"},
			[]string{"2026-03-13T14:02:07Z +12125550142 Müller, Acme incoming 4m31s", "2026-03-14T09:00:00Z incoming not answered"},
		},
		"says its zone": {
			"started,number,direction,seconds\n2026-03-13T14:02:07-05:00,+12125550142,out,271\n2026-03-13T19:02:07Z,+12125550142,in,\n",
			ListMapping{Zone: "UTC"},
			[]string{"2026-03-13T19:02:07Z +12125550142 outgoing 4m31s", "2026-03-13T19:02:07Z +12125550142 incoming"},
		},
		"from and to": {
			"Date,From,To,Duration\n2026-03-13 14:02,+1 917 555 0100,2125550142,4:31\n2026-03-13 15:00,2125550142,9175550100,4:31\n",
			ListMapping{Zone: "UTC", Own: "(917) 555-0100", LengthIn: InMinutes},
			[]string{"2026-03-13T14:02:00Z 2125550142 outgoing 4m31s", "2026-03-13T15:00:00Z 2125550142 incoming 4m31s"},
		},
		"only one order fits all": {
			"Date,Number\n03/04/2026 10:00,1\n03/14/2026 10:00,1\n", ListMapping{Zone: "UTC"}, []string{"2026-03-04T10:00:00Z 1", "2026-03-14T10:00:00Z 1"},
		},
		"only one order is not of the future": {
			"Date,Number\n05/12/2026 10:00,1\n", ListMapping{Zone: "UTC"}, []string{"2026-05-12T10:00:00Z 1"},
		},
		"all orders say the same": {
			"Date,Number\n05/05/2026 10:00,1\n", ListMapping{Zone: "UTC"}, []string{"2026-05-05T10:00:00Z 1"},
		},
		"told": {
			"Date,Number\n03/04/2026 10:00,1\n", ListMapping{Zone: "UTC", Dates: DayFirst}, []string{"2026-04-03T10:00:00Z 1"},
		},
		"the clock was set back": {
			"Date,Number\n2026-11-01 01:30,1\n2026-11-01 02:30,1\n",
			ListMapping{Zone: "America/New_York"},
			[]string{"2026-11-01T01:30:00-04:00 1 or 2026-11-01T01:30:00-05:00", "2026-11-01T02:30:00-05:00 1"},
		},
		"the clock was set forward": {
			"Date,Number\n2026-03-08 03:30,1\n", ListMapping{Zone: "America/New_York"}, []string{"2026-03-08T03:30:00-04:00 1"},
		},
		"a length that may mean two things": {
			"Date,Number,Duration\n2026-03-08 03:30,1,4:31\n2026-03-09 03:30,1,5\n", ListMapping{Zone: "UTC"}, []string{"2026-03-08T03:30:00Z 1", "2026-03-09T03:30:00Z 1"},
		},
		"leap day":       {"Date\tNumber\n29 Feb 2024 23:59\t1\n", ListMapping{Zone: "UTC"}, []string{"2024-02-29T23:59:00Z 1"}},
		"no such column": {"Date,Number,Name\n2026-03-08 03:30,1,x\n", ListMapping{Zone: "UTC", Contact: NoColumn}, []string{"2026-03-08T03:30:00Z 1"}},
		"columns told": {
			"A,B,C\n2026-03-08 03:30,x,555\n", ListMapping{Zone: "UTC", Date: "A", Number: "C"}, []string{"2026-03-08T03:30:00Z 555"},
		},
	} {
		list, err := readList(t, c.content, c.mapping)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := listWords(list); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func listWords(list CallList) (all []string) {
	for _, c := range list.Calls {
		later := ""
		if !c.Later.IsZero() {
			later = "or " + c.Later.Format(time.RFC3339)
		}
		all = append(all, strings.Join(nonEmpty(c.Started.Format(time.RFC3339), c.Number, c.Name, string(c.Direction), string(c.Reached), unless(c.Lasted == 0, c.Lasted.String()), later), " "))
	}
	return all
}

func TestCallListAsksAndRefuses(t *testing.T) {
	for content, c := range map[string]struct {
		of   error
		says string
	}{
		"Date,Number\n03/04/2026 10:00,1\n":                     {ErrListQuestion, "03/04/2026 10:00 in line 2 may be 3 April 2026 (day-first) or 4 March 2026 (month-first)"},
		"Date,Number\n05/05/2026 8:00,1\n03/04/2026 9:00,1\n":   {ErrListQuestion, "line 3 may be"},
		"When it was,Who\n2026-03-08 03:30,1\n":                 {ErrListQuestion, "The first line with columns is: When it was, Who"},
		"Date,From,To\n2026-03-08 03:30,1,2\n":                  {ErrListQuestion, "say which number is yours"},
		"Date,Number\n2026-13-08 03:30,1\n":                     {ErrCallList, `the date in line 2 is not understood: "2026-13-08 03:30"`},
		"Date,Number\n2026-02-29 03:30,1\n":                     {ErrCallList, "line 2"},
		"Date,Number\n2026-03-08 03:30,1\n31/31/2026 10:00,1\n": {ErrCallList, "line 3"},
		"Date,Number\n":               {ErrCallList, "there is no call in it"},
		"Date,Number\nTotal,\n":       {ErrCallList, "there is no call in it"},
		"":                            {ErrCallList, "neither a table nor"},
		"Date,Number\n05/05/2026,1\n": {ErrCallList, "line 2 has a day and no time of day"},
		"just words":                  {ErrCallList, "neither a table nor"},
		"\x00\x01\x02":                {ErrCallList, "not a text"},
		"<calls>":                     {ErrCallList, "is not XML"},
		"<smses></smses>":             {ErrCallList, "holds no calls"},
		`<calls><call number="1" date="soon"/></calls>`: {ErrCallList, "has no date"},
		"<calls/>": {ErrCallList, "there is no call in it"},
	} {
		_, err := readList(t, content, ListMapping{Zone: "UTC"})
		if !errors.Is(err, c.of) || !strings.Contains(Explain(err).What, c.says) {
			t.Errorf("%q: %v", content, err)
		}
	}
	for _, m := range []ListMapping{{Zone: "Nowhere/At all"}, {Dates: "backwards"}, {LengthIn: "miles"}, {Date: "Other"}} {
		if _, err := readList(t, "Date,Number\n2026-03-08 03:30,1\n", m); !errors.Is(err, ErrCallList) && !errors.Is(err, ErrListQuestion) {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if _, err := readList(t, "Date,Number\n03/04/2026 10:00,1\n", ListMapping{Dates: YearFirst}); !errors.Is(err, ErrCallList) {
		t.Error(err)
	}
}

const androidCalls = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore-->
<calls count="5" type="full">
  <call number="+12125550142" duration="271" date="1773424927000" type="1" presentation="1" readable_date="Mar 13, 2026 2:02:07 PM" contact_name="M&#252;ller &#55357;&#56832;" />
  <call number="6465550100" duration="0" date="1773424999000" type="3" presentation="1" contact_name="(Unknown)" />
  <call number="-2" duration="0" date="1773425000000" type="5" presentation="2" contact_name="(Unknown)" />
  <call number="+12125550142" duration="5" date="1773425100000" type="2" presentation="1" contact_name="null" />
  <call number="+12125550142" duration="9" date="1773425200000" type="4" presentation="1" />
</calls>`

func TestReadCallListFromAndroid(t *testing.T) {
	list, err := readList(t, androidCalls, ListMapping{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list.Calls {
		list.Calls[i].Started = list.Calls[i].Started.UTC()
	}
	want := []string{
		"2026-03-13T18:02:07Z +12125550142 Müller 😀 incoming 4m31s", "2026-03-13T18:03:19Z 6465550100 incoming not answered", "2026-03-13T18:03:20Z incoming refused",
		"2026-03-13T18:05:00Z +12125550142 outgoing 5s", "2026-03-13T18:06:40Z +12125550142 incoming voicemail 9s",
	}
	if got := listWords(list); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestCallListInAnyEncoding(t *testing.T) {
	text := "Datum,Nummer,Name\n2026-03-13 14:02,0301234567,Müßiggang GmbH\n"
	old, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{text, "\ufeff" + text, old, wide} {
		list, err := readList(t, content, ListMapping{})
		if err != nil || list.Calls[0].Name != "Müßiggang GmbH" {
			t.Errorf("%.8q: %v, %v", content, list.Calls, err)
		}
	}
}

// Whatever order and layout a list is written in, told so it is read as it was meant, and untold it is never read as something else.
func TestDatesAreReadAsMeant(t *testing.T) {
	layouts := map[DateOrder][]string{
		DayFirst: {"02/01/2006", "2.1.2006", "02-01-06", "2 Jan 2006"}, MonthFirst: {"01/02/2006", "1-2-06", "Jan 2, 2006"}, YearFirst: {"2006-01-02", "06/01/02", "2006.1.2"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.SampledFrom(DateOrders).Draw(rt, "order")
		layout := rapid.SampledFrom(layouts[order]).Draw(rt, "layout") + " " + rapid.SampledFrom([]string{"15:04:05", "3:04 PM", "15:04"}).Draw(rt, "clock")
		content, want := &strings.Builder{}, []time.Time{}
		content.WriteString("Date;Number\n")
		for range rapid.IntRange(1, 6).Draw(rt, "calls") {
			minute := rapid.IntRange(0, 60*24*365*20).Draw(rt, "minute")
			moment := time.Date(2006, 1, 1, 0, minute, 0, 0, time.UTC)
			want = append(want, moment)
			fmt.Fprintf(content, "%s;5550100\n", moment.Format(layout))
		}
		for _, told := range []DateOrder{order, ""} {
			list, err := readList(t, content.String(), ListMapping{Zone: "UTC", Dates: told})
			if err != nil {
				if told == "" && errors.Is(err, ErrListQuestion) {
					continue
				}
				rt.Fatalf("%s: %v", content, err)
			}
			for i, c := range list.Calls {
				if !c.Started.Equal(want[i]) {
					rt.Fatalf("told %q: %s is read as %s", told, content, c.Started)
				}
			}
		}
	})
}

// A moment read by the clock shows that clock, in every zone and on every day, unless the clock never did.
func TestByClockShowsTheClock(t *testing.T) {
	for _, name := range []string{"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for minute := 0; minute < 60*24*366; minute += 10 {
			wall := time.Date(2026, 1, 1, 0, minute, 0, 0, time.UTC)
			m := byClock(wall, zone)
			shows := func(at time.Time) bool { return at.Format(time.DateTime) == wall.Format(time.DateTime) }
			var all []time.Time // every moment at which the clock showed that
			for off := -3 * time.Hour; off <= 3*time.Hour; off += 10 * time.Minute {
				if at := m.at.Add(off); shows(at) {
					all = append(all, at)
				}
			}
			switch len(all) {
			case 0:
				if !m.later.IsZero() {
					t.Fatalf("%s %s: %v", name, wall, m)
				}
			case 1:
				if !m.at.Equal(all[0]) || !m.later.IsZero() {
					t.Fatalf("%s %s: %v", name, wall, m)
				}
			case 2:
				if !m.at.Equal(all[0]) || !m.later.Equal(all[1]) {
					t.Fatalf("%s %s: %v, there are %v", name, wall, m, all)
				}
			}
		}
	}
}

func FuzzReadCallList(f *testing.F) {
	f.Add("Date,Number\n03/04/2026 10:00,1\n", "", "")
	f.Add("Datum;Uhrzeit;Rufnummer\n13.03.2026;14:02;1\n", "day-first", "Datum")
	f.Add(androidCalls, "", "")
	f.Add("Date,Number,Duration\n\"2026-03-13 14:02\",\"1\",4:31", "year-first", "Date")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content, order, date string) {
		path := filepath.Join(dir, "list")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := reader().ReadCallList(path, ListMapping{Dates: DateOrder(order), Date: date, Zone: "America/New_York", Own: "5550100"})
		if err != nil {
			if !errors.Is(err, ErrCallList) && !errors.Is(err, ErrListQuestion) {
				t.Fatal(err)
			}
			return
		}
		for _, c := range list.Calls {
			if c.Started.IsZero() || c.Lasted < 0 || call.NewID(c.Started) == "" {
				t.Fatalf("%+v", c)
			}
			if _, err := call.ParseID(string(call.NewID(c.Started))); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := PreviewCallList(path, ListMapping{}); err != nil && !errors.Is(err, ErrCallList) {
			t.Fatal(err)
		}
	})
}

func TestLengthsAreReadAsMeant(t *testing.T) {
	for _, c := range []struct {
		text string
		unit LengthUnit
		want time.Duration
	}{
		{"1:02:03", "", time.Hour + 2*time.Minute + 3*time.Second},
		{"4:31", InMinutes, 4*time.Minute + 31*time.Second},
		{"4:31", InSeconds, 4*time.Minute + 31*time.Second},
		{"4:31", InHours, 4*time.Hour + 31*time.Minute},
		{"4:31", "", 0}, // may be both
		{"5", InSeconds, 5 * time.Second},
		{"5", InMinutes, 5 * time.Minute},
		{"5", InHours, 5 * time.Hour},
		{"5.00", InMinutes, 5 * time.Minute},
		{"5.50", InMinutes, 0},
		{"5", "", 0},
		{"4m 31s", "", 4*time.Minute + 31*time.Second},
		{"1 hour 2 min", "", time.Hour + 2*time.Minute},
		{"31 SEC", "", 31 * time.Second},
		{"2 Minuten", "", 2 * time.Minute},
		{"", InSeconds, 0},
		{"soon", InSeconds, 0},
		{"-5", InSeconds, 0},
		{"168", InHours, 7 * 24 * time.Hour},
		{"169", InHours, 0}, // longer than any call
		{"604800", InSeconds, 7 * 24 * time.Hour},
		{"604801", InSeconds, 0},
		{"9999999999999999999999", InSeconds, 0},
		{"2562048000:00:00", "", 0},
	} {
		if got := lengthOf(c.text, c.unit); got != c.want {
			t.Errorf("%q in %q is %s, wants %s", c.text, c.unit, got, c.want)
		}
	}
}

// What Android writes of a call that is out of the ordinary.
func TestStrangeCallsOfAndroid(t *testing.T) {
	one := func(attributes string) string { return "<calls>\n<call " + attributes + "/></calls>" }
	for attributes, want := range map[string]string{
		`number="5550100" date="1773424927000" type="1" presentation="1" duration="5"`:  "2026-03-13T18:02:07Z 5550100 incoming 5s",
		`number="5550100" date="1773424927000" type="1" presentation="2" duration="5"`:  "2026-03-13T18:02:07Z incoming 5s", // withheld
		`number="5550100" date="1773424927000" type="1" presentation="3" duration="5"`:  "2026-03-13T18:02:07Z incoming 5s", // not known
		`number="5550100" date="1773424927000" type="1" presentation="4" duration="5"`:  "2026-03-13T18:02:07Z 5550100 incoming 5s",
		`number="5550100" date="1773424927000" type="6" duration="-5"`:                  "2026-03-13T18:02:07Z 5550100 incoming refused",
		`number="5550100" date="1773424927000" type="99" duration="x"`:                  "2026-03-13T18:02:07Z 5550100",
		`number="5550100" date="1" type="2"`:                                            "1970-01-01T00:00:00Z 5550100 outgoing",
		`number="5550100" date="1773424927000" type="2" duration="99999999999"`:         "2026-03-13T18:02:07Z 5550100 outgoing",
		`number="Private" date="1773424927000" type="7" contact_name="(unknown)"`:       "2026-03-13T18:02:07Z incoming",
		`number=" 555&#10;0100 " date="1773424927000" type="2" contact_name=" A&#9;B "`: "2026-03-13T18:02:07Z 555 0100 A B outgoing",
	} {
		list, err := readList(t, one(attributes), ListMapping{})
		if err != nil || len(list.Calls) != 1 {
			t.Errorf("%s: %v, %v", attributes, list.Calls, err)
			continue
		}
		list.Calls[0].Started = list.Calls[0].Started.UTC()
		if got := listWords(list)[0]; got != want {
			t.Errorf("%s: %s, wants %s", attributes, got, want)
		}
		if list.Calls[0].Line != 2 {
			t.Errorf("%s stands in line %d", attributes, list.Calls[0].Line)
		}
	}
	for _, date := range []string{"0", "-1", "253402300800000", "9999999999999999999", ""} {
		if _, err := readList(t, one(`number="1" type="1" date="`+date+`"`), ListMapping{}); !errors.Is(err, ErrCallList) {
			t.Errorf("date %q: %v", date, err)
		}
	}
}
