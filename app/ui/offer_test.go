package ui

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
)

// notifications keeps those of a window.
type notifications struct {
	mu  sync.Mutex
	all []string
}

func (n *notifications) tell(notification *fyne.Notification) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, notification.Title)
}

func (n *notifications) has(title string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Contains(n.all, title)
}

// offerBench is a window that was told that Zoom has a call.
func offerBench(t *testing.T) (*bench, *notifications) {
	b := newBench(t, scripted{})
	told := &notifications{}
	b.w.tell = told.tell
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.w.window.Canvas().Focus(b.w.calls.search)
	b.w.onEvent(app.CallBegan{Program: "Zoom"})
	if !b.says("Zoom is using the microphone") || !b.says("Record this call?") {
		t.Fatalf("nothing is offered: %q", b.words())
	}
	if b.w.window.Canvas().Focused() != fyne.Focusable(b.w.calls.search) {
		t.Error("the offer took the keyboard away")
	}
	return b, told
}

func TestAnOfferIsTakenUpAndTheEndIsAsked(t *testing.T) {
	b, told := offerBench(t)
	b.until("the desktop is told", func() bool { return told.has("Zoom is using the microphone") })
	buttonIn(b.w.offers.root, "Record").OnTapped()
	b.until("it records", func() bool { return b.w.take.running })
	if b.says("Record this call?") {
		t.Error("it is still offered")
	}
	if status, _ := b.app.Take(); status.Call.Program != "Zoom" {
		t.Errorf("the take is of %q", status.Call.Program)
	}

	b.w.onEvent(app.CallEnded{Program: "Zoom", Recorded: true})
	if !b.says("Zoom has let go of the microphone") {
		t.Fatalf("the end is not told: %q", b.words())
	}
	b.w.onEvent(app.CallBegan{Program: "Zoom", Recorded: true})
	if b.w.offers.root.Visible() {
		t.Error("the question stands although the call goes on")
	}
	b.w.onEvent(app.CallEnded{Program: "Zoom", Recorded: true})
	b.tap("Go on")
	if b.w.offers.root.Visible() || !b.w.take.running {
		t.Error("it does not go on")
	}
	b.w.onEvent(app.CallEnded{Program: "Zoom", Recorded: true})
	buttonIn(b.w.offers.root, "Stop and save").OnTapped()
	b.until("the call is saved and open", func() bool { return !b.w.take.running && b.w.page == b.w.calls && !b.w.offers.root.Visible() })
}

func TestAnOfferIsDeclinedOrTakenBack(t *testing.T) {
	b, told := offerBench(t)
	b.w.inFront = true
	b.w.onEvent(app.CallBegan{Program: "Browser"})
	if !b.says("Browser is using the microphone") {
		t.Errorf("the newer call is not offered: %q", b.words())
	}
	b.tap("Not now")
	if !b.says("Zoom is using the microphone") {
		t.Errorf("the older offer is gone: %q", b.words())
	}
	b.w.onEvent(app.CallEnded{Program: "Zoom"})
	if b.w.offers.root.Visible() {
		t.Error("a call that is over is still offered")
	}
	b.until("the first was told", func() bool { return told.has("Zoom is using the microphone") })
	if told.has("Browser is using the microphone") {
		t.Error("the desktop was told while the user was in the window")
	}
}

// A program that is always to be recorded is kept in the settings, where it can be removed.
func TestAlwaysForAProgram(t *testing.T) {
	b, _ := offerBench(t)
	b.tap("Always for Zoom")
	b.until("it records", func() bool { return b.w.take.running })
	b.until("it is kept", func() bool { return b.app.Settings().RecordsAlways("Zoom") })
	b.w.show(b.w.settings)
	b.until("it is listed", func() bool { return buttonIn(b.w.settings.during.root, "Remove") != nil })
	b.tap("Remove")
	b.until("it is removed", func() bool { return !b.app.Settings().RecordsAlways("Zoom") && b.says("No program.") })
}

func TestWhatHappensDuringCallsIsChosen(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.show(b.w.settings)
	b.tap("Offer to record")
	b.until("offers are kept", func() bool { return b.app.Settings().OfferCalls })
	b.tap("Stay with the first")
	b.until("staying is kept", func() bool { return b.app.Settings().Stay && b.app.Settings().OfferCalls })
	b.tap("Do nothing")
	b.until("no offers are kept", func() bool { return !b.app.Settings().OfferCalls })
}

// Long names leave room for the answers, and no name can be read as a command.
func TestNamesOfPrograms(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.onEvent(app.CallBegan{Program: strings.Repeat("Voice Engine ", 20)})
	if size := b.w.offers.root.MinSize(); size.Width > 560 || size.Height > 80 {
		t.Errorf("the strip needs %v", size)
	}
	if got := plain("$(rm) \"x\" `y`\nz"); got != "(rm) 'x' 'y' z" {
		t.Errorf("it is told as %q", got)
	}
}
