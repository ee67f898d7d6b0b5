package ui

import (
	"context"

	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
)

// language is one the user can ask for.
type language struct{ code, name string }

// languages are those most asked for; "auto" lets the model find out.
func languages() []language {
	return []language{
		{"auto", "Found out from the sound"},
		{"en", "English"},
		{"de", "German"},
		{"es", "Spanish"},
		{"fr", "French"},
		{"it", "Italian"},
		{"nl", "Dutch"},
		{"pl", "Polish"},
		{"pt", "Portuguese"},
		{"sv", "Swedish"},
		{"tr", "Turkish"},
		{"uk", "Ukrainian"},
		{"ru", "Russian"},
		{"ar", "Arabic"},
		{"hi", "Hindi"},
		{"zh", "Chinese"},
		{"ja", "Japanese"},
		{"ko", "Korean"},
	}
}

// languageSelect lets the user choose a language; a code that is not among them is shown as it is.
func languageSelect(code string, changed func(code string)) *picker {
	var names []string
	chosen := code
	for _, l := range languages() {
		names = append(names, l.name)
		if l.code == code {
			chosen = l.name
		}
	}
	box := newPicker(names, nil)
	box.SetSelected(chosen)
	box.OnChanged = func(name string) {
		for _, l := range languages() {
			if l.name == name {
				changed(l.code)
			}
		}
	}
	return box
}

// askModel asks with which of the installed models, and in which language, something is to be written down.
func (w *Window) askModel(title string, begin func(model, language string)) {
	var models []app.ModelState
	w.work.do(func(context.Context) (err error) {
		models, err = w.app.Scribe().Models.List()
		return err
	}, func() { w.askModelOf(title, models, begin) })
}

func (w *Window) askModelOf(title string, models []app.ModelState, begin func(model, language string)) {
	var names []string
	advice := map[string]string{}
	for _, model := range models {
		if model.Installed {
			names = append(names, model.Name)
			advice[model.Name] = model.Advice
		}
	}
	about := newProse("", sizeSmall, colorInk2)
	about.width = space(sizeDialog)
	model := newPicker(names, func(name string) { about.set(advice[name], nil) })
	model.SetSelected(w.app.Scribe().Model())
	code := w.app.Settings().Language
	language := languageSelect(code, func(chosen string) { code = chosen })
	form := container.New(stack{gap: sizeInside},
		labelled("Model", model), about, labelled("Language", language),
		paragraph("Other models can be downloaded in Settings. What was written down before stays, with its corrections.", sizeSmall, colorInk2))
	w.ask(title, form, action{label: "Transcribe", do: func() { begin(model.Selected, code) }}, action{label: "Not now", low: true})
}
