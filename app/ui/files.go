package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// formatWords says in plain words what an export format is.
func formatWords(format string) string {
	words := map[string]string{
		"txt": "Text", "md": "Text with headings (Markdown)", "srt": "Subtitles (SRT)", "vtt": "Subtitles (WebVTT)", "json": "Everything, for programs (JSON)",
		"vcon": "Sound and everything, for other systems (vCon)",
		"flac": "Sound (FLAC)", "wav": "Sound (WAV)",
	}[format]
	if words == "" {
		return strings.ToUpper(format)
	}
	return words
}

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
	var items []*fyne.MenuItem
	for _, format := range app.ExportFormats() {
		items = append(items, fyne.NewMenuItem(formatWords(format), func() { p.onExport(format) }))
	}
	return items
}

// onExport asks for a place and writes the call there.
func (p *callPage) onExport(format string) {
	if p.id == "" {
		return
	}
	id := p.id
	asked := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil {
			p.w.showError(err)
		} else if file != nil {
			p.w.work.do(func(context.Context) error { return export(p.w.app, id, format, file) }, nil)
		}
	}, p.w.window)
	asked.SetFileName(app.ExportName(p.doc.Call, format))
	asked.SetFilter(storage.NewExtensionFileFilter([]string{"." + format}))
	p.w.askFile(asked, "Save")
}

// export writes a call and takes a file that could not be finished away again.
func export(a *app.App, id call.ID, format string, file fyne.URIWriteCloser) error {
	err := errors.Join(a.Export(id, format, file), file.Close())
	if err != nil {
		err = errors.Join(err, storage.Delete(file.URI()))
	}
	return err
}

// onImport asks for a sound file and brings it in.
func (p *callsPage) onImport() {
	asked := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			p.w.showError(err)
		} else if file != nil {
			path := file.URI().Path()
			p.w.work.do(func(context.Context) error { return file.Close() }, func() { p.importFile(path) })
		}
	}, p.w.window)
	asked.SetFilter(storage.NewExtensionFileFilter([]string{".wav", ".flac", ".WAV", ".FLAC"}))
	p.w.askFile(asked, "Import")
}

// onDropped imports the files that were dropped onto the window.
func (p *callsPage) onDropped(_ fyne.Position, files []fyne.URI) {
	for _, file := range files {
		p.importFile(file.Path())
	}
}

// importFile brings in a sound file and opens it.
func (p *callsPage) importFile(path string) {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	p.summary.set("Importing " + name + "…")
	var id call.ID
	var err error
	p.w.work.do(func(ctx context.Context) error {
		id, err = p.w.app.Import(ctx, path, app.ImportRequest{Name: name})
		return nil
	}, func() {
		p.reload()
		if err != nil {
			p.w.showError(err)
			return
		}
		p.w.openCall(id, nil)
	})
}
