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

// listHow asks how a list of calls is read: what stands in which column, and how dates and lengths are meant.
type listHow struct {
	page    *reconcilePage
	path    string
	mapping app.ListMapping
	columns []string
	form    *fyne.Container
	asked   *question
	dates   *picker
	lengths *picker
	zone    *field
	own     *field
	name    *field
}

// The words for the columns of a list, with where they stand in a mapping.
var listColumns = []struct {
	name string
	of   func(*app.ListMapping) *string
}{
	{"Date", func(m *app.ListMapping) *string { return &m.Date }},
	{"Time, if beside the date", func(m *app.ListMapping) *string { return &m.Time }},
	{"Number of the other side", func(m *app.ListMapping) *string { return &m.Number }},
	{"Incoming or outgoing", func(m *app.ListMapping) *string { return &m.Direction }},
	{"Length", func(m *app.ListMapping) *string { return &m.Length }},
	{"Name", func(m *app.ListMapping) *string { return &m.Contact }},
	{"Who called", func(m *app.ListMapping) *string { return &m.From }},
	{"Who was called", func(m *app.ListMapping) *string { return &m.To }},
}

// askHow looks at the beginning of the list, and asks how it is read. why says what is to be decided; it may be empty.
func (p *reconcilePage) askHow(path string, mapping app.ListMapping, why string) {
	var preview app.ListPreview
	var saved []app.ListMapping
	p.w.work.do(func(context.Context) (err error) {
		if preview, err = app.PreviewCallList(path, mapping); err == nil {
			saved, err = p.w.app.ListMappings()
		}
		return err
	}, func() {
		if len(preview.Columns) == 0 {
			p.w.ask("How "+filepath.Base(path)+" is read", paragraph("This list says by itself what is what. There is nothing to choose.", sizeBody, colorInk), action{label: "Close"})
			return
		}
		(&listHow{page: p, path: path, mapping: preview.Guess, columns: preview.Columns}).ask(why, preview, saved)
	})
}

// noColumn stands for what the list does not have.
const noColumn = "–"

func (h *listHow) ask(why string, preview app.ListPreview, saved []app.ListMapping) {
	h.form = container.NewGridWithColumns(2)
	h.draw()
	content := container.New(stack{gap: sizeInside})
	if why != "" {
		content.Add(paragraph(why+".", sizeBody, colorWarning))
	}
	content.Add(previewLines(preview.Columns, preview.Rows))
	if len(saved) > 0 {
		content.Add(labelled("As saved", h.savedChoice(saved)))
	}
	content.Add(h.form)
	h.asked = h.page.w.ask("How "+filepath.Base(h.path)+" is read", content, action{label: "Read it", do: h.onRead}, action{label: "Cancel", low: true})
}

// savedChoice lets a saved mapping be taken.
func (h *listHow) savedChoice(saved []app.ListMapping) *picker {
	var names []string
	for _, m := range saved {
		names = append(names, m.Name)
	}
	return savedPicker(names, func(i int) {
		h.mapping = saved[i]
		h.draw()
	})
}

// previewLines shows the first lines of a table as they stand in the file.
func previewLines(columns []string, rows [][]string) fyne.CanvasObject {
	lines := container.New(stack{gap: sizeStep}, newLine(strings.Join(columns, " | "), sizeSmall, colorInk).bold().mayCut())
	for _, row := range rows[:min(3, len(rows))] {
		lines.Add(newLine(strings.Join(row, " | "), sizeSmall, colorInk2).mayCut())
	}
	return lines
}

// savedPicker lets one of the saved mappings be taken.
func savedPicker(names []string, take func(i int)) *picker {
	choice := newPicker(names, nil)
	choice.OnChanged = func(string) { take(choice.SelectedIndex()) }
	return choice
}

// draw fills the form with what the mapping says.
func (h *listHow) draw() {
	h.form.RemoveAll()
	h.drawMeanings()
	options := append([]string{noColumn}, h.columns...)
	for _, c := range listColumns {
		at := c.of(&h.mapping)
		choice := newPicker(options, nil)
		choice.SetSelectedIndex(max(0, slices.Index(options, *at)))
		choice.escape = h.onEscape
		choice.OnChanged = func(text string) {
			if *at = text; text == noColumn {
				*at = app.NoColumn
			}
		}
		h.form.Add(labelled(c.name, choice))
	}
	h.form.Add(labelled("Save this as", h.name))
	h.form.Refresh()
}

// drawMeanings fills in what can be meant in two ways, which is what is asked about most.
func (h *listHow) drawMeanings() {
	h.dates = unitChoice([]string{"As they can only be meant", "Day first: 31/12/2026", "Month first: 12/31/2026", "Year first: 2026-12-31"}, slices.Index(app.DateOrders, h.mapping.Dates))
	h.lengths = unitChoice([]string{"As they can only be meant", "Seconds", "Minutes, or minutes:seconds", "Hours, or hours:minutes"}, slices.Index(app.LengthUnits, h.mapping.LengthIn))
	h.zone, h.own, h.name = newField("That of this machine", nil), newField("If the list has it", nil), newField("A name, to use it again", nil)
	h.dates.escape, h.lengths.escape, h.zone.escape, h.own.escape, h.name.escape = h.onEscape, h.onEscape, h.onEscape, h.onEscape, h.onEscape
	h.zone.SetText(h.mapping.Zone)
	h.own.SetText(h.mapping.Own)
	h.name.SetText(h.mapping.Name)
	h.form.Add(labelled("Dates are written", h.dates))
	h.form.Add(labelled("Lengths are in", h.lengths))
	h.form.Add(labelled("Your number", h.own))
	h.form.Add(labelled("Time zone", h.zone))
}

// onEscape closes the question without reading anything.
func (h *listHow) onEscape() { h.asked.onEscape() }

// unitChoice is a choice whose first entry is for none of the others; at is -1 for that.
func unitChoice(words []string, at int) *picker {
	choice := newPicker(words, nil)
	choice.SetSelectedIndex(at + 1)
	return choice
}

// onRead saves the mapping if it has a name, and reads the list.
func (h *listHow) onRead() {
	m := h.mapping
	m.Dates, m.LengthIn = "", ""
	if i := h.dates.SelectedIndex(); i > 0 {
		m.Dates = app.DateOrders[i-1]
	}
	if i := h.lengths.SelectedIndex(); i > 0 {
		m.LengthIn = app.LengthUnits[i-1]
	}
	m.Zone, m.Own, m.Name = strings.TrimSpace(h.zone.Text), strings.TrimSpace(h.own.Text), strings.TrimSpace(h.name.Text)
	p := h.page
	p.w.work.do(func(context.Context) error {
		if m.Name == "" {
			return nil
		}
		return p.w.app.SaveListMapping(m)
	}, func() { p.read(h.path, m) })
}
