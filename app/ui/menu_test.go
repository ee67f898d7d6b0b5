package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Of two items with the same shortcut only the first would ever hear of it.
func TestNoTwoMenuItemsShareAShortcut(t *testing.T) {
	b := newBench(t, scripted{})
	seen := map[string]string{}
	var look func(items []*fyne.MenuItem)
	look = func(items []*fyne.MenuItem) {
		for _, item := range items {
			if item.Shortcut != nil {
				name := item.Shortcut.ShortcutName()
				if other, there := seen[name]; there {
					t.Errorf("%q and %q share %s", other, item.Label, name)
				}
				seen[name] = item.Label
			}
			if item.ChildMenu != nil {
				look(item.ChildMenu.Items)
			}
		}
	}
	for _, menu := range b.w.menu.bar.Items {
		look(menu.Items)
	}
	if len(seen) < 10 {
		t.Errorf("only %d shortcuts", len(seen))
	}
}
