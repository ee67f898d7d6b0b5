package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// flagLine tells in the head of a call what may be wrong in it; a chip shows all of it. It is there only where something is, and not above the flags
// themselves; where the page is low, the chip alone is.
type flagLine struct {
	page  *callPage
	lamp  *lamp
	more  *chip
	count int // of flags that weigh
}

func newFlagLine(p *callPage) *flagLine {
	l := &flagLine{page: p, lamp: newLamp(icon{"flag", colorWarning}, "")}
	l.lamp.word.mayCut()
	l.more = newChip("", func(fyne.Position) { p.flags.onToggle() })
	l.more.usual = icon{"flag", colorWarning}
	l.more.droppable(nil)
	l.fit()
	return l
}

// fit shows what there is room for.
func (l *flagLine) fit() {
	l.more.Hidden = l.count == 0
	l.lamp.Hidden = l.count == 0 || l.page.lower == lowerFlags || l.page.low
}

func (l *flagLine) show(all []call.Flag) {
	words, before := "", l.count
	l.count = 0
	for _, flag := range all {
		if !app.MarkOf(flag).Weighs() {
			continue
		}
		if l.count++; l.count == 1 {
			words = flag.Says
		}
	}
	l.lamp.set(icon{"flag", colorWarning}, words)
	l.more.label(flagCount(l.count))
	if l.count != before {
		l.page.showLower()
	}
}

func flagCount(n int) string {
	if n == 1 {
		return "1 flag"
	}
	return fmt.Sprintf("%d flags", n)
}
