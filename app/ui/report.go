package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// paper is something that can be written about calls: a report, or the draft of a letter.
type paper struct {
	name   string
	about  string // what it is
	kind   app.ReportKind
	letter app.LetterTemplate // where it is one, kind is empty
}

// subject is whom a paper can be about.
type subject struct {
	name string
	of   app.Scope
}

// reportDialog asks what is to be written about whom, and in which form.
type reportDialog struct {
	w        *Window
	papers   []paper
	subjects []subject // of all papers but a call sheet
	one      []subject // the call, for that
	what     *picker
	about    *picker
	as       *picker
	redact   *widget.Check
	says     *prose
	offered  []subject // that stand in about
	forms    []string  // that stand in as
}

// onReport asks for a report or a letter about the open call, or who is in it.
func (w *Window) onReport() {
	summary := w.calls.listed.known[w.calls.chosen]
	w.askReport(summary)
}

// askReport asks for a report or a letter about a call, who is in it, or its case. Of the zero summary it is about all calls.
func (w *Window) askReport(summary app.Summary) { w.askPaper(summary.ID, subjectsOf(summary)...) }

// askPaper asks for a report or a letter about somebody, or about a call where there is one.
func (w *Window) askPaper(sheet call.ID, subjects ...subject) {
	d := &reportDialog{w: w, papers: papers(), subjects: subjects, says: paragraph("", sizeSmall, colorInk2)}
	if sheet != "" {
		d.one = []subject{{"This call", app.Scope{Call: sheet}}}
	} else {
		d.papers = d.papers[1:] // there is no call for a sheet
	}
	d.as, d.about = newPicker(nil, nil), newPicker(nil, nil)
	d.redact = widget.NewCheck("Without card and account numbers", nil)
	d.what = newPicker(nil, func(string) { d.fill() })
	for _, p := range d.papers {
		d.what.Options = append(d.what.Options, p.name)
	}
	d.what.SetSelectedIndex(0)
	asked := w.ask("Report or letter", container.New(stack{gap: sizeInside},
		labelled("What", d.what), d.says, labelled("About", d.about), labelled("As", d.as), d.redact),
		action{label: "Save…", do: d.onSave}, action{label: "Cancel", low: true})
	for _, p := range []*picker{d.what, d.about, d.as} {
		p.escape, p.enter = asked.onEscape, func() { asked.choose(asked.answer[0]) }
	}
	w.window.Canvas().Focus(d.what)
}

// papers lists what can be written. The first one is about a single call.
func papers() []paper {
	all := []paper{
		{"Call sheet", "What is known of the call, what was noted and heard in it, and what may be wrong, without all of its words.", app.CallSheet, app.LetterTemplate{}},
		{"Chronology", "Everything by time, with a picture of the calls per day and what may be a violation, rule by rule.", app.Chronology, app.LetterTemplate{}},
		{"Do-not-call log", "Each request not to be called, how it is known, and the calls after it.", app.DoNotCallLog, app.LetterTemplate{}},
	}
	templates, err := app.LetterTemplates()
	if err != nil {
		return all // they are part of the program, and tested with it
	}
	for _, t := range templates {
		all = append(all, paper{"Letter: " + t.Title, "A draft from the record, and no legal advice. What is not known stands in [brackets], for you to fill in.", "", t})
	}
	return all
}

// subjectsOf lists whom a paper can be about. The first is the caller as the rules take it, by contact, else by number, else by name: calls that stand only
// on a telephone's bill have no name.
func subjectsOf(s app.Summary) (all []subject) {
	if s.Contact != "" {
		all = append(all, subject{"Calls with " + s.Title, app.Scope{Contact: s.Contact}})
	}
	if s.Number != "" {
		all = append(all, subject{"Calls with " + app.NumberForPeople(s.Number), app.Scope{Number: s.Number}})
	}
	if s.Contact == "" && s.Title != "" && s.Title != s.Number {
		all = append(all, subject{"Calls named " + s.Title, app.Scope{Name: s.Title}})
	}
	if s.Case != "" {
		all = append(all, subject{"The case “" + s.Case + "”", app.Scope{Case: s.Case}})
	}
	return all
}

// fill offers what fits the paper that is chosen.
func (d *reportDialog) fill() {
	p := d.papers[d.what.SelectedIndex()]
	d.offered, d.forms = d.subjects, app.ReportFormats()
	switch {
	case p.kind == app.CallSheet:
		d.offered = d.one
	case p.kind == app.DoNotCallLog:
		d.offered = append(d.offered[:len(d.offered):len(d.offered)], subject{"All calls", app.Scope{}})
	case p.kind == "":
		d.forms = []string{"docx", "txt"}
	}
	d.says.set(p.about, nil)
	var names, forms []string
	for _, s := range d.offered {
		names = append(names, s.name)
	}
	for _, form := range d.forms {
		forms = append(forms, reportFormWords[form])
	}
	d.about.SetOptions(names)
	d.as.SetOptions(forms)
	if len(names) == 0 {
		d.about.PlaceHolder = "Nothing is known of the other party"
		d.about.ClearSelected()
	} else {
		d.about.SetSelectedIndex(0)
	}
	d.as.SetSelectedIndex(0)
	d.redact.Hidden = p.kind == ""
	d.redact.Refresh()
}

var reportFormWords = map[string]string{
	"pdf": "Pages to print or send (PDF)", "docx": "Word document (DOCX)", "txt": "Text", "csv": "Table for spreadsheets (CSV)",
}

// onSave works the paper out and asks where it goes.
func (d *reportDialog) onSave() {
	at := d.about.SelectedIndex()
	if at < 0 || at >= len(d.offered) {
		d.w.showError(app.ErrNoScope)
		return
	}
	p, of, as := d.papers[d.what.SelectedIndex()], d.offered[at].of, d.forms[d.as.SelectedIndex()]
	if p.kind == "" {
		d.w.saveLetter(p.letter, of, as)
		return
	}
	var report app.Report
	d.w.work.do(func(context.Context) (err error) {
		report, err = d.w.app.Report(app.ReportOrder{Kind: p.kind, Of: of, Redact: d.redact.Checked})
		return err
	}, func() {
		d.w.askWhere(app.ReportName(report, as), func(_ context.Context, file fyne.URIWriteCloser) error {
			return inPlaceOf(file, func(path string) error { return d.w.app.WriteReportFile(report, as, path, true) })
		}, nil)
	})
}

// saveLetter drafts a letter, asks where it goes, and then says what is left to do.
func (w *Window) saveLetter(template app.LetterTemplate, of app.Scope, as string) {
	var letter app.Letter
	w.work.do(func(context.Context) (err error) {
		letter, err = w.app.Letter(template, of)
		return err
	}, func() {
		w.askWhere(w.app.LetterName(letter, as), func(_ context.Context, file fyne.URIWriteCloser) error {
			return inPlaceOf(file, func(path string) error { return w.app.WriteLetterFile(letter, as, path, true) })
		}, func() { w.tellOpen(letter) })
	})
}

// tellOpen says what a draft leaves to the user.
func (w *Window) tellOpen(letter app.Letter) {
	open := "Nothing is left to fill in. Check every word all the same."
	if len(letter.Open) > 0 {
		open = "These stand in [brackets], for you to fill in or to check:\n• " + strings.Join(letter.Open, "\n• ")
	}
	w.ask("The draft is saved", container.New(stack{gap: sizeInside}, paragraphs(open, sizeBody, colorInk),
		paragraph("It is a draft and no legal advice.", sizeSmall, colorInk2)), action{label: "Close"})
}
