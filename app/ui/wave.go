package ui

import (
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
// size and each part of the call that is in view; only the line moves. A click goes to another place, a drag too, or along
// the call when only a part of it is in view.
type wave struct {
	widget.BaseWidget
	seek   func(call.Seconds) // asked to play from there
	keys   func(*fyne.KeyEvent)
	runes  func(rune)
	turned func() // told when another part of the call is in view; may be nil

	outline  app.Waveform
	length   call.Seconds
	view     call.Span // the part that is in view
	speech   *app.Speech
	skipped  call.Spans // what playing leaves out
	marks    []waveMark
	position call.Seconds
	focused  bool
	low      bool // the lanes are lower, so that other things have room

	lanes    *canvas.Image
	playhead *canvas.Rectangle
	frame    *canvas.Rectangle // shows that the keyboard is here
	track    *canvas.Rectangle // the whole call, between the lanes, while a part of it is in view
	thumb    *canvas.Rectangle // that part
	tip      *waveTip
	drawn    drawing // what lanes shows
	laid     fyne.Size
}

var (
	_ fyne.Tappable      = (*wave)(nil)
	_ fyne.Draggable     = (*wave)(nil)
	_ fyne.Scrollable    = (*wave)(nil)
	_ fyne.Focusable     = (*wave)(nil)
	_ desktop.Cursorable = (*wave)(nil)
	_ desktop.Hoverable  = (*wave)(nil)
)

func newWave(seek func(call.Seconds)) *wave {
	w := &wave{
		seek: seek, lanes: canvas.NewImageFromImage(nil), playhead: canvas.NewRectangle(nil), frame: canvas.NewRectangle(nil),
		track: canvas.NewRectangle(nil), thumb: canvas.NewRectangle(nil),
	}
	w.tip = newWaveTip(w.frame)
	w.lanes.FillMode, w.lanes.ScaleMode = canvas.ImageFillStretch, canvas.ImageScalePixels
	w.ExtendBaseWidget(w)
	return w
}

// load shows another recording, all of it.
func (w *wave) load(outline app.Waveform, length call.Seconds) {
	w.outline, w.length, w.position = outline, length, 0
	w.view, w.speech, w.skipped = call.Span{To: length}, nil, nil
	w.tip.hide()
	w.Refresh()
	w.tellTurned()
}

// laneHeight is how high each lane is.
func (w *wave) laneHeight() float32 {
	if w.low {
		return theme.Size(sizeLaneLow)
	}
	return theme.Size(sizeLane)
}

// draft shows the outline as far as it has been read.
func (w *wave) draft(outline app.Waveform) {
	w.outline = outline
	w.Refresh()
}

// moveTo puts the playhead at a place of the recording. What is in view follows it, unless it was out of view before.
func (w *wave) moveTo(at call.Seconds) {
	before := w.position
	w.position = at
	w.follow(before)
	w.layPlayhead(w.Size())
}

func (w *wave) layPlayhead(size fyne.Size) {
	thick := theme.Size(sizePlayhead)
	x := w.xOf(min(w.position, w.length), size.Width)
	if out := x < 0 || x > size.Width; out != w.playhead.Hidden {
		w.playhead.Hidden = out
		w.playhead.Refresh()
	}
	place := fyne.NewPos(float32(int(max(0, min(x, size.Width-thick)))), 0)
	if tall := fyne.NewSize(thick, size.Height); w.playhead.Size() != tall {
		w.playhead.Resize(tall)
	}
	if w.playhead.Position() != place {
		w.playhead.Move(place)
	}
}

func (w *wave) seekTo(x float32) {
	if w.length > 0 && w.Size().Width > 0 {
		w.seek(max(0, min(w.timeAt(x), w.length)))
	}
}

// Tapped plays from the place that was clicked; of a mark, from its own second.
func (w *wave) Tapped(event *fyne.PointEvent) {
	if window := fyne.CurrentApp().Driver().CanvasForObject(w); window != nil {
		window.Focus(w)
	}
	if m, ok := w.under(event.Position); ok && m.moment() {
		w.seek(m.from)
		return
	}
	w.seekTo(event.Position.X)
}

// Dragged moves the playhead along, or what is in view if that is not all.
func (w *wave) Dragged(event *fyne.DragEvent) {
	if w.zoomed() {
		w.pan(-event.Dragged.DX)
		return
	}
	w.seekTo(event.Position.X)
}

// DragEnd belongs to Fyne.
func (w *wave) DragEnd() {}

// Cursor shows that one can click.
func (w *wave) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained belongs to Fyne.
func (w *wave) FocusGained() { w.focused = true; w.showFocus() }

// FocusLost belongs to Fyne.
func (w *wave) FocusLost() { w.focused = false; w.showFocus() }

func (w *wave) showFocus() {
	w.frame.FillColor, w.frame.StrokeColor = color.Transparent, theme.Color(theme.ColorNameFocus)
	w.frame.CornerRadius = theme.Size(sizeRadius)
	w.frame.StrokeWidth = 0
	if w.focused {
		w.frame.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	}
	w.frame.Refresh()
}

// TypedRune leaves what is typed to the page.
func (w *wave) TypedRune(r rune) {
	if w.runes != nil {
		w.runes(r)
	}
}

// TypedKey goes to the beginning with Home; other keys are for the page.
func (w *wave) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyHome:
		w.seek(0)
	case w.keys != nil:
		w.keys(event)
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
	if size != w.laid { // Fyne also lays out because the tip has come
		w.laid = size
		w.tip.hide()
	}
	w.draw(size)
	w.layThumb(size)
	w.layPlayhead(size)
}

// MinSize belongs to Fyne.
func (r *waveRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(sizeListMin)/2, 2*r.wave.laneHeight()+theme.Size(sizeStep)*2)
}

// Refresh belongs to Fyne.
func (r *waveRenderer) Refresh() {
	w := r.wave
	w.playhead.FillColor = theme.Color(colorInk)
	w.track.FillColor, w.thumb.FillColor = theme.Color(colorTrack), theme.Color(colorInk2)
	w.showFocus()
	w.drawn = drawing{}
	r.Layout(w.Size())
	w.playhead.Refresh()
}

// Objects belongs to Fyne.
func (r *waveRenderer) Objects() []fyne.CanvasObject {
	w := r.wave
	return []fyne.CanvasObject{w.frame, w.lanes, w.track, w.thumb, w.playhead, w.tip.box}
}

// Destroy belongs to Fyne.
func (r *waveRenderer) Destroy() {}
