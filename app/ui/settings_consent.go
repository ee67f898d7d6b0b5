package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
)

// consentSettings say where the user is, in which language consent is asked for, and what a refusal does to the sound.
type consentSettings struct {
	page     *settingsPage
	root     *fyne.Container
	place    *fyne.Container
	language *choice
	codes    []string
	refused  *choice
}

func newConsentSettings(p *settingsPage) *consentSettings {
	s := &consentSettings{page: p, place: container.NewStack()}
	var names []string
	languages, err := p.w.app.ScriptLanguages()
	if err != nil {
		p.w.showError(err)
	}
	for _, l := range languages {
		names, s.codes = append(names, l.LanguageName), append(s.codes, l.Language)
	}
	s.language = newChoice(names, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.ScriptLanguage = s.codes[i] })
	})
	s.refused = newChoice([]string{"Keep it", "Destroy it"}, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.DestroyRefused = i == 1 })
	})
	s.root = section("Consent",
		setting("Where you are", container.New(row{}, container.New(atLeast(sizeFieldMin), s.place), layout.NewSpacer()),
			"The law of both sides counts, and the stricter one decides. While it is not said, everybody must be asked."),
		setting("Ask for consent in", container.New(row{}, s.language, layout.NewSpacer()),
			"The recording view shows what can be read aloud in this language."),
		setting("The sound so far, when they refuse", container.New(row{}, s.refused, layout.NewSpacer()),
			"The recording ends then, and the call goes on as notes only. What is destroyed is gone for good; the call says which it was."))
	return s
}

// show takes the settings in force.
func (s *consentSettings) show(settings app.Settings) {
	s.place.Objects = []fyne.CanvasObject{s.page.w.placeChoice(settings.Place, func(id string) {
		s.page.change(func(settings *app.Settings) { settings.Place = id })
	})}
	s.place.Refresh()
	s.language.set(0)
	for i, code := range s.codes {
		if code == settings.ScriptLanguage {
			s.language.set(i)
		}
	}
	s.refused.set(index(settings.DestroyRefused))
}
