package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// walk visits what is visible, parents before children.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		walk(child, visit)
	}
}

func wordsIn(root fyne.CanvasObject) []string {
	var words []string
	walk(root, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			words = append(words, text.Text)
		}
	})
	return words
}

func buttonIn(root fyne.CanvasObject, label string) *widget.Button {
	var found *widget.Button
	walk(root, func(o fyne.CanvasObject) {
		button, ok := o.(*widget.Button)
		switch o := o.(type) {
		case *answerButton:
			button, ok = &o.Button, true
		case *keyButton:
			button, ok = &o.Button, true
		}
		if ok && button.Text == label && !button.Disabled() {
			found = button
		}
	})
	return found
}
