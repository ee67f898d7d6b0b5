package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// choice is a few words in a row of which one is chosen.
type choice struct {
	widget.BaseWidget
	changed func(int)
	chosen  int
	buttons []*keyButton
	escape  func() // may be nil; called for the Escape key
}

func newChoice(words []string, chosen int, changed func(int)) *choice {
	c := &choice{changed: changed, chosen: chosen}
	for i, word := range words {
		c.buttons = append(c.buttons, newKeyButton(word, func() { c.onTapped(i) }, c.onEscape))
	}
	c.ExtendBaseWidget(c)
	c.paint()
	return c
}

func (c *choice) onTapped(i int) {
	if i == c.chosen {
		return
	}
	c.set(i)
	c.changed(i)
}

func (c *choice) onEscape() {
	if c.escape != nil {
		c.escape()
	}
}

// set shows another word as chosen without telling of it.
func (c *choice) set(i int) {
	c.chosen = i
	c.paint()
}

func (c *choice) paint() {
	for i, button := range c.buttons {
		button.Importance = widget.LowImportance
		if i == c.chosen {
			button.Importance = widget.MediumImportance
		}
		button.Refresh()
	}
}

// CreateRenderer belongs to Fyne.
func (c *choice) CreateRenderer() fyne.WidgetRenderer {
	box := container.New(row{gap: sizeStep})
	for _, button := range c.buttons {
		box.Add(button)
	}
	return widget.NewSimpleRenderer(box)
}
