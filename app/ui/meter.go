package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// bar is a thin horizontal bar that is filled up to a fraction: a level meter, or the progress of work.
type bar struct {
	widget.BaseWidget
	color    fyne.ThemeColorName
	thick    fyne.ThemeSizeName
	fraction float32
	track    *canvas.Rectangle
	fill     *canvas.Rectangle
}

func newBar(color fyne.ThemeColorName, thick fyne.ThemeSizeName) *bar {
	b := &bar{color: color, thick: thick, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// set fills the bar to a fraction between 0 and 1, in steps that can be seen. Only one rectangle changes its size.
func (b *bar) set(fraction float32) {
	const steps = 200
	fraction = float32(int(min(1, max(0, fraction))*steps)) / steps
	if fraction == b.fraction {
		return
	}
	b.fraction = fraction
	b.lay(b.Size())
	canvas.Refresh(b.fill)
}

// level shows a level in dBFS: silence below -60, full at 0. It falls slowly, so that the eye can follow.
func (b *bar) level(peak float64) {
	const floor, fall = -60, 0.06
	b.set(max(float32((peak-floor)/-floor), b.fraction-fall))
}

func (b *bar) lay(size fyne.Size) {
	thick := theme.Size(b.thick)
	y := (size.Height - thick) / 2
	b.track.Move(fyne.NewPos(0, y))
	b.track.Resize(fyne.NewSize(size.Width, thick))
	b.fill.Move(fyne.NewPos(0, y))
	b.fill.Resize(fyne.NewSize(size.Width*b.fraction, thick))
	b.fill.Hidden = b.fraction == 0
}

// CreateRenderer belongs to Fyne.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{b}
	r.Refresh()
	return r
}

type barRenderer struct{ bar *bar }

// Layout belongs to Fyne.
func (r *barRenderer) Layout(size fyne.Size) { r.bar.lay(size) }

// MinSize belongs to Fyne.
func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(0, theme.Size(r.bar.thick)) }

// Refresh belongs to Fyne.
func (r *barRenderer) Refresh() {
	b := r.bar
	b.track.FillColor, b.fill.FillColor = theme.Color(colorTrack), theme.Color(b.color)
	b.track.CornerRadius, b.fill.CornerRadius = theme.Size(b.thick)/2, theme.Size(b.thick)/2
	b.lay(b.Size())
	b.track.Refresh()
	b.fill.Refresh()
}

// Objects belongs to Fyne.
func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bar.track, r.bar.fill}
}

// Destroy belongs to Fyne.
func (r *barRenderer) Destroy() {}
