package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
)

// watchFront keeps track of whether the user is in this window.
func (w *Window) watchFront() {
	w.program.Lifecycle().SetOnEnteredForeground(func() { w.inFront = true })
	w.program.Lifecycle().SetOnExitedForeground(func() { w.inFront = false })
}

// notify tells something on the desktop if the user is elsewhere; in the window it is in sight already.
func (w *Window) notify(title, text string) {
	if w.inFront {
		return
	}
	notification := fyne.NewNotification(plain(title), plain(text))
	w.work.do(func(context.Context) error { // the desktop may take its time
		w.tell(notification)
		return nil
	}, nil)
}

// plain leaves out what a shell would read as more than text: on Windows notifications go through one, and programs
// choose their own names.
func plain(text string) string {
	return strings.NewReplacer("$", "", "`", "'", `"`, "'", "\n", " ", "\r", " ").Replace(text)
}
