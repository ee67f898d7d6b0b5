package rules

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

func phrases(t testing.TB) *Phrases {
	t.Helper()
	p, err := ReadPhrases(assets.Law)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// spotted lists the categories whose patterns match a line, whoever says it and whatever was asked.
func (p *Phrases) spotted(line string) (ids []string) {
	for _, party := range call.Parties {
		said := text{party: party, text: line}
		spots := p.spots(p.spots(nil, &p.plain, plainly(line), said), p.tongueNeedles(), plainly(line), said)
		for _, s := range p.spots(spots, &p.raw, rawly(line), said) {
			ids = append(ids, p.Categories[s.category].ID)
		}
	}
	return ids
}

func TestEachCategoryKnowsItsOwnExamples(t *testing.T) {
	p := phrases(t)
	if len(p.Categories) < 30 || p.Checked.IsZero() {
		t.Errorf("%d categories, checked %q", len(p.Categories), p.Checked)
	}
	for _, c := range p.Categories {
		for _, line := range c.Positive {
			if !slices.Contains(p.spotted(line), c.ID) {
				t.Errorf("%s is not found in %q", c.ID, line)
			}
		}
		for _, line := range c.Negative {
			if slices.Contains(p.spotted(line), c.ID) {
				t.Errorf("%s is found in %q", c.ID, line)
			}
		}
	}
}

// someTongue is as much of another language as there must be.
const someTongue = `{"schema_version": 1, "languages": [{"language": "x", "language_name": "X", "heard": {"a": {"patterns": ["x"]}}}]}`

func TestPhrasesThatCannotBeUsedAreRefused(t *testing.T) {
	category := func(more string) string {
		return `{"schema_version": 1, "categories": [{"id": "a", "usual_speaker": "user", "weight": "strong", "patterns": ["x"]}, ` + more + `]}`
	}
	for want, content := range map[string]string{
		"unexpected EOF":      `{"schema_version": 1, "categories": [`,
		"schema version 2":    `{"schema_version": 2, "categories": [{"id": "a"}]}`,
		"0 categories":        `{"schema_version": 1}`,
		"ID of its own":       category(`{"id": "a", "usual_speaker": "user", "weight": "weak", "patterns": ["x"]}`),
		`speaker "nobody"`:    category(`{"id": "b", "usual_speaker": "nobody", "weight": "weak", "patterns": ["x"]}`),
		`weight "heavy"`:      category(`{"id": "b", "usual_speaker": "any", "weight": "heavy", "patterns": ["x"]}`),
		"no patterns":         category(`{"id": "b", "usual_speaker": "any", "weight": "weak"}`),
		"pattern 2":           category(`{"id": "b", "usual_speaker": "any", "weight": "weak", "patterns": ["x", "(?=y)"]}`),
		"nothing at all":      category(`{"id": "b", "usual_speaker": "any", "weight": "weak", "patterns": ["y*"]}`),
		"within_s":            category(`{"id": "b", "usual_speaker": "any", "weight": "weak", "patterns": ["x"], "answers": "a"}`),
		"not 2":               category(`{"id": "b", "usual_speaker": "any", "weight": "weak", "patterns": ["x"], "not": ["y <", "("]}`),
		`"c", which there`:    category(`{"id": "b", "usual_speaker": "any", "weight": "weak", "patterns": ["x"], "unless": ["c"]}`),
		"file does not exist": "",
	} {
		law := fstest.MapFS{tonguesFile: {Data: []byte(someTongue)}}
		if content != "" {
			law[phrasesFile] = &fstest.MapFile{Data: []byte(content)}
		}
		_, err := ReadPhrases(law)
		if !errors.Is(err, ErrPhrases) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("wants an error with %q: %v", want, err)
		}
	}
}

// everyway finds what a line holds by trying every expression on it.
func (p *Phrases) everyway(line string) (ids []string) {
	plain, raw := plainly(line), rawly(line)
	for _, one := range p.patterns {
		if one.language != "" && one.language != cmp.Or(p.language, english) {
			continue
		}
		c, read := p.Categories[one.category], plain
		if c.Raw {
			read = raw
		}
		for _, at := range one.expr.FindAllStringIndex(read.text, -1) {
			if from, to := read.place(at[0], at[1]); !p.takenBack(c.ID, line, from, to) {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

func TestNoExpressionIsPassedOverThatMatches(t *testing.T) {
	p := phrases(t)
	words := strings.Fields("seven 4 12 555 0199 078 . , $ oh i’ll")
	for _, c := range p.Categories {
		words = append(words, strings.Fields(strings.Join(append(c.Positive, c.Negative...), " "))...)
	}
	set := func(ids []string) []string { slices.Sort(ids); return slices.Compact(ids) }
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  ", ", "}).Draw(t, "between"))
		if c := rapid.SampledFrom(p.Categories).Draw(t, "category"); rapid.Bool().Draw(t, "holds an example") {
			line += " " + rapid.SampledFrom(c.Positive).Draw(t, "example")
		}
		p := p.In(rapid.SampledFrom([]string{"en", "de", "fr", "es", "it", "pl"}).Draw(t, "language"))
		if tongue := p.tongue(p.language); tongue != nil {
			line += " " + rapid.SampledFrom(tongue.Heard["consent_given"].Positive).Draw(t, "answer")
		}
		if got, want := set(p.spotted(line)), set(p.everyway(line)); !slices.Equal(got, want) {
			t.Fatalf("%q: %q, and by trying all %q", line, got, want)
		}
	})
}

// spoken gives each word of a turn a third of a second.
func spoken(party call.Party, start call.Seconds, line string) call.Segment {
	s := call.Segment{Party: party, Start: start, End: start, Text: line}
	for _, word := range strings.Fields(line) {
		s.Words = append(s.Words, call.Word{Text: word, Start: s.End, End: s.End + 0.25, P: 0.9})
		s.End += 0.33
	}
	return s
}

func findings(found []Found) (all []string) {
	for _, f := range found {
		all = append(all, fmt.Sprintf("%s %s %.2f–%.2f %q in %q", f.Category, f.Party, float64(f.From), float64(f.To), f.Words, f.Quote))
	}
	return all
}

func only(found []Found, category string) (kept []Found) {
	for _, f := range found {
		if f.Category == category {
			kept = append(kept, f)
		}
	}
	return kept
}

func TestPlaceIsTheSecondOfTheWords(t *testing.T) {
	got := findings(phrases(t).Find([]call.Segment{
		spoken(call.Remote, 2, "Hello there, stop calling me yourself."),
		spoken(call.Local, 10, "Listen, I told you. Don’t ever call this number, OK? Bye."),
	}))
	want := []string{`dnc_request local 11.32–13.22 "Don’t ever call this number, OK" in "Don’t ever call this number, OK?"`}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwants\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSentenceIsReadAcrossTheJoinOfItsTurns(t *testing.T) {
	p := phrases(t)
	said := []call.Segment{
		spoken(call.Local, 10, "Please put me on your"),
		spoken(call.Remote, 11, "Okay."),
		spoken(call.Local, 13, "do not call list."),
	}
	want := `[dnc_request local 10.33–14.24 "put me on your do not call list" in "Please put me on your do not call list."]`
	if got := fmt.Sprint(findings(p.Find(said))); got != want {
		t.Errorf("found %s, wants %s", got, want)
	}
	for i := range said[2].Words {
		said[2].Words[i].Start += 10
	}
	said[2].Start += 10
	if got := p.Find(said); len(got) > 0 {
		t.Errorf("ten seconds later it is another sentence, and found is %s", findings(got))
	}
}

func TestConsentIsAnAnswer(t *testing.T) {
	p := phrases(t)
	question := spoken(call.Local, 5, "Is it okay if I record this call?")
	for name, c := range map[string]struct {
		said []call.Segment
		want int
	}{
		"answered":                   {[]call.Segment{question, spoken(call.Remote, 8, "Yes, that's fine.")}, 1},
		"nobody asked":               {[]call.Segment{spoken(call.Remote, 8, "Yes, that's fine.")}, 0},
		"asked later":                {[]call.Segment{spoken(call.Remote, 1, "Yes, that's fine."), question}, 0},
		"much later":                 {[]call.Segment{question, spoken(call.Remote, 30, "Yes, that's fine.")}, 0},
		"answered oneself":           {[]call.Segment{question, spoken(call.Local, 8, "Yes, that's fine.")}, 0},
		"answered once":              {[]call.Segment{question, spoken(call.Remote, 8, "Sure."), spoken(call.Remote, 10, "Okay.")}, 1},
		"refused in the same breath": {[]call.Segment{question, spoken(call.Remote, 8, "Okay, but I do not consent.")}, 0},
	} {
		found := p.Find(c.said)
		if got := only(found, "consent_given"); len(got) != c.want {
			t.Errorf("%s: %s", name, findings(found))
		}
	}
}

// To take a refusal for consent would be the worst mistake of all.
func TestNoRefusalIsTakenForConsent(t *testing.T) {
	p := phrases(t)
	for _, question := range []string{"Is it okay if I record this call?", "I'm recording this call.", "Do you mind if I record?", "May I record this call?", "Do I have your consent to record?"} {
		for _, answer := range []string{
			"No, that's not okay.", "That is not fine with me.", "It's not okay with me.", "I do not give you permission to record me.", "I do not.", "I do mind.",
			"Okay, then I am hanging up.", "Fine, but I don't consent.", "Yes, but stop the recording.", "Sure, if you want me to end the call.", "I don't agree to that.",
			"I never agreed to that.", "You don't have my permission.", "Okay, no recording please.", "Well, I would rather not be recorded.", "Yes, I mind.", "Please don't.",
			"I'm not comfortable with that, okay?", "Of course not okay.", "I would not be okay with that.", "Alright, do not record me.", "I can't consent to that.",
		} {
			found := p.Find(talk("me: "+question, "them: "+answer))
			if given := only(found, "consent_given"); len(given) > 0 {
				t.Errorf("%s – %s: %s", question, answer, findings(given))
			}
		}
	}
}

func TestWordsWithoutTimesStandAtTheirTurn(t *testing.T) {
	turn := call.Segment{Party: call.Local, Start: 3, End: 9, Text: "Well, please lose my number."}
	found := phrases(t).Find([]call.Segment{turn})
	if len(found) != 1 || found[0].From != 3 || found[0].To != 9 {
		t.Errorf("found %s", findings(found))
	}
}

func TestWhatAnEchoHoldsNobodySaid(t *testing.T) {
	turn := spoken(call.Local, 3, "Stop calling me.")
	turn.Echo = &call.Echo{}
	if found := phrases(t).Find([]call.Segment{turn}); len(found) > 0 {
		t.Errorf("found %s", findings(found))
	}
}

// hourOfTalk is a call of 9,000 words, made of the lines of the file.
func hourOfTalk(tb testing.TB) (said []call.Segment) {
	tb.Helper()
	var lines []string
	for _, c := range phrases(tb).Categories {
		lines = append(lines, append(c.Positive, c.Negative...)...)
	}
	content, err := os.ReadFile("../docs/user-guide.md") // as words without meaning for the rules, which most of a call is
	if err != nil {
		tb.Fatal(err)
	}
	guide := strings.Fields(string(content))
	random := rand.New(rand.NewPCG(1, 2))
	for words, at := 0, call.Seconds(0); words < 9000; {
		from := random.IntN(len(guide) - 20)
		line := strings.Join(guide[from:from+15], " ")
		if random.IntN(8) == 0 {
			line = lines[random.IntN(len(lines))]
		}
		s := spoken(call.Parties[random.IntN(2)], at, line)
		words, at = words+len(s.Words), s.End+0.1
		said = append(said, s)
	}
	return said
}

func BenchmarkFindInAnHour(b *testing.B) {
	p, said := phrases(b), hourOfTalk(b)
	for b.Loop() {
		p.Find(said)
	}
	b.ReportMetric(float64(len(p.Find(said))), "found")
}

func FuzzFind(f *testing.F) {
	p := phrases(f)
	for _, c := range p.Categories {
		f.Add(c.Positive[0], c.Positive[len(c.Positive)-1])
	}
	f.Add("Don’t call me\xff", "İ $ 12,50 — 078-05-1120")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, found := range p.Find([]call.Segment{spoken(call.Local, 1, a), spoken(call.Local, 60, b), {Party: call.Remote, Start: 61, End: 62, Text: a}}) {
			if !strings.Contains(a+b+a, found.Words) && !strings.Contains(a+" "+b, found.Words) || found.From > found.To {
				t.Fatalf("%q and %q: %s", a, b, findings([]Found{found}))
			}
		}
	})
}
