package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// lamp is a shape with a word: what it says does not hang on its colour.
type lamp struct {
	widget.BaseWidget
	shape *canvas.Image
	word  *line
	now   icon
}

func newLamp(shape icon, word string) *lamp {
	l := &lamp{shape: picture(shape, sizeLamp), word: newLine(word, sizeSmall, shape.color), now: shape}
	l.ExtendBaseWidget(l)
	return l
}

// set changes shape and word, and draws only what is another.
func (l *lamp) set(shape icon, word string) {
	if l.now != shape {
		l.now = shape
		l.shape.Resource = shape
		l.shape.Refresh()
	}
	l.word.say(word, shape.color)
}

// CreateRenderer belongs to Fyne.
func (l *lamp) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(row{gap: sizeStep}, l.shape, l.word))
}

// sideLamp says how a side of a take is doing: shape, word, and what to do about it if something must be done.
func sideLamp(party call.Party, level app.Level, paused bool) (shape icon, word, advice string) {
	switch {
	case paused:
		return lineIcon("pause"), "off the record", ""
	case level.Dead:
		return icon{"nothing", colorWarning}, "nothing arrives", adviceFor(party)
	case level.Clipped:
		return icon{"loud", colorWarning}, "too loud", "Turn it down a little: the loudest words are distorted."
	case level.Heard:
		return icon{"heard", colorOK}, "heard", ""
	case level.QuietFor >= 1:
		return lineIcon("quiet"), fmt.Sprintf("quiet %s", spell(level.QuietFor)), ""
	}
	return lineIcon("quiet"), "quiet", ""
}

func adviceFor(party call.Party) string {
	if party == call.Local {
		return "Not even noise comes from the microphone. Is it muted, or is another one in use? See Settings."
	}
	return "The other side is not playing through this device. Is the call on another output? See Settings."
}
