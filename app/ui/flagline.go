package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// flagLine tells in the head of a call what may be wrong in it; a button shows all of it. It is there only where something is.
type flagLine struct {
	page *callPage
	root *fyne.Container
	lamp *lamp
	more *widget.Button
}

func newFlagLine(p *callPage) *flagLine {
	l := &flagLine{page: p, lamp: newLamp(lineIcon("flag"), "")}
	l.lamp.word.mayCut()
	l.more = widget.NewButton("Flags", func() { p.flags.onToggle() })
	l.more.Importance = widget.LowImportance
	l.root = container.NewBorder(nil, nil, nil, l.more, l.lamp)
	l.root.Hide()
	return l
}

func (l *flagLine) show(all []call.Flag) {
	words, count := "", 0
	for _, flag := range all {
		if weighty(flag) {
			count++
			if words == "" {
				words = flag.Says
			}
		}
	}
	if count > 1 {
		words += fmt.Sprintf("; and %d more", count-1)
	}
	l.lamp.set(icon{"flag", colorWarning}, words)
	if hidden := count == 0; hidden != l.root.Hidden {
		l.root.Hidden = hidden
		l.page.relay()
	}
}
