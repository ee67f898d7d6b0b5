package ui

import (
	"image/color"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// due notes a follow-up in a call, so many days from now.
func (b *bench) due(id call.ID, text string, days int) {
	b.t.Helper()
	f := call.FollowUp{Text: text, Due: b.app.Today().Add(days)}
	if _, err := b.app.AddFollowUp(app.Due{FollowUp: f, Call: id}, nil); err != nil {
		b.t.Fatal(err)
	}
}

func TestFollowUpsAreListedAndDone(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.due(id, "send the form", -3)
	b.due(id, "call them again", 5)
	b.until("what is due is counted", func() bool { return b.w.calls.ways.follow.word.text == "Follow-ups 1" })
	b.w.calls.ways.follow.open(fyne.Position{})
	b.until("they are listed", func() bool {
		return b.says("2 to be done, 1 overdue") && b.says("3 days overdue") && b.says("in 5 days")
	})
	list := b.w.follow.list
	b.until("the keyboard is in the list", func() bool { return b.w.window.Canvas().Focused() == list })
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.until("it is done", func() bool { return b.says("1 to be done") && !b.says("send the form") })
	b.until("nothing is due", func() bool { return b.w.calls.ways.follow.word.text == "Follow-ups" })
	b.w.follow.onMove()
	b.w.window.Canvas().Focused().(*field).SetText("someday")
	b.tap("Save")
	if !b.says("This is no day that can be understood") {
		t.Fatalf("the window says %q", b.words())
	}
	b.w.window.Canvas().Focused().(*field).SetText("tomorrow")
	b.tap("Save")
	b.until("it is due tomorrow", func() bool { return b.says("tomorrow") })
	b.tap("All")
	b.until("what is done is there, too", func() bool { return b.says("send the form") && b.says("done") })
	b.w.follow.onRemove()
	b.tap("Keep")
	b.w.follow.onRemove()
	b.tap("Remove")
	b.until("it is gone", func() bool { return !b.says("call them again") })
	b.w.follow.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("its call is open", func() bool { return b.w.page == b.w.calls && b.w.calls.doc.id == id && b.says("DUE") })
}

func TestAFollowUpIsNotedDuringTheCall(t *testing.T) {
	b := recording(t)
	id := b.w.take.id
	b.w.window.Canvas().Unfocus()
	b.w.window.Canvas().OnTypedRune()('f')
	what, is := b.w.window.Canvas().Focused().(*field)
	if !is {
		t.Fatal("nothing is asked")
	}
	what.SetText("send the form")
	what.OnSubmitted("")
	b.w.window.Canvas().Focused().(*field).OnSubmitted("")
	b.until("it is there", func() bool { return b.says("send the form, due ") })
	doc, err := b.app.Call(id)
	if err != nil || len(doc.FollowUps) != 1 || doc.FollowUps[0].Due != b.app.Today().Add(7) {
		t.Errorf("%+v, %v", doc.FollowUps, err)
	}
}

// edgeOf is the colour of the edge of what is drawn.
func edgeOf(r fyne.WidgetRenderer) color.Color {
	for _, o := range r.Objects() {
		if edge, is := o.(*canvas.Rectangle); is && edge.StrokeWidth > 0 {
			return edge.StrokeColor
		}
	}
	return nil
}

func TestACallIsLogged(t *testing.T) {
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.w.askLog()
	fields := map[string]*field{}
	walk(b.w.window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if f, is := o.(*field); is {
			fields[f.PlaceHolder] = f
		}
	})
	b.tap("Log it")
	b.until("nothing was said of it", func() bool { return b.says("A call cannot have been like that") })
	fields["Who was it?"].SetText("L. Berg, CPA")
	fields["minutes"].SetText("a while")
	b.w.window.Canvas().Focus(fields["What happened?"])
	fields["What happened?"].OnSubmitted("")
	if !b.says("is not a number of minutes") || b.w.window.Canvas().Focused() != fyne.Focusable(fields["minutes"]) {
		t.Fatalf("the window says %q", b.words())
	}
	if left := test.WidgetRenderer(fields["What happened?"]); edgeOf(left) == edgeOf(test.WidgetRenderer(fields["minutes"])) {
		t.Error("the keyboard is seen in two places")
	}
	fields["minutes"].SetText("12")
	fields["What happened?"].SetText("agreed on June")
	fields["2026-03-12 14:02"].SetText(time.Now().Add(-time.Hour).Format(momentForm))
	b.tap("Log it")
	b.until("it is open", func() bool { return b.says("agreed on June") && b.says("12:00, noted") })
	if strings.Contains(strings.Join(b.words(), "|"), "|00:00|00:00 ") || b.w.calls.doc.sound.Visible() {
		t.Errorf("it looks as if it had sound: %q", b.words())
	}
	b.w.calls.doc.askNote()
	b.w.window.Canvas().Focused().(*field).SetText("!will send papers")
	b.tap("Save")
	b.until("the action is there", func() bool { return b.says("ACTION") && b.says("will send papers") })
	b.w.window.Canvas().OnTypedRune()('f')
	if b.w.window.Canvas().OnTypedRune()('f'); len(b.w.window.Canvas().Overlays().List()) != 1 || !b.says("Follow-up") {
		t.Errorf("F asks for no follow-up, or twice: %q", b.words())
	}
}

// At midnight, and for a machine that slept soon after it wakes up, what is due on the new day counts.
func TestTheCountOfWhatIsDueFollowsTheDay(t *testing.T) {
	var ahead atomic.Int64
	b := newBenchAt(t, scripted{}, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	b.importSample("Summit Credit")
	if _, err := b.app.AddFollowUp(app.Due{FollowUp: call.FollowUp{Due: b.app.Today().Add(1), Text: "answer"}, Case: "Summit"}, nil); err != nil {
		t.Fatal(err)
	}
	b.until("nothing is due today", func() bool { return len(b.w.follow.all) == 1 && b.says("Follow-ups") && !b.says("Follow-ups 1") })
	ahead.Store(int64(24 * time.Hour))
	b.w.onEvent(app.DayChanged{})
	b.until("it is due on the next day", func() bool { return b.says("Follow-ups 1") })
}
