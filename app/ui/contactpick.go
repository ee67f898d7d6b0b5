package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// mostOffered is how many contacts a box offers at once; typing leads to the others.
const mostOffered = 12

// contactPick is a box in which a contact is picked.
type contactPick struct {
	widget.SelectEntry
	escape func() // may be nil; called for the Escape key
}

// TypedKey belongs to Fyne.
func (p *contactPick) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyEscape && p.escape != nil {
		p.escape()
		return
	}
	p.SelectEntry.TypedKey(event)
}

// newContactPick makes a box in which a contact is picked: typing leaves those that fit. Nobody is picked as long as several may be meant.
func newContactPick(all []app.Contact, picked func(c app.Contact, is bool)) *contactPick {
	labels := contactLabels(all)
	offer := func(text string) (fit []app.Contact, options []string) {
		fit = app.ContactsWith(all, text)
		if i := slices.IndexFunc(labels, func(label string) bool { return strings.EqualFold(label, text) }); i >= 0 {
			fit = all[i : i+1]
		}
		for _, c := range fit[:min(len(fit), mostOffered)] {
			options = append(options, labels[slices.IndexFunc(all, func(o app.Contact) bool { return o.ID == c.ID })])
		}
		return fit, options
	}
	_, options := offer("")
	box := &contactPick{}
	box.ExtendBaseWidget(box)
	box.SetOptions(options)
	box.SetPlaceHolder("Type a name or a number")
	box.OnChanged = func(text string) {
		text = strings.TrimSpace(text)
		fit, options := offer(text)
		box.SetOptions(options)
		if len(fit) == 1 && text != "" {
			picked(fit[0], true)
		} else {
			picked(app.Contact{}, false)
		}
	}
	return box
}

// contactLabels names contacts so that they can be told apart: those that have a name in common say a number or an address, too, and if need be their ID.
func contactLabels(all []app.Contact) []string {
	labels := make([]string, len(all))
	for i, c := range all {
		labels[i] = c.Title()
	}
	for _, more := range []func(app.Contact) []string{
		func(c app.Contact) []string { return slices.Concat(numbersForPeople(c.Numbers), c.Emails) },
		func(c app.Contact) []string { return []string{string(c.ID)} },
	} {
		count := map[string]int{}
		for _, label := range labels {
			count[strings.ToLower(label)]++
		}
		for i, c := range all {
			if said := more(c); count[strings.ToLower(labels[i])] > 1 && len(said) > 0 {
				labels[i] += ", " + said[0]
			}
		}
	}
	return labels
}
