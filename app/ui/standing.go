package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// signEvery is how often it is looked whether the last seconds are kept in memory.
const signEvery = time.Second

// signs stand below the top bar of the calls: what is wrong with the running take, and that the last seconds are kept
// in memory though nothing is recorded.
type signs struct {
	page     *callsPage
	root     *fyne.Container
	warning  *lamp
	trouble  *fyne.Container
	standing *lamp
	keeping  *fyne.Container
}

func newSigns(p *callsPage) *signs {
	s := &signs{page: p, warning: newLamp(icon{"warning", colorWarning}, ""), standing: newLamp(icon{"listening", colorInk}, "")}
	look := widget.NewButton("Look", p.w.onRecord)
	look.Importance = widget.LowImportance
	off := widget.NewButton("Turn off", func() {
		p.w.settings.change(func(settings *app.Settings) { settings.Preroll = 0 })
	})
	off.Importance = widget.LowImportance
	s.trouble, s.keeping = sign(s.warning, look), sign(s.standing, off)
	s.root = container.New(stack{}, s.trouble, s.keeping)
	s.show("", 0, false)
	return s
}

// sign is a lamp with a button, on the ground of a notice.
func sign(l *lamp, act *widget.Button) *fyne.Container {
	inside := container.New(row{gap: sizeInside}, l, layout.NewSpacer(), act)
	card := container.NewStack(newPlane(colorNotice), container.New(inset{sizeInside, ""}, inside))
	return container.NewBorder(nil, container.New(inset{"", sizeStep}), nil, nil, container.New(inset{sizeGroup, ""}, card))
}

// follow shows what there is to show now.
func (s *signs) follow() {
	w := s.page.w
	trouble := ""
	if all := w.take.warnings.all; len(all) > 0 {
		trouble = all[len(all)-1].What
	}
	seconds, on := w.app.Standing()
	s.show(trouble, seconds, on && !w.take.running)
}

func (s *signs) show(trouble string, seconds call.Seconds, on bool) {
	s.warning.set(icon{"warning", colorWarning}, trouble)
	s.standing.set(icon{"listening", colorInk}, fmt.Sprintf("Listening: the last %s are kept in memory, nothing is saved", spell(seconds)))
	if s.trouble.Hidden == (trouble == "") && s.keeping.Hidden == !on {
		return
	}
	s.trouble.Hidden, s.keeping.Hidden = trouble == "", !on
	s.root.Hidden = s.trouble.Hidden && s.keeping.Hidden
	if s.page.root != nil {
		s.page.root.Refresh()
	}
}
