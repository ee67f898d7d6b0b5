package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// row lays objects side by side at their own widths, each in the middle of the height. A spacer takes what is left,
// and so does an object that asks for no width.
type row struct{ gap fyne.ThemeSizeName }

// MinSize belongs to Fyne.
func (r row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	shown := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		m := o.MinSize()
		size.Width += m.Width
		size.Height = max(size.Height, m.Height)
	}
	size.Width += space(r.gap) * float32(max(0, shown-1))
	return size
}

// space is a size by name, and none for no name.
func space(name fyne.ThemeSizeName) float32 {
	if name == "" {
		return 0
	}
	return theme.Size(name)
}

func greedy(o fyne.CanvasObject) bool {
	if s, ok := o.(layout.SpacerObject); ok {
		return s.ExpandHorizontal()
	}
	return o.MinSize().Width == 0
}

// Layout belongs to Fyne.
func (r row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	takers := 0
	for _, o := range objects {
		if o.Visible() && greedy(o) {
			takers++
		}
	}
	left := max(0, size.Width-r.MinSize(objects).Width)
	x := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if greedy(o) {
			m.Width = left / float32(takers)
		}
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		o.Resize(m)
		x += m.Width + space(r.gap)
	}
}

// stack lays objects below each other at full width with a gap. Each is given its width before it is asked for its
// height, so that text may wrap.
type stack struct {
	gap  fyne.ThemeSizeName
	rest bool // the last object takes the height that is left
}

// MinSize belongs to Fyne.
func (s stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	shown := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height
	}
	size.Height += space(s.gap) * float32(max(0, shown-1))
	return size
}

// Layout belongs to Fyne.
func (s stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		if s.rest && i == len(objects)-1 {
			o.Resize(fyne.NewSize(size.Width, max(0, size.Height-y)))
			return
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + space(s.gap)
	}
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

// inset keeps space around one object: different at the sides and above and below.
type inset struct{ x, y fyne.ThemeSizeName }

// MinSize belongs to Fyne.
func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(2*space(i.x), 2*space(i.y))
	return size.Add(layout.NewStackLayout().MinSize(objects))
}

// Layout belongs to Fyne.
func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x, y := space(i.x), space(i.y)
	for _, o := range objects {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, size.Width-2*x), max(0, size.Height-2*y)))
	}
}

// measureWidth keeps one object no wider than a size, in the middle or at the left.
type measureWidth struct {
	most fyne.ThemeSizeName
	left bool
}

// MinSize belongs to Fyne.
func (m measureWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewStackLayout().MinSize(objects)
}

// Layout belongs to Fyne.
func (m measureWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, theme.Size(m.most))
	for _, o := range objects {
		x := (size.Width - width) / 2
		if m.left {
			x = 0
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

// halves gives the objects that are not hidden equal widths with a gap between them, each as high as it needs.
type halves struct{ gap fyne.ThemeSizeName }

func (h halves) each(width float32, count int) float32 {
	return max(0, (width-space(h.gap)*float32(count-1))/float32(count))
}

// MinSize belongs to Fyne.
func (h halves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	objects = visible(objects)
	size := layout.NewStackLayout().MinSize(objects)
	size.Width = size.Width*float32(len(objects)) + space(h.gap)*float32(len(objects)-1)
	return size
}

// Layout belongs to Fyne.
func (h halves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects = visible(objects)
	width := h.each(size.Width, len(objects))
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+space(h.gap)), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	return slices.DeleteFunc(slices.Clone(objects), func(o fyne.CanvasObject) bool { return !o.Visible() })
}

// wide gives one object a fixed width, so that columns line up.
type wide struct{ width fyne.ThemeSizeName }

// MinSize belongs to Fyne.
func (w wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Size(w.width), layout.NewStackLayout().MinSize(objects).Height)
}

// Layout belongs to Fyne.
func (w wide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

// atLeast gives one object a least width.
type atLeast struct{ width fyne.ThemeSizeName }

// MinSize belongs to Fyne.
func (a atLeast) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := layout.NewStackLayout().MinSize(objects)
	size.Width = max(size.Width, theme.Size(a.width))
	return size
}

// Layout belongs to Fyne.
func (a atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

// linesKept keeps room for so many lines of prose, whether they are there or not.
type linesKept struct {
	lines int
	size  fyne.ThemeSizeName
}

// MinSize belongs to Fyne.
func (l linesKept) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := layout.NewStackLayout().MinSize(objects)
	size.Height = max(size.Height, float32(l.lines)*linePitch(l.size))
	return size
}

// Layout belongs to Fyne.
func (l linesKept) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

// sized lays objects over each other and tells of their size before.
type sized struct{ tell func(fyne.Size) }

// MinSize belongs to Fyne.
func (s sized) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewStackLayout().MinSize(objects)
}

// Layout belongs to Fyne.
func (s sized) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s.tell(size)
	layout.NewStackLayout().Layout(objects, size)
}

// tall gives one object a least height.
type tall struct{ height fyne.ThemeSizeName }

// MinSize belongs to Fyne.
func (t tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := layout.NewStackLayout().MinSize(objects)
	size.Height = max(size.Height, theme.Size(t.height))
	return size
}

// Layout belongs to Fyne.
func (t tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
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
	case size.Width < theme.Size(sizeNarrow):
		below := size.Height / 3
		main.Resize(fyne.NewSize(size.Width, size.Height-below))
		side.Move(fyne.NewPos(0, size.Height-below))
		side.Resize(fyne.NewSize(size.Width, below))
	default:
		width := min(max(size.Width*0.28, theme.Size(sizeListMin)), theme.Size(sizeListMax))
		main.Resize(fyne.NewSize(size.Width-width, size.Height))
		side.Move(fyne.NewPos(size.Width-width, 0))
		side.Resize(fyne.NewSize(width, size.Height))
	}
}

// columns lays objects side by side: the first as wide as a size, the others equally wide. Each is given its width
// before it is asked for its height, so that text may wrap.
type columns struct{ first, gap fyne.ThemeSizeName }

// MinSize belongs to Fyne.
func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Size(c.first), layout.NewStackLayout().MinSize(objects).Height)
}

// Layout belongs to Fyne.
func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first := min(theme.Size(c.first), size.Width/3)
	x, width := float32(0), first
	for _, o := range objects {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width + space(c.gap)
		width = max(0, (size.Width-first)/float32(len(objects)-1)-space(c.gap))
	}
}

// listAndCall shows a list beside a call, or in a narrow window one of them. The objects are list, hairline, call.
type listAndCall struct {
	callFirst bool
	turned    func(narrow bool) // told at every layout
}

func (l *listAndCall) narrow(width float32) bool { return width < theme.Size(sizeNarrow) }

// MinSize belongs to Fyne.
func (l *listAndCall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Size(sizeListMin), theme.Size(sizeListMin))
}

// Layout belongs to Fyne.
func (l *listAndCall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list, hairline, doc := objects[0], objects[1], objects[2]
	l.turned(l.narrow(size.Width))
	if l.narrow(size.Width) {
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
	width := min(max(size.Width*0.28, theme.Size(sizeListMin)), theme.Size(sizeListMax))
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
