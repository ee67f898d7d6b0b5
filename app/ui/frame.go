package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// What pages beside the calls have in common.

// wayBack leads to the calls.
func (w *Window) wayBack() *widget.Button {
	back := widget.NewButtonWithIcon("Calls", lineIcon("back").in(colorInk), func() { w.show(w.calls) })
	back.Importance = widget.LowImportance
	return back
}

// act is a button on a page beside the calls, to which Escape leads back.
func (w *Window) act(label string, do func()) *keyButton {
	return newKeyButton(label, do, func() { w.show(w.calls) })
}

// framed is a page beside the calls: on top the way back, its name and what it offers as a whole; below what can be done with the chosen one, or
// nothing.
func (w *Window) framed(name string, middle, below fyne.CanvasObject, offers ...fyne.CanvasObject) *fyne.Container {
	bar := container.New(row{gap: sizeInside}, append([]fyne.CanvasObject{w.wayBack(), newLine(name, sizeLarge, colorInk).bold()}, offers...)...)
	return bordered(container.New(stack{}, container.New(inset{sizeGroup, sizeInside}, bar), widget.NewSeparator()), middle, below)
}

// bordered lays things above and below what takes the rest of the height; below may be nil. The Tab key goes through them as one reads, and not to
// the middle first.
func bordered(above, middle, below fyne.CanvasObject) *fyne.Container {
	all := container.New(layout.NewBorderLayout(above, below, nil, nil), above, middle)
	if below != nil {
		all.Add(below)
	}
	return all
}

// actsBelow is what can be done with the chosen one, at the lower edge.
func actsBelow(acts fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stack{}, widget.NewSeparator(), container.New(inset{sizeGroup, sizeInside}, acts))
}

// emptyPage says why a page shows nothing, in a sentence and then in smaller ones, and offers what else there is to do.
func emptyPage(why string, more []string, offers ...fyne.CanvasObject) *fyne.Container {
	words := []fyne.CanvasObject{newLine(why, sizeTitle, colorInk).bold().center()}
	for _, sentence := range more {
		said := newProse(sentence, sizeBody, colorInk2)
		said.center = true
		words = append(words, said)
	}
	for _, offer := range offers {
		words = append(words, container.New(row{}, layout.NewSpacer(), offer, layout.NewSpacer()))
	}
	return container.New(inset{sizePage, sizePage}, container.New(stack{gap: sizeGroup, middle: true}, words...))
}

// focusIfFree gives the keyboard to a list when nothing else has it.
func (w *Window) focusIfFree(list fyne.Focusable) {
	if canvas := w.window.Canvas(); canvas.Focused() == nil && canvas.Overlays().Top() == nil {
		canvas.Focus(list)
	}
}
