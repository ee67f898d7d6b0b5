package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// nowhere is what a choice of places says where nobody said.
const nowhere = "Not said"

// showConsent tells what the law of both sides asks for, and, where read is not nil, what can be read aloud: read puts on record that it was.
func (w *Window) showConsent(doc call.Call, needed app.Requirement, read func(call.Consent)) {
	shape, word := lightLamp(needed.Light)
	box := container.New(stack{gap: sizeGroup}, newLamp(shape, upperFirst(word)), paragraph(strictest(needed).Why+".", sizeBody, colorInk))
	var asked *question
	if read != nil {
		box.Add(w.scripts(func(entry call.Consent) {
			asked.popup.Hide()
			read(entry)
		}))
	}
	box.Add(container.New(stack{gap: sizeStep}, newLine("PLAYED INTO THE CALL", sizeSmall, colorInk2).bold(), newProse(playedHow(w.app), sizeBody, colorInk)))
	place := w.placeChoice(doc.Parties[call.Remote].Place, func(id string) {
		w.work.do(func(context.Context) error {
			_, err := w.app.SetPlace(doc.ID, call.Remote, id)
			return err
		}, nil)
	})
	box.Add(labelled("Where the other side is, as you know it", place))
	box.Add(sideLaw("THE OTHER SIDE", needed.Theirs))
	box.Add(sideLaw("YOU", needed.Mine))
	box.Add(paragraph(w.app.LawNotice(), sizeSmall, colorInk2))
	scroll := container.NewVScroll(container.New(inset{"", ""}, container.NewBorder(nil, nil, nil, container.New(inset{sizeInside, ""}), box)))
	var runs fyne.CanvasObject // the box stands before the clock
	high := w.room()
	if read != nil {
		runs = container.New(inset{"", sizeStep}, w.take.consent.aside)
		high -= runs.MinSize().Height + theme.Padding()
	}
	box.Resize(fyne.NewSize(theme.Size(sizeDialog), box.MinSize().Height)) // so that text wraps before its height is asked for
	scroll.SetMinSize(fyne.NewSize(0, min(high, box.MinSize().Height)))
	asked = w.ask("Consent", container.NewBorder(runs, nil, nil, nil, scroll), action{label: "Close"})
	asked.scroll = scroll
}

// sideLaw tells the law of one side's place.
func sideLaw(name string, law app.SideLaw) *fyne.Container {
	box := container.New(stack{gap: sizeStep}, newLine(name, sizeSmall, colorInk2).bold(), paragraph(law.Why+".", sizeBody, colorInk))
	for _, fact := range app.LawFacts(law) {
		box.Add(paragraph(fact.Name+": "+fact.Value, sizeSmall, colorInk2))
	}
	return box
}

// scripts lists what can be read aloud, in the language of the settings; said hears which was.
func (w *Window) scripts(said func(call.Consent)) fyne.CanvasObject {
	all, err := w.app.Scripts(w.app.Settings().ScriptLanguage)
	if err != nil {
		return paragraph(app.Explain(err).What, sizeBody, colorInk)
	}
	box := container.New(stack{gap: sizeInside}, newLine("READ ALOUD", sizeSmall, colorInk2).bold())
	for _, s := range all {
		entry := call.Consent{Method: call.NoticeRead, Wording: s.Text}
		if s.Asks {
			entry.Method = call.AskedOnRecord
		}
		button := widget.NewButton("I said this", func() { said(entry) })
		button.Importance = widget.LowImportance
		head := container.New(row{gap: sizeInside}, newLine(s.Label, sizeSmall, colorInk2), layout.NewSpacer(), button)
		if s.Wording == app.AfterNo { // says nothing that could be consent
			button.Hide()
		}
		box.Add(container.New(stack{}, head, paragraph(s.Text, sizeBody, colorInk)))
	}
	return box
}

// placeChoice lets the user choose a place of the law.
func (w *Window) placeChoice(chosen string, changed func(id string)) *picker {
	places, err := w.app.Places()
	if err != nil {
		w.showError(err)
	}
	names, ids := []string{nowhere}, []string{""}
	for _, p := range places {
		names, ids = append(names, p.Name), append(ids, p.ID)
	}
	box := newPicker(names, nil)
	box.SetSelectedIndex(max(0, slices.Index(ids, chosen)))
	box.OnChanged = func(string) { changed(ids[box.SelectedIndex()]) }
	return box
}
