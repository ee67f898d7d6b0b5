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

// newTestWave is a wave of a hundred seconds, five pixels to a second, and the place it was asked to play from last.
func newTestWave(t *testing.T) (*wave, *call.Seconds) {
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	asked := new(call.Seconds)
	w := newWave(func(at call.Seconds) { *asked = at })
	w.load(app.Waveform{}, 100)
	w.Resize(fyne.NewSize(500, 96))
	return w, asked
}

func TestZoomKeepsItsPlaceAndFollowsThePlayhead(t *testing.T) {
	w, asked := newTestWave(t)
	view := func(what string, from, to call.Seconds) {
		t.Helper()
		if w.view != (call.Span{From: from, To: to}) {
			t.Errorf("%s: %v, wants %v to %v", what, w.view, from, to)
		}
	}
	w.moveTo(40)
	w.zoomKey(true)
	view("around the playhead", 20, 70)
	w.zoom(0.5, 30)
	view("around the pointer", 25, 50)
	if x := w.xOf(30, 500); x != 100 || w.timeAt(100) != 30 {
		t.Errorf("30 s stands at %v, and there is %v", x, w.timeAt(100))
	}
	w.Tapped(&fyne.PointEvent{Position: fyne.NewPos(250, 20)})
	if *asked != 37.5 {
		t.Errorf("a click in the middle asks for %v", *asked)
	}
	drag := &fyne.DragEvent{Dragged: fyne.NewDelta(-100, 0)}
	w.Dragged(drag)
	view("dragged", 30, 55)
	w.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -500)})
	view("scrolled", 55, 80)
	if !w.playhead.Hidden {
		t.Error("the playhead is shown although it is out of view")
	}
	w.moveTo(40.1)
	view("who looks elsewhere is left there", 55, 80)
	w.moveTo(60) // a jump
	view("the playhead is in view", 55, 80)
	w.moveTo(79.9)
	w.moveTo(80.1)
	view("the page is turned, as far as there is more", 75, 100)
	w.moveTo(1)
	view("after another jump", 0, 25)
	for range 10 {
		w.zoomKey(true)
	}
	if w.view.Length() != leastView {
		t.Errorf("zoomed in as far as it goes: %v", w.view)
	}
	w.showAll()
	view("all", 0, 100)
	w.zoomKey(false)
	view("there is no more than all", 0, 100)
	if !w.track.Hidden {
		t.Error("a part is shown as in view although all is")
	}
	w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 20)}})
	if *asked != 10 {
		t.Errorf("dragging over all asks for %v", *asked)
	}
}

// Moving the playhead draws nothing anew; another part of the call, another size or other marks do.
func TestLanesAreDrawnOnce(t *testing.T) {
	w, _ := newTestWave(t)
	picture := w.lanes.Image
	for at := range 100 {
		w.moveTo(call.Seconds(at))
	}
	if w.lanes.Image != picture {
		t.Error("the lanes were drawn anew for the playhead")
	}
	w.zoomKey(true)
	if w.lanes.Image == picture {
		t.Error("the lanes were not drawn for another part of the call")
	}
}

func TestNotesAndMarkersAreReadAndGoneTo(t *testing.T) {
	w, asked := newTestWave(t)
	w.mark(waveMarksOf(call.Call{Notes: []call.Note{{At: 20, Text: "gave a name"}, {At: 20.8, Kind: call.Marker}}, Capture: call.Capture{
		Pauses: []call.Pause{{At: 60, Length: 30}},
		Sides:  map[call.Party]call.Side{call.Local: {Gaps: []call.Gap{{Start: 59, Duration: 3, Cause: "overrun"}}}},
	}}))
	for _, c := range []struct {
		x, y  float32
		words string
		at    call.Seconds
	}{
		{101, 20, "00:20  Gave a name", 20},
		{103, 80, "00:20  Marker 1", 20.8},
		{300, 20, "01:00  Off the record for 00:30", 60},
		{309, 10, "Overrun: 00:00:59–00:01:02, 3.0 s", 61.8},
		{200, 20, "", 40},
	} {
		place := fyne.NewPos(c.x, c.y)
		w.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: place}})
		if shown := w.tip.box.Visible(); shown != (c.words != "") || shown && w.tip.words.text != c.words {
			t.Errorf("at %v the tip says %q (%v)", c.x, w.tip.words.text, shown)
		}
		test.WidgetRenderer(w).Layout(w.Size()) // as Fyne does when the tip has come
		if w.tip.box.Visible() != (c.words != "") {
			t.Errorf("at %v the tip goes away by itself", c.x)
		}
		w.Tapped(&fyne.PointEvent{Position: place})
		if diff := *asked - c.at; diff > 0.001 || diff < -0.001 {
			t.Errorf("a click at %v asks for %v, wants %v", c.x, *asked, c.at)
		}
	}
}

// Where a party does not speak its lane is lighter, and what is skipped has a ground.
func TestSilenceIsDimmed(t *testing.T) {
	w, _ := newTestWave(t)
	w.speech = &app.Speech{{{From: 20, To: 40}}, nil}
	w.Refresh()
	picture := w.lanes.Image.(*image.NRGBA)
	ink := func(x, y int) uint8 { return picture.NRGBAAt(x, y).A }
	for _, c := range []struct {
		x, y int
		want bool
	}{{150, 22, true}, {30, 22, false}, {240, 22, false}, {150, 74, false}} {
		if full := ink(c.x, c.y) == 0xFF; full != c.want || ink(c.x, c.y) == 0 {
			t.Errorf("at %d, %d the ink is %d", c.x, c.y, ink(c.x, c.y))
		}
	}
	w.skip(call.Spans{{From: 60, To: 80}})
	picture = w.lanes.Image.(*image.NRGBA)
	if ink(350, 2) == 0 || ink(350, 94) == 0 || ink(250, 2) != 0 || ink(410, 2) != 0 {
		t.Error("what is skipped has no ground, or other places have one")
	}
}
