package ui

import (
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

// pauseForBreath is how long digital silence is no cause for alarm: many programs play just that while nobody speaks.
const pauseForBreath = call.Seconds(5)

// sideLamp says how a side of a take is doing: shape, word, and what to do about it if something must be done.
func sideLamp(party call.Party, level app.Level, paused bool) (shape icon, word, advice string) {
	if paused {
		return lineIcon("pause"), "off the record", ""
	}
	switch level.Lamp {
	case app.LampGone:
		return icon{"gone", colorWarning}, "looking for a device", adviceFor(party).gone
	case app.LampNothing:
		if level.QuietFor < pauseForBreath {
			return lineIcon("nothing"), "nothing arrives", ""
		}
		return icon{"nothing", colorWarning}, "nothing arrives", adviceFor(party).nothing
	case app.LampLoud:
		return icon{"loud", colorWarning}, "too loud", adviceFor(party).loud
	case app.LampLow:
		return icon{"low", colorWarning}, "too low", adviceFor(party).low
	case app.LampHeard:
		return icon{"heard", colorOK}, "heard", ""
	}
	word = "quiet"
	if level.QuietFor >= 1 {
		word += " " + spell(level.QuietFor)
	}
	if level.Unheard {
		return icon{"warning", colorWarning}, word, adviceFor(party).nothing
	}
	return lineIcon("quiet"), word, ""
}

// advice is what to do about a lamp.
type advice struct{ gone, nothing, loud, low string }

func adviceFor(party call.Party) advice {
	if party == call.Local {
		return advice{
			gone:    "The microphone is gone. Plug in this one or another: the recording goes on with it by itself.",
			nothing: "Not even noise comes from the microphone. Is it muted, or is another one in use? See Settings.",
			loud:    "Speak from further away, or turn the microphone down: the loudest words are distorted.",
			low:     "Speak closer to the microphone, or turn it up: words will be lost.",
		}
	}
	return advice{
		gone:    "Nothing plays sound on this machine now. Plug in a headset or speakers: the recording goes on by itself.",
		nothing: "The other side is not playing through this device. Is the call on another output? See Settings.",
		loud:    "Turn the call down in the program that you make it with: the loudest words are distorted.",
		low:     "Turn the call up in the program that you make it with: words will be lost.",
	}
}
