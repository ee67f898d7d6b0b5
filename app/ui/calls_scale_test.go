package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// TestTenThousandCallsInTime tells with -v what the list costs with ten thousand calls. It judges nothing: other programs share the
// machine.
func TestTenThousandCallsInTime(t *testing.T) {
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	p := b.w.calls
	var all []app.Summary
	only := map[call.ID]bool{}
	for i := range 10_000 {
		started := time.Now().Add(-time.Duration(i) * 2 * time.Hour)
		summary := app.Summary{
			ID: call.NewID(started), Started: started, Title: fmt.Sprintf("Person %d", i*7919%400), Number: "+1 212 555 0142", Case: fmt.Sprint(i % 30),
			Duration: call.Seconds(i * 31 % 4000), Audio: true,
		}
		all = append(all, summary)
		only[summary.ID] = i%3 == 0
	}
	p.chosen = all[0].ID
	took := func(what string, do func()) {
		began := time.Now()
		do()
		t.Logf("%-28s %v", what, time.Since(began).Round(100*time.Microsecond))
	}
	var next listed
	for _, as := range []app.Arrangement{{}, {Order: app.ByName}, {Group: app.ByPerson}, {Order: app.LongestFirst, Group: app.ByCase}} {
		took(fmt.Sprintf("arrange, order %q by %q", as.Order, as.Group), func() { next = newListed(all, nil, as) })
		took("show it", func() { p.show(next) })
		if got := len(p.rows); got < len(all) {
			t.Fatalf("%d rows", got)
		}
	}
	took("narrow to a third", func() { next = newListed(all, only, app.Arrangement{}) })
	took("show it", func() { p.show(next) })
	p.show(newListed(all, nil, app.Arrangement{}))
	took("pick all", func() { p.list.TypedShortcut(&fyne.ShortcutSelectAll{}) })
	took("let go of all", p.picked.clear)
	took("count the days", func() { countDays(all, nil) })
	const steps = 100
	began := time.Now()
	for range steps {
		p.list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -300}})
	}
	t.Logf("%-28s %v", "scroll by five rows", (time.Since(began) / steps).Round(100*time.Microsecond))
	b.w.window.Canvas().Focus(p.list)
	began = time.Now()
	for range steps {
		b.key(fyne.KeyPageDown)
	}
	t.Logf("%-28s %v", "page down, opening a call", (time.Since(began) / steps).Round(100*time.Microsecond))
}
