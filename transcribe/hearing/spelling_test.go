package hearing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// answer makes words of text, a second each. One with a mark is unsure: ? for 0.3, ! for 0.5; else it is 0.9.
func answer(text string) []word {
	var all []word
	for i, w := range strings.Fields(text) {
		p := 0.9
		if bare, ok := strings.CutSuffix(w, "?"); ok {
			w, p = bare, 0.3
		} else if bare, ok := strings.CutSuffix(w, "!"); ok {
			w, p = bare, 0.5
		}
		x := begin(Piece{" " + w, float64(i) * 0.8, float64(i+1) * 0.8, p}, 0, plainWindow)
		x.Text = w
		all = append(all, x)
	}
	return all
}

func TestListedWordsTakeTheirPlace(t *testing.T) {
	list := []string{"Berg", "Acme Solar", "FDCPA", "北京"}
	for _, c := range []struct{ name, found, prompted, want string }{
		{"an unsure word", "call mister bird? now", "call mister Berg now", "call|mister|Berg|now"},
		{"at the end", "call mister bird?", "call mister Berg", "call|mister|Berg"},
		{"two for two", "from acne? solo? today", "from Acme Solar today", "from|Acme|Solar|today"},
		{"letters", "the F? D? C? P A act", "the FDCPA act", "the|F|D|C|P|A|act"}, // more words than a name is taken for
		{"fewer letters", "the F? DC? PA act", "the FDCPA act", "the|FDCPA|act"},
		{"without spaces", "去 背 景? 了", "去 北 京 了", "去|北|京|了"},
		{"the same in capitals", "the fdcpa? act", "the FDCPA act", "the|FDCPA|act"},
		{"sure of it", "call mister bird now", "call mister Berg now", "call|mister|bird|now"},
		{"less sure than before", "call mister bird! now", "call mister Berg? now", "call|mister|bird|now"},
		{"not listed", "call mister bird? now", "call mister Bird now", "call|mister|bird|now"},
		{"put in between", "call mister now?", "call mister Berg now", "call|mister|now"},
		{"half a name", "from acne? today", "from Acme today", "from|acne|today"},
		{"all else is different too", "call mister bird? now", "tall sister Berg cow", "call|mister|bird|now"},
		{"one of two differs", "so mister bird? now", "so sister Berg now", "so|mister|bird|now"},
		{"nothing was found", "", "Berg", ""},
		{"nothing was found again", "call mister bird?", "", "call|mister|bird"},
	} {
		if got := texts(spelled(answer(c.found), answer(c.prompted), list)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Who begins with the unsure word begins with the listed one.
func TestListedWordsLeavePeopleApart(t *testing.T) {
	found := answer("call bird? now")
	found[1].another = true
	got := spelled(found, answer("call Berg now"), []string{"Berg"})
	if len(got) != 3 || got[1].Text != "Berg" || !got[1].another || got[0].another || got[2].another {
		t.Errorf("%+v", got)
	}
}

// speller gives one answer whenever it is asked with its words in mind.
type speller struct {
	answer string
	asked  int
}

func (*speller) Places() int { return 1 }

func (*speller) Words() []string { return []string{"Berg"} }

func (*speller) Recognise(context.Context, Sound) (Heard, error) { return Heard{}, nil }

func (s *speller) Spell(context.Context, Sound) (Heard, error) {
	s.asked++
	var pieces []Piece
	for i, w := range strings.Fields(s.answer) {
		pieces = append(pieces, Piece{" " + w, float64(i) * 0.8, float64(i+1) * 0.8, 0.9})
	}
	return Heard{Stretches: []Stretch{{Pieces: pieces}}}, nil
}

// A second look costs as much as the first, so it is taken only where it can do good.
func TestSecondLookIsTakenWhereItHelps(t *testing.T) {
	for _, c := range []struct {
		found string
		guess bool
		want  string
		asked int
	}{
		{"call bird? now", false, "call|Berg|now", 1},
		{"call bird now", false, "call|bird|now", 0},
		{"call bird? now", true, "call|bird|now", 0},
	} {
		s := &speller{answer: "call Berg now"}
		track := &Track{recogniser: s}
		got, err := track.spell(t.Context(), answer(c.found), Sound{Guess: c.guess}, plainWindow)
		if err != nil || texts(got) != c.want || s.asked != c.asked {
			t.Errorf("%q, guess %v: %q after %d looks, %v", c.found, c.guess, texts(got), s.asked, err)
		}
	}
}

// Whatever the answers, every other word stays, in order, and nothing comes in that is not listed.
func TestSpellingChangesNothingElse(t *testing.T) {
	list := []string{"b", "c d"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []word {
			said := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "a?", "b?", "e?", "c!"}), 0, 14).Draw(t, name)
			return answer(strings.Join(said, " "))
		}
		found, prompted := draw("found"), draw("prompted")
		got := spelled(slices.Clone(found), prompted, list)
		at := 0
		for _, x := range got {
			i := slices.IndexFunc(found[at:], func(y word) bool { return fmt.Sprint(x) == fmt.Sprint(y) })
			fromList := slices.ContainsFunc(prompted, func(y word) bool { return fmt.Sprint(x) == fmt.Sprint(y) }) && strings.Contains("bcd", x.Text)
			switch {
			case i >= 0:
				at += i + 1
			case !fromList:
				t.Fatalf("%q came from nowhere: %q with %q gives %q", x.Text, texts(found), texts(prompted), texts(got))
			}
		}
		for i, x := range found {
			if x.P >= certain && !slices.ContainsFunc(got, func(y word) bool { return fmt.Sprint(x) == fmt.Sprint(y) }) && !near(found, i) {
				t.Fatalf("%q is lost: %q with %q gives %q", x.Text, texts(found), texts(prompted), texts(got))
			}
		}
	})
}

// near reports whether an unsure word stands close to a word.
func near(found []word, i int) bool {
	return uncertain(found[max(0, i-3):min(len(found), i+4)])
}
