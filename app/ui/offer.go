package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// offers is the strip above the page that offers to record the call of another program, and to stop when that program
// has let go of the microphone. It waits there and takes neither the keyboard nor the page away.
type offers struct {
	w       *Window
	root    *fyne.Container
	strip   *fyne.Container
	waiting []string // programs whose calls could be recorded, the newest last
	ended   string   // program whose call is being recorded and seems to be over
}

func newOffers(w *Window) *offers {
	o := &offers{w: w, strip: container.NewStack()}
	o.root = container.New(stack{}, o.strip, widget.NewSeparator())
	o.root.Hide()
	return o
}

// onBegan offers to record. A call that goes on after all makes the question whether to stop void.
func (o *offers) onBegan(e app.CallBegan) {
	if e.Recorded {
		o.ended = ""
		o.draw()
		return
	}
	if o.w.take.running {
		return
	}
	o.forget(e.Program)
	o.waiting = append(o.waiting, e.Program)
	o.draw()
	o.w.notify(shortName(e.Program)+" is using the microphone", "You can record this call in "+Name+".")
}

// onEnded offers to stop, or takes an offer back.
func (o *offers) onEnded(e app.CallEnded) {
	if e.Recorded {
		o.ended = e.Program
		o.w.notify(shortName(e.Program)+" has let go of the microphone", "The recording goes on until you stop it in "+Name+".")
	} else {
		o.forget(e.Program)
	}
	o.draw()
}

// onTake forgets what was asked when a take begins or ends.
func (o *offers) onTake(running bool) {
	if running {
		o.waiting = nil
	} else {
		o.ended = ""
	}
	o.draw()
}

func (o *offers) forget(program string) {
	o.waiting = slices.DeleteFunc(o.waiting, func(p string) bool { return p == program })
}

// draw shows the newest question, or nothing.
func (o *offers) draw() {
	o.strip.RemoveAll()
	switch {
	case o.ended != "":
		o.strip.Add(o.stopOffer(o.ended))
	case len(o.waiting) > 0:
		o.strip.Add(o.recordOffer(o.waiting[len(o.waiting)-1]))
	}
	o.root.Hidden = len(o.strip.Objects) == 0
	o.w.frame.Refresh()
}

func (o *offers) recordOffer(program string) fyne.CanvasObject {
	name := shortName(program)
	record := widget.NewButtonWithIcon("Record", icon{"record", theme.ColorNameForegroundOnError}, func() { o.onRecord(program) })
	record.Importance = widget.DangerImportance
	return strip("microphone", name+" is using the microphone", "Record this call?",
		record, quiet("Not now", func() { o.onNotNow(program) }), quiet("Always for "+name, func() { o.onAlways(program) }))
}

func (o *offers) stopOffer(program string) fyne.CanvasObject {
	stop := widget.NewButtonWithIcon("Stop and save", icon{"stop", theme.ColorNameForegroundOnPrimary}, func() {
		o.ended = ""
		o.draw()
		o.w.take.onStop()
	})
	stop.Importance = widget.HighImportance
	on := quiet("Go on", func() {
		o.ended = ""
		o.draw()
	})
	return strip("microphone", shortName(program)+" has let go of the microphone", "Is the call over? It is still being recorded.", stop, on)
}

// strip is a question in two lines with its answers.
func strip(drawing, what, ask string, answers ...fyne.CanvasObject) fyne.CanvasObject {
	text := container.New(stack{gap: sizeStep}, newLine(what, sizeBody, colorInk).bold().mayCut(), newLine(ask, sizeSmall, colorInk2).mayCut())
	line := container.New(row{gap: sizeInside}, picture(lineIcon(drawing).in(colorInk), sizeIcon), text, container.New(row{gap: sizeStep}, answers...))
	return container.NewStack(newPlane(colorSurface).toTheEdges(), container.New(inset{sizeGroup, sizeInside}, line))
}

func quiet(label string, do func()) *widget.Button {
	button := widget.NewButton(label, do)
	button.Importance = widget.LowImportance
	return button
}

func (o *offers) onRecord(program string) {
	o.forget(program)
	o.draw()
	o.w.record(app.TakeRequest{Program: program})
}

func (o *offers) onNotNow(program string) {
	o.forget(program)
	o.draw()
}

// onAlways records this call and from now on each one of that program.
func (o *offers) onAlways(program string) {
	o.w.work.do(func(context.Context) error {
		settings := o.w.app.Settings()
		settings.RecordAlways(program, true)
		return o.w.app.SaveSettings(settings)
	}, nil)
	o.onRecord(program)
}

// shortName is a program's name where there is little room.
func shortName(program string) string {
	const most = 24
	if runes := []rune(program); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return program
}
