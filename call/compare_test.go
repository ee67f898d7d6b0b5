package call_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// marked shows a wording with its differing words in brackets.
func marked(w call.Wording) string {
	text, end := "", 0
	for _, m := range w.Differs {
		text += w.Text[end:m[0]] + "[" + w.Text[m[0]:m[1]] + "]"
		end = m[1]
	}
	return text + w.Text[end:]
}

func TestCompareLaysSideBySide(t *testing.T) {
	echo := said(call.Local, 0, "the court early payment")
	echo.Echo = &call.Echo{}
	left := call.Transcript{Segments: []call.Segment{
		echo, said(call.Remote, 0, "the court early payment"), said(call.Local, 3, "Is it?"), said(call.Remote, 10, "thank you"),
	}}
	right := call.Transcript{Segments: []call.Segment{
		said(call.Remote, 0.1, "The quarterly"), said(call.Remote, 1.2, "payment."), said(call.Local, 3, "is it"), said(call.Local, 20, "bye"),
	}}
	passages := call.Compare(left, right)
	var got []string
	for _, p := range passages {
		got = append(got, string(p.Party)+": "+marked(p.Left)+" / "+marked(p.Right))
	}
	want := []string{
		"remote: the [court early] payment / The [quarterly] payment.",
		"local: Is it? / is it",
		"remote: [thank you] / ",
		"local:  / [bye]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if l, r, of := call.CountDiffering(passages); l != 4 || r != 2 || of != 9 {
		t.Errorf("%d and %d of %d words differ", l, r, of)
	}
	if passages[1].Same() != true || passages[0].Same() {
		t.Error("sameness is wrong")
	}
}

// Nothing is lost in a comparison, its order is that of time, and a transcript differs in nothing from itself.
func TestCompareAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left, right := someLayers(t).Machine, someLayers(t).Machine
		words := 0
		for _, s := range append(left.Segments, right.Segments...) {
			words += len(strings.Fields(s.Text))
		}
		passages := call.Compare(left, right)
		for i, p := range passages {
			words -= p.Left.Words + p.Right.Words
			if i > 0 && passages[i-1].Start > p.Start || p.Left.Words+p.Right.Words == 0 {
				t.Fatalf("passages %+v", passages)
			}
			marked(p.Left)
			marked(p.Right)
		}
		if words != 0 {
			t.Fatalf("%d words are missing", words)
		}
		for _, p := range call.Compare(left, left) {
			if !p.Same() || p.Left.Text != p.Right.Text {
				t.Fatalf("differs from itself: %+v", p)
			}
		}
	})
}
