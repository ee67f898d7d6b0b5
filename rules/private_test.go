package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func privates(numbers []PrivateNumber) string {
	var all []string
	for _, n := range numbers {
		all = append(all, fmt.Sprintf("%s %s", n.Kind, n.signs))
	}
	return strings.Join(all, ", ")
}

// talk makes a call of lines that begin with "me: " or "them: ".
func talk(lines ...string) (said []call.Segment) {
	at := call.Seconds(0)
	for _, line := range lines {
		who, words, _ := strings.Cut(line, ": ")
		s := spoken(map[string]call.Party{"me": call.Local, "them": call.Remote}[who], at, words)
		said, at = append(said, s), s.End+0.5
	}
	return said
}

func TestPrivateNumbersAreFound(t *testing.T) {
	for _, c := range []struct {
		want  string
		lines []string
	}{
		{"card 4111111111111111", []string{"me: It is 4111 1111 1111 1111, okay?"}},
		{"card 4111111111111111", []string{"me: It is 4111-1111-1111-1111."}},
		{"card 4111111111111111", []string{"me: four one one one one one one one one one one one one one one one"}},
		{"card 4111111111111111", []string{"me: forty one eleven, eleven eleven, eleven eleven, eleven eleven"}},
		{"card 5500000000000004", []string{"me: double five double oh", "them: uh-huh", "me: zero zero zero zero", "them: okay", "me: zero zero zero zero zero zero zero four"}},
		{"card 378282246310005", []string{"me: My Amex is 3782 822463 10005"}},
		{"card 41111111111111111229123", []string{"them: What is the card number?", "me: 4111 1111 1111 1111, 12 29, 123."}},
		{"card 4111111111111112", []string{"them: Your credit card number please?", "me: 4111 1111 1111 1112"}},
		{"card 4111111111111112", []string{"them: Your credit card number please?", "me: 4111 1111 let me see 1111 1112"}},
		{"card 4111111111", []string{"them: Card number please?", "me: four one one one, one one one one one one"}},
		{"ssn 078051120", []string{"me: 078-05-1120"}},
		{"ssn 078051120", []string{"them: And your social security number?", "me: zero seven eight oh five one one two zero"}},
		{"ssn 1120", []string{"them: The last four of your social?", "me: one one two zero"}},
		{"iban DE89370400440532013000", []string{"me: DE89 3704 0044 0532 0130 00"}},
		{"iban DE89370400440532013000", []string{"me: d e eight nine three seven zero four zero zero four four zero five three two zero one three zero zero zero"}},
		{"iban GB29NWBK60161331926819", []string{"me: My IBAN is GB29 NWBK 6016 1331 9268 19"}},
		{"routing 021000021, account 1234567890", []string{"me: The routing number is 021000021 and the account number is 1234567890."}},
		{"account 73152", []string{"them: The account number is seven three one five two."}},
		{"code 123", []string{"them: What is the security code on the back?", "me: one two three"}},
		{"code 4821", []string{"me: my pin is 4821"}},
	} {
		if got := privates(PrivateNumbers(talk(c.lines...))); got != c.want {
			t.Errorf("%q: found %q, wants %q", c.lines, got, c.want)
		}
	}
}

func TestOtherNumbersAreNotPrivate(t *testing.T) {
	for _, lines := range [][]string{
		{"me: Call me at 212-555-0142."},
		{"them: The number on the back of the card is 1-800-555-0199."},
		{"me: My number is two one two five five five zero one four two"},
		{"them: Call us back at 1 800 555 0199, extension 4410"},
		{"me: It was on 03/12/2026, at 10:30."},
		{"me: on March 12 2026 and again on March 15 2026"},
		{"them: Your case number is 2026-04-118822."},
		{"them: The reference number is 078051120."},
		{"them: The confirmation number is 5500 1200 7781."},
		{"them: It is about your account. You owe 12,345 dollars."},
		{"them: your account number is on the letter, and the balance is 12345"},
		{"me: My zip code is 10001."},
		{"me: the promo code is in the mail, 20 percent off"},
		{"me: 4111 1111 1111 1112"},
		{"me: DE89 3704 0044 0532 0130 01"},
		{"them: Tracking number 9400 1000 0000 0000 0000 00"},
		{"me: from 2019 to 2026 I paid 1200 a year"},
		{"me: one two three testing"},
		{"them: your account was charged for 30 days"},
	} {
		if got := privates(PrivateNumbers(talk(lines...))); got != "" {
			t.Errorf("%q: found %q", lines, got)
		}
	}
}

// Phone numbers, days and case numbers of a hundred thousand calls: hardly any may be taken for something private.
func TestRandomPhoneNumbersDaysAndCaseNumbersAreNotPrivate(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	wrong := map[string]int{}
	const tries = 20_000
	for range tries {
		for name, line := range map[string]string{
			"phone": fmt.Sprintf("them: call me at %03d-%03d-%04d", 200+random.IntN(700), random.IntN(1000), random.IntN(10000)),
			"day":   fmt.Sprintf("me: it was on %02d/%02d/%d", 1+random.IntN(12), 1+random.IntN(28), 1990+random.IntN(40)),
			"case":  fmt.Sprintf("them: the case number is %d", random.IntN(1_000_000_000)),
			"order": fmt.Sprintf("them: order number %012d", random.Int64N(1_000_000_000_000)),
		} {
			if len(PrivateNumbers(talk(line))) > 0 {
				wrong[name]++
			}
		}
	}
	for name, count := range wrong {
		t.Errorf("%d of %d %ss are taken for private numbers", count, tries, name)
	}
}

// withCheck appends the digit that Luhn asks for.
func withCheck(digits string) string {
	for d := '0'; d <= '9'; d++ {
		if luhn(digits + string(d)) {
			return digits + string(d)
		}
	}
	panic("no check digit")
}

var digitNames = strings.Fields("zero one two three four five six seven eight nine")

// inFigures says digits in one of the ways in which they are written down.
func inFigures(t *rapid.T, digits string) string {
	group := rapid.IntRange(1, 6).Draw(t, "group")
	spelled := rapid.Bool().Draw(t, "spelled")
	var parts []string
	for part := range slices.Chunk([]byte(digits), group) {
		if !spelled {
			parts = append(parts, string(part))
			continue
		}
		for _, d := range part {
			parts = append(parts, digitNames[d-'0'])
		}
	}
	return strings.Join(parts, rapid.SampledFrom([]string{" ", ", ", " uh ", "-"}).Draw(t, "between"))
}

func TestAnyCardIsFoundHoweverItIsSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		card := withCheck("4" + rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), 14, 14, -1).Draw(t, "digits"))
		said := inFigures(t, card)
		cut := rapid.IntRange(0, len(strings.Fields(said))).Draw(t, "cut")
		fields := strings.Fields(said)
		lines := []string{"me: well " + strings.Join(fields[:cut], " "), "them: okay", "me: " + strings.Join(fields[cut:], " ") + " that was it"}
		numbers := PrivateNumbers(talk(lines...))
		if len(numbers) != 1 || numbers[0].Kind != CardNumber || numbers[0].signs != card || !numbers[0].Checked {
			t.Fatalf("%q: found %q, wants %s", lines, privates(numbers), card)
		}
	})
}

// digitsOf gives all digits that a text names, in figures or words, as one.
func digitsOf(text string) string {
	var all strings.Builder
	for _, r := range rows([]call.Segment{{Party: call.Local, Text: text}}) {
		all.WriteString(r.signs(0, len(r.figures)))
	}
	return all.String()
}

func TestNothingOfANumberIsLeftAfterRedaction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		card := withCheck("5105" + rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), 11, 11, -1).Draw(t, "digits"))
		said := talk("them: Your card number?", "me: Sure it is "+inFigures(t, card)+" right", "them: So that is "+inFigures(t, card)+", thank you", "me: yes")
		kept := fmt.Sprint(said)
		numbers := PrivateNumbers(said)
		for _, s := range Redacted(said, numbers) {
			words := ""
			for _, w := range s.Words {
				words += w.Text + " "
			}
			if left := digitsOf(s.Text) + digitsOf(words); len(left) > 0 {
				t.Fatalf("%q is left in %q, %q", left, s.Text, words)
			}
		}
		if fmt.Sprint(said) != kept {
			t.Fatal("what was said is no longer as it was")
		}
	})
}

func TestRedactionSaysWhatStoodThere(t *testing.T) {
	said := talk("them: Card number?", "me: It is four one one one 1111 1111 1111. Okay?", "them: I have four one one one, right.")
	said[1].Corrected = &call.Corrected{Machine: []call.Segment{{Text: "It is for one one one 1112 1111 1111."}}}
	numbers := PrivateNumbers(said)
	got := Redacted(said, numbers)
	for i, want := range []string{"Card number?", "It is •••• [card number]. Okay?", "I have •••• [card number], right."} {
		if got[i].Text != want {
			t.Errorf("%q, wants %q", got[i].Text, want)
		}
	}
	if machine := got[1].Corrected.Machine[0].Text; digitsOf(machine) != "" {
		t.Errorf("of what the machine wrote is left: %q", machine)
	}
	words := got[1].Words
	if len(words) != 4 || words[2].Text != "•••• [card number]" || words[2].Start != said[1].Words[2].Start || words[2].End != said[1].Words[8].End {
		t.Errorf("words are %v", words)
	}
	if text := RedactText("noted: 4111111111111111, and 078-05-1120", numbers); text != "noted: •••• [card number], and •••• [social security number]" {
		t.Errorf("a note is %q", text)
	}
}

func TestWordsThatAreNotThoseOfTheTextDoNotHoldTheNumber(t *testing.T) {
	said := talk("me: It is 4111 1111 1111 1111.")
	said[0].Words = []call.Word{{Text: "four"}, {Text: "1111-1111"}, {Text: "1111"}}
	if got := Redacted(said, PrivateNumbers(said))[0]; len(got.Words) > 0 || got.Text != "It is •••• [card number]." {
		t.Errorf("%q, %v", got.Text, got.Words)
	}
}

func FuzzPrivateNumbers(f *testing.F) {
	f.Add("It is 4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00 078-05-1120")
	f.Add("card double triple oh forty one hundred thousand", "four • ’ İ 12,3.4k $5")
	f.Fuzz(func(t *testing.T, a, b string) {
		said := []call.Segment{spoken(call.Local, 0, a), spoken(call.Remote, 5, b), {Party: call.Local, Start: 9, End: 10, Text: a}}
		numbers := PrivateNumbers(said)
		for _, n := range numbers {
			for _, p := range n.Parts {
				if p.From >= p.To || p.To > len(said[p.Said].Text) || p.Start > p.End {
					t.Fatalf("%+v of %q", p, said[p.Said].Text)
				}
			}
		}
		again := Redacted(said, numbers)
		for _, n := range numbers {
			for _, s := range again {
				if n.Checked && strings.Contains(s.Text, n.signs) {
					t.Fatalf("%s is left in %q", n.signs, s.Text)
				}
			}
		}
	})
}

func TestFlagOfAPrivateNumberDoesNotHoldIt(t *testing.T) {
	flags := PrivateFlags(Record{Call: call.Call{ID: "a"}, Said: talk("them: Card number?", "me: Well. It is 4111 1111 1111 1111, okay? Good.", "me: My pin is 4821.")})
	if len(flags) != 2 {
		t.Fatalf("flags are %+v", flags)
	}
	card, pin := flags[0], flags[1]
	if card.Rule != "private.card" || card.Group != call.FlagPrivate || card.Weight != call.Strong || card.Confidence != "high" {
		t.Errorf("flag is %+v", card)
	}
	if at := card.Places[0]; at.Call != "a" || at.Party != call.Local || at.Quote != "It is •••• [card number], okay?" || at.At < 1 {
		t.Errorf("place is %+v", at)
	}
	if pin.Rule != "private.code" || pin.Confidence != "medium" {
		t.Errorf("flag is %+v", pin)
	}
	if text := fmt.Sprintf("%+v", flags); strings.Contains(text, "1111") || strings.Contains(text, "4821") {
		t.Errorf("the number stands in %s", text)
	}
}
