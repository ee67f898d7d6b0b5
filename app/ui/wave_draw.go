package ui

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// drawing says what a picture of the lanes shows.
type drawing struct {
	pixels image.Point
	view   call.Span
}

// draw makes the picture of the lanes if there is none of that size and part of the call yet.
func (w *wave) draw(size fyne.Size) {
	scale := float32(1)
	if window := fyne.CurrentApp().Driver().CanvasForObject(w); window != nil {
		scale = window.Scale()
	}
	wanted := drawing{image.Pt(int(size.Width*scale), int(size.Height*scale)), w.view}
	if wanted == w.drawn || wanted.pixels.X <= 0 || wanted.pixels.Y <= 0 {
		return
	}
	w.drawn = wanted
	picture := image.NewNRGBA(image.Rectangle{Max: wanted.pixels})
	w.drawSkipped(picture)
	lane := int(w.laneHeight() * scale)
	for channel, name := range []fyne.ThemeColorName{colorLocal, colorRemote} {
		top := channel * (wanted.pixels.Y - lane)
		area := image.Rect(0, top, wanted.pixels.X, top+lane)
		w.drawLane(picture, area, channel, color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA), scale)
		w.drawMarks(picture, area, channel, scale)
	}
	w.lanes.Image = picture
	w.lanes.Refresh()
}

// drawLane draws one party as a row of bars around the middle of the area. Silence is a thin line; where the party does not
// speak all is lighter.
func (w *wave) drawLane(picture *image.NRGBA, area image.Rectangle, channel int, ink color.NRGBA, scale float32) {
	thick := max(1, int(theme.Size(sizeBar)*scale+0.5))
	pitch := thick + max(1, int(theme.Size(sizeBarGap)*scale+0.5))
	middle := (area.Min.Y + area.Max.Y) / 2
	half := float64(area.Dy()) / 2
	light := ink
	light.A = lightly(ink.A)
	for i := range area.Dx() / pitch {
		x := area.Min.X + i*pitch
		bar := call.Span{From: w.momentAt(i*pitch, area), To: w.momentAt((i+1)*pitch, area)}
		c := ink
		if w.speech != nil && !w.speech[channel].Touch(bar) {
			c = light
		}
		reach := max(int(scale+0.5), int(half*loudness(w.outline, channel, bar, w.length)))
		fill(picture, image.Rect(x, middle-reach, x+thick, middle+reach), c)
	}
}

// lightly is how much is left of a colour where nobody speaks.
func lightly(alpha uint8) uint8 { return uint8(0.36 * float64(alpha)) }

// momentAt is the moment of the call at a pixel of a lane.
func (w *wave) momentAt(x int, lane image.Rectangle) call.Seconds {
	return w.view.From + w.view.Length()*call.Seconds(float64(x)/float64(lane.Dx()))
}

// pixelOf is where a moment stands in a lane, perhaps far outside.
func (w *wave) pixelOf(at call.Seconds, lane image.Rectangle) int {
	x := w.xOf(at, float32(lane.Dx()))
	return lane.Min.X + int(max(-1e6, min(x, 1e6)))
}

// drawSkipped lays a wash under what playing leaves out.
func (w *wave) drawSkipped(picture *image.NRGBA) {
	ground := color.NRGBAModel.Convert(theme.Color(colorTrack)).(color.NRGBA)
	for _, s := range w.skipped {
		from, to := w.pixelOf(s.From, picture.Rect), w.pixelOf(s.To, picture.Rect)
		fill(picture, image.Rect(from, 0, to, picture.Rect.Max.Y).Intersect(picture.Rect), ground)
	}
}

func fill(picture *image.NRGBA, area image.Rectangle, c color.NRGBA) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			picture.SetNRGBA(x, y, c)
		}
	}
}

// loudness is how high a party's bar stands for a stretch of a call of some length, 0 to 1. Quiet speech is lifted a little so
// that it can be seen.
func loudness(outline app.Waveform, channel int, bar call.Span, length call.Seconds) float64 {
	peaks := outline[channel]
	if len(peaks) == 0 || length <= 0 {
		return 0
	}
	place := func(at call.Seconds) int {
		return max(0, min(int(float64(at/length)*float64(len(peaks))), len(peaks)))
	}
	from, to := place(bar.From), place(bar.To)
	loudest := 0
	for _, p := range peaks[min(from, len(peaks)-1):min(max(to, from+1), len(peaks))] {
		loudest = max(loudest, p.Reach())
	}
	return math.Pow(float64(loudest)/32768, 0.7)
}
