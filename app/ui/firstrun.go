package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// firstRun is what an empty library shows: one sentence, one button, and another way.
func (p *callsPage) firstRun() *fyne.Container {
	record := widget.NewButtonWithIcon("Record a call", icon{"record", theme.ColorNameForegroundOnError}, p.w.onRecord)
	record.Importance = widget.DangerImportance
	sample := widget.NewButton("or open the sample library", p.onSample)
	sample.Importance = widget.LowImportance
	bring := widget.NewButton("or import recordings that you have", func() { p.w.show(p.w.imports) })
	bring.Importance = widget.LowImportance
	middle := func(o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(row{}, layout.NewSpacer(), o, layout.NewSpacer())
	}
	return container.NewCenter(container.New(stack{gap: sizeGroup},
		newLine("Record a call, and every word of it can be found again.", sizeTitle, colorInk).bold().center(),
		newLine("Both sides are recorded and written down on this machine. Nothing leaves it.", sizeBody, colorInk2).center(),
		container.New(inset{"", sizeInside}, container.New(stack{gap: sizeInside},
			middle(container.New(atLeast(sizeButton), record)), middle(bring), middle(sample))),
	))
}

// onSample opens the sample library.
func (p *callsPage) onSample() {
	open := p.w.options.OpenSample
	p.w.work.do(func(ctx context.Context) error {
		if open != nil {
			return open()
		}
		return p.w.app.Demo(ctx)
	}, p.reload)
}
