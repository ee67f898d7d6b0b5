package transcribetest

import (
	"math"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestAlignCountsWordErrors(t *testing.T) {
	for _, c := range []struct {
		want, got string
		wrong     int
	}{
		{"Hello, who is this?", "hello who is this", 0},
		{"a b c", "a c", 1},
		{"a b c", "a x c d", 2},
		{"", "a b", 2},
		{"a b", "", 2},
	} {
		if wrong, _ := align(plain(c.want), plain(c.got)); wrong != c.wrong {
			t.Errorf("%q against %q: %d wrong, want %d", c.got, c.want, wrong, c.wrong)
		}
	}
}

func TestScoreTellsWhatIsWrong(t *testing.T) {
	mine := []Turn{{Start: 1, End: 2, Text: "Good morning."}, {Start: 10, End: 11, Text: "Goodbye."}}
	theirs := []Turn{{Start: 4, End: 5, Text: "How are you?"}}
	word := func(text string, at call.Seconds) call.Word { return call.Word{Text: text, Start: at, End: at + 0.1} }
	mark := Score(mine, []call.Segment{{Words: []call.Word{
		word("Good", 1.2), word("morning.", 1.8), word("you?", 4.5), word("Thanks", 7), word("Goodbye", 10.5),
	}}})
	if mark.WER != 2.0/3 || len(mark.Extra) != 2 {
		t.Errorf("%+v", mark)
	}
	if len(mark.Starts) != 2 || len(mark.Ends) != 2 || math.Abs(float64(mark.Starts[0])-0.2) > 1e-9 || math.Abs(float64(mark.Ends[0])+0.1) > 1e-9 {
		t.Errorf("starts off by %v, ends by %v", mark.Starts, mark.Ends)
	}
	if n := Strayed(mark.Extra, theirs); n != 1 {
		t.Errorf("%d words are the other side's", n)
	}
	if n := Invented(mark.Extra, append(mine, theirs...)); n != 1 {
		t.Errorf("%d words stand where nobody spoke", n)
	}
}
