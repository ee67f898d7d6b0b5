package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

const (
	outlineFine  = call.Seconds(0.02) // how finely a waveform is read, so that zooming in shows more
	outlineLeast = 2400               // points at least: enough for the widest window at double scale
	outlineSlow  = call.Seconds(300)  // longer recordings are shown as they are read
	outlineMost  = 1 << 19            // at most, which is 2 MB a side
)

// outlinePoints is how many points a recording of some length is drawn with.
func outlinePoints(length call.Seconds) int {
	return max(outlineLeast, min(int(length/outlineFine), outlineMost))
}

// soundBox is what one sees and steers of the sound: the lanes, who talks how much, and the controls.
func (p *callPage) soundBox() *fyne.Container {
	lane := func(party call.Party) fyne.CanvasObject {
		name := newLine(partyWord(party), sizeSmall, partyColor(party)).bold()
		return container.NewBorder(layout.NewSpacer(), layout.NewSpacer(), nil, nil, name)
	}
	lanes := container.New(wide(sizeMargin), container.NewGridWithRows(2, lane(call.Local), lane(call.Remote)))
	p.sharesLine, p.viewLine = newLine("", sizeSmall, colorInk2).mayCut(), newLine("", sizeSmall, colorInk2)
	zoom := func(shape string, do func()) fyne.CanvasObject {
		return newGlyph(lineIcon(shape), func(fyne.Position) { do() })
	}
	p.zoomOut = container.New(row{gap: sizeStep}, p.viewLine, zoom("minus", func() { p.wave.zoomKey(false) }))
	p.viewRow = container.New(row{gap: sizeStep}, p.sharesLine, p.zoomOut, zoom("plus", func() { p.wave.zoomKey(true) }))
	p.viewIn = container.NewBorder(nil, nil, container.New(wide(sizeMargin)), nil, p.viewRow)
	p.wave.turned = p.showView
	p.showView()
	return container.New(stack{gap: sizeStep},
		container.NewBorder(nil, nil, lanes, nil, p.wave),
		p.viewIn,
		p.playback.controls)
}

// readOutline reads the outline of the open call, and shows it as it comes. Another call that is opened breaks it off.
func (p *callPage) readOutline() {
	id, mine, length := p.id, p.opened, p.doc.Audio.Duration
	if p.doc.Audio.File == "" {
		return
	}
	current, stop := context.WithCancel(context.Background())
	p.drawing = stop
	p.wave.load(app.Waveform{}, length)
	p.wave.moveTo(p.playback.position())
	p.showSpeech()
	soFar := func(part app.Waveform) {
		p.w.work.meanwhile(func() {
			if mine == p.opened {
				p.wave.draft(part)
			}
		})
	}
	if length < outlineSlow {
		soFar = nil
	}
	var outline app.Waveform
	var err error
	p.w.work.do(func(ctx context.Context) error {
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		outline, err = p.w.app.Waveform(current, id, outlinePoints(length), soFar)
		return nil
	}, func() {
		switch {
		case mine != p.opened:
		case err != nil:
			p.showBroken(err)
		default:
			p.outline = outline
			p.wave.draft(outline)
			p.showSpeech()
		}
	})
}

// showView says which part of the call is in view, if that is not all. A low window has no room for these words, and what comes and goes would
// move all that stands below: the thumb under the lanes tells it there.
func (p *callPage) showView() {
	view, zoomed := p.wave.view, p.wave.zoomed()
	if zoomed {
		p.viewLine.set(view.From.Short() + "–" + view.To.Short())
	}
	p.zoomOut.Hidden = !zoomed
	p.viewIn.Hidden = p.low
	p.viewRow.Refresh()
}

// showSpeech finds out who speaks when, from the words if there are any and else from the sound, and what silence can be left out.
func (p *callPage) showSpeech() {
	speech := app.Audible(p.outline, p.doc.Audio.Duration)
	if p.doc.Transcript != nil {
		speech = app.Written(*p.doc.Transcript)
	}
	p.wave.speech = &speech
	p.wave.Refresh()
	p.playback.silent(app.Silences(p.outline, p.doc))
	p.showShares()
}

// showShares says who talks how much, and how much of the silence is left out.
func (p *callPage) showShares() {
	words := ""
	if shares, known := app.SharesOf(p.doc); known {
		words = shares.Words()
	}
	if skipped := p.playback.skipped(); len(skipped) > 0 {
		if words != "" {
			words += "  ·  "
		}
		words += "skipping " + skipped.Length().Short() + " of silence"
	}
	p.sharesLine.set(words)
}

// onRune takes the keys that say how to hear and to see the sound, and the one for a follow-up: it is a letter as in a take, because it opens a field.
func (p *callPage) onRune(r rune) {
	if r == 'f' || r == 'F' {
		p.onFollowUp()
		return
	}
	if p.checks.live() {
		p.checks.onRune(r)
		return
	}
	if p.id == "" || p.sound.Hidden {
		return
	}
	switch r {
	case '[':
		p.playback.stepSpeed(-1)
	case ']':
		p.playback.stepSpeed(+1)
	case '+', '=':
		p.wave.zoomKey(true)
	case '-':
		p.wave.zoomKey(false)
	case '0':
		p.wave.showAll()
	}
}
