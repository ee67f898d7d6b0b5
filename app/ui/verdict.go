package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// verdictOf says how complete the recording is: shape, sentence, and more where there is more to say.
func verdictOf(doc call.Call) (shape icon, verdict, detail string) {
	certificate := app.CertificateOf(doc)
	words := upperFirst(certificate.Verdict)
	switch {
	case certificate.Whole:
		return icon{"check", colorOK}, words, upperFirst(doc.Failure)
	case doc.Outcome == call.Failed:
		return icon{"nothing", colorWarning}, words, upperFirst(doc.Failure)
	case doc.Outcome == call.Recording:
		return icon{"record", colorRecording}, words, ""
	case doc.Outcome == call.Recovered:
		return icon{"recovered", colorWarning}, words, ""
	case doc.Outcome == call.Noted && doc.Refusal == nil:
		return lineIcon("edit"), words, ""
	case doc.Outcome == call.Imported:
		return lineIcon("import"), words + fromFile(doc), ""
	}
	return icon{"loud", colorWarning}, words, upperFirst(doc.Failure)
}

func fromFile(doc call.Call) string {
	if doc.Source == "" {
		return ""
	}
	return "  ·  from " + doc.Source
}

// verdictLine is the verdict on a recording. A click opens the certificate.
type verdictLine struct {
	widget.BaseWidget
	open  func()
	shape *canvas.Image
	words *prose
	now   icon
	box   *fyne.Container
}

var (
	_ fyne.Tappable      = (*verdictLine)(nil)
	_ desktop.Cursorable = (*verdictLine)(nil)
)

func newVerdictLine(open func()) *verdictLine {
	v := &verdictLine{open: open, shape: picture(lineIcon("check"), sizeLamp), words: newProse("", sizeSmall, colorInk2)}
	sign := container.NewBorder(container.New(linesKept(1, sizeSmall), v.shape), nil, nil, nil)
	v.box = container.New(columns{sizeLamp, sizeStep}, sign, v.words)
	v.ExtendBaseWidget(v)
	return v
}

func (v *verdictLine) set(shape icon, words string) {
	v.words.color = shape.color
	v.words.set(words, nil)
	if v.now != shape {
		v.now = shape
		v.shape.Resource = shape
		v.shape.Refresh()
	}
	v.Refresh()
}

// Tapped belongs to Fyne.
func (v *verdictLine) Tapped(*fyne.PointEvent) { v.open() }

// Cursor shows that one can click.
func (v *verdictLine) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer belongs to Fyne.
func (v *verdictLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.box) }
