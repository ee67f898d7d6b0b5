package ui

import "fyne.io/fyne/v2"

// listenMenu are the commands about hearing the open call. Keys that are no shortcuts are named, because a menu can only carry
// those with Ctrl.
func (w *Window) listenMenu() *fyne.Menu {
	p := w.calls.doc
	heard := func(do func()) func() {
		return w.unlessAsked(w.inCalls(func() {
			if p.id != "" && !p.sound.Hidden {
				do()
			}
		}))
	}
	typed := func(label string, r rune) *fyne.MenuItem {
		return fyne.NewMenuItem(label, heard(func() { p.onRune(r) }))
	}
	passage := func(label string, do func()) *fyne.MenuItem {
		return fyne.NewMenuItem(label, w.unlessAsked(w.inCalls(func() {
			if p.lower == lowerWords {
				do()
			}
		})))
	}
	return fyne.NewMenu("Listen",
		item("Play or pause", fyne.KeySpace, p.playback.onPlay),
		fyne.NewMenuItem("5 s back (←)", heard(func() { p.playback.onArrow(false) })),
		fyne.NewMenuItem("5 s on (→)", heard(func() { p.playback.onArrow(true) })),
		typed("Slower ([)", '['),
		typed("Faster (])", ']'),
		fyne.NewMenuItem("Skip silence", heard(p.playback.onSkip)),
		fyne.NewMenuItemSeparator(),
		typed("Zoom in (+)", '+'),
		typed("Zoom out (-)", '-'),
		typed("Whole call (0)", '0'),
		fyne.NewMenuItemSeparator(),
		passage("Copy the passage (Ctrl+C)", p.conversation.picked.onCopy),
		passage("Save sound of the passage…", p.conversation.picked.onSave),
	)
}
