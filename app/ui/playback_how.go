package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// How a recording is heard (how fast, whom of the two, with or without silence) stays as it was chosen while the program runs.

// speeds are those one can choose. The pitch is the same at each.
var speeds = []float64{0.75, 1, 1.25, 1.5, 2}

const arrowStep = call.Seconds(5) // that an arrow key goes back or on

func speedWord(speed float64) string { return strconv.FormatFloat(speed, 'f', -1, 64) + "×" }

// onSpeedMenu lists the speeds below the button.
func (b *playback) onSpeedMenu() {
	var items []*fyne.MenuItem
	for _, speed := range speeds {
		item := fyne.NewMenuItem(speedWord(speed), func() { b.setSpeed(speed) })
		item.Checked = speed == b.how.speed
		items = append(items, item)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), b.page.w.window.Canvas(), below(b.speed))
}

// stepSpeed goes so many speeds on.
func (b *playback) stepSpeed(by int) {
	at := slices.Index(speeds, b.how.speed) + by
	b.setSpeed(speeds[max(0, min(at, len(speeds)-1))])
}

func (b *playback) setSpeed(speed float64) {
	b.how.speed = speed
	b.changed()
}

func (b *playback) onSides(i int) {
	b.how.who = []call.Party{app.BothParties, call.Local, call.Remote}[i]
	b.changed()
}

// onSkip leaves silence out, or no longer.
func (b *playback) onSkip() {
	if len(b.silences) > 0 {
		b.quiet = !b.quiet
		b.changed()
	}
}

// silent takes another list of what can be left out.
func (b *playback) silent(silences call.Spans) {
	if slices.Equal(b.silences, silences) {
		return
	}
	b.silences = silences
	b.listed++
	b.changed()
}

// changed carries out what was chosen.
func (b *playback) changed() {
	b.how.silences = 0
	if b.quiet && len(b.silences) > 0 {
		b.how.silences = b.listed
	}
	b.drawHow()
	b.step()
}

// drawHow shows what was chosen.
func (b *playback) drawHow() {
	show := func(button *widget.Button, text string, on bool) {
		importance := widget.LowImportance
		if on {
			importance = widget.MediumImportance
		}
		if button.Text != text || button.Importance != importance {
			button.Text, button.Importance = text, importance
			button.Refresh()
		}
	}
	show(b.speed, speedWord(b.how.speed), b.how.speed != 1)
	show(b.skip, "Skip silence", b.how.silences != 0)
	if len(b.silences) == 0 {
		b.skip.Disable()
	} else {
		b.skip.Enable()
	}
	if b.page.sharesLine != nil {
		b.page.showShares()
	}
	if b.page.wave != nil {
		b.page.wave.skip(b.skipped())
	}
}

// skipped is what playing leaves out now.
func (b *playback) skipped() call.Spans {
	if b.how.silences == 0 {
		return nil
	}
	return b.silences
}

// onArrow goes a few seconds back or on.
func (b *playback) onArrow(on bool) {
	at := b.at - arrowStep
	if on {
		at = b.at + arrowStep
	}
	if b.total > 0 {
		b.onSeek(max(0, min(at, b.total)))
	}
}
