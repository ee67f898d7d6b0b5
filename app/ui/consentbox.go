package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// consentBox lists what is on record about consent in a call, and what the transcript suggests. The keyboard begins where the first suggestion is
// heard; one step on puts it on record.
type consentBox struct {
	page  *callPage
	of    *consentLine
	doc   call.Call
	asked *question
	heard *keyButton // hears the first suggestion; nil where there is none
}

func (b *consentBox) ask() {
	box := container.New(stack{gap: sizeInside})
	for i, c := range b.doc.Consent {
		entry, _ := b.entry(c, "Take off the record", func() error {
			_, err := b.page.w.app.RemoveConsent(b.doc.ID, i)
			return err
		}, nil)
		box.Add(entry)
	}
	for _, c := range b.of.proposals {
		entry, play := b.entry(c, "I heard it: put it on record", func() error {
			_, err := b.page.w.app.AddConsent(b.doc.ID, c, &c.At)
			return err
		}, func() error { return b.page.w.app.RefuteConsent(b.doc.ID, c) })
		box.Add(paragraph("The transcript suggests:", sizeSmall, colorInk2))
		box.Add(entry)
		if b.heard == nil {
			b.heard = play
		}
	}
	switch {
	case len(box.Objects) == 0 && b.of.unheard != "":
		box.Add(paragraph("Nothing is on record.", sizeBody, colorInk))
	case len(box.Objects) == 0:
		box.Add(paragraph("Nothing is on record, and the transcript suggests nothing.", sizeBody, colorInk))
	}
	if b.of.unheard != "" {
		box.Add(paragraph(b.of.unheard+".", sizeSmall, colorInk2))
	}
	b.asked = b.page.w.ask("Consent", container.New(stack{gap: sizeGroup}, box),
		action{label: "Close"},
		action{label: "What the law asks for", low: true, do: func() { b.page.w.showConsent(b.doc, b.of.needed, nil) }})
	if b.heard != nil {
		b.page.w.window.Canvas().Focus(b.heard)
	}
}

// entry is one entry of consent with what can be done with it; refute, if there is any, says that it is none. Doing it closes the box, since the others may
// then stand elsewhere in the call.
func (b *consentBox) entry(c call.Consent, label string, do, refute func() error) (whole *fyne.Container, play *keyButton) {
	escape := func() { b.asked.onEscape() }
	play = newKeyButton(c.At.Short(), func() { b.page.playback.from(c.At) }, escape)
	play.SetIcon(lineIcon("play").in(colorInk))
	acts := container.New(row{gap: sizeInside}, play)
	add := func(label string, do func() error) {
		act := newKeyButton(label, func() {
			b.asked.popup.Hide()
			b.page.w.work.do(func(context.Context) error { return do() }, nil)
		}, escape)
		act.Importance = widget.LowImportance
		acts.Add(act)
	}
	add(label, do)
	if refute != nil {
		add("It is none", refute)
	}
	return container.New(stack{gap: sizeStep}, paragraph(app.ConsentWords(b.doc, c), sizeBody, colorInk), acts), play
}
