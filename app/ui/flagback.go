package ui

import (
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// flagBack is the way back to a flag from the place in another call to which it led: whoever has listened there wants to say whether it holds.
type flagBack struct {
	page   *callPage
	button *widget.Button
	call   call.ID // the one with the flag; empty where none led here
	row    int     // where the keyboard was among its flags
}

func newFlagBack(p *callPage) *flagBack {
	b := &flagBack{page: p}
	b.button = widget.NewButtonWithIcon("Back to the flag  Esc", lineIcon("back").in(colorInk), func() { b.take() })
	b.button.Importance = widget.LowImportance
	b.button.Hide()
	return b
}

// follow opens the place of a flag in another call. The keyboard leaves the flags, so that no key judges one that is out of sight.
func (b *flagBack) follow(to call.Place) {
	from, row := b.page.id, b.page.flags.column.cursor
	b.page.w.openCall(to.Call, &to.At)
	b.call, b.row = from, row
	b.show()
	b.page.w.window.Canvas().Unfocus()
}

// forget is for a call to which no flag led.
func (b *flagBack) forget() {
	b.call = ""
	b.show()
}

func (b *flagBack) show() {
	b.button.Hidden = b.call == ""
	b.page.relay()
}

// take goes back, and tells whether there was somewhere to go.
func (b *flagBack) take() bool {
	if b.call == "" {
		return false
	}
	row := b.row
	b.page.w.openCall(b.call, nil) // which forgets
	b.page.flags.wanted = row
	b.page.turnTo(lowerFlags)
	return true
}
