package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// casesPage shows the cases, each with all that happened in it.
type casesPage struct {
	register
	former *keyButton // what was corrected or removed
}

func newCasesPage(w *Window) *casesPage {
	p := &casesPage{register: register{w: w}}
	p.load, p.edit, p.drop, p.enter, p.remove = p.onLoad, p.onEdit, p.onDelete, p.onEnter, p.onRemove
	p.chose = func(r registered) { p.former.Hidden = !r.changed }
	p.look = func(ctx context.Context, key string) ([]app.Moment, error) { return w.app.CaseTimeline(ctx, key) }
	general := []fyne.CanvasObject{p.w.act("New case…", func() { p.form(app.Case{}, "", "") })}
	p.former = p.w.act("Earlier entries…", p.onFormer)
	acts := []fyne.CanvasObject{p.w.act("Edit… (F2)", p.onEdit), p.w.act("Add a letter or note…", p.onEntry), p.w.act("Report or letter…", p.onReport), p.former, p.w.act("Delete", p.onDelete)}
	p.compose("Cases", "Find a case, a reference…", "No cases yet.", "A case gathers calls, letters, notes and follow-ups of one matter. Make one, or give a call a case in its list.", general, acts)
	return p
}

func (p *casesPage) onLoad() (all []registered, err error) {
	cases, err := p.w.app.Cases()
	for _, c := range cases {
		all = append(all, registered{
			key: c.Name, title: c.Name, facts: p.factsOf(c), whole: func() string { return p.wordsOf(c) }, changed: len(c.Former) > 0,
			search: strings.ToLower(strings.Join(append([]string{c.Name, string(c.Kind), statusOf(c.Status), c.Notes}, c.References...), " ")),
		})
	}
	return all, err
}

func statusOf(status call.CaseStatus) string {
	if status == "" {
		return "open"
	}
	return string(status)
}

// factsOf is what the list says of a case below its name.
func (p *casesPage) factsOf(c app.CaseLine) string {
	facts := []string{statusOf(c.Status)}
	if c.Kind != "" {
		facts = append(facts, string(c.Kind))
	}
	facts = append(facts, countCalls(c.Calls))
	if c.Due > 0 {
		facts = append(facts, fmt.Sprintf("%d to do", c.Due))
	}
	return strings.Join(facts, " · ")
}

// wordsOf is what is known of a case, in lines.
func (p *casesPage) wordsOf(c app.CaseLine) string {
	lines := []string{p.factsOf(c)}
	if len(c.References) > 0 {
		lines = append(lines, "References: "+strings.Join(c.References, ", "))
	}
	if involved := p.involved(c.Contacts); len(involved) > 0 {
		lines = append(lines, "Involved: "+strings.Join(involved, "; "))
	}
	if c.Notes != "" {
		lines = append(lines, c.Notes)
	}
	return strings.Join(lines, "\n")
}

// involved names the contacts of a case.
func (p *casesPage) involved(ids []call.ID) (titles []string) {
	for _, id := range ids {
		if c, err := p.w.app.Contact(id); err == nil {
			titles = append(titles, c.Title())
		}
	}
	return titles
}

// onReport asks for a report or a letter about the case.
func (p *casesPage) onReport() {
	if p.place() >= 0 {
		p.w.askPaper("", subject{"The case “" + p.chosen + "”", app.Scope{Case: p.chosen}})
	}
}

func (p *casesPage) onEdit() {
	if p.place() < 0 {
		return
	}
	c, err := p.w.app.Case(p.chosen)
	if err != nil {
		p.w.showError(err)
		return
	}
	p.form(c, c.Name, "")
}

// onDelete puts the chosen case into the trash. It can be brought back, so nothing is asked.
func (p *casesPage) onDelete() {
	if p.place() < 0 {
		return
	}
	of := p.chosen
	var gone app.Discarded
	p.w.work.do(func(context.Context) (err error) {
		gone, err = p.w.app.RemoveCase(of)
		return err
	}, func() {
		p.w.trashed.show("Moved to trash: "+of+". Its calls stay, in no case.", func() {
			p.w.work.do(func(context.Context) error { return p.w.app.RestoreDiscarded(gone) }, nil)
		})
	})
}

// form asks what is known of a case; before is its name up to now, and wrong says what was not right the last time.
func (p *casesPage) form(c app.Case, before, wrong string) {
	name := newField("What it is about", nil)
	name.SetText(c.Name)
	references := newLines(c.References, "Account, file and claim numbers, one in each line")
	people := newLines(p.involved(c.Contacts), "Contacts, one in each line")
	notes := newLines(strings.Split(c.Notes, "\n"), "")
	kinds, kindWords := append([]call.CaseKind{""}, call.CaseKinds...), []string{"Not said"}
	for _, kind := range call.CaseKinds {
		kindWords = append(kindWords, string(kind))
	}
	kind := newPicker(kindWords, nil)
	kind.SetSelectedIndex(max(0, slices.Index(kinds, c.Kind)))
	var states []string
	for _, status := range call.CaseStatuses {
		states = append(states, statusOf(status))
	}
	status := newChoice(states, max(0, slices.Index(call.CaseStatuses, c.Status)), func(i int) { c.Status = call.CaseStatuses[i] })
	form := container.New(stack{gap: sizeInside},
		container.New(halves{gap: sizeInside}, labelled("Name", name), labelled("Kind, for the rules", kind)),
		labelled("How far it is", status),
		container.New(halves{gap: sizeInside}, labelled("References", references), labelled("Involved", people)), labelled("Notes", notes))
	if wrong != "" {
		form.Objects = slices.Insert(form.Objects, 0, fyne.CanvasObject(paragraph(wrong, sizeBody, colorWarning)))
	}
	save := func() {
		c.Name, c.Kind, c.References, c.Notes = name.Text, kinds[max(0, kind.SelectedIndex())], references.lines(), notes.Text
		p.save(c, before, people.Text)
	}
	title := "New case"
	if before != "" {
		title = "Edit case"
	}
	asked := p.w.ask(title, form, action{label: "Save", do: save}, action{label: "Cancel", low: true})
	name.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	p.w.window.Canvas().Focus(name)
}

// save keeps a case, and asks again when that cannot be.
func (p *casesPage) save(c app.Case, before, people string) {
	var err error
	p.w.work.do(func(context.Context) error {
		unseen := slices.DeleteFunc(slices.Clone(c.Contacts), func(id call.ID) bool { return len(p.involved([]call.ID{id})) > 0 })
		c.Contacts, err = p.contactsIn(people)
		c.Contacts = append(c.Contacts, unseen...) // those in the trash are involved again when they come back
		switch {
		case err != nil:
		case before == "":
			_, err = p.w.app.AddCase(c)
		default:
			_, err = p.w.app.EditCase(before, func(kept *app.Case) error {
				kept.Name, kept.Kind, kept.Status, kept.References, kept.Contacts, kept.Notes = c.Name, c.Kind, c.Status, c.References, c.Contacts, c.Notes
				return nil
			})
		}
		return nil
	}, func() {
		if err != nil {
			p.form(c, before, sentenceOf(err))
			return
		}
		p.chosen = strings.Join(strings.Fields(c.Name), " ")
		p.query.SetText("")
		p.reload()
	})
}

// contactsIn gives the contacts that stand in a text, one in each line.
func (p *casesPage) contactsIn(text string) (ids []call.ID, err error) {
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		c, err := p.w.app.FindContact(strings.TrimSpace(line))
		if err != nil {
			return nil, err
		}
		ids = append(ids, c.ID)
	}
	return ids, nil
}
