package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/call"
)

// timed makes words of half a second each.
func timed(from call.Seconds, texts ...string) []call.Word {
	var words []call.Word
	for i, text := range texts {
		at := from + call.Seconds(i)/2
		words = append(words, call.Word{Text: text, Start: at, End: at + 0.4, P: 0.9})
	}
	return words
}

// spokenCall opens a call whose words have times, with the keyboard in the conversation.
func spokenCall(t *testing.T) (*bench, *conversation) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.writeDown(id, []call.Segment{
		{Party: call.Remote, Start: 1, End: 3.5, Text: "We have a special offer.", Words: timed(1, "We", "have", "a", "special", "offer.")},
		{Party: call.Local, Start: 4, End: 5.5, Text: "No, thank you.", Words: timed(4, "No,", "thank", "you.")},
		{Party: call.Remote, Start: 6, End: 7, Text: "Goodbye."},
	})
	b.openAnew(id)
	b.until("the words are there", func() bool { return b.says("We have a special offer.") })
	c := b.w.calls.doc.conversation
	b.w.window.Canvas().Focus(c.column)
	return b, c
}

// lit is the word that is marked in a turn.
func (c *conversation) lit(i int) string {
	p := c.column.rows[i].content.(*turnRow).text
	if p.light == nil || p.light.wash.Hidden {
		return ""
	}
	return p.text[p.light.heard[0]:p.light.heard[1]]
}

func TestTheWordBeingHeardIsMarked(t *testing.T) {
	_, c := spokenCall(t)
	for _, step := range []struct {
		at   call.Seconds
		turn int
		want string
	}{{1.1, 0, "We"}, {1.6, 0, "have"}, {2.2, 0, "a"}, {3.1, 0, "offer."}, {3.4, 0, "offer."}, {4.6, 1, "thank"}, {6.5, 2, ""}} {
		c.hear(step.at)
		if got := c.lit(step.turn); got != step.want || c.heard != step.turn {
			t.Errorf("at %v turn %d has %q marked, wants %q in %d", step.at, c.heard, got, step.want, step.turn)
		}
	}
	if c.lit(0) != "" || c.lit(1) != "" {
		t.Error("words stay marked in turns that are over")
	}
	// From word to word nothing but the mark is drawn anew: the text is the very same objects.
	c.hear(1.1)
	text := c.column.rows[0].content.(*turnRow).text
	lines := text.lines
	c.hear(1.6)
	if &text.lines[0] != &lines[0] || c.lit(0) != "have" {
		t.Error("the text was drawn anew for one word")
	}
}

func TestAWordIsHeardByClickOrKey(t *testing.T) {
	b, c := spokenCall(t)
	row := c.column.rows[0]
	text := row.content.(*turnRow).text
	words := c.spoken(0)
	for _, n := range []int{0, 3, 4} {
		at, size, found := text.box(words[n].place())
		if !found {
			t.Fatalf("the word %d is nowhere", n)
		}
		place := text.Position().Add(at).AddXY(size.Width/2, size.Height/2)
		row.Tapped(&fyne.PointEvent{Position: place})
		if got := b.w.calls.doc.playback.at; got != words[n].Start {
			t.Errorf("a click on %q plays from %v", words[n].Text, got)
		}
	}
	row.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 10)})
	if got := b.w.calls.doc.playback.at; got != 1 {
		t.Errorf("a click on the time plays from %v", got)
	}
	b.until("it plays", func() bool { return b.w.calls.doc.playback.playing })
	b.w.calls.doc.playback.onPlay()
	b.until("it is quiet", func() bool { return !b.w.calls.doc.playback.moving() })

	b.press(fyne.KeyHome, fyne.KeyDown)
	c.hear(0)
	b.press(fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn)
	if got := b.w.calls.doc.playback.at; got != 4.5 {
		t.Errorf("the second word of the second turn plays from %v", got)
	}
	b.press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyReturn)
	if got := b.w.calls.doc.playback.at; got != 4 {
		t.Errorf("the first word plays from %v", got)
	}
	b.press(fyne.KeyDown, fyne.KeyReturn) // its words have no times
	if got := b.w.calls.doc.playback.at; got != 6 {
		t.Errorf("a turn without words plays from %v", got)
	}
}

func TestWordsAreFoundInTheTextOfATurn(t *testing.T) {
	words := []call.Word{{Text: " a", Start: 1}, {Text: "gone", Start: 2}, {Text: "a,", Start: 3}, {Text: "", Start: 4}, {Text: "Straße", Start: 5}}
	got := spokenWords("Ha a a, die Straße.", words)
	want := [][2]int{{1, 2}, {5, 7}, {12, 19}}
	for i, w := range want {
		if len(got) != len(want) || got[i].place() != w {
			t.Fatalf("found at %v", got)
		}
	}
	// Where merged turns overlapped, the word that began last is heard.
	merged := spokenWords("one two three", []call.Word{{Text: "one", Start: 1, End: 2}, {Text: "two", Start: 5, End: 6}, {Text: "three", Start: 1.5, End: 2.5}})
	if heard := wordHeard(merged, 1.8); heard == nil || heard.Text != "three" {
		t.Errorf("heard %v", heard)
	}
	if heard := wordHeard(merged, 4); heard != nil {
		t.Errorf("in a pause %v is heard", heard)
	}
}
