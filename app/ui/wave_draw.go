package ui

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
)

// draw makes the picture of the lanes if there is none of that size yet.
func (w *wave) draw(size fyne.Size) {
	scale := float32(1)
	if window := fyne.CurrentApp().Driver().CanvasForObject(w); window != nil {
		scale = window.Scale()
	}
	pixels := image.Pt(int(size.Width*scale), int(size.Height*scale))
	if pixels == w.drawn || pixels.X <= 0 || pixels.Y <= 0 {
		return
	}
	w.drawn = pixels
	picture := image.NewNRGBA(image.Rectangle{Max: pixels})
	lane := int(theme.Size(sizeLane) * scale)
	for channel, name := range []fyne.ThemeColorName{colorLocal, colorRemote} {
		top := channel * (pixels.Y - lane)
		area := image.Rect(0, top, pixels.X, top+lane)
		drawLane(picture, area, w.outline, channel, theme.Color(name), scale)
		w.drawMarks(picture, area, channel, scale)
	}
	w.lanes.Image = picture
	w.lanes.Refresh()
}

// drawLane draws one party as a row of bars around the middle of the area. Silence is a thin line.
func drawLane(picture *image.NRGBA, area image.Rectangle, outline app.Waveform, channel int, ink color.Color, scale float32) {
	thick := max(1, int(theme.Size(sizeBar)*scale+0.5))
	pitch := thick + max(1, int(theme.Size(sizeBarGap)*scale+0.5))
	middle := (area.Min.Y + area.Max.Y) / 2
	half := float64(area.Dy()) / 2
	bars := area.Dx() / pitch
	c := color.NRGBAModel.Convert(ink).(color.NRGBA)
	for i := range bars {
		reach := max(int(scale+0.5), int(half*loudness(outline, channel, i, bars)))
		x := area.Min.X + i*pitch
		fill(picture, image.Rect(x, middle-reach, x+thick, middle+reach), c)
	}
}

func fill(picture *image.NRGBA, area image.Rectangle, c color.NRGBA) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			picture.SetNRGBA(x, y, c)
		}
	}
}

// loudness is how high bar i of so many stands, 0 to 1. Quiet speech is lifted a little so that it can be seen.
func loudness(outline app.Waveform, channel, i, bars int) float64 {
	peaks := outline[channel]
	from, to := i*len(peaks)/bars, (i+1)*len(peaks)/bars
	loudest := 0
	for _, p := range peaks[from:min(max(to, from+1), len(peaks))] {
		loudest = max(loudest, int(p.Max), -int(p.Min))
	}
	return math.Pow(float64(loudest)/32768, 0.7)
}
