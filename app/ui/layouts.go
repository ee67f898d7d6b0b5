package ui

import (
	"slices"

	"fyne.io/fyne/v2"
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
	gap    fyne.ThemeSizeName
	rest   bool // the last object takes the height that is left
	middle bool // they stand in the middle of the height
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
	if s.middle {
		for _, o := range objects {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		}
		y = max(0, size.Height-s.MinSize(objects).Height) / 2
	}
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

// overlaid lays objects over each other.
type overlaid struct {
	least func(fyne.Size) fyne.Size // from what the objects need to what they are to have; nil: that
	tell  func(fyne.Size)           // told of their size before they have it; may be nil
}

// wide gives one object a fixed width, so that columns line up.
func wide(width fyne.ThemeSizeName) overlaid {
	return overlaid{least: func(needed fyne.Size) fyne.Size { return fyne.NewSize(theme.Size(width), needed.Height) }}
}

// atLeast gives one object a least width.
func atLeast(width fyne.ThemeSizeName) overlaid {
	return overlaid{least: func(needed fyne.Size) fyne.Size { return needed.Max(fyne.NewSize(theme.Size(width), 0)) }}
}

// tall gives one object a least height.
func tall(height fyne.ThemeSizeName) overlaid {
	return overlaid{least: func(needed fyne.Size) fyne.Size { return needed.Max(fyne.NewSize(0, theme.Size(height))) }}
}

// linesKept keeps room for so many lines of prose, whether they are there or not.
func linesKept(lines int, size fyne.ThemeSizeName) overlaid {
	return overlaid{least: func(needed fyne.Size) fyne.Size { return needed.Max(fyne.NewSize(0, float32(lines)*linePitch(size))) }}
}

// sized tells of the objects' size before they have it.
func sized(tell func(fyne.Size)) overlaid { return overlaid{tell: tell} }

// MinSize belongs to Fyne.
func (o overlaid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	needed := layout.NewStackLayout().MinSize(objects)
	if o.least != nil {
		return o.least(needed)
	}
	return needed
}

// Layout belongs to Fyne.
func (o overlaid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if o.tell != nil {
		o.tell(size)
	}
	layout.NewStackLayout().Layout(objects, size)
}
