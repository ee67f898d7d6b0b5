package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// act is something that can be done with one call, or with several at once.
type act struct {
	short string // on a button, where it is known that calls are meant
	label string // in a menu
	do    func(ids []call.ID)
}

// acts are what can be done with calls, in the order in which menus and buttons show it.
func (p *callsPage) acts() []act {
	return []act{
		{"Export", "Export to a folder…", p.onExportMany},
		{"Case", "Put in a case…", p.onCase},
		{"Tag", "Tag…", p.onTag},
		{"Transcribe", "Transcribe again…", p.onTranscribeMany},
		{"Trash", "Move to trash", func(ids []call.ID) { p.w.trashCalls(ids) }},
	}
}

// menuOf is what can be done with a call: or with all picked ones, if it is one of them.
func (p *callsPage) menuOf(summary app.Summary) *fyne.Menu {
	ids := []call.ID{summary.ID}
	if p.picked.ids[summary.ID] {
		ids = p.picked.inOrder()
	}
	var items []*fyne.MenuItem
	if len(ids) == 1 {
		items = append(p.moreItems(summary), fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Report or letter…", func() { p.w.askReport(summary) }))
	}
	for _, a := range p.acts() {
		item := fyne.NewMenuItem(a.label, func() { a.do(ids) })
		item.Disabled = p.errand.running
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

// onRowMenu opens what can be done with the call of a row.
func (p *callsPage) onRowMenu(summary app.Summary, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(p.menuOf(summary), p.w.window.Canvas(), at)
}

// onActsMenu opens, below a button, what can be done with the open call.
func (p *callPage) onActsMenu(below fyne.CanvasObject) {
	if summary, known := p.w.calls.listed.known[p.id]; known {
		p.w.openMenu(p.w.calls.menuOf(summary), below)
	}
}

// onExportMany asks for a form and a folder, and writes calls there.
func (p *callsPage) onExportMany(ids []call.ID) {
	var names []string
	for _, format := range app.ExportFormats() {
		names = append(names, formatWords(format))
	}
	form := newPicker(names, nil)
	form.SetSelectedIndex(0)
	p.w.ask("Export "+countCalls(len(ids)), container.New(stack{gap: sizeInside}, labelled("As", form),
		paragraph("Each call becomes a file of its own, named by date and name. Files that are there already stay as they are.", sizeSmall, colorInk2)),
		action{label: "Choose a folder…", do: func() { p.askFolder(ids, app.ExportFormats()[form.SelectedIndex()]) }}, action{label: "Cancel", low: true})
}

func (p *callsPage) askFolder(ids []call.ID, format string) {
	asked := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			p.w.showError(err)
		} else if folder != nil {
			p.exportTo(ids, format, folder.Path())
		}
	}, p.w.window)
	p.w.askFile(asked, "Export to a folder", "Export here")
}

func (p *callsPage) exportTo(ids []call.ID, format, folder string) {
	p.errand.run(deed{"Exporting", "exported"}, ids, func(ctx context.Context, id call.ID) error {
		form := app.Form{As: format}
		if _, err := p.w.app.ExportTo(ctx, folder, id, form); err != nil {
			return err
		}
		problem, lacks, err := p.w.app.Omits(id, form)
		if err == nil && lacks {
			err = &doneBut{problem.What}
		}
		return err
	})
}

// onCase asks for a case and puts calls into it, or out of the one they are in.
func (p *callsPage) onCase(ids []call.ID) {
	name := newField("A matter, a dispute, whatever holds calls together", nil)
	known := p.cases()
	if of := p.listed.known[ids[0]].Case; of != "" {
		name.SetText(of)
	}
	content := container.New(stack{gap: sizeInside}, labelled("Name of the case", name))
	propose(content, "Cases there are", known, name)
	put := func(of string) {
		p.errand.edit(deed{"Putting in a case", "put in the case “" + of + "”"}, ids, func(doc *call.Call) { doc.Case = of })
	}
	answers := []action{{label: "Put in this case", do: func() {
		if of := strings.TrimSpace(name.Text); of != "" {
			put(sameAs(known, of))
		}
	}}}
	if slices.ContainsFunc(ids, func(id call.ID) bool { return p.listed.known[id].Case != "" }) {
		answers = append(answers, action{label: "In no case", do: func() {
			p.errand.edit(deed{"Taking out of their case", "in no case any more"}, ids, func(doc *call.Call) { doc.Case = "" })
		}})
	}
	p.askName("Put "+countCalls(len(ids))+" in a case", name, content, answers)
}

// mostProposed is how many names are offered below a field.
const mostProposed = 6

// sameAs gives a name as it is written elsewhere, if it is there in other capitals.
func sameAs(known []string, name string) string {
	for _, other := range known {
		if strings.EqualFold(other, name) {
			return other
		}
	}
	return name
}

// propose offers, below a field, the names there are: those that hold what is typed, or the first ones while nothing is.
func propose(content *fyne.Container, label string, known []string, name *field) {
	if len(known) == 0 {
		return
	}
	box := container.New(&flow{gap: sizeStep})
	fill := func(typed string) {
		box.RemoveAll()
		for _, word := range holding(known, typed) {
			box.Add(widget.NewButton(word, func() { name.SetText(word) }))
		}
	}
	fill("")
	name.OnChanged = fill
	content.Add(labelled(label, box))
}

// holding are the first names that hold what is typed, whatever its capitals; those that begin with it come first.
func holding(names []string, typed string) (some []string) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var inside []string
	for _, name := range names {
		switch lower := strings.ToLower(name); {
		case strings.HasPrefix(lower, typed):
			some = append(some, name)
		case strings.Contains(lower, typed):
			inside = append(inside, name)
		}
	}
	some = append(some, inside...)
	return some[:min(len(some), mostProposed)]
}

// cases are those that calls are in, the one with the newest call first.
func (p *callsPage) cases() []string {
	return p.namesIn(func(s app.Summary) []string { return []string{s.Case} })
}

// tags are those that calls have, the ones of the newest call first.
func (p *callsPage) tags() []string { return p.namesIn(func(s app.Summary) []string { return s.Tags }) }

// people are the names of those who were called, the one of the newest call first.
func (p *callsPage) people() []string {
	return p.namesIn(func(s app.Summary) []string {
		if s.Title == s.Number {
			return nil
		}
		return []string{s.Title}
	})
}

// namesIn gives each name that calls have once, whatever its capitals, in the order of the calls.
func (p *callsPage) namesIn(of func(app.Summary) []string) (names []string) {
	seen := map[string]bool{}
	for _, summary := range p.listed.all {
		for _, name := range of(summary) {
			if name = strings.TrimSpace(name); name != "" && !seen[strings.ToLower(name)] {
				seen[strings.ToLower(name)] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// onTag asks for a tag and gives it to calls, or takes it away.
func (p *callsPage) onTag(ids []call.ID) {
	name := newField("One word or a few: urgent, telemarketer", nil)
	known := p.tags()
	tag := func(add bool) func() {
		return func() {
			word := sameAs(known, strings.Join(strings.Fields(name.Text), " "))
			if word == "" {
				return
			}
			if add {
				p.errand.edit(deed{"Tagging", "tagged “" + word + "”"}, ids, func(doc *call.Call) { doc.Tags = app.Retag(doc.Tags, []string{word}, nil) })
				return
			}
			p.errand.edit(deed{"Taking a tag away", "without the tag “" + word + "”"}, ids, func(doc *call.Call) { doc.Tags = app.Retag(doc.Tags, nil, []string{word}) })
		}
	}
	content := container.New(stack{gap: sizeInside}, labelled("Tag", name))
	propose(content, "Tags in use", known, name)
	p.askName("Tag "+countCalls(len(ids)), name, content,
		[]action{{label: "Add", do: tag(true)}, {label: "Take away", do: tag(false)}})
}

// askName asks with a field in which Enter means the first answer.
func (p *callsPage) askName(title string, name *field, content fyne.CanvasObject, answers []action) {
	asked := p.w.ask(title, content, append(answers, action{label: "Cancel", low: true})...)
	name.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	name.escape = asked.onEscape
	p.w.window.Canvas().Focus(name)
	name.TypedShortcut(&fyne.ShortcutSelectAll{}) // so that typing takes the place of what is there
}

// onTranscribeMany asks with which model, and puts calls into the queue.
func (p *callsPage) onTranscribeMany(ids []call.ID) {
	p.w.askModel("Transcribe "+countCalls(len(ids)), func(model, language string) {
		p.errand.run(deed{"Queueing", "in the queue"}, ids, func(_ context.Context, id call.ID) error {
			_, err := p.w.app.Transcribe(id, model, language)
			return err
		})
	})
}
