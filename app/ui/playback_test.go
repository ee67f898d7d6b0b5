package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

func TestHowACallIsHeardStaysAsItWasChosen(t *testing.T) {
	b := newBench(t, scripted{})
	b.openAnew(b.importSample("Acme Solar"))
	c := b.w.calls.doc.conversation
	p := c.page.playback
	b.until("the call is open", func() bool { return p.total > 0 && b.says("Skip silence") })
	b.w.window.Canvas().Unfocus()
	for _, step := range []struct {
		typed rune
		want  string
	}{{']', "1.25×"}, {']', "1.5×"}, {']', "2×"}, {']', "2×"}, {'[', "1.5×"}} {
		test.TypeOnCanvas(b.w.window.Canvas(), string(step.typed))
		if p.speed.Text != step.want {
			t.Errorf("%c makes %s, wants %s", step.typed, p.speed.Text, step.want)
		}
	}
	b.tap("Them")
	b.until("the outline is there", func() bool { return len(p.silences) > 0 })
	b.tap("Skip silence")
	if !b.says("skipping ") || p.skip.Importance != widget.MediumImportance {
		t.Errorf("nothing says that silence is left out: %q", b.words())
	}
	p.onPlay()
	want := hearing{who: call.Remote, speed: 1.5, silences: p.listed}
	b.until("it is heard so", func() bool { return p.playing && p.has == want })
	b.tap("Skip silence")
	b.until("silence is heard again", func() bool { return p.has.silences == 0 && !p.busy })
	b.tap("Skip silence")

	other := b.importSample("Summit Credit")
	b.w.openCall(other, nil)
	b.until("the other call is open", func() bool { return c.page.doc.ID == other && len(p.silences) > 0 })
	if p.speed.Text != "1.5×" || p.how.who != call.Remote || p.how.silences == 0 {
		t.Errorf("for another call it is forgotten: %+v", p.how)
	}
	p.onPlay()
	b.until("the other call is heard so", func() bool { return p.playing && p.has == p.how })
}

func TestArrowsGoAFewSecondsBackAndOn(t *testing.T) {
	b, c := spokenCall(t)
	b.until("the outline is there", func() bool { return c.page.wave.length > 0 })
	b.w.window.Canvas().Unfocus()
	for _, step := range []struct {
		key  fyne.KeyName
		want call.Seconds
	}{{fyne.KeyRight, 5}, {fyne.KeyRight, 8}, {fyne.KeyLeft, 3}, {fyne.KeyLeft, 0}} {
		b.w.onKey(&fyne.KeyEvent{Name: step.key})
		if got := c.page.playback.at; got != step.want {
			t.Errorf("%s goes to %v, wants %v", step.key, got, step.want)
		}
	}
}

func TestALowPageLeavesRoomForWords(t *testing.T) {
	b, c := spokenCall(t)
	high := c.page.wave.Size().Height
	b.w.window.Resize(fyne.NewSize(900, 600))
	if low := c.page.wave.Size().Height; low > high-30 {
		t.Errorf("the lanes take %v in a low window, %v else", low, high)
	}
	b.w.window.Resize(fyne.NewSize(1280, 800))
	if again := c.page.wave.Size().Height; again != high {
		t.Errorf("in a high window again the lanes take %v, wants %v", again, high)
	}
}
