package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// offeredPeople are the contacts that fit what is typed as the name of the other side. Choosing one says that it is them.
type offeredPeople struct {
	page   *takePage
	root   *fyne.Container
	chosen app.Contact
}

// mostPeople is how many are offered at once.
const mostPeople = 3

func newOfferedPeople(page *takePage) *offeredPeople {
	o := &offeredPeople{page: page, root: container.New(row{gap: sizeStep})}
	o.root.Hide()
	page.name.OnChanged = o.onTyped
	return o
}

// onTyped offers those whose names fit what is there so far.
func (o *offeredPeople) onTyped(text string) {
	o.root.RemoveAll()
	text = strings.TrimSpace(text)
	if len([]rune(text)) >= 2 && o.chosenFor(text) == "" {
		fit := app.ContactsWith(o.page.w.app.Contacts(), text)
		labels := contactLabels(fit)
		for i, c := range fit[:min(len(fit), mostPeople)] {
			o.root.Add(newWay(labels[i], func() { o.choose(c) }))
		}
	}
	o.root.Hidden = len(o.root.Objects) == 0
	o.page.root.Refresh()
}

func (o *offeredPeople) choose(c app.Contact) {
	o.chosen = c
	o.page.name.SetText(c.Title())
	o.page.onRemote()
	o.page.w.window.Canvas().Focus(o.page.notes.entry)
}

// chosenFor gives the contact that was chosen, as long as its name stands there.
func (o *offeredPeople) chosenFor(name string) call.ID {
	if o.chosen.ID == "" || strings.TrimSpace(name) != o.chosen.Title() {
		return ""
	}
	return o.chosen.ID
}
