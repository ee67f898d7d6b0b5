package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// A gap is drawn in its own lane, over its own time and nowhere else, however short it is.
func TestGapsAreDrawnWhereTheyAre(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	w := newWave(func(call.Seconds) {})
	w.load(app.Waveform{}, 100)
	w.Resize(fyne.NewSize(500, 96))
	w.mark([]waveMark{
		{from: 20, to: 40, party: call.Remote, color: colorWarning, words: "Device lost"},
		{from: 80, to: 80.01, party: call.Local, color: colorWarning, words: "Overrun"},
	})
	picture := w.lanes.Image.(*image.NRGBA)
	hatched := func(x, lane int) bool {
		for y := lane * 52; y < lane*52+44; y++ {
			if c := picture.NRGBAAt(x, y); c.R == 0x9A && c.G == 0x52 {
				return true
			}
		}
		return false
	}
	for _, c := range []struct {
		x, lane int
		want    bool
	}{{150, 1, true}, {150, 0, false}, {90, 1, false}, {210, 1, false}, {401, 0, true}, {401, 1, false}} {
		if got := hatched(c.x, c.lane); got != c.want {
			t.Errorf("at %d in lane %d: %v", c.x, c.lane, got)
		}
	}
	move := &desktop.MouseEvent{}
	move.Position = fyne.NewPos(150, 90)
	w.MouseIn(move)
	if !w.tip.box.Visible() || w.tip.words.text != "Device lost" {
		t.Errorf("the tip says %q", w.tip.words.text)
	}
	move.Position = fyne.NewPos(300, 90)
	w.MouseMoved(move)
	if w.tip.box.Visible() {
		t.Error("the tip stays")
	}
}
