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
	kind     app.RemarkKind // of a moment
	words    string
}

// moment tells a remark from a gap.
func (m waveMark) moment() bool { return m.party == "" }

// waveMarksOf finds gaps, notes, pauses and markers of a call.
func waveMarksOf(doc call.Call) []waveMark {
	var marks []waveMark
	for _, gap := range app.CertificateOf(doc).Gaps {
		words := upperFirst(gap.Cause) + ": " + gap.Stretch()
		marks = append(marks, waveMark{from: gap.Start, to: gap.Start + gap.Duration, party: gap.Party, color: colorWarning, words: words})
	}
	for _, remark := range app.Remarks(doc) {
		words := remark.At.Short() + "  " + upperFirst(remark.Text)
		marks = append(marks, waveMark{from: remark.At, to: remark.At, color: colorInk2, kind: remark.Kind, words: words})
	}
	return marks
}

// mark shows what is in the lanes beside sound.
func (w *wave) mark(marks []waveMark) {
	w.marks = marks
	w.Refresh()
}

// drawMarks hatches the gaps of a lane, and draws a dashed line at each moment, with a sign on top: a flag for what was put down, a
// triangle for a marker, two strokes for a pause.
func (w *wave) drawMarks(picture *image.NRGBA, lane image.Rectangle, channel int, scale float32) {
	for _, m := range w.marks {
		if w.length <= 0 || !m.moment() && m.party.Channel() != channel {
			continue
		}
		ink := color.NRGBAModel.Convert(theme.Color(m.color)).(color.NRGBA)
		from := w.pixelOf(m.from, lane)
		if m.moment() {
			if m.from < w.view.From || m.from > w.view.To {
				continue
			}
			thick := max(1, int(scale))
			x, top := min(from, lane.Max.X-thick), lane.Min.Y
			if channel == 0 {
				drawSign(picture, m.kind, x, top, scale, ink)
				top += int(8 * scale)
			}
			dash(picture, image.Rect(x, top, x+thick, lane.Max.Y), int(4*scale), ink)
			continue
		}
		to := max(from+int(4*scale), w.pixelOf(m.to, lane))
		area := image.Rect(from, lane.Min.Y, to, lane.Max.Y).Intersect(lane)
		hatch(picture, area, int(6*scale), max(1, int(scale)), ink)
	}
}

// drawSign draws the sign of a moment, seven high, above its line. A flag near the right edge hangs to the left.
func drawSign(picture *image.NRGBA, kind app.RemarkKind, x, y int, scale float32, ink color.NRGBA) {
	px := func(n float32) int { return int(n*scale + 0.5) }
	draw := func(left, top, right, bottom float32) {
		fill(picture, image.Rect(x+px(left), y+px(top), x+px(right), y+px(bottom)).Intersect(picture.Rect), ink)
	}
	switch kind {
	case app.RemarkNote, app.RemarkAction, app.RemarkTick, app.RemarkFollowUp:
		left := float32(0)
		if x+px(8) > picture.Rect.Max.X {
			left = -7
		}
		draw(0, 0, 1, 8)
		draw(left, 0, left+8, 6)
	case app.RemarkPause:
		draw(-2, 0, 0, 7)
		draw(2, 0, 4, 7)
	default:
		for row := range px(5) {
			half := px(4.5) - row
			fill(picture, image.Rect(x-half, y+row, x+half+1, y+row+1).Intersect(picture.Rect), ink)
		}
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

// under gives the mark at a place, the nearest if there are several within a few pixels. A moment goes before a gap.
func (w *wave) under(at fyne.Position) (waveMark, bool) {
	const reach = 5
	size := w.Size()
	if w.length <= 0 || size.Width <= 0 {
		return waveMark{}, false
	}
	channel := 0
	if at.Y > size.Height/2 {
		channel = 1
	}
	var best waveMark
	nearest, found := float32(reach), false
	for _, m := range w.marks {
		from, to := w.xOf(m.from, size.Width), w.xOf(m.to, size.Width)
		off := max(from-at.X, at.X-to, 0)
		switch {
		case off > nearest || !m.moment() && (m.party.Channel() != channel || best.moment() && found):
		default:
			best, nearest, found = m, off, true
		}
	}
	return best, found
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
	on    fyne.CanvasObject // drawn anew when the tip comes or goes, which by itself draws nothing
	box   *fyne.Container
	words *line
}

func newWaveTip(on fyne.CanvasObject) *waveTip {
	t := &waveTip{on: on, words: newLine("", sizeSmall, colorPaper)}
	t.box = container.NewStack(newPlane(colorInk), container.New(inset{sizeInside, sizeStep}, t.words))
	t.box.Hide()
	return t
}

// show puts the words beside a place, within the size of what they belong to. Long ones are cut.
func (t *waveTip) show(words string, at fyne.Position, within fyne.Size) {
	t.words.set(ellipsis(words, within.Width-2*theme.Size(sizeInside), theme.Size(t.words.size), t.words.style))
	size := t.box.MinSize()
	x := min(at.X+theme.Size(sizeInside), within.Width-size.Width)
	t.box.Move(fyne.NewPos(max(0, x), max(0, min(at.Y-size.Height, within.Height-size.Height))))
	t.box.Resize(size)
	t.box.Show()
	t.on.Refresh()
}

func (t *waveTip) hide() {
	if t.box.Visible() {
		t.box.Hide()
		t.on.Refresh()
	}
}
