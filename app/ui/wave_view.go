package ui

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/call"
)

const (
	leastView = call.Seconds(5) // as fine as the outline is drawn
	zoomStep  = 2               // of a key
	zoomNotch = 1.3             // of one notch of the wheel
	pageLead  = 0.05            // of the view stands before the playhead when it turns
)

// xOf is where a moment of the call stands in so much width.
func (w *wave) xOf(at call.Seconds, width float32) float32 {
	if w.view.Length() <= 0 {
		return 0
	}
	return width * float32((at-w.view.From)/w.view.Length())
}

// timeAt is the moment of the call at a place.
func (w *wave) timeAt(x float32) call.Seconds {
	return w.view.From + w.view.Length()*call.Seconds(float64(x)/float64(w.Size().Width))
}

// zoomed tells whether only a part of the call is in view.
func (w *wave) zoomed() bool { return w.view.Length() < w.length }

// show brings a part of the call into view, as much of it as there is.
func (w *wave) show(from, length call.Seconds) {
	length = max(min(leastView, w.length), min(length, w.length))
	from = max(0, min(from, w.length-length))
	view := call.Span{From: from, To: from + length}
	if view == w.view {
		return
	}
	w.view = view
	w.tip.hide()
	w.draw(w.Size())
	w.layThumb(w.Size())
	w.layPlayhead(w.Size())
	w.tellTurned()
}

func (w *wave) tellTurned() {
	if w.turned != nil {
		w.turned()
	}
}

// showAll brings the whole call into view.
func (w *wave) showAll() { w.show(0, w.length) }

// zoom makes so many times more of the call fit, and leaves a moment where it is.
func (w *wave) zoom(times float64, around call.Seconds) {
	if w.view.Length() <= 0 {
		return
	}
	before := float64((around - w.view.From) / w.view.Length())
	length := max(min(leastView, w.length), min(w.view.Length()*call.Seconds(times), w.length))
	w.show(around-length*call.Seconds(before), length)
}

// zoomKey zooms in or out around the playhead, or the middle where that is out of view.
func (w *wave) zoomKey(in bool) {
	around := w.position
	if around < w.view.From || around > w.view.To {
		around = (w.view.From + w.view.To) / 2
	}
	times := float64(zoomStep)
	if in {
		times = 1 / times
	}
	w.zoom(times, around)
}

// pan moves what is in view along the call.
func (w *wave) pan(by float32) {
	if width := w.Size().Width; width > 0 {
		w.show(w.view.From+w.view.Length()*call.Seconds(float64(by)/float64(width)), w.view.Length())
	}
}

// follow turns the page when the playhead leaves what is in view, and when it jumps. Who has moved on to look elsewhere is
// left there.
func (w *wave) follow(before call.Seconds) {
	const jump = 1
	seen := w.view.From <= before && before <= w.view.To
	jumped := math.Abs(float64(w.position-before)) > jump
	if !w.zoomed() || w.position >= w.view.From && w.position <= w.view.To || !seen && !jumped {
		return
	}
	w.show(w.position-w.view.Length()*pageLead, w.view.Length())
}

// Scrolled zooms with Ctrl (on a Mac: Cmd), and else moves along the call.
func (w *wave) Scrolled(event *fyne.ScrollEvent) {
	width := w.Size().Width
	if width <= 0 || w.length <= 0 {
		return
	}
	if keys, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && keys.CurrentKeyModifiers()&fyne.KeyModifierShortcutDefault != 0 {
		const notch = 25 // what one notch of a wheel scrolls
		w.zoom(math.Pow(zoomNotch, -float64(event.Scrolled.DY)/notch), w.timeAt(event.Position.X))
		return
	}
	w.pan(-event.Scrolled.DX - event.Scrolled.DY)
}

// layThumb shows between the lanes which part of the call is in view.
func (w *wave) layThumb(size fyne.Size) {
	shown := w.zoomed() && size.Width > 0
	if shown == w.track.Hidden {
		w.track.Hidden, w.thumb.Hidden = !shown, !shown
		w.track.Refresh()
		w.thumb.Refresh()
	}
	if !shown {
		return
	}
	thick := theme.Size(sizeThumb)
	y := (size.Height - thick) / 2
	from := size.Width * float32(w.view.From/w.length)
	w.track.Move(fyne.NewPos(0, y))
	w.track.Resize(fyne.NewSize(size.Width, thick))
	w.thumb.Move(fyne.NewPos(from, y))
	w.thumb.Resize(fyne.NewSize(max(2*thick, size.Width*float32(w.view.Length()/w.length)), thick))
}

// skip shows what playing leaves out.
func (w *wave) skip(skipped call.Spans) {
	if slices.Equal(skipped, w.skipped) {
		return
	}
	w.skipped = skipped
	w.Refresh()
}
