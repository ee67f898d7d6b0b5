package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
)

// whoSetting is the name under which the user corrects transcripts.
type whoSetting struct {
	page *settingsPage
	root fyne.CanvasObject
	name *field
}

func newWhoSetting(p *settingsPage) *whoSetting {
	s := &whoSetting{page: p}
	s.name = newField("Your name on this machine", s.onDone)
	s.root = setting("Your name in corrections", container.New(row{}, container.New(atLeast(sizeFieldMin), s.name), layout.NewSpacer()),
		"It stands beside each correction that you make of a transcript, with the time. Earlier corrections keep the name they were made under.")
	return s
}

// show takes the settings in force.
func (s *whoSetting) show(settings app.Settings) {
	s.name.SetPlaceHolder(s.page.w.app.Who())
	if s.name.Text != settings.Who {
		s.name.SetText(settings.Who)
	}
}

// onDone keeps what was typed.
func (s *whoSetting) onDone() {
	who := strings.TrimSpace(s.name.Text)
	if who != s.page.w.app.Settings().Who {
		s.page.change(func(settings *app.Settings) { settings.Who = who })
	}
}
