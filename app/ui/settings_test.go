package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// Words are kept when the box is left, for all calls and for a case, and the Tab key leaves it.
func TestWordsToExpectAreKept(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	if _, err := b.app.Edit(id, func(doc *call.Call) error { doc.Case = "Solar panels"; return nil }); err != nil {
		t.Fatal(err)
	}
	b.tap("Settings")
	names := b.w.settings.names
	b.until("the lists are there", func() bool { return slices.Equal(names.lists.Options, []string{allCalls, "Solar panels"}) })
	list := func(of string, want ...string) {
		t.Helper()
		b.until("the list is kept", func() bool {
			words, err := b.app.Words(of)
			return err == nil && slices.Equal(words, want)
		})
	}
	canvas := b.w.window.Canvas()
	canvas.Focus(names.box)
	test.Type(names.box, "Berg\nFDCPA")
	if names.box.AcceptsTab() {
		t.Error("the Tab key is caught")
	}
	canvas.Unfocus()
	list("", "Berg", "FDCPA")
	b.until("they are counted", func() bool { return b.says("2 words.") })
	names.lists.SetSelected("Solar panels")
	b.until("the case's list is empty", func() bool { return names.of == "Solar panels" && b.says("No words yet.") })
	canvas.Focus(names.box)
	test.Type(names.box, "Linda")
	b.tap("Calls")
	list("Solar panels", "Linda")
	list("", "Berg", "FDCPA")

	b.tap("Settings")
	canvas.Focus(names.box)
	test.Type(names.box, "\n…")
	canvas.Unfocus()
	b.until("what is no word is refused", func() bool { return b.says(app.Explain(app.ErrBadWord).What) })
	list("Solar panels", "Linda")
}

// How far the measuring is can be seen, and what comes of it.
func TestMachineBandShowsTheMeasuring(t *testing.T) {
	b := newBench(t, scripted{})
	b.tap("Settings")
	b.until("nothing is known yet", func() bool { return b.says("once this machine has been measured") })
	band := b.w.settings.models.machine
	b.w.onEvent(app.Measuring{Fraction: 0.5})
	if !band.again.Hidden || band.bar.Hidden || band.bar.fraction != 0.5 {
		t.Errorf("half way: %+v", band)
	}
	band.show(app.Advice{Sentence: "Take base."})
	b.w.onEvent(app.MachineMeasured{})
	if band.again.Hidden || !band.bar.Hidden {
		t.Errorf("afterwards: %+v", band)
	}
}
