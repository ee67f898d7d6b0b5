package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func reads(spots []amountSpot) string {
	var all []string
	for _, s := range spots {
		var money []string
		for _, m := range s.money {
			money = append(money, m.String())
		}
		all = append(all, strings.Join(money, " or "))
	}
	return strings.Join(all, "; ")
}

func TestAmountsAreReadAsTheyWereSaid(t *testing.T) {
	for text, want := range map[string]string{
		"It is $1,200.50, due now.":                                 "$1,200.50",
		"You owe 300 euros":                                         "€300",
		"That is £20.":                                              "£20",
		"twelve hundred dollars for the home office":                "$1,200",
		"nine hundred and forty dollars":                            "$940",
		"sixty-two thousand dollars":                                "$62,000",
		"One thousand, two hundred and thirty-four dollars":         "$1,234",
		"You owe three hundred and fifty.":                          "350 (no currency named)",
		"The balance is 412.50 today":                               "412.50 (no currency named)",
		"three hundred and fifty people":                            "",
		"You owe 30 days of rent":                                   "",
		"I have three hundred and fifty.":                           "",
		"twenty dollars and fifty cents":                            "$20.50",
		"fifty cents":                                               "0.50 (no currency named)",
		"five pounds and twenty pence":                              "£5.20",
		"a hundred dollars":                                         "$100",
		"a couple hundred dollars":                                  "",
		"a couple of hundred dollars":                               "",
		"hundreds of dollars":                                       "",
		"half a million dollars":                                    "$500,000",
		"two and a half million dollars":                            "$2,500,000",
		"one point five million pounds":                             "£1,500,000",
		"$1.2 million":                                              "$1,200,000",
		"four fifty dollars":                                        "$450 or $4.50",
		"nineteen ninety-nine dollars":                              "$1,999 or $19.99",
		"one oh five euros":                                         "€105 or €1.05",
		"twenty-five hundred bucks":                                 "$2,500",
		"between fifteen and twenty dollars":                        "$20",
		"seven three one five two dollars":                          "",
		"12,50 euros":                                               "€12.50",
		"1.250 euros":                                               "",
		"five grand":                                                "5,000 (no currency named)",
		"$5k":                                                       "$5,000",
		"my fee is ninety dollars per hour":                         "$90",
		"five pounds of flour":                                      "",
		"Can you pay two hundred dollars today, or $150 on Friday?": "$200; $150",
		"a thousand and one dollars":                                "$1,001",
		"one million two hundred thousand three hundred and one dollars": "$1,200,301",
	} {
		if got := reads(amounts(text)); got != want {
			t.Errorf("%q is read as %q, wants %q", text, got, want)
		}
	}
}

// inWords says a number as people do.
func inWords(n int, and bool, join string) string {
	name := func(from map[string]thousandths, n int) string {
		for word, value := range from {
			if int(value) == n && word != "fourty" {
				return word
			}
		}
		return ""
	}
	switch {
	case n < 10:
		return name(units, n)
	case n < 20:
		return name(teens, n)
	case n < 100:
		return strings.TrimSuffix(name(tens, n/10*10)+join+name(units, n%10), join)
	}
	for _, scale := range []int{1_000_000, 1000, 100} {
		if n < scale {
			continue
		}
		word := name(scales, scale)
		if scale == 100 {
			word = "hundred"
		}
		rest := inWords(n%scale, and, join)
		if and && n%scale > 0 && n%scale < 100 {
			rest = "and " + rest
		}
		return strings.TrimSpace(inWords(n/scale, and, join) + " " + word + " " + rest)
	}
	return ""
}

func TestNumberIsTheSameAfterItWasSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(1, 999), rapid.IntRange(1, 999_999), rapid.IntRange(1, 999_999_999)).Draw(t, "number")
		said := inWords(n, rapid.Bool().Draw(t, "and"), rapid.SampledFrom([]string{" ", "-"}).Draw(t, "join"))
		money := Money{int64(n) * 100, Dollars}
		for _, text := range []string{said + " dollars", "So that is " + strings.ToUpper(said) + " dollars, please.", money.String()} {
			if got := reads(amounts(text)); got != money.String() {
				t.Fatalf("%q is read as %q, wants %q", text, got, money)
			}
		}
	})
}

func TestHundredsUpToNinetyNineAreNumbers(t *testing.T) {
	for n := 1; n < 100; n++ {
		want := Money{int64(n) * 10000, Dollars}.String()
		if got := reads(amounts(inWords(n, false, " ") + " hundred dollars")); got != want {
			t.Errorf("%d hundred dollars is read as %q", n, got)
		}
	}
}

func dayReads(spots []daySpot) string {
	var all []string
	for _, s := range spots {
		var some []string
		for _, d := range s.days {
			some = append(some, d.String())
		}
		all = append(all, strings.Join(some, " or "))
	}
	return strings.Join(all, "; ")
}

// The call was on Thursday, 12 March 2026.
func TestDaysAreReckonedFromTheCall(t *testing.T) {
	said, _ := call.ParseDay("2026-03-12")
	for text, want := range map[string]string{
		"today":                                    "12 March 2026",
		"I'll do it tomorrow.":                     "13 March 2026",
		"the day after tomorrow":                   "14 March 2026",
		"by Friday":                                "13 March 2026",
		"by Thursday":                              "12 March 2026 or 19 March 2026",
		"next Thursday":                            "19 March 2026",
		"next Tuesday":                             "17 March 2026",
		"next Friday":                              "13 March 2026 or 20 March 2026",
		"next Sunday":                              "15 March 2026 or 22 March 2026",
		"this Saturday":                            "14 March 2026",
		"last Monday":                              "9 March 2026",
		"Your letter was sent on Monday":           "9 March 2026",
		"within 30 days":                           "11 April 2026",
		"within five days.":                        "17 March 2026",
		"within five days of the first call":       "",
		"You have thirty days to answer":           "11 April 2026",
		"in two weeks":                             "26 March 2026",
		"in a month":                               "12 April 2026",
		"within ten business days":                 "26 March 2026",
		"three weeks ago":                          "19 February 2026",
		"thirty days":                              "",
		"on the 15th":                              "15 March 2026 or 15 February 2026",
		"by the fifteenth":                         "15 March 2026",
		"It was due on the 5th":                    "5 March 2026",
		"by the 31st":                              "31 March 2026",
		"the third call":                           "",
		"on the third floor":                       "",
		"the fifteenth of next month":              "15 April 2026",
		"March 3rd":                                "3 March 2026",
		"by March 3rd":                             "3 March 2027",
		"It is due on June fifteenth.":             "15 June 2026",
		"due on March fifth":                       "5 March 2026",
		"The deadline is April fifteenth.":         "15 April 2026",
		"the third of March, 2027":                 "3 March 2027",
		"January twenty-first twenty twenty-seven": "21 January 2027",
		"by September 10":                          "10 September 2026",
		"an extension until October":               "1 October 2026 to 31 October 2026",
		"I may go":                                 "",
		"we march on":                              "",
		"next week":                                "16 March 2026 to 22 March 2026",
		"by the end of the month":                  "31 March 2026",
		"the end of this week":                     "15 March 2026",
		"next month":                               "1 April 2026 to 30 April 2026",
		"due 3/15/2026":                            "15 March 2026",
		"on 3/4":                                   "4 March 2026 or 3 April 2026",
		"three quarters, 3/4 of it":                "",
		"2026-05-01":                               "1 May 2026",
		"February 30th":                            "",
		"on February 29th":                         "29 February 2028",
	} {
		if got := dayReads(days(text, said)); got != want {
			t.Errorf("%q is read as %q, wants %q", text, got, want)
		}
	}
}

func TestDayIsTheSameAfterItWasSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := dayOf(rapid.IntRange(1990, 2060).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
		day := said.Add(rapid.IntRange(0, 364).Draw(t, "days ahead"))
		in := day.In(time.UTC)
		for _, text := range []string{"by " + in.Format("January 2") + "th", in.Format("2006-01-02"), in.Format("January 2, 2006"), fmt.Sprintf("within %d days", day.Sub(said))} {
			got := dayReads(days(text, said))
			if strings.HasPrefix(text, "within 0 ") {
				continue
			}
			if got != day.Words() {
				t.Fatalf("on %s %q is read as %q, wants %q", said, text, got, day.Words())
			}
		}
		coming := dayReads(days("by "+in.Weekday().String(), said))
		if day.Sub(said) > 0 && day.Sub(said) < 7 && coming != day.Words() {
			t.Fatalf("on %s, a %s, %s is %q", said, said.Weekday(), in.Weekday(), coming)
		}
	})
}

func TestMentionsOfACallHavePlaceAndReading(t *testing.T) {
	got := Mentions(Record{Call: call.Call{ID: "a", Started: noon}, Said: []call.Segment{
		spoken(call.Remote, 10, "Our records show that you owe one thousand two"),
		spoken(call.Remote, 15, "hundred dollars. We will send you a letter by next Tuesday."),
		spoken(call.Local, 30, "I'll pay fifty dollars on Friday. I will not pay more. If I pay today I want a receipt."),
	}})
	var lines []string
	for _, m := range got {
		lines = append(lines, fmt.Sprintf("%s %s %.1f–%.1f %q: %s", m.Kind, m.Place.Party, float64(m.Place.At), float64(m.To), m.Words, m.Read()))
	}
	want := []string{
		`amount remote 12.0–15.6 "one thousand two hundred dollars": $1,200`,
		`promise remote 15.7–18.5 "We will send you a letter by next Tuesday.": 17 March 2026`,
		`date remote 18.0–18.5 "next Tuesday": 17 March 2026`,
		`promise local 30.0–31.9 "I'll pay fifty dollars on Friday.": $50, 13 March 2026`,
		`amount local 30.7–31.2 "fifty dollars": $50`,
		`date local 31.6–31.9 "Friday": 13 March 2026`,
		`date local 34.6–34.9 "today": 12 March 2026`,
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("mentions are\n%s\nwants\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzMentions(f *testing.F) {
	f.Add("a couple of hundred and a half a million point five $ 1,2.3,4k", int16(0))
	f.Add("the thirty first of February, twenty twenty six 3/15/ 2026-1-1 the end of next year", int16(400))
	f.Add("within nine hundred ninety nine billion business days ago to İ one oh five ’", int16(-400))
	f.Fuzz(func(t *testing.T, text string, shift int16) {
		r := Record{Call: call.Call{Started: noon.AddDate(0, 0, int(shift))}, Said: []call.Segment{spoken(call.Local, 0, text), {Party: call.Local, Text: text}}}
		for _, m := range Mentions(r) {
			for _, one := range m.Money {
				if one.Cents < 0 || one.Cents > int64(greatest) {
					t.Fatalf("%q holds %s", text, one)
				}
			}
			for _, d := range m.Days {
				if d.From.IsZero() || d.From.Compare(d.To) > 0 {
					t.Fatalf("%q holds %s", text, d)
				}
			}
			if m.Words == "" || m.Kind != PromiseMade && len(m.Money)+len(m.Days) == 0 {
				t.Fatalf("%q holds %+v", text, m)
			}
		}
	})
}
