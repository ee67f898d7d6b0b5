package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// isNarrow reports whether there is no room for two things side by side.
func isNarrow(size fyne.Size) bool { return size.Width < theme.Size(sizeNarrow) }

// sideWidth is how wide the smaller of two things side by side is.
func sideWidth(size fyne.Size) float32 {
	return min(max(size.Width*0.28, theme.Size(sizeListMin)), theme.Size(sizeListMax))
}

// around lays objects below each other at full width. One of them takes the height that the others leave.
type around struct{ rest fyne.CanvasObject }

// MinSize belongs to Fyne.
func (a around) MinSize(objects []fyne.CanvasObject) fyne.Size { return stack{}.MinSize(objects) }

// Layout belongs to Fyne.
func (a around) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Height
	for _, o := range objects {
		if o.Visible() && o != a.rest {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height)) // so that text may wrap
			left -= o.MinSize().Height
		}
	}
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		if o == a.rest {
			height = max(0, left)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

// headed lays a head that can be scrolled above what takes the rest of the height. The head is as high as it needs, and no more than
// a part of the whole.
type headed struct{ most float32 }

// MinSize belongs to Fyne.
func (h *headed) MinSize(objects []fyne.CanvasObject) fyne.Size { return stack{}.MinSize(objects) }

// Layout belongs to Fyne. The objects are a scroll, and perhaps what comes below it.
func (h *headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := objects[0].(*container.Scroll)
	head.Content.Resize(fyne.NewSize(size.Width, head.Content.MinSize().Height)) // so that text may wrap
	high := min(head.Content.MinSize().Height, h.most*size.Height)
	head.Resize(fyne.NewSize(size.Width, high))
	head.Refresh()
	for _, rest := range objects[1:] {
		rest.Move(fyne.NewPos(0, high))
		rest.Resize(fyne.NewSize(size.Width, size.Height-high))
	}
}

// beside lays a side column at the right of something, or below it where the window is narrow. Where side is hidden, there is none.
type beside struct{ side fyne.CanvasObject }

// MinSize belongs to Fyne.
func (b beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewStackLayout().MinSize(objects[:1])
}

// Layout belongs to Fyne.
func (b beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	main, side := objects[0], objects[1]
	main.Move(fyne.NewPos(0, 0))
	switch {
	case !b.side.Visible():
		main.Resize(size)
		side.Resize(fyne.Size{})
	case isNarrow(size):
		below := size.Height / 3
		main.Resize(fyne.NewSize(size.Width, size.Height-below))
		side.Move(fyne.NewPos(0, size.Height-below))
		side.Resize(fyne.NewSize(size.Width, below))
	default:
		width := sideWidth(size)
		main.Resize(fyne.NewSize(size.Width-width, size.Height))
		side.Move(fyne.NewPos(size.Width-width, 0))
		side.Resize(fyne.NewSize(width, size.Height))
	}
}

// listAndCall shows a list beside a call, or in a narrow window one of them. The objects are list, hairline, call.
type listAndCall struct {
	callFirst bool
	turned    func(narrow bool) // told at every layout
}

// MinSize belongs to Fyne.
func (l *listAndCall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Size(sizeListMin), theme.Size(sizeListMin))
}

// Layout belongs to Fyne.
func (l *listAndCall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list, hairline, doc := objects[0], objects[1], objects[2]
	l.turned(isNarrow(size))
	if isNarrow(size) {
		shown, hidden := list, doc
		if l.callFirst {
			shown, hidden = doc, list
		}
		hairline.Hide()
		hidden.Hide()
		shown.Show()
		shown.Move(fyne.NewPos(0, 0))
		shown.Resize(size)
		return
	}
	width := sideWidth(size)
	thick := theme.Size(theme.SizeNameSeparatorThickness)
	list.Show()
	hairline.Show()
	doc.Show()
	list.Move(fyne.NewPos(0, 0))
	list.Resize(fyne.NewSize(width, size.Height))
	hairline.Move(fyne.NewPos(width, 0))
	hairline.Resize(fyne.NewSize(thick, size.Height))
	doc.Move(fyne.NewPos(width+thick, 0))
	doc.Resize(fyne.NewSize(size.Width-width-thick, size.Height))
}
