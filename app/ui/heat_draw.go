package ui

import (
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// shades is in how many steps days with calls differ.
const shades = 4

// shade says how dark a day is: from 1 for a single call among many to shades for most calls.
func shade(calls, most int) int {
	if calls <= 0 {
		return 0
	}
	return max(1, int(math.Ceil(shades*math.Sqrt(float64(calls)/float64(max(most, 1))))))
}

// pitch is how far days stand apart.
func (h *heat) pitch() float32 { return min(h.Size().Width/weeks, theme.Size(sizeDay)) }

// dayAt is the day at a place, if there is one.
func (h *heat) dayAt(at fyne.Position) (time.Time, bool) {
	pitch := h.pitch()
	if pitch <= 0 || at.X < 0 || at.Y < 0 {
		return time.Time{}, false
	}
	week, day := int(at.X/pitch), int(at.Y/pitch)
	when := h.first.AddDate(0, 0, 7*week+day)
	return when, week < weeks && day < 7 && !when.After(h.w.now())
}

// draw makes the picture of the days if there is none of that size yet.
func (h *heat) draw(size fyne.Size) {
	scale := float32(1)
	if window := fyne.CurrentApp().Driver().CanvasForObject(h); window != nil {
		scale = window.Scale()
	}
	pixels := image.Pt(int(size.Width*scale), int(size.Height*scale))
	if pixels == h.drawn || pixels.X <= 0 || pixels.Y <= 0 {
		return
	}
	h.drawn = pixels
	picture := image.NewNRGBA(image.Rectangle{Max: pixels})
	pitch, gap := h.pitch()*scale, max(1, int(theme.Size(sizeBarGap)*scale+0.5))
	now := h.w.now()
	for i := range 7 * weeks {
		day := h.first.AddDate(0, 0, i)
		if day.After(now) {
			break
		}
		left, right := int(float32(i/7)*pitch), int(float32(i/7+1)*pitch)
		top, bottom := int(float32(i%7)*pitch), int(float32(i%7+1)*pitch)
		fill(picture, image.Rect(left, top, right-gap, bottom-gap), h.colorOf(day))
	}
	h.grid.Image = picture
	h.grid.Refresh()
}

// colorOf is ink, the thicker the more calls.
func (h *heat) colorOf(day time.Time) color.NRGBA {
	sum := h.days[dayKey(day)]
	if sum.calls == 0 {
		return color.NRGBAModel.Convert(theme.Color(colorHairline)).(color.NRGBA)
	}
	ink := color.NRGBAModel.Convert(theme.Color(colorInk)).(color.NRGBA)
	return wash(ink, 0.20+0.50*float64(shade(sum.calls, h.most)-1)/(shades-1))
}

// layFrame puts the frame around the day at the keyboard.
func (h *heat) layFrame() {
	h.frame.Hidden = !h.focused || !h.shows(h.cursor)
	if h.frame.Hidden {
		return
	}
	days := int(math.Round(midnight(h.cursor).Sub(h.first).Hours() / 24))
	pitch := h.pitch()
	h.frame.Move(fyne.NewPos(float32(days/7)*pitch-1, float32(days%7)*pitch-1))
	h.frame.Resize(fyne.NewSquareSize(pitch + 1))
}

// CreateRenderer belongs to Fyne.
func (h *heat) CreateRenderer() fyne.WidgetRenderer {
	r := &heatRenderer{h}
	r.Refresh()
	return r
}

type heatRenderer struct{ heat *heat }

// Layout belongs to Fyne.
func (r *heatRenderer) Layout(size fyne.Size) {
	r.heat.grid.Resize(size)
	r.heat.draw(size)
	r.heat.layFrame()
	if !r.heat.focused {
		r.heat.say(time.Time{}, false)
	}
}

// MinSize belongs to Fyne.
func (r *heatRenderer) MinSize() fyne.Size { return fyne.NewSize(0, 7*theme.Size(sizeDay)) }

// Refresh belongs to Fyne.
func (r *heatRenderer) Refresh() {
	h := r.heat
	h.frame.FillColor, h.frame.StrokeColor = color.Transparent, theme.Color(colorInk)
	h.frame.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	h.drawn = image.Point{}
	r.Layout(h.Size())
	h.frame.Refresh()
	canvas.Refresh(h)
}

// Objects belongs to Fyne.
func (r *heatRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.heat.grid, r.heat.frame}
}

// Destroy belongs to Fyne.
func (r *heatRenderer) Destroy() {}
