package ui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
)

// contactsHow asks what stands in the columns of an address book.
type contactsHow struct {
	page    *contactsPage
	path    string
	preview app.ContactPreview
	fields  []string // of each column
	form    *fyne.Container
	name    *field
}

// What can stand in a column, with the words for it.
var contactFields = append([]string{app.NoColumn}, app.ContactFields...)

var contactFieldWords = []string{
	"Nothing that is kept", "Name", "First name", "Middle name", "Last name", "Organisation", "Number", "E-mail address", "Address", "Place, as US-CA", "Notes",
}

// askHow looks at the beginning of an address book, and asks how it is read.
func (p *contactsPage) askHow(path string, why string) {
	var preview app.ContactPreview
	var saved []app.ContactMapping
	p.w.work.do(func(context.Context) (err error) {
		if preview, err = app.PreviewContacts(path, nil); err == nil {
			saved, err = p.w.app.ContactMappings()
		}
		return err
	}, func() {
		h := &contactsHow{page: p, path: path, preview: preview, fields: slices.Clone(preview.Fields)}
		h.ask(why, saved)
	})
}

func (h *contactsHow) ask(why string, saved []app.ContactMapping) {
	h.form = container.NewGridWithColumns(2)
	h.name = newField("A name, to use it again", nil)
	h.draw()
	content := container.New(stack{gap: sizeInside})
	if why != "" {
		content.Add(paragraph(why+".", sizeBody, colorWarning))
	}
	content.Add(previewLines(h.preview.Columns, h.preview.Rows))
	if len(saved) > 0 {
		var names []string
		for _, m := range saved {
			names = append(names, m.Name)
		}
		content.Add(labelled("As saved", savedPicker(names, func(i int) { h.take(saved[i]) })))
	}
	content.Add(h.form)
	content.Add(labelled("Save this as", h.name))
	h.page.w.ask("How "+filepath.Base(h.path)+" is read", content, action{label: "Read it", do: h.onRead}, action{label: "Cancel", low: true})
}

// take fills in what a saved mapping says of the columns.
func (h *contactsHow) take(m app.ContactMapping) {
	for i, name := range h.preview.Columns {
		if field, is := m.Columns[app.ContactColumn(name)]; is {
			h.fields[i] = field
		}
	}
	h.name.SetText(m.Name)
	h.draw()
}

// draw fills the form with what stands in each column.
func (h *contactsHow) draw() {
	h.form.RemoveAll()
	for i, name := range h.preview.Columns {
		choice := newPicker(contactFieldWords, nil)
		choice.SetSelectedIndex(max(0, slices.Index(contactFields, h.fields[i])))
		choice.OnChanged = func(string) { h.fields[i] = contactFields[choice.SelectedIndex()] }
		if h.page.w.front != nil {
			choice.escape = h.page.w.front.onEscape
		}
		h.form.Add(labelled(name, choice))
	}
	h.form.Refresh()
}

// mapping is what was chosen.
func (h *contactsHow) mapping() app.ContactMapping {
	m := app.ContactMapping{Name: strings.TrimSpace(h.name.Text), Columns: map[string]string{}}
	for i, name := range h.preview.Columns {
		m.Columns[app.ContactColumn(name)] = h.fields[i]
		if h.fields[i] == "" {
			m.Columns[app.ContactColumn(name)] = app.NoColumn
		}
	}
	return m
}

// onRead saves the mapping if it has a name, and reads the address book.
func (h *contactsHow) onRead() {
	m := h.mapping()
	h.page.w.work.do(func(context.Context) error {
		if m.Name == "" {
			return nil
		}
		return h.page.w.app.SaveContactMapping(m)
	}, func() { h.page.bring(h.path, m.Columns) })
}
