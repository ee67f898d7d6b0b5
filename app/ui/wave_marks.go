package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// waveMark is something in the lanes that is no sound: a gap in one of them, or a moment in both.
type waveMark struct {
	from, to call.Seconds
	party    call.Party // of a gap; empty for both
	color    fyne.ThemeColorName
	words    string
}

// waveMarksOf finds gaps, pauses and markers of a call.
func waveMarksOf(doc call.Call) []waveMark {
	var marks []waveMark
	for _, gap := range app.CertificateOf(doc).Gaps {
		words := upperFirst(gap.Cause) + ": " + gap.Stretch()
		marks = append(marks, waveMark{gap.Start, gap.Start + gap.Duration, gap.Party, colorWarning, words})
	}
	for _, remark := range app.Remarks(doc) {
		if remark.Kind != app.RemarkNote {
			words := upperFirst(remark.Text) + ": " + remark.At.Short()
			marks = append(marks, waveMark{remark.At, remark.At, "", colorInk2, words})
		}
	}
	return marks
}

// mark shows what is in the lanes beside sound.
func (w *wave) mark(marks []waveMark) {
	w.marks = marks
	w.Refresh()
}

// drawMarks hatches the gaps of a lane, and draws a dashed line at each moment.
func (w *wave) drawMarks(picture *image.NRGBA, lane image.Rectangle, channel int, scale float32) {
	for _, m := range w.marks {
		if w.length <= 0 || m.party != "" && m.party.Channel() != channel {
			continue
		}
		ink := color.NRGBAModel.Convert(theme.Color(m.color)).(color.NRGBA)
		from := int(float32(lane.Dx()) * float32(m.from/w.length))
		if m.party == "" {
			x := min(from, lane.Max.X-1)
			dash(picture, image.Rect(x, lane.Min.Y, x+max(1, int(scale)), lane.Max.Y), int(4*scale), ink)
			continue
		}
		to := max(from+int(4*scale), int(float32(lane.Dx())*float32(m.to/w.length)))
		hatch(picture, image.Rect(from, lane.Min.Y, to, lane.Max.Y).Intersect(lane), int(6*scale), max(1, int(scale)), ink)
	}
}

// hatch fills an area with slanting lines between two upright ones. What was there is taken away.
func hatch(picture *image.NRGBA, area image.Rectangle, pitch, thick int, ink color.NRGBA) {
	ground := ink
	ground.A = 0x1A
	fill(picture, area, ground)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if (x+y)%pitch < thick || x < area.Min.X+thick || x >= area.Max.X-thick {
				picture.SetNRGBA(x, y, ink)
			}
		}
	}
}

func dash(picture *image.NRGBA, area image.Rectangle, pitch int, ink color.NRGBA) {
	for y := area.Min.Y; y < area.Max.Y; y += 2 * pitch {
		fill(picture, image.Rect(area.Min.X, y, area.Max.X, min(y+pitch, area.Max.Y)), ink)
	}
}

// under gives the mark at a place, if there is one within a few pixels.
func (w *wave) under(at fyne.Position) (waveMark, bool) {
	const reach = 4
	size := w.Size()
	if w.length <= 0 || size.Width <= 0 {
		return waveMark{}, false
	}
	channel := 0
	if at.Y > size.Height/2 {
		channel = 1
	}
	for _, m := range w.marks {
		from, to := size.Width*float32(m.from/w.length), size.Width*float32(m.to/w.length)
		if at.X >= from-reach && at.X <= to+reach && (m.party == "" || m.party.Channel() == channel) {
			return m, true
		}
	}
	return waveMark{}, false
}

// MouseIn belongs to Fyne.
func (w *wave) MouseIn(event *desktop.MouseEvent) { w.MouseMoved(event) }

// MouseMoved says what is under the mouse.
func (w *wave) MouseMoved(event *desktop.MouseEvent) {
	if m, ok := w.under(event.Position); ok {
		w.tip.show(m.words, event.Position, w.Size())
		return
	}
	w.tip.hide()
}

// MouseOut belongs to Fyne.
func (w *wave) MouseOut() { w.tip.hide() }

// waveTip is a line of words beside the mouse.
type waveTip struct {
	box   *fyne.Container
	words *line
}

func newWaveTip() *waveTip {
	t := &waveTip{words: newLine("", sizeSmall, colorPaper)}
	t.box = container.NewStack(newPlane(colorInk), container.New(inset{sizeInside, sizeStep}, t.words))
	t.box.Hide()
	return t
}

// show puts the words beside a place, within the size of what they belong to.
func (t *waveTip) show(words string, at fyne.Position, within fyne.Size) {
	t.words.set(words)
	size := t.box.MinSize()
	x := min(at.X+theme.Size(sizeInside), within.Width-size.Width)
	t.box.Move(fyne.NewPos(max(0, x), max(0, min(at.Y-size.Height, within.Height-size.Height))))
	t.box.Resize(size)
	t.box.Show()
}

func (t *waveTip) hide() {
	if t.box.Visible() {
		t.box.Hide()
	}
}
