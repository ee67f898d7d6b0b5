package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// Typeface is that of the window, for the pages that the application exports.
func Typeface() app.Typeface {
	return app.Typeface{
		Regular: theme.DefaultTextFont().Content(), Bold: theme.DefaultTextBoldFont().Content(), Italic: theme.DefaultTextItalicFont().Content(),
	}
}

// formatWords says in plain words what an export format is.
func formatWords(format string) string {
	words := map[string]string{
		"txt": "Text", "md": "Text with headings (Markdown)", "docx": "Word document (DOCX)", "pdf": "Pages to print or send (PDF)",
		"srt": "Subtitles (SRT)", "vtt": "Subtitles (WebVTT)",
		"json": "Everything, for programs (JSON)", "vcon": "Sound and everything, for other systems (vCon)",
		"flac": "Sound (FLAC)", "wav": "Sound (WAV)", "opus": "Sound, small (Opus)", "m4a": "Sound, small (M4A)",
	}[format]
	if words == "" {
		return strings.ToUpper(format)
	}
	return words
}

// beginsGroup tells which formats stand below a line in menus.
var beginsGroup = map[string]bool{"srt": true, "json": true, "flac": true}

// onExportMenu lists the formats below the button.
func (p *callPage) onExportMenu(below fyne.CanvasObject) {
	p.w.openMenu(fyne.NewMenu("", p.exportItems()...), below)
}

// openMenu opens a menu below an object, within the window.
func (w *Window) openMenu(menu *fyne.Menu, below fyne.CanvasObject) {
	place := w.program.Driver().AbsolutePositionForObject(below).AddXY(0, below.Size().Height)
	pop := widget.NewPopUpMenu(menu, w.window.Canvas())
	place.X = min(place.X, w.window.Canvas().Size().Width-pop.MinSize().Width-space(sizeGroup))
	pop.ShowAtPosition(place)
}

func (p *callPage) exportItems() []*fyne.MenuItem {
	return append(p.formItems(false), fyne.NewMenuItemSeparator(), p.redactItem())
}

// formItems lists the forms.
func (p *callPage) formItems(redact bool) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, format := range app.ExportFormats() {
		if beginsGroup[format] {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		items = append(items, fyne.NewMenuItem(formatWords(format), func() { p.onExport(app.Form{As: format, Redact: redact}) }))
	}
	return items
}

// redactItem offers the same forms without card, account and similar numbers.
func (p *callPage) redactItem() *fyne.MenuItem {
	item := fyne.NewMenuItem("Without card and account numbers", nil)
	item.ChildMenu = fyne.NewMenu("", p.formItems(true)...)
	return item
}

// onExport asks for a place and writes the call there.
func (p *callPage) onExport(form app.Form) {
	if p.id == "" {
		return
	}
	id := p.id
	var omits app.Problem
	var lacks bool
	p.w.askWhere(app.ExportName(p.doc.Call, form), func(ctx context.Context, file fyne.URIWriteCloser) (err error) {
		if err = export(ctx, p.w.app, id, form, file); err == nil {
			omits, lacks, err = p.w.app.Omits(id, form)
		}
		return err
	}, func() {
		if lacks {
			p.w.showProblem(omits)
		}
	})
}

// onExportList asks for a place and writes the list of all calls there.
func (w *Window) onExportList() {
	w.askWhere("Calls "+w.now().Format("2006-01-02")+".csv", func(_ context.Context, file fyne.URIWriteCloser) error {
		return inPlaceOf(file, func(path string) error { return w.app.ExportListFile(app.Filter{}, path) })
	}, nil)
}

// askWhere asks for a file of that name and ending, and writes it in the background. done may be nil.
func (w *Window) askWhere(name string, write func(context.Context, fyne.URIWriteCloser) error, done func()) {
	asked := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil {
			w.showError(err)
		} else if file != nil {
			w.work.do(func(ctx context.Context) error { return write(ctx, file) }, done)
		}
	}, w.window)
	asked.SetFileName(name)
	asked.SetFilter(storage.NewExtensionFileFilter([]string{name[strings.LastIndex(name, "."):]}))
	w.askFile(asked, "Save as", "Save")
}

func export(ctx context.Context, a *app.App, id call.ID, form app.Form, file fyne.URIWriteCloser) error {
	return inPlaceOf(file, func(path string) error { return a.ExportFile(ctx, id, form, path, true) })
}

// inPlaceOf lets write put a file in the place of the empty one that the dialog made. When it fails, the empty one goes too.
func inPlaceOf(file fyne.URIWriteCloser, write func(path string) error) error {
	err := file.Close()
	if err == nil {
		err = write(file.URI().Path())
	}
	if err != nil {
		err = errors.Join(err, storage.Delete(file.URI()))
	}
	return err
}
