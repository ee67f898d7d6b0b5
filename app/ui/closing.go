package ui

// onClose closes the window. While a take runs it says so first; the take is saved in any case.
func (w *Window) onClose() {
	if !w.take.running {
		w.quit()
		return
	}
	if w.leaving != nil && w.leaving.popup.Visible() {
		return
	}
	w.leaving = w.ask("A call is being recorded",
		paragraph("Closing the window ends the recording. It will be saved.", sizeBody, colorInk),
		action{label: "Go on recording"},
		action{label: "Stop and save, then close", do: w.onStopAndClose},
	)
}

// onStopAndClose saves the take and closes the window when it is in the library.
func (w *Window) onStopAndClose() {
	w.take.closing = true
	w.take.onStop()
}

func (w *Window) quit() {
	w.Close()
	w.window.Close()
	w.program.Quit()
}
