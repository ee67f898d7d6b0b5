package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// markSettings is where the user says what a single key marks during a call.
type markSettings struct {
	page  *settingsPage
	root  fyne.CanvasObject
	marks *fyne.Container
}

func newMarkSettings(p *settingsPage) *markSettings {
	s := &markSettings{page: p, marks: container.New(stack{gap: sizeStep})}
	add := widget.NewButton("Add a mark…", func() { s.ask(app.QuickMark{Kind: call.Marker}) })
	s.root = setting("Marks with a key of their own", container.New(stack{gap: sizeInside}, s.marks, container.New(row{}, add, layout.NewSpacer())),
		"One key in the recording view says what happened at this second, or what was done. M marks a moment without words.")
	return s
}

// show takes the settings in force.
func (s *markSettings) show(settings app.Settings) {
	s.marks.RemoveAll()
	for _, mark := range settings.QuickMarks() {
		s.marks.Add(s.row(mark))
	}
	s.marks.Refresh()
}

// row is one mark, with what can be done with it.
func (s *markSettings) row(mark app.QuickMark) fyne.CanvasObject {
	words := mark.Text
	if mark.Means != "" {
		words += "  ·  " + app.FactLabel(mark.Means)
	}
	change := widget.NewButton("Change…", func() { s.ask(mark) })
	remove := widget.NewButton("Remove", func() {
		s.page.w.work.do(func(context.Context) error { return s.page.w.app.RemoveQuickMark(mark.Key) }, nil)
	})
	return container.New(row{gap: sizeInside}, container.New(wide(sizeIcon), newLine(mark.Key, sizeBody, colorInk).bold()),
		picture(remarkIcon(markKind(mark)), sizeIcon), newLine(words, sizeBody, colorInk).mayCut(), change, remove)
}

// ask asks what a mark says; one that has a key already is changed.
func (s *markSettings) ask(mark app.QuickMark) {
	before := mark.Key
	keys := s.page.w.app.Settings().FreeKeys()
	if before != "" {
		keys = append([]string{before}, keys...)
	} else if len(keys) > 0 {
		mark.Key = keys[0]
	}
	key := newPicker(keys, func(k string) { mark.Key = k })
	key.Selected = mark.Key
	text := newField("Form sent", nil)
	text.SetText(mark.Text)
	kinds := []call.NoteKind{call.Marker, call.Action}
	kind := newChoice([]string{"Something that happened", "Something that I did"}, max(0, slices.Index(kinds, mark.Kind)), func(i int) { mark.Kind = kinds[i] })
	means, err := meansChoice(mark.Means, func(kind string) { mark.Means = kind })
	if err != nil {
		s.page.w.showError(err)
		return
	}
	form := container.New(stack{gap: sizeInside},
		container.NewBorder(nil, nil, container.New(inset{"", ""}, labelled("Key", key)), nil, container.New(inset{sizeInside, ""}, labelled("What it says", text))),
		kind, labelled("To the rules this is", means))
	save := func() {
		mark.Text = text.Text
		s.page.w.work.do(func(context.Context) error {
			if err := s.page.w.app.SetQuickMark(mark); err != nil || before == "" || before == mark.Key {
				return err
			}
			return s.page.w.app.RemoveQuickMark(before)
		}, nil)
	}
	title := "Add a mark"
	if before != "" {
		title = "Change the mark"
	}
	asked := s.page.w.ask(title, form, action{label: "Save", do: save}, action{label: "Leave as it is", low: true})
	text.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	text.escape = asked.onEscape
	s.page.w.window.Canvas().Focus(text)
}

// meansChoice offers what something can be to the rules.
func meansChoice(chosen string, tell func(kind string)) (*picker, error) {
	kinds, err := app.FactKinds()
	if err != nil {
		return nil, err
	}
	ids, names, at := []string{""}, []string{"Nothing in particular"}, 0
	for _, kind := range kinds {
		if ids, names = append(ids, kind), append(names, app.FactLabel(kind)); kind == chosen {
			at = len(ids) - 1
		}
	}
	choice := newPicker(names, nil)
	choice.SetSelectedIndex(at)
	choice.OnChanged = func(string) { tell(ids[choice.SelectedIndex()]) }
	return choice, nil
}
