package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// wave shows a recording as two lanes, you above them, with a line where it plays. The lanes are drawn once for each
// size; only the line moves. A click, a drag or the arrow keys go to another place.
type wave struct {
	widget.BaseWidget
	seek func(call.Seconds) // asked to play from there
	keys func(*fyne.KeyEvent)

	outline  app.Waveform
	length   call.Seconds
	marks    []waveMark
	position call.Seconds
	focused  bool

	lanes    *canvas.Image
	playhead *canvas.Rectangle
	frame    *canvas.Rectangle // shows that the keyboard is here
	tip      *waveTip
	drawn    image.Point // the size that lanes is for
}

var (
	_ fyne.Tappable      = (*wave)(nil)
	_ fyne.Draggable     = (*wave)(nil)
	_ fyne.Focusable     = (*wave)(nil)
	_ desktop.Cursorable = (*wave)(nil)
	_ desktop.Hoverable  = (*wave)(nil)
)

func newWave(seek func(call.Seconds)) *wave {
	w := &wave{
		seek: seek, lanes: canvas.NewImageFromImage(nil), playhead: canvas.NewRectangle(nil), frame: canvas.NewRectangle(nil),
		tip: newWaveTip(),
	}
	w.lanes.FillMode, w.lanes.ScaleMode = canvas.ImageFillStretch, canvas.ImageScalePixels
	w.ExtendBaseWidget(w)
	return w
}

// load shows another recording.
func (w *wave) load(outline app.Waveform, length call.Seconds) {
	w.outline, w.length, w.position, w.drawn = outline, length, 0, image.Point{}
	w.tip.hide()
	w.Refresh()
}

// moveTo puts the playhead at a place of the recording.
func (w *wave) moveTo(at call.Seconds) {
	w.position = at
	w.layPlayhead(w.Size())
}

func (w *wave) layPlayhead(size fyne.Size) {
	x := float32(0)
	if w.length > 0 {
		x = size.Width * float32(min(w.position, w.length)/w.length)
	}
	thick := theme.Size(sizePlayhead)
	place := fyne.NewPos(float32(int(min(x, size.Width-thick))), 0)
	if tall := fyne.NewSize(thick, size.Height); w.playhead.Size() != tall {
		w.playhead.Resize(tall)
	}
	if w.playhead.Position() != place {
		w.playhead.Move(place)
	}
}

func (w *wave) seekTo(x float32) {
	if w.length <= 0 || w.Size().Width <= 0 {
		return
	}
	at := w.length * call.Seconds(x/w.Size().Width)
	w.seek(max(0, min(at, w.length)))
}

// Tapped plays from the place that was clicked.
func (w *wave) Tapped(event *fyne.PointEvent) {
	if window := fyne.CurrentApp().Driver().CanvasForObject(w); window != nil {
		window.Focus(w)
	}
	w.seekTo(event.Position.X)
}

// Dragged moves the playhead along.
func (w *wave) Dragged(event *fyne.DragEvent) { w.seekTo(event.Position.X) }

// DragEnd belongs to Fyne.
func (w *wave) DragEnd() {}

// Cursor shows that one can click.
func (w *wave) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained belongs to Fyne.
func (w *wave) FocusGained() { w.focused = true; w.Refresh() }

// FocusLost belongs to Fyne.
func (w *wave) FocusLost() { w.focused = false; w.Refresh() }

// TypedRune belongs to Fyne.
func (w *wave) TypedRune(rune) {}

// TypedKey goes five seconds back or on with the arrows; other keys are for the page.
func (w *wave) TypedKey(event *fyne.KeyEvent) {
	const step = 5
	switch event.Name {
	case fyne.KeyLeft:
		w.seek(max(0, w.position-step))
	case fyne.KeyRight:
		w.seek(min(w.length, w.position+step))
	case fyne.KeyHome:
		w.seek(0)
	default:
		if w.keys != nil {
			w.keys(event)
		}
	}
}

// CreateRenderer belongs to Fyne.
func (w *wave) CreateRenderer() fyne.WidgetRenderer {
	r := &waveRenderer{w}
	r.Refresh()
	return r
}

type waveRenderer struct{ wave *wave }

// Layout belongs to Fyne.
func (r *waveRenderer) Layout(size fyne.Size) {
	w := r.wave
	w.lanes.Resize(size)
	w.frame.Resize(size)
	w.tip.hide()
	w.draw(size)
	w.layPlayhead(size)
}

// MinSize belongs to Fyne.
func (r *waveRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(sizeListMin)/2, 2*theme.Size(sizeLane)+theme.Size(sizeStep)*2)
}

// Refresh belongs to Fyne.
func (r *waveRenderer) Refresh() {
	w := r.wave
	w.playhead.FillColor = theme.Color(colorInk)
	w.frame.FillColor, w.frame.StrokeColor = color.Transparent, theme.Color(theme.ColorNameFocus)
	w.frame.CornerRadius = theme.Size(sizeRadius)
	w.frame.StrokeWidth = 0
	if w.focused {
		w.frame.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	}
	w.drawn = image.Point{}
	r.Layout(w.Size())
	w.playhead.Refresh()
	w.frame.Refresh()
}

// Objects belongs to Fyne.
func (r *waveRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.wave.frame, r.wave.lanes, r.wave.playhead, r.wave.tip.box}
}

// Destroy belongs to Fyne.
func (r *waveRenderer) Destroy() {}
