package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// conversation is what was said, turn by turn, with notes, markers and pauses at their seconds. A click on a turn plays it.
type conversation struct {
	page   *callPage
	column *column
	turns  []turn
	heard  int // the turn being heard, or -1
}

// turn is something said or noted.
type turn struct {
	at, end call.Seconds
	party   call.Party     // empty for a remark
	remark  app.RemarkKind // what kind it is then
	text    string
	doubt   string // why the text is doubtful; empty when it is not
	echo    bool   // the microphone heard the far side again
	first   bool   // somebody else spoke before
}

func newConversation(p *callPage) *conversation {
	c := &conversation{page: p, heard: -1}
	c.column = (&column{
		create: newTurnRow, show: c.showRow, height: c.rowHeight, choose: c.onChosen, space: p.playback.onPlay,
		wash: func(i int) (fyne.ThemeColorName, bool) { return heardColor(c.turns[i].party), i == c.heard },
	}).start()
	c.column.quiet = true
	return c
}

func heardColor(party call.Party) fyne.ThemeColorName {
	if party == call.Remote {
		return colorHeardRemote
	}
	return colorHeard
}

// show fills in what was said and noted.
func (c *conversation) show(doc app.Document) {
	c.turns, c.heard = turnsOf(doc, c.page.words.echoes.shown), -1
	c.column.reset(len(c.turns))
}

// top scrolls to the beginning.
func (c *conversation) top() {
	c.column.scroll.ScrollToTop()
	c.column.place()
}

// turnsOf puts segments and notes into one order of time.
func turnsOf(doc app.Document, echoes bool) []turn {
	var turns []turn
	if doc.Transcript != nil {
		for _, segment := range doc.Transcript.Segments {
			if segment.Echo != nil && !echoes {
				continue
			}
			t := turn{at: segment.Start, end: segment.End, party: segment.Party, text: segment.Text, echo: segment.Echo != nil}
			if segment.Suspect != nil {
				t.doubt = *segment.Suspect
			}
			turns = append(turns, t)
		}
	}
	for _, remark := range app.Remarks(doc.Call) {
		turns = append(turns, turn{at: remark.At, end: remark.At, remark: remark.Kind, text: remark.Text})
	}
	slices.SortStableFunc(turns, func(a, b turn) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	for i := range turns {
		turns[i].first = i == 0 || turns[i-1].party != turns[i].party || turns[i-1].remark != turns[i].remark
	}
	return turns
}

func (c *conversation) onChosen(i int) { c.page.playback.from(c.turns[i].at) }

// hear marks the turn that is heard at a second and keeps it in sight.
func (c *conversation) hear(at call.Seconds) {
	heard := -1
	for i, t := range c.turns {
		if t.party != "" && t.at <= at+0.05 && at < t.end {
			heard = i
		}
	}
	if heard == c.heard {
		return
	}
	c.heard = heard
	if heard >= 0 {
		c.column.reveal(heard)
	}
	c.column.refill()
}

// turnRow is one turn: when, who, what, and what is to be said of it.
type turnRow struct {
	widget.BaseWidget
	box    *fyne.Container
	at     *line
	who    *line
	text   *prose
	remark *prose
	accent *plane
}

func newTurnRow() fyne.CanvasObject {
	r := &turnRow{
		at: newLine("", sizeSmall, colorInk2), who: newLine("", sizeSmall, colorLocal).bold(),
		text: newProse("", sizeBody, colorInk), remark: newProse("", sizeSmall, colorWarning),
		accent: newPlane(colorLocal),
	}
	r.box = container.New(turnLayout{}, r.accent, r.at, r.who, r.text, r.remark)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *turnRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (c *conversation) showRow(i int, object fyne.CanvasObject) {
	r, t := object.(*turnRow), c.turns[i]
	r.at.set(t.at.Short())
	r.who.Hidden = !t.first
	switch t.party {
	case "":
		r.who.say(strings.ToUpper(string(t.remark)), colorInk2)
	default:
		r.who.say(partyWord(t.party), partyColor(t.party))
	}
	r.accent.Hidden = i != c.heard
	r.accent.color = partyColor(t.party)
	r.accent.Refresh()
	r.text.color, r.remark.color = colorInk, colorWarning
	if t.party == "" || t.echo {
		r.text.color = colorInk2
	}
	if t.doubt == "" {
		r.remark.color = colorInk2
	}
	r.text.set(t.text, nil)
	r.remark.set(remark(t), nil)
	r.remark.Hidden = r.remark.text == ""
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
}

// turnText is where the words of a turn stand in a row of some width.
func turnText(width float32) (x, w float32) {
	x = theme.Size(sizeInside) + theme.Size(sizeTime) + theme.Size(sizeMargin)
	return x, max(theme.Size(sizeMargin), min(width-x-theme.Size(sizeGroup), theme.Size(sizeMeasure)))
}

func (c *conversation) rowHeight(i int, width float32) float32 {
	t := c.turns[i]
	_, w := turnText(width)
	height := proseHeight(t.text, w, sizeBody) + 2*theme.Size(sizeStep)
	if below := remark(t); below != "" {
		height += proseHeight(below, w, sizeSmall)
	}
	if t.first && i > 0 {
		height += theme.Size(sizeStep)
	}
	return height
}

// turnLayout lays a turnRow out: accent, time, name, text, remark.
type turnLayout struct{}

// MinSize belongs to Fyne.
func (turnLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (turnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	accent, at, who, text, below := objects[0], objects[1], objects[2], objects[3], objects[4]
	inside, step := theme.Size(sizeInside), theme.Size(sizeStep)
	x, w := turnText(size.Width)
	text.Resize(fyne.NewSize(w, 0))
	below.Resize(fyne.NewSize(w, 0))
	used := text.MinSize().Height
	if below.Visible() {
		used += below.MinSize().Height
	}
	y := max(step, size.Height-step-used)
	small := (linePitch(sizeBody) - linePitch(sizeSmall)) / 2
	accent.Move(fyne.NewPos(0, y))
	accent.Resize(fyne.NewSize(theme.Size(sizeAccent), used))
	at.Move(fyne.NewPos(inside, y+small+1))
	at.Resize(fyne.NewSize(theme.Size(sizeTime), at.MinSize().Height))
	who.Move(fyne.NewPos(inside+theme.Size(sizeTime), y+small+1))
	who.Resize(fyne.NewSize(theme.Size(sizeMargin), who.MinSize().Height))
	text.Move(fyne.NewPos(x, y))
	below.Move(fyne.NewPos(x, y+text.MinSize().Height))
}
