package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// searchSettings say whether searches are kept.
type searchSettings struct {
	root *fyne.Container
	keep *choice
}

func newSearchSettings(p *settingsPage) *searchSettings {
	s := &searchSettings{}
	s.keep = newChoice([]string{"Remember", "Do not remember"}, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.ForgetSearches = i == 1 })
	})
	forget := widget.NewButton("Forget recent searches", func() {
		p.w.work.do(func(context.Context) error { return p.w.app.ForgetSearches() }, nil)
	})
	s.root = section("Search",
		setting("What was searched for", container.New(row{gap: sizeInside}, s.keep, layout.NewSpacer()),
			"The last ten searches are offered below the search box. They are kept on this machine, beside the settings. Searches that were saved under a name stay in any case."),
		container.New(row{}, forget, layout.NewSpacer()))
	return s
}

// show takes the settings in force.
func (s *searchSettings) show(settings app.Settings) { s.keep.set(index(settings.ForgetSearches)) }
