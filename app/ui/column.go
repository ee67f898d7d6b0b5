package ui

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// column is a scrolling column of rows, each of its own height. Only the rows in sight exist, so it may have as many
// as it likes. Fyne's List works its whole length through again for every height that is set.
type column struct {
	widget.BaseWidget
	create func() fyne.CanvasObject                // makes an empty row
	show   func(i int, row fyne.CanvasObject)      // fills a row
	height func(i int, width float32) float32      // of a row
	fixed  func(i int) bool                        // may be nil; tells rows that cannot be chosen
	choose func(i int)                             // may be nil; called when a row is clicked, or Enter pressed
	space  func()                                  // may be nil; called for the space bar
	moves  bool                                    // the arrow keys choose at once
	quiet  bool                                    // what was chosen is not marked
	grows  bool                                    // the end stays in sight when the height changes
	wash   func(i int) (fyne.ThemeColorName, bool) // may be nil; the ground of a row other than the chosen

	// These may be nil, too.
	menu   func(i int, at fyne.Position)                   // opens what can be done with a row
	key    func(i int, key fyne.KeyName) bool              // takes a key for a row, or leaves it
	typed  func(i int, r rune) bool                        // takes a letter for a row, or leaves it
	active func(i int, row fyne.CanvasObject, active bool) // told whether the pointer or the keyboard is at a row
	pick   func(i int, how picking)                        // lets rows be picked, several at once
	left   func()                                          // told when the keyboard goes elsewhere
	copy   func()                                          // takes Ctrl+C

	tapped func(i int, row fyne.CanvasObject, at fyne.Position) bool // takes a click at a place of a row, or leaves it

	count   int
	tops    []float32 // where each row begins, and where the last one ends
	width   float32   // the tops are for this width
	chosen  int       // or -1
	cursor  int       // where the keyboard is
	focused bool
	shift   bool             // held, while the keyboard is here
	held    fyne.KeyModifier // while a row was pressed last
	pressed bool             // a row is about to be clicked
	scroll  *container.Scroll
	body    *fyne.Container
	rows    map[int]*columnRow
	spare   []*columnRow
}

var (
	_ fyne.Focusable = (*column)(nil)
	_ fyne.Layout    = (*columnBody)(nil)
)

// start makes the column ready; its fields must be filled in.
func (c *column) start() *column {
	c.chosen = -1
	c.tops = []float32{0}
	c.rows = map[int]*columnRow{}
	c.body = container.New(&columnBody{c})
	c.scroll = container.NewVScroll(c.body)
	c.scroll.OnScrolled = func(fyne.Position) { c.place() }
	c.ExtendBaseWidget(c)
	return c
}

// reset shows count rows from now on. What was chosen is no longer.
func (c *column) reset(count int) {
	c.count, c.chosen, c.cursor = count, -1, 0
	c.measure()
	c.refill()
}

// refill fills the rows in sight again.
func (c *column) refill() {
	c.place()
	for i, row := range c.rows {
		c.show(i, row.content)
		row.ground()
	}
}

// fill fills one row again, if it is in sight.
func (c *column) fill(i int) {
	if row := c.rows[i]; row != nil && i < c.count {
		c.show(i, row.content)
		row.ground()
	}
}

// mark shows row i as chosen and brings it into sight, without calling choose; -1 chooses none.
func (c *column) mark(i int) {
	c.reveal(i)
	c.choosing(i)
}

// choosing shows row i as chosen, wherever it is.
func (c *column) choosing(i int) {
	c.chosen = i
	if i >= 0 {
		c.cursor = i
	}
	c.refill()
}

// reveal scrolls until row i is wholly in sight, with a little room around it.
func (c *column) reveal(i int) {
	if i >= 0 && i < c.count {
		c.revealSpan(c.tops[i], c.tops[i+1])
	}
}

// revealSpan scrolls until what lies between two heights is in sight, with a little room around it.
func (c *column) revealSpan(top, end float32) {
	if c.scroll.Size().Height <= 0 {
		return
	}
	room := min(theme.Size(sizePage), c.scroll.Size().Height/4)
	top, end = top-room, end+room
	y, sight := c.scroll.Offset.Y, c.scroll.Size().Height
	if top < y {
		y = top
	} else if end > y+sight {
		y = end - sight
	} else {
		return
	}
	c.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y)))
	c.place()
}

// nearEnd reports whether the end is in sight, or no further away than what is in sight is high.
func (c *column) nearEnd() bool {
	return c.tops[len(c.tops)-1] <= c.scroll.Offset.Y+2*c.scroll.Size().Height
}

// Resize measures the rows again when the width changes.
func (c *column) Resize(size fyne.Size) {
	changed, follows := size.Width != c.width, c.grows && c.nearEnd()
	c.width = size.Width
	if changed {
		c.measure()
	}
	c.BaseWidget.Resize(size)
	c.scroll.Resize(size)
	c.place()
	if follows {
		c.reveal(c.count - 1)
	}
}

// measure computes where each row begins.
func (c *column) measure() {
	c.tops = append(c.tops[:0], 0)
	y := float32(0)
	for i := range c.count {
		y += c.height(i, c.width)
		c.tops = append(c.tops, y)
	}
	c.body.Resize(fyne.NewSize(c.width, y))
	c.scroll.Refresh()
}

// place puts rows where they are in sight and takes the others away.
func (c *column) place() {
	y, sight := c.scroll.Offset.Y, c.scroll.Size().Height
	first := max(0, sort.Search(len(c.tops), func(i int) bool { return c.tops[i] > y })-1)
	needed := map[int]bool{}
	for i := first; i < c.count && c.tops[i] < y+sight; i++ {
		needed[i] = true
	}
	changed := false
	for i, row := range c.rows {
		if !needed[i] {
			delete(c.rows, i)
			c.spare = append(c.spare, row)
			changed = true
		}
	}
	for i := range needed {
		if c.rows[i] == nil {
			c.rows[i] = c.row(i)
			changed = true
		}
		row := c.rows[i]
		row.Move(fyne.NewPos(0, c.tops[i]))
		row.Resize(fyne.NewSize(c.width, c.tops[i+1]-c.tops[i]))
	}
	if changed {
		c.body.Objects = c.body.Objects[:0]
		for i := first; needed[i]; i++ {
			c.body.Objects = append(c.body.Objects, c.rows[i])
		}
		canvas.Refresh(c.body)
	}
}

// row takes a spare row, or makes one, and fills it.
func (c *column) row(i int) *columnRow {
	var row *columnRow
	if last := len(c.spare) - 1; last >= 0 {
		row, c.spare = c.spare[last], c.spare[:last]
	} else {
		row = newColumnRow(c)
	}
	row.index, row.hovered = i, false
	row.Resize(fyne.NewSize(c.width, c.tops[i+1]-c.tops[i]))
	c.show(i, row.content)
	row.ground()
	return row
}

func (c *column) canChoose(i int) bool {
	return i >= 0 && i < c.count && (c.fixed == nil || !c.fixed(i))
}

func (c *column) take(i int) {
	if !c.canChoose(i) {
		return
	}
	c.mark(i)
	if c.choose != nil {
		c.choose(i)
	}
}

// MinSize belongs to Fyne.
func (c *column) MinSize() fyne.Size { return fyne.NewSquareSize(theme.Size(sizePage)) }

// CreateRenderer belongs to Fyne.
func (c *column) CreateRenderer() fyne.WidgetRenderer { return &columnRenderer{c} }

type columnRenderer struct{ column *column }

// Layout belongs to Fyne; Resize has done it.
func (r *columnRenderer) Layout(fyne.Size) {}

// MinSize belongs to Fyne.
func (r *columnRenderer) MinSize() fyne.Size { return r.column.MinSize() }

// Refresh belongs to Fyne.
func (r *columnRenderer) Refresh() { r.column.refill() }

// Objects belongs to Fyne.
func (r *columnRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.column.scroll}
}

// Destroy belongs to Fyne.
func (r *columnRenderer) Destroy() {}

// columnBody makes the scrolled body as high as all rows together.
type columnBody struct{ column *column }

// Layout belongs to Fyne; place has done it.
func (b *columnBody) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize belongs to Fyne.
func (b *columnBody) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, b.column.tops[len(b.column.tops)-1])
}

// columnRow is one row with its ground.
type columnRow struct {
	widget.BaseWidget
	column  *column
	index   int
	hovered bool
	content fyne.CanvasObject
	plane   *canvas.Rectangle
}

var (
	_ fyne.Tappable          = (*columnRow)(nil)
	_ desktop.Mouseable      = (*columnRow)(nil)
	_ fyne.SecondaryTappable = (*columnRow)(nil)
	_ desktop.Hoverable      = (*columnRow)(nil)
)

func newColumnRow(c *column) *columnRow {
	row := &columnRow{column: c, content: c.create(), plane: canvas.NewRectangle(nil)}
	row.ExtendBaseWidget(row)
	return row
}

// ground colours what lies under the row. The pointer may still leave a row that the list no longer has.
func (r *columnRow) ground() {
	if r.index >= r.column.count {
		return
	}
	name := fyne.ThemeColorName("")
	if r.column.wash != nil {
		if wash, ok := r.column.wash(r.index); ok {
			name = wash
		}
	}
	here := r.column.focused && r.index == r.column.cursor
	switch {
	case !r.column.canChoose(r.index):
	case r.index == r.column.chosen && !r.column.quiet:
		name = theme.ColorNameSelection
	case name != "":
	case r.hovered, here:
		name = theme.ColorNameHover
	}
	if here && name == theme.ColorNameSelection {
		name = theme.ColorNameFocus // so that the keyboard is seen there, too
	}
	if r.column.active != nil {
		r.column.active(r.index, r.content, r.hovered || here)
	}
	r.plane.Hidden = name == ""
	if name != "" {
		r.plane.FillColor = theme.Color(name)
		r.plane.CornerRadius = theme.Size(sizeRadius)
	}
	r.plane.Refresh()
}

// CreateRenderer belongs to Fyne.
func (r *columnRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(r.plane, r.content))
}

// MouseDown notes what is held with the button.
func (r *columnRow) MouseDown(event *desktop.MouseEvent) {
	r.column.held, r.column.pressed = event.Modifier, true
}

// MouseUp belongs to Fyne.
func (r *columnRow) MouseUp(*desktop.MouseEvent) { r.column.pressed = false }

// Tapped chooses the row, or picks it, and takes the keyboard.
func (r *columnRow) Tapped(event *fyne.PointEvent) {
	c := r.column
	held := c.held
	c.held, c.pressed = 0, false
	if window := fyne.CurrentApp().Driver().CanvasForObject(c); window != nil {
		window.Focus(c)
	}
	switch {
	case c.pick == nil || !c.canChoose(r.index):
		c.take(r.index)
	case held&fyne.KeyModifierShift != 0:
		c.pickAt(r.index, pickUpTo)
	case held&fyne.KeyModifierShortcutDefault != 0:
		c.pickAt(r.index, pickOne)
	default:
		r.click(event.Position)
	}
}

// click takes a plain click at a place of the row.
func (r *columnRow) click(at fyne.Position) {
	c := r.column
	if c.tapped != nil && c.tapped(r.index, r.content, at) {
		c.choosing(r.index)
		return
	}
	c.take(r.index)
}

// TappedSecondary opens what can be done with the row.
func (r *columnRow) TappedSecondary(event *fyne.PointEvent) {
	if r.column.menu != nil && r.column.canChoose(r.index) {
		r.column.cursor = r.index
		r.column.refill()
		r.column.menu(r.index, event.AbsolutePosition)
	}
}

// MouseIn belongs to Fyne.
func (r *columnRow) MouseIn(*desktop.MouseEvent) {
	r.hovered = true
	r.ground()
}

// MouseMoved belongs to Fyne.
func (r *columnRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut belongs to Fyne.
func (r *columnRow) MouseOut() {
	r.hovered = false
	r.ground()
}
