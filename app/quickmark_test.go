package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestKeysMeanWhatTheUserSays(t *testing.T) {
	a := open(t, t.TempDir(), both())
	if marks := a.Settings().QuickMarks(); len(marks) != 4 || !slices.IsSortedFunc(marks, func(a, b QuickMark) int { return strings.Compare(a.Key, b.Key) }) {
		t.Errorf("%+v", marks)
	}
	for _, c := range []struct {
		mark QuickMark
		want error
	}{
		{QuickMark{Key: "M", Text: "x"}, ErrQuickMark},
		{QuickMark{Key: "1", Text: "x"}, ErrQuickMark},
		{QuickMark{Key: "", Text: "x"}, ErrQuickMark},
		{QuickMark{Key: "ä", Text: "x"}, ErrQuickMark},
		{QuickMark{Key: "K", Text: " "}, ErrQuickMark},
		{QuickMark{Key: "K", Text: strings.Repeat("x", 61)}, ErrQuickMark},
		{QuickMark{Key: "K", Text: "x", Means: "nonsense"}, ErrNoKind},
		{QuickMark{Key: "K", Text: "x", Kind: "other"}, ErrQuickMark},
		{QuickMark{Key: " k ", Text: " Letter\nsent ", Kind: call.Action, Means: "cease_sent"}, nil},
	} {
		if err := a.SetQuickMark(c.mark); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c.mark, err)
		}
	}
	id := shortTake(t, a)
	at := call.Seconds(0.2)
	note, err := a.AddQuickMark(id, "k", &at)
	if err != nil || note.Text != "Letter sent" || note.Kind != call.Action || note.Means != "cease_sent" {
		t.Errorf("%+v, %v", note, err)
	}
	if _, err := a.AddQuickMark(id, "Q", nil); !errors.Is(err, ErrQuickMark) {
		t.Error(err)
	}
	if _, err := a.AddAction(id, "told them", "nonsense", nil); !errors.Is(err, ErrNoKind) {
		t.Error(err)
	}
	facts, err := a.Facts(id)
	if err != nil || len(facts.Facts) != 1 || facts.Facts[0].Kind != "cease_sent" || !facts.Facts[0].Sure {
		t.Errorf("%+v, %v", facts.Facts, err)
	}
	doc, err := a.Call(id)
	if all := Remarks(doc); err != nil || len(all) != 1 || all[0].Kind != RemarkAction || all[0].Text != "Letter sent" {
		t.Errorf("%+v, %v", all, err)
	}
	for _, key := range []string{"I", "R", "S", "D", "K"} {
		if err := a.RemoveQuickMark(key); err != nil {
			t.Error(key, err)
		}
	}
	if marks := a.Settings().QuickMarks(); len(marks) != 0 {
		t.Errorf("those that were taken away are back: %+v", marks)
	}
	if err := a.RemoveQuickMark("I"); !errors.Is(err, ErrQuickMark) {
		t.Error(err)
	}
	if read, err := readSettings(a.config.Data); err != nil || len(read.QuickMarks()) != 0 {
		t.Errorf("after the next start: %+v, %v", read.QuickMarks(), err)
	}
}

// Marks that somebody wrote into the settings by hand are taken as far as they can be.
func TestMarksThatCannotBeAreLeftOut(t *testing.T) {
	s := Settings{Marks: []QuickMark{{"M", "x", call.Marker, ""}, {"Z", "last", call.Marker, ""}, {"B", "first", call.Action, ""}, {"B", "again", call.Action, ""}, {"K", "", call.Action, ""}}}
	marks := s.QuickMarks()
	if len(marks) != 2 || marks[0].Text != "first" || marks[1].Key != "Z" {
		t.Errorf("%+v", marks)
	}
	free := s.FreeKeys()
	if slices.Contains(free, "Z") || slices.Contains(free, "M") || !slices.Contains(free, "K") || slices.Contains(free, "P") || len(free) != 26-len(takenKeys)-2 {
		t.Errorf("free are %v", free)
	}
}

// shortTake makes a call that is over.
func shortTake(t *testing.T, a *App) call.ID {
	t.Helper()
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err == nil {
		_, err = a.StopTake()
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}
