package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// logSheet asks about a call that was not recorded.
type logSheet struct {
	w            *Window
	name, number *field
	when, length *field
	note         *field
	way          *choice
	reached      *picker
	wrong        *prose
	asked        *question
}

// reachedWords say what a call can come to, in the order of call.Reaches.
func reachedWords() []string {
	words := []string{"We spoke"}
	for _, reached := range call.Reaches[1:] {
		words = append(words, upperFirst(string(reached)))
	}
	return words
}

// askLog asks about a call that was not recorded, not answered, or refused.
func (w *Window) askLog() {
	s := &logSheet{w: w, wrong: newProse("", sizeSmall, colorWarning)}
	s.wrong.Hide()
	s.name, s.number = newField("Who was it?", nil), newField("Number", nil)
	s.when, s.length = newField("2026-03-12 14:02", nil), newField("minutes", nil)
	s.when.SetText(w.now().Local().Format(momentForm))
	s.note = newField("What happened?", nil)
	_, words := directions()
	s.way = newChoice(words, -1, func(int) {})
	s.reached = newPicker(reachedWords(), nil)
	s.reached.SetSelectedIndex(0)
	form := container.New(stack{gap: sizeInside},
		container.New(halves{sizeInside}, labelled("Name", s.name), labelled("Number", s.number)),
		container.New(halves{sizeInside}, labelled("When", s.when), labelled("How long, in minutes", s.length)),
		container.New(row{}, s.way, layout.NewSpacer()),
		labelled("What it came to", s.reached), labelled("What happened", s.note), s.wrong)
	s.asked = w.ask("Log a call that was not recorded", form, action{label: "Log it", do: s.onSave}, action{label: "Cancel", low: true})
	for _, f := range []*field{s.name, s.number, s.when, s.length, s.note} {
		f.OnSubmitted = func(string) { s.asked.choose(s.asked.answer[0]) }
		f.escape = s.asked.onEscape
	}
	w.window.Canvas().Focus(s.name)
}

// entry is what was typed; words say what is wrong with it, and in which field.
func (s *logSheet) entry() (entry app.LoggedCall, wrong string, in *field) {
	started, err := time.ParseInLocation(momentForm, strings.TrimSpace(s.when.Text), time.Local)
	if err != nil {
		return entry, "“" + s.when.Text + "” is not a time like 2026-03-12 14:02.", s.when
	}
	entry = app.LoggedCall{
		Started: started, Name: s.name.Text, Number: s.number.Text, Note: s.note.Text, Reached: call.Reaches[max(0, s.reached.SelectedIndex())],
	}
	if text := strings.TrimSpace(s.length.Text); text != "" {
		length, err := time.ParseDuration(strings.TrimSuffix(text, "m") + "m")
		if err != nil || length < 0 {
			return entry, "“" + text + "” is not a number of minutes.", s.length
		}
		entry.Lasted = call.Since(length)
	}
	if known, _ := directions(); s.way.chosen >= 0 {
		entry.Direction = known[s.way.chosen]
	}
	return entry, "", nil
}

// onSave puts the call into the library and opens it, or says what is wrong and goes on asking: nothing that was typed is lost.
func (s *logSheet) onSave() {
	entry, wrong, in := s.entry()
	if wrong != "" {
		s.again(wrong, in)
		return
	}
	var id call.ID
	var err error
	s.w.work.do(func(context.Context) error {
		id, err = s.w.app.LogCall(entry)
		return nil
	}, func() {
		if err != nil {
			problem := app.Explain(err)
			s.again(problem.What+". "+problem.Do, s.name)
			return
		}
		s.w.openCall(id, nil)
	})
}

// again goes on asking, with the keyboard where something is to be mended.
func (s *logSheet) again(wrong string, in *field) {
	s.wrong.set(wrong, nil)
	s.wrong.Show()
	s.asked.popup.Show()
	s.w.window.Canvas().Focus(in)
}

// askNote asks for a note, or what was done, at a second of the open call.
func (p *callPage) askNote() {
	if p.id == "" {
		return
	}
	id, at := p.id, p.playback.position()
	text := newField("! for something you did", nil)
	asked := p.w.ask("Note at "+at.Short(), labelled("What", text), action{label: "Save", do: func() {
		note := noteOf(text.Text)
		if note.At = at; note.Text != "" {
			p.w.work.do(func(context.Context) error { return p.w.keep(id, note) }, nil)
		}
	}}, action{label: "Cancel", low: true})
	text.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	text.escape = asked.onEscape
	p.w.window.Canvas().Focus(text)
}

// onFollowUp asks what is to be done by when, at the second of the open call that is heard.
func (p *callPage) onFollowUp() {
	p.w.unlessAsked(func() {
		if p.id != "" {
			p.w.askFollowUp(p.id, p.playback.position())
		}
	})()
}

// onFollowUp asks what is to be done by when, at this second of the take.
func (p *takePage) onFollowUp() {
	if p.live() {
		p.w.askFollowUp(p.id, p.elapsed())
	}
}
