package ui

import "fyne.io/fyne/v2"

// flow lays objects side by side at their own widths, and in further rows where there is no room. It remembers the width that it was
// given, because its height follows from that: whatever holds it must give the width before it asks, as stack does.
type flow struct {
	gap   fyne.ThemeSizeName
	width float32
}

// MinSize belongs to Fyne.
func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			size.Width = max(size.Width, o.MinSize().Width)
		}
	}
	f.each(objects, func(o fyne.CanvasObject, at fyne.Position, own fyne.Size) {
		size.Height = max(size.Height, at.Y+own.Height)
	})
	return size
}

// Layout belongs to Fyne.
func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.each(objects, func(o fyne.CanvasObject, at fyne.Position, own fyne.Size) {
		o.Move(at)
		o.Resize(own)
	})
}

// each tells where every visible object goes.
func (f *flow) each(objects []fyne.CanvasObject, place func(o fyne.CanvasObject, at fyne.Position, own fyne.Size)) {
	at, high := fyne.Position{}, float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		own := o.MinSize()
		if f.width > 0 {
			own.Width = min(own.Width, f.width)
		}
		if at.X > 0 && f.width > 0 && at.X+own.Width > f.width {
			at, high = fyne.NewPos(0, at.Y+high+space(f.gap)), 0
		}
		place(o, at, own)
		at.X += own.Width + space(f.gap)
		high = max(high, own.Height)
	}
}
