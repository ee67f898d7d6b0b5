package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// contactsPage shows the people and organisations at the far side.
type contactsPage struct {
	register
}

func newContactsPage(w *Window) *contactsPage {
	p := &contactsPage{register: register{w: w}}
	p.load, p.edit, p.drop = p.onLoad, p.onEdit, p.onDelete
	p.look = func(ctx context.Context, key string) ([]app.Moment, error) {
		return w.app.ContactTimeline(ctx, call.ID(key))
	}
	general := []fyne.CanvasObject{p.w.act("Import…", p.onImport), p.w.act("New contact…", func() { p.form(app.Contact{}, "") })}
	acts := []fyne.CanvasObject{
		p.w.act("Edit… (F2)", p.onEdit), p.w.act("Report or letter…", p.onReport), p.w.act("Merge with…", p.onMerge), p.w.act("Delete", p.onDelete),
	}
	p.compose("Contacts", "Find a name, a number…", "No contacts yet.", "Calls are matched to a contact by its numbers. Make one, or import your address book.", general, acts)
	return p
}

func (p *contactsPage) onLoad() (all []registered, err error) {
	contacts := p.w.app.Contacts()
	for _, c := range contacts {
		all = append(all, registered{
			key: string(c.ID), title: c.Title(), facts: contactFacts(c), whole: func() string { return contactWords(p.w.app, c) },
			search: strings.ToLower(strings.Join(slices.Concat([]string{c.Title(), c.Address, c.Notes}, c.Numbers, c.Emails), " ")),
		})
	}
	return all, nil
}

// contactFacts is what the list says of a contact below its name.
func contactFacts(c app.Contact) string {
	var facts []string
	for _, number := range c.Numbers {
		facts = append(facts, app.NumberForPeople(number))
	}
	facts = append(facts, c.Emails...)
	if len(facts) == 0 {
		return "no number"
	}
	return strings.Join(facts, " · ")
}

// contactWords is what is known of a contact, in lines.
func contactWords(a *app.App, c app.Contact) string {
	lines := []string{contactFacts(c)}
	if c.Address != "" {
		lines = append(lines, strings.Join(strings.Fields(c.Address), " "))
	}
	if c.Place != "" {
		lines = append(lines, "For the law of recording: "+placeName(a, c.Place))
	}
	for _, other := range a.Sharing(c) {
		lines = append(lines, other.Title()+" has one of these numbers, too: calls with it belong to neither until you say whose they are.")
	}
	if c.Notes != "" {
		lines = append(lines, c.Notes)
	}
	return strings.Join(lines, "\n")
}

func placeName(a *app.App, id string) string {
	places, err := a.Places()
	if i := slices.IndexFunc(places, func(j app.Jurisdiction) bool { return j.ID == id }); err == nil && i >= 0 {
		return places[i].Name
	}
	return id
}

// current gives the chosen contact.
func (p *contactsPage) current() (app.Contact, bool) {
	if p.place() < 0 {
		return app.Contact{}, false
	}
	c, err := p.w.app.Contact(call.ID(p.chosen))
	if err != nil {
		p.w.showError(err)
	}
	return c, err == nil
}

// onReport asks for a report or a letter about the contact.
func (p *contactsPage) onReport() {
	if c, known := p.current(); known {
		p.w.askPaper("", subject{"Calls with " + c.Title(), app.Scope{Contact: c.ID}})
	}
}

func (p *contactsPage) onEdit() {
	if c, there := p.current(); there {
		p.form(c, "")
	}
}

// form asks what is known of a contact; wrong says what was not right the last time.
func (p *contactsPage) form(c app.Contact, wrong string) {
	name, organisation := newField("A person", nil), newField("A firm, an office", nil)
	name.SetText(c.Name)
	organisation.SetText(c.Organisation)
	numbers, emails := newLines(numbersForPeople(c.Numbers), "One in each line"), newLines(c.Emails, "One in each line")
	notes := newLines(strings.Split(c.Notes, "\n"), "")
	place := p.w.placeChoice(c.Place, func(id string) { c.Place = id })
	form := container.New(stack{gap: sizeInside},
		container.New(halves{gap: sizeInside}, labelled("Name", name), labelled("Organisation", organisation)),
		container.New(halves{gap: sizeInside}, labelled("Numbers", numbers), labelled("E-mail addresses", emails)),
		labelled("Where they are, for the law of recording", place), labelled("Notes", notes))
	if wrong != "" {
		form.Objects = slices.Insert(form.Objects, 0, fyne.CanvasObject(paragraph(wrong, sizeBody, colorWarning)))
	}
	save := func() {
		c.Name, c.Organisation, c.Numbers, c.Emails, c.Notes = name.Text, organisation.Text, numbers.lines(), emails.lines(), notes.Text
		p.save(c)
	}
	title := "New contact"
	if c.ID != "" {
		title = "Edit contact"
	}
	asked := p.w.ask(title, form, action{label: "Save", do: save}, action{label: "Cancel", low: true})
	for _, f := range []*field{name, organisation} {
		f.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	}
	p.w.window.Canvas().Focus(name)
}

// save keeps a contact, and asks again when that cannot be.
func (p *contactsPage) save(c app.Contact) {
	var kept app.Contact
	var err error
	p.w.work.do(func(context.Context) error {
		kept, err = p.w.app.SaveContact(c)
		return nil
	}, func() {
		if err != nil {
			p.form(c, sentenceOf(err))
			return
		}
		p.chosen = string(kept.ID)
		p.query.SetText("")
		p.reload()
	})
}

func numbersForPeople(numbers []string) (all []string) {
	for _, number := range numbers {
		all = append(all, app.NumberForPeople(number))
	}
	return all
}

// onDelete puts the chosen contact into the trash. It can be brought back, so nothing is asked.
func (p *contactsPage) onDelete() {
	c, there := p.current()
	if !there {
		return
	}
	p.w.work.do(func(context.Context) error { return p.w.app.RemoveContact(c.ID) }, func() {
		p.w.trashed.show("Moved to trash: "+c.Title()+". Its calls stay.", func() { p.restore(c.ID) })
	})
}

// restore brings a contact back, also out of another one.
func (p *contactsPage) restore(id call.ID) {
	p.w.work.do(func(context.Context) error {
		return p.w.app.RestoreDiscarded(app.Discarded{Kind: app.DiscardedContact, ID: id})
	}, nil)
}

// onMerge asks which contact is the same one, and says what would come of it.
func (p *contactsPage) onMerge() {
	c, there := p.current()
	if !there {
		return
	}
	others := slices.DeleteFunc(p.w.app.Contacts(), func(o app.Contact) bool { return o.ID == c.ID })
	var chosen app.Contact
	preview := newProse("", sizeSmall, colorInk2)
	preview.width = space(sizeDialog)
	pick := newContactPick(others, func(o app.Contact, is bool) {
		chosen = app.Contact{}
		if preview.set("", nil); is {
			chosen = o
			preview.set(c.Title()+" gets: "+strings.Join(app.ContactNews(p.w.app.Merged(c, o)), "; ")+".", nil)
		}
	})
	form := container.New(stack{gap: sizeInside},
		paragraph("Both become one: "+c.Title()+" keeps its name and gets all else. Nothing is lost: what does not fit stands in the notes, and the trash can separate them again.", sizeBody, colorInk),
		labelled("The other one", pick), container.New(linesKept(2, sizeSmall), preview))
	var asked *question
	asked = p.w.ask("Merge contacts", form, action{label: "Merge", do: func() {
		if chosen.ID == "" {
			preview.set("Nobody is chosen yet: pick one from the list, or type until only one fits.", nil)
			asked.popup.Show()
			p.w.window.Canvas().Focus(pick)
			return
		}
		p.merge(c, chosen)
	}}, action{label: "Cancel", low: true})
	p.w.window.Canvas().Focus(pick)
}

// merge makes a contact part of another, and offers to take that back.
func (p *contactsPage) merge(c, other app.Contact) {
	p.w.work.do(func(context.Context) error {
		_, err := p.w.app.MergeContacts(c.ID, other.ID)
		return err
	}, func() {
		p.w.trashed.show(other.Title()+" became part of "+c.Title(), func() { p.restore(other.ID) })
	})
}

// onImport asks for an address book, and says what would come of it before anything is done.
func (p *contactsPage) onImport() {
	asked := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			p.w.showError(err)
		} else if file != nil {
			path := file.URI().Path()
			p.w.work.do(func(context.Context) error { return file.Close() }, func() { p.bring(path, nil) })
		}
	}, p.w.window)
	p.w.askFile(asked, "Import contacts: vCard or CSV", "Read")
}

// bring reads an address book and asks whether to take it in. Where its columns do not say what stands in them, that is asked first.
func (p *contactsPage) bring(path string, columns map[string]string) {
	var plan app.ContactImport
	var err error
	p.w.work.do(func(context.Context) error {
		plan, err = p.w.app.ReadContacts(path, columns)
		return nil
	}, func() {
		switch {
		case errors.Is(err, app.ErrContactColumns):
			p.askHow(path, app.Explain(err).What)
			return
		case err != nil:
			p.w.showError(err)
			return
		}
		words := fmt.Sprintf("%d new, more of %d that you have, nothing new of %d.", len(plan.New), len(plan.Changed), plan.Known)
		for _, change := range plan.Changed[:min(len(plan.Changed), 4)] {
			words += "\n" + change.Before.Title() + " gets: " + strings.Join(app.ContactNews(change), "; ")
		}
		if len(plan.Left) > 0 {
			words += fmt.Sprintf("\n%d entries cannot be read and are left out.", len(plan.Left))
		}
		p.w.ask("Bring in these contacts?", paragraphs(words, sizeBody, colorInk),
			action{label: "Bring in", do: func() {
				p.w.work.do(func(context.Context) error { return p.w.app.ImportContacts(plan) }, nil)
			}}, action{label: "Leave", low: true})
	})
}
