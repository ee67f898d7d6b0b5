package ui

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

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
	asked.SetFilter(storage.NewExtensionFileFilter([]string{".wav", ".flac", ".vcon", ".WAV", ".FLAC"}))
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
	var notice string
	request := app.ImportRequest{Name: name, Notice: func(sentence string) { notice = sentence }}
	if app.IsVCon(path) {
		request.Name = "" // it knows its parties
	}
	p.w.work.do(func(ctx context.Context) error {
		id, err = p.w.app.Import(ctx, path, request)
		return nil
	}, func() {
		p.reload()
		if err != nil {
			p.w.showError(err)
			return
		}
		if notice != "" {
			p.w.showProblem(app.Problem{What: notice})
		}
		p.w.openCall(id, nil)
	})
}
