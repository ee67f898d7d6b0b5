package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// chip is a small choice: its word, and a menu that opens below it. One that can be taken away is filled, and has a cross. Enter, the
// space bar and the down arrow open the menu, Delete takes the chip away.
type chip struct {
	widget.BaseWidget
	open    func(at fyne.Position)
	drop    func() // nil: it cannot be taken away
	usual   icon   // beside the word, unless it can
	word    *line
	sign    *canvas.Image
	now     icon
	ground  *canvas.Rectangle
	box     *fyne.Container
	hovered bool
	focused bool
}

var (
	_ fyne.Tappable     = (*chip)(nil)
	_ fyne.Focusable    = (*chip)(nil)
	_ desktop.Hoverable = (*chip)(nil)
)

func newChip(word string, open func(at fyne.Position)) *chip {
	c := &chip{open: open, word: newLine(word, sizeSmall, colorInk2), usual: lineIcon("down"), ground: canvas.NewRectangle(nil)}
	c.now = c.usual
	c.sign = picture(c.now, sizeLamp)
	c.box = container.NewStack(c.ground, container.New(inset{sizeChip, sizeStep}, container.New(row{gap: sizeStep}, c.word, c.sign)))
	c.ExtendBaseWidget(c)
	return c
}

// mostOnChip is how many characters of a chip's word are shown.
const mostOnChip = 32

// label changes the word.
func (c *chip) label(word string) {
	if runes := []rune(word); len(runes) > mostOnChip {
		word = string(runes[:mostOnChip-1]) + "…"
	}
	if c.word.text != word {
		c.word.set(word)
		c.Refresh()
	}
}

// droppable lets the chip be taken away, or no longer.
func (c *chip) droppable(drop func()) {
	c.drop = drop
	c.now = c.usual
	if drop != nil {
		c.now = lineIcon("close").in(colorInk)
	}
	c.Refresh()
}

// Refresh takes the colours from the theme again.
func (c *chip) Refresh() {
	c.paint()
	c.box.Refresh()
}

func (c *chip) paint() {
	color := colorInk2
	if c.drop != nil || c.hovered || c.focused {
		color = colorInk
	}
	c.word.paint(color)
	if c.sign.Resource != c.now {
		c.sign.Resource = c.now
		c.sign.Refresh()
	}
	name := theme.ColorNameButton
	switch {
	case c.focused:
		name = theme.ColorNameFocus
	case c.hovered:
		name = theme.ColorNamePressed
	case c.drop == nil:
		name = theme.ColorNameScrollBarBackground // which nothing can be seen of
	}
	c.ground.FillColor, c.ground.CornerRadius = theme.Color(name), theme.Size(sizeRadius)
	c.ground.Refresh()
}

// CreateRenderer belongs to Fyne.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	c.paint()
	return widget.NewSimpleRenderer(c.box)
}

// Tapped opens the menu; on the cross it takes the chip away.
func (c *chip) Tapped(event *fyne.PointEvent) {
	if c.drop != nil && event.Position.X > c.Size().Width-theme.Size(sizeChip)-theme.Size(sizeLamp)-theme.Size(sizeStep) {
		c.drop()
		return
	}
	c.open(below(c))
}

// FocusGained belongs to Fyne.
func (c *chip) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost belongs to Fyne.
func (c *chip) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune belongs to Fyne.
func (c *chip) TypedRune(rune) {}

// TypedKey belongs to Fyne.
func (c *chip) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown:
		c.open(below(c))
	case fyne.KeyDelete, fyne.KeyBackspace:
		if c.drop != nil {
			c.drop()
		}
	default:
		passKey(c, event)
	}
}

// MouseIn belongs to Fyne.
func (c *chip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved belongs to Fyne.
func (c *chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut belongs to Fyne.
func (c *chip) MouseOut() { c.hovered = false; c.Refresh() }
