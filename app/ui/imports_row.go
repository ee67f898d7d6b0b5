package ui

import (
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The rows of the import page are those of the queue: a name, where it stands, how far it is, and why not.

func (p *importPage) rowHeight(i int, width float32) float32 {
	item := p.items[i]
	height := theme.Size(sizeCallRow)
	if item.state == importRuns {
		height += theme.Size(sizeStep) + theme.Size(sizeProgress)
	}
	if item.reason != "" {
		lines := min(2*linePitch(sizeSmall), proseHeight(item.reason, width-2*theme.Size(sizeInside), sizeSmall))
		height += theme.Size(sizeStep) + lines
	}
	return height
}

func (p *importPage) showRow(i int, object fyne.CanvasObject) {
	r, item := object.(*queueRow), p.items[i]
	r.title.set(item.name())
	r.state.say(item.words(), item.color())
	facts := item.facts
	if facts == "" {
		facts = filepath.Dir(item.path)
	}
	r.facts.set(facts)
	r.left.set("")
	r.progress.Hidden = item.state != importRuns
	r.progress.set(float32(item.fraction))
	r.reason.Hidden = item.reason == ""
	if r.reason.text != item.reason {
		r.reason.set(item.reason, nil)
	}
	r.box.Refresh()
}

// words say where a file stands.
func (item *importItem) words() string {
	switch item.state {
	case importRuns:
		return fmt.Sprintf("importing · %.0f %%", 100*item.fraction)
	case importDone:
		if item.calls > 1 {
			return fmt.Sprintf("✓ %d calls imported", item.calls)
		}
		return "✓ imported"
	case importKnown:
		return "in the library already"
	case importFailed:
		return "not read"
	case importCancelled:
		return "cancelled"
	}
	return "waiting"
}

func (item *importItem) color() fyne.ThemeColorName {
	switch item.state {
	case importRuns:
		return colorInk
	case importDone:
		return colorOK
	case importFailed:
		return colorWarning
	}
	return colorInk2
}
