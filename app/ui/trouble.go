package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// showError puts an error into words and shows it.
func (w *Window) showError(err error) { w.showProblem(app.Explain(err)) }

// showProblem says what happened, what is safe and what to do.
func (w *Window) showProblem(problem app.Problem) {
	text := container.New(stack{gap: sizeInside}, paragraph(problem.What+".", sizeLarge, colorInk))
	if problem.Safe != "" {
		text.Add(container.New(row{gap: sizeStep}, picture(icon{"check", colorOK}, sizeIcon), newLine(problem.Safe, sizeBody, colorOK)))
	}
	if problem.Do != "" {
		text.Add(paragraph(problem.Do, sizeBody, colorInk))
	}
	w.ask("", text, action{label: "Close"}, action{label: "Copy diagnostics", low: true, do: w.onCopyDiagnostics})
}

// onCopyDiagnostics puts the last log records on the clipboard. They hold no names, numbers or words.
func (w *Window) onCopyDiagnostics() {
	w.program.Clipboard().SetContent(Name + " " + w.options.Version + "\n" + w.app.Diagnostics())
}

// action is a button below a question.
type action struct {
	label string
	low   bool // stands back
	do    func()
}

// ask shows content with actions below it; the first is the one that Enter means. Each closes it first.
func (w *Window) ask(title string, content fyne.CanvasObject, actions ...action) *dialog.CustomDialog {
	buttons := container.New(row{gap: sizeInside}, layout.NewSpacer())
	body := container.New(stack{gap: sizePage}, content, buttons)
	if title != "" {
		body = container.New(stack{gap: sizeGroup}, newLine(title, sizeLarge, colorInk).bold(), content, buttons)
	}
	asked := dialog.NewCustomWithoutButtons("", container.New(inset{sizeInside, ""}, container.New(wide{sizeDialog}, body)), w.window)
	for i := len(actions) - 1; i >= 0; i-- {
		button := widget.NewButton(actions[i].label, func() {
			asked.Hide()
			if actions[i].do != nil {
				actions[i].do()
			}
		})
		if i == 0 {
			button.Importance = widget.HighImportance
		} else if actions[i].low {
			button.Importance = widget.LowImportance
		}
		buttons.Add(button)
		if i == 0 {
			defer w.window.Canvas().Focus(button)
		}
	}
	asked.Show()
	return asked
}

// paragraph is text that wraps to the width of a dialog.
func paragraph(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *prose {
	p := newProse(text, size, color)
	p.width = theme.Size(sizeDialog)
	return p
}
