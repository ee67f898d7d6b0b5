package call_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

var afternoon = time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC)

// said is a turn whose words take half a second each.
func said(party call.Party, start call.Seconds, text string) call.Segment {
	s := call.Segment{Party: party, Start: start, End: start, Text: text, Words: []call.Word{}}
	for _, word := range strings.Fields(text) {
		end := call.Seconds(math.Round(float64(s.End+0.5)*1000) / 1000)
		s.Words = append(s.Words, call.Word{Text: word, Start: s.End, End: end, P: 0.9})
		s.End = end
	}
	return s
}

func layersOf(turns ...call.Segment) call.Layers {
	return call.Layers{Machine: call.Transcript{Segments: turns}, Names: map[call.Party]string{}}
}

// with adds a correction that must be possible.
func with(t testing.TB, l call.Layers, c call.Correction, err error) call.Layers {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	c.Who, c.Made = "Linda", afternoon
	if named, is := l.Naming(c); is {
		names := map[call.Party]string{}
		for party, name := range l.Names {
			names[party] = name
		}
		names[named.Party] = named.After
		l.Names = names
	}
	return l.With(c)
}

func reading(t testing.TB, l call.Layers) []call.Segment {
	t.Helper()
	read, err := l.Reading()
	if err != nil {
		t.Fatal(err)
	}
	return read.Segments
}

func TestRewrittenWordsFindTheirTimes(t *testing.T) {
	l := layersOf(said(call.Remote, 10, "the court early payment is late"))
	c, err := l.Rewrite(1, "The quarterly payment is, late.")
	got := reading(t, with(t, l, c, err))[0]
	want := []call.Word{
		{Text: "The", Start: 10, End: 10.5, P: 1}, // capitals keep the time
		{Text: "quarterly", Start: 10.5, End: 11.5, P: 1},
		{Text: "payment", Start: 11.5, End: 12, P: 0.9},
		{Text: "is,", Start: 12, End: 12.5, P: 1},
		{Text: "late.", Start: 12.5, End: 13, P: 1},
	}
	if !slices.Equal(got.Words, want) || got.Text != "The quarterly payment is, late." || got.Start != 10 || got.End != 13 {
		t.Errorf("became %+v", got)
	}
	if got.Corrected == nil || got.Corrected.Who != "Linda" || got.Corrected.Machine[0].Text != "the court early payment is late" {
		t.Errorf("is marked as %+v", got.Corrected)
	}
}

func TestInsertedWordsStandInThePause(t *testing.T) {
	turn := said(call.Local, 0, "yes please")
	turn.Words[1].Start, turn.Words[1].End, turn.End = 2.5, 3, 3
	l := layersOf(turn)
	c, err := l.Rewrite(1, "yes four more please")
	got := reading(t, with(t, l, c, err))[0].Words
	if got[1].Start != 0.5 || got[2].End != 2.5 || got[1].End != got[2].Start || got[0] != turn.Words[0] || got[3] != turn.Words[1] {
		t.Errorf("words %+v", got)
	}
}

func TestStruckOutAndBack(t *testing.T) {
	doubt := "repeats"
	turn := said(call.Remote, 3, "thank you for watching")
	turn.Suspect = &doubt
	l := layersOf(said(call.Local, 1, "hello"), turn)
	c, err := l.Rewrite(2, " \t")
	struck := with(t, l, c, err)
	read, err := struck.Reading()
	if err != nil {
		t.Fatal(err)
	}
	if heard, _ := read.Said(); len(heard) != 1 || len(read.Segments) != 2 || !read.Segments[1].Struck() {
		t.Errorf("reading %+v", read.Segments)
	}
	c, err = struck.Rewrite(2, "thank you")
	back := reading(t, with(t, struck, c, err))[1]
	if back.Struck() || back.Text != "thank you" || back.Suspect != nil || back.Words[0].Start != 3 || back.Words[1].End != 5 {
		t.Errorf("came back as %+v", back)
	}
}

func TestSplitMergeAssignRename(t *testing.T) {
	l := layersOf(said(call.Remote, 0, "hello there how are you"), said(call.Local, 1, "fine"))
	c, err := l.Split(1, "hello there", "how are you")
	l = with(t, l, c, err)
	turns := reading(t, l)
	if len(turns) != 3 || turns[0].Text != "hello there" || turns[0].End != 1 || turns[1].Turn != 2 || turns[2].Turn != 3 || turns[2].Start != 1 {
		t.Fatalf("split into %+v", turns)
	}
	c, err = l.Assign(3, call.Local)
	l = with(t, l, c, err)
	if _, err := l.Merge(1, 3); !errors.Is(err, call.ErrTwoSpeakers) {
		t.Errorf("merged two speakers: %v", err)
	}
	c, err = l.Merge(3, 2)
	l = with(t, l, c, err)
	turns = reading(t, l)
	if len(turns) != 2 || turns[1].Text != "fine how are you" || turns[1].Turn != 2 || len(turns[1].Corrected.Machine) != 2 {
		t.Errorf("merged into %+v", turns)
	}
	c, err = l.Rename(call.Remote, "Linda ")
	l = with(t, l, c, err)
	if l.Names[call.Remote] != "Linda" {
		t.Errorf("is called %q", l.Names[call.Remote])
	}
	for range 4 {
		c, err = l.Undo(0)
		l = with(t, l, c, err)
	}
	if _, err := l.Undo(0); !errors.Is(err, call.ErrNothingToUndo) || l.Names[call.Remote] != "" {
		t.Errorf("after undoing all: %v, called %q", err, l.Names[call.Remote])
	}
	if got := reading(t, l); !reflect.DeepEqual(got, reading(t, layersOf(l.Machine.Segments...))) {
		t.Errorf("undone to %+v", got)
	}
	for range 4 {
		c, err = l.Redo()
		l = with(t, l, c, err)
	}
	if got := reading(t, l); !reflect.DeepEqual(got, turns) || l.Names[call.Remote] != "Linda" {
		t.Errorf("redone to %+v", got)
	}
	if _, err := l.Redo(); !errors.Is(err, call.ErrNothingToRedo) {
		t.Errorf("redone once more: %v", err)
	}
}

func TestUndoOfATurn(t *testing.T) {
	l := layersOf(said(call.Remote, 0, "one"), said(call.Remote, 5, "two three"))
	c, err := l.Rewrite(1, "won")
	l = with(t, l, c, err)
	c, err = l.Split(2, "two", "three")
	l = with(t, l, c, err)
	c, err = l.Rewrite(3, "tree")
	l = with(t, l, c, err)
	if _, err := l.Undo(2); !errors.Is(err, call.ErrBuiltOn) {
		t.Errorf("undo of a split whose part was changed: %v", err)
	}
	c, err = l.Undo(1)
	l = with(t, l, c, err)
	if turns := reading(t, l); turns[0].Text != "one" || turns[0].Corrected != nil || turns[2].Text != "tree" {
		t.Errorf("turns %+v", turns)
	}
	if _, err := l.Undo(1); !errors.Is(err, call.ErrNothingToUndo) {
		t.Errorf("undo of what was undone: %v", err)
	}
	history, err := l.History()
	if err != nil || len(history) != 4 || history[0].Holds || !history[1].Holds || !history[2].Holds || history[3].Holds {
		t.Errorf("history %+v, %v", history, err)
	}
}

func TestARenamingThatWasChangedElsewhereStays(t *testing.T) {
	l := layersOf()
	c, err := l.Rename(call.Remote, "Linda")
	l = with(t, l, c, err)
	l.Names[call.Remote] = "Linda Berg"
	if _, err := l.Undo(0); !errors.Is(err, call.ErrBuiltOn) {
		t.Errorf("undo: %v", err)
	}
}

func TestWrongCorrectionsAreRefused(t *testing.T) {
	l := layersOf(said(call.Remote, 0, "hello there"))
	wrong := func(_ call.Correction, err error) error { return err }
	for name, c := range map[string]struct{ got, want error }{
		"no such turn":     {wrong(l.Rewrite(2, "x")), call.ErrNoTurn},
		"the same text":    {wrong(l.Rewrite(1, " hello  there ")), call.ErrNoChange},
		"the same speaker": {wrong(l.Assign(1, call.Remote)), call.ErrNoChange},
		"nobody":           {wrong(l.Assign(1, "both")), call.ErrNoTurn},
		"the same name":    {wrong(l.Rename(call.Local, " ")), call.ErrNoChange},
		"an empty part":    {wrong(l.Split(1, "hello there", " ")), call.ErrNoWords},
		"with itself":      {wrong(l.Merge(1, 1)), call.ErrNoChange},
		"far too much":     {wrong(l.Rewrite(1, strings.Repeat("x ", 20_000))), call.ErrTooLong},
		"nothing done":     {wrong(l.Undo(0)), call.ErrNothingToUndo},
		"nothing undone":   {wrong(l.Redo()), call.ErrNothingToRedo},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v", name, c.got)
		}
	}
}

func TestCorrectionsOfAnotherTranscriptDoNotFit(t *testing.T) {
	l := layersOf(said(call.Remote, 0, "hello there"))
	c, err := l.Rewrite(1, "hello you")
	l = with(t, l, c, err)
	for name, list := range map[string][]call.Correction{
		"unknown kind":       {{Kind: "sing"}},
		"undo of nothing":    {{Kind: call.Undone, Of: 1}},
		"redo of what holds": append(slices.Clone(l.Corrections), call.Correction{Kind: call.Redone, Of: 1}),
		"undo of the future": append(slices.Clone(l.Corrections), call.Correction{Kind: call.Undone, Of: 9}),
		"twice":              append(slices.Clone(l.Corrections), l.Corrections...),
		"out of nothing":     {{Kind: call.Split, After: []call.Segment{{Turn: 7}}}},
		"over another":       {{Kind: call.Split, Before: []call.Segment{}, After: []call.Segment{{Turn: 1}}}},
	} {
		if _, err := call.Apply(l.Machine, list); !errors.Is(err, call.ErrMisfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := call.Apply(layersOf(said(call.Remote, 0, "hello where")).Machine, l.Corrections); !errors.Is(err, call.ErrMisfit) {
		t.Errorf("applied to another transcript: %v", err)
	}
}

func someText(t *rapid.T, least int) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"the", "The", "payment", "payment,", "is", "late", "né", "ok."}), least, 8)
	return strings.Join(words.Draw(t, "words"), " ")
}

func someLayers(t *rapid.T) call.Layers {
	l := call.Layers{Names: map[call.Party]string{}}
	at := 0
	for range rapid.IntRange(0, 6).Draw(t, "turns") {
		at += rapid.IntRange(0, 4000).Draw(t, "pause")
		l.Machine.Segments = append(l.Machine.Segments,
			said(call.Parties[rapid.IntRange(0, 1).Draw(t, "party")], call.Seconds(float64(at)/1000), someText(t, 1)))
	}
	return l
}

// someCorrection makes any correction; it may be impossible.
func someCorrection(t *rapid.T, l call.Layers) (call.Correction, error) {
	turn := rapid.IntRange(1, 12).Draw(t, "turn")
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0, 1:
		return l.Rewrite(turn, someText(t, 0))
	case 2:
		return l.Split(turn, someText(t, 0), someText(t, 0))
	case 3:
		return l.Merge(turn, rapid.IntRange(1, 12).Draw(t, "other"))
	case 4:
		return l.Assign(turn, call.Parties[rapid.IntRange(0, 1).Draw(t, "to")])
	case 5:
		return l.Rename(call.Remote, someText(t, 0))
	case 6:
		return l.Undo(rapid.SampledFrom([]int{0, 0, turn}).Draw(t, "of"))
	}
	return l.Redo()
}

// Whatever is corrected in whatever order: the result is a reading, the same each time and from disk, the machine's
// layer stays what it is, nothing but the turns that a correction names changes, and undo restores exactly.
func TestAnyCorrections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := someLayers(t)
		machine := fmt.Sprint(l.Machine)
		for range rapid.IntRange(1, 12).Draw(t, "corrections") {
			before := mustRead(t, l)
			c, err := someCorrection(t, l)
			if err != nil {
				if errors.Is(err, call.ErrMisfit) {
					t.Fatal(err)
				}
				continue
			}
			l = withAny(t, l, c)
			after := mustRead(t, l)
			if !reflect.DeepEqual(others(l, c, before), others(l, c, after)) {
				t.Fatalf("%s changed more than its turns: %v to %v", c.Kind, before, after)
			}
			checkReading(t, after)
			back, err := l.Undo(0)
			if c.Kind != call.Undone {
				if err != nil {
					t.Fatalf("undo of %s: %v", c.Kind, err)
				}
				if undone := mustRead(t, withAny(t, l, back)); !reflect.DeepEqual(undone, before) {
					t.Fatalf("undo of %s gives %v, was %v", c.Kind, undone, before)
				}
			}
		}
		if again := mustRead(t, reread(t, l)); !reflect.DeepEqual(again, mustRead(t, l)) {
			t.Fatalf("read from disk it is %v", again)
		}
		if fmt.Sprint(l.Machine) != machine {
			t.Fatal("the machine's layer was changed")
		}
	})
}

func mustRead(t *rapid.T, l call.Layers) []call.Segment {
	read, err := l.Reading()
	if err != nil {
		t.Fatalf("%v after %v", err, l.Corrections)
	}
	return read.Segments
}

func withAny(t *rapid.T, l call.Layers, c call.Correction) call.Layers {
	c.Who, c.Made = "me", afternoon.Add(time.Duration(len(l.Corrections))*time.Second)
	if named, is := l.Naming(c); is {
		l.Names = map[call.Party]string{named.Party: named.After}
	}
	return l.With(c)
}

// others are the turns that a correction, or what it takes back, does not name. Whether they overlap with one that it
// does name may change.
func others(l call.Layers, c call.Correction, turns []call.Segment) []call.Segment {
	if c.Of > 0 {
		c = l.Corrections[c.Of-1]
	}
	rest := slices.DeleteFunc(slices.Clone(turns), func(s call.Segment) bool {
		return slices.ContainsFunc(slices.Concat(c.Before, c.After), func(named call.Segment) bool { return named.Turn == s.Turn })
	})
	for i := range rest {
		rest[i].Overlap = false
	}
	return rest
}

// checkReading makes sure of order, numbers and the times of words.
func checkReading(t *rapid.T, turns []call.Segment) {
	seen := map[int]bool{}
	for i, s := range turns {
		if s.Turn < 1 || seen[s.Turn] || i > 0 && turns[i-1].Start > s.Start {
			t.Fatalf("numbers or order: %v", turns)
		}
		seen[s.Turn] = true
		if strings.Join(texts(s), " ") != s.Text {
			t.Fatalf("text %q has words %q", s.Text, texts(s))
		}
		for _, w := range s.Words {
			if w.Start > w.End || w.Start < s.Start || w.End > s.End {
				t.Fatalf("word %+v lies outside its turn %v to %v", w, s.Start, s.End)
			}
		}
	}
}

func texts(s call.Segment) []string {
	var all []string
	for _, w := range s.Words {
		all = append(all, w.Text)
	}
	return all
}

// reread is what comes back from disk.
func reread(t *rapid.T, l call.Layers) call.Layers {
	for _, part := range []any{&l.Machine, &l.Corrections} {
		content, err := json.Marshal(part)
		if err == nil {
			fresh := reflect.New(reflect.TypeOf(part).Elem())
			if err = json.Unmarshal(content, fresh.Interface()); err == nil {
				reflect.ValueOf(part).Elem().Set(fresh.Elem())
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// Words at both ends of a turn that stay keep their times to the bit.
func TestWordsThatStayKeepTheirTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		head, old, fresh, tail := someText(t, 0)+"-", someText(t, 0), someText(t, 0), "-"+someText(t, 0)
		head, tail = strings.ReplaceAll(head, " ", "- "), strings.ReplaceAll(tail, " ", " -") // so that they are found in one way only
		join := func(middle string) string { return strings.Join(strings.Fields(head+" "+middle+" "+tail), " ") }
		l := layersOf(said(call.Local, 7, join(old)))
		c, err := l.Rewrite(1, join(fresh))
		if errors.Is(err, call.ErrNoChange) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		was, is := l.Machine.Segments[0].Words, c.After[0].Words
		n, m := len(strings.Fields(head)), len(strings.Fields(tail))
		if !slices.Equal(was[:n], is[:n]) || !slices.Equal(was[len(was)-m:], is[len(is)-m:]) {
			t.Fatalf("%v became %v", was, is)
		}
	})
}

func TestOverlapsAreMarked(t *testing.T) {
	far := said(call.Remote, 0, "one two three four")
	echo := said(call.Local, 0, "one two three")
	echo.Echo = &call.Echo{Gain: -10, Lag: 20}
	late := said(call.Local, 10, "a b c")
	late.Words[1].Start, late.Words[1].End = 14, 14.5
	late.Words[2].Start, late.Words[2].End, late.End = 15, 15.5, 15.5
	l := layersOf(far, echo, said(call.Local, 1.5, "no"), said(call.Local, 1.9, "never"), late, said(call.Remote, 12, "in its pause"))
	var marked []string
	for _, s := range reading(t, l) {
		if s.Overlap {
			marked = append(marked, s.Text)
		}
	}
	if want := []string{"one two three four", "no"}; !slices.Equal(marked, want) {
		t.Errorf("marked %q, want %q", marked, want)
	}
}
