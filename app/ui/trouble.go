package ui

import (
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
)

// showError puts an error into words and shows it.
func (w *Window) showError(err error) { w.showProblem(app.Explain(err)) }

// showProblem says what happened, what is safe and what to do.
func (w *Window) showProblem(problem app.Problem) {
	if w.trouble != nil && w.trouble.popup.Visible() && w.problem == problem {
		return // once is enough
	}
	text := container.New(stack{gap: sizeInside}, paragraph(problem.What+".", sizeLarge, colorInk))
	if problem.Safe != "" {
		text.Add(container.New(row{gap: sizeStep}, picture(icon{"check", colorOK}, sizeIcon), newLine(problem.Safe, sizeBody, colorOK)))
	}
	if problem.Do != "" {
		text.Add(paragraph(problem.Do, sizeBody, colorInk))
	}
	w.problem = problem
	w.trouble = w.ask("", text, action{label: "Close"}, action{label: "Copy diagnostics", low: true, do: w.onCopyDiagnostics})
}

// onCopyDiagnostics puts the last log records on the clipboard. They hold no names, numbers or words.
func (w *Window) onCopyDiagnostics() {
	w.program.Clipboard().SetContent(Name + " " + w.options.Version + "\n" + w.app.Diagnostics())
}
