package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// onEntry asks for something that was no call.
func (p *casesPage) onEntry() {
	if p.place() >= 0 {
		p.entryForm(p.chosen, call.CaseEntry{Kind: call.LetterReceived, When: p.w.now()}, "")
	}
}

// onEnter shows what happened outside of calls: an entry is asked about, a follow-up stands among the others.
func (p *casesPage) onEnter(m app.Moment) {
	if m.Kind == app.MomentKind(app.RemarkFollowUp) {
		p.w.follow.reveal(m.Entry)
		return
	}
	p.onEntryOf(m, func(e call.CaseEntry) { p.entryForm(p.chosen, e, "") })
}

// onRemove takes an entry away. It can be brought back, so nothing is asked.
func (p *casesPage) onRemove(m app.Moment) {
	p.onEntryOf(m, func(e call.CaseEntry) { p.removeEntry(p.chosen, e) })
}

// onEntryOf does something with the entry that a moment tells of, if it is one.
func (p *casesPage) onEntryOf(m app.Moment, do func(e call.CaseEntry)) {
	of := p.chosen
	var c app.Case
	p.w.work.do(func(context.Context) (err error) {
		c, err = p.w.app.Case(of)
		return err
	}, func() {
		if i := slices.IndexFunc(c.Entries, func(e call.CaseEntry) bool { return e.ID == m.Entry }); i >= 0 && of == p.chosen {
			do(c.Entries[i])
		}
	})
}

// entryForm asks what an entry says. One without an ID is a new one. wrong says what was not right the last time.
func (p *casesPage) entryForm(of string, entry call.CaseEntry, wrong string) (day *field) {
	var kinds []string
	for _, kind := range call.EntryKinds {
		kinds = append(kinds, string(kind))
	}
	kind := newPicker(kinds, func(text string) { entry.Kind = call.EntryKind(text) })
	kind.SetSelected(string(entry.Kind))
	day = newField("2026-11-28", nil)
	day.SetText(entry.When.Format(time.DateOnly))
	means, words := entryMeanings()
	meaning := newPicker(words, nil)
	meaning.SetSelectedIndex(max(0, slices.Index(means, entry.Means)))
	text := newLines(strings.Split(entry.Text, "\n"), "What it says, in a few words")
	form := container.New(stack{gap: sizeInside},
		container.New(halves{gap: sizeInside}, labelled("What it is", kind), labelled("Day", day)),
		labelled("What it does, for the rules", meaning), labelled("Words", text))
	if wrong != "" {
		form.Objects = slices.Insert(form.Objects, 0, fyne.CanvasObject(paragraph(wrong, sizeBody, colorWarning)))
	}
	save := func() {
		entry.Text, entry.Means = text.Text, means[max(0, meaning.SelectedIndex())]
		when, err := call.ParseDay(strings.TrimSpace(day.Text))
		if err != nil {
			p.entryForm(of, entry, sentenceOf(err)).SetText(day.Text)
			return
		}
		if when != call.DayOf(entry.When) {
			entry.When = when.In(p.w.now().Location())
		}
		p.saveEntry(of, entry)
	}
	if entry.ID == "" {
		p.w.ask("Add to "+of, form, action{label: "Add", do: save}, action{label: "Cancel", low: true})
	} else {
		p.w.ask("Correct what stands in "+of, form, action{label: "Save", do: save}, action{label: "Take out", do: func() { p.removeEntry(of, entry) }}, action{label: "Cancel", low: true})
	}
	p.w.window.Canvas().Focus(text)
	return day
}

// saveEntry keeps an entry, and asks again when that cannot be.
func (p *casesPage) saveEntry(of string, entry call.CaseEntry) {
	var err error
	p.w.work.do(func(context.Context) error {
		if entry.ID == "" {
			_, err = p.w.app.AddEntry(of, entry)
		} else {
			_, err = p.w.app.EditEntry(of, entry.ID, func(e *call.CaseEntry) { *e = entry })
		}
		return nil
	}, func() {
		if err != nil {
			p.entryForm(of, entry, sentenceOf(err))
		}
	})
}

// removeEntry takes an entry away, and offers to take that back.
func (p *casesPage) removeEntry(of string, entry call.CaseEntry) {
	p.w.work.do(func(context.Context) error { return p.w.app.RemoveEntry(of, entry.ID) }, func() {
		p.w.trashed.show("Taken out of "+of+": "+string(entry.Kind), func() { p.restoreEntry(of, entry.ID) })
	})
}

func (p *casesPage) restoreEntry(of, id string) {
	p.w.work.do(func(context.Context) error {
		_, err := p.w.app.RestoreEntry(of, id)
		return err
	}, nil)
}

// onFormer shows what entries said before they were corrected or removed, the last change first, and brings the last of each back.
func (p *casesPage) onFormer() {
	of := p.chosen
	var c app.Case
	p.w.work.do(func(context.Context) (err error) {
		c, err = p.w.app.Case(of)
		return err
	}, func() {
		var asked *question
		list := container.New(stack{gap: sizeInside})
		offered := map[string]bool{}
		for _, former := range slices.Backward(c.Former) {
			e := former.Entry
			words := string(e.Kind) + ", " + p.w.dates.day(e.When) + " · until " + p.w.dates.moment(former.Until)
			entry := container.New(stack{gap: sizeStep}, newLine(words, sizeSmall, colorInk2).mayCut(), paragraph(e.Text, sizeBody, colorInk))
			if !offered[e.ID] {
				offered[e.ID] = true
				back := newKeyButton("Bring back", func() { asked.popup.Hide(); p.restoreEntry(of, e.ID) }, func() { asked.onEscape() })
				entry.Add(container.New(row{}, back))
			}
			list.Add(entry)
			list.Add(widget.NewSeparator())
		}
		asked = p.w.ask("What stood in "+of, list, action{label: "Close"})
	})
}

// entryMeanings gives what an entry can do for the rules, with the words for it.
func entryMeanings() (means, words []string) {
	means, words = []string{""}, []string{"Nothing"}
	for _, kind := range app.SentKinds() {
		means, words = append(means, kind), append(words, app.FactLabel(kind))
	}
	return means, words
}
