package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// conversation is what was said, turn by turn, with notes, markers and pauses at their seconds. A click on a turn plays it.
type conversation struct {
	page   *callPage
	column *column
	editor *turnEditor
	turns  []turn
	heard  int          // the turn being heard, or -1
	at     call.Seconds // what was heard last
	picked *pickedTurns
	found  map[int][][2]int // by turn: where what was searched for stands in its text

	caret        int // the word at the keyboard, in turn caretTurn; -1 for none
	caretTurn    int
	spokenTurn   int // whose words spokenOfTurn are; -1 for none
	spokenOfTurn []spokenWord
}

// turn is something said or noted.
type turn struct {
	at, end   call.Seconds
	number    int            // in the reading; 0 for a remark
	party     call.Party     // empty for a remark
	remark    app.RemarkKind // what kind it is then
	text      string
	words     []call.Word
	doubt     string          // why the text is doubtful; empty when it is not
	echo      bool            // the microphone heard the far side again
	overlap   bool            // the other party spoke at the same time
	another   bool            // another person of the party begins to speak
	corrected *call.Corrected // nil: as the machine wrote it
	timeless  bool            // it stands at no second
	first     bool            // somebody else spoke before
}

// struck reports whether the turn was struck out.
func (t turn) struck() bool { return t.corrected != nil && t.text == "" }

func newConversation(p *callPage) *conversation {
	c := &conversation{page: p, heard: -1, caret: -1, spokenTurn: -1}
	c.picked = newPickedTurns(c)
	c.editor = newTurnEditor(c)
	c.column = (&column{
		create: c.newRow, show: c.showRow, height: c.rowHeight, choose: c.onChosen, space: p.playback.onPlay,
		wash: c.wash, menu: c.onMenu, key: c.onKey, pick: c.picked.onPick, copy: c.picked.onCopy, tapped: c.onTapped, active: func(_ int, row fyne.CanvasObject, on bool) { row.(*turnRow).showMore(on) },
	}).start()
	c.column.quiet = true
	return c
}

// wash is the ground of a turn that is picked or heard.
func (c *conversation) wash(i int) (fyne.ThemeColorName, bool) {
	if c.picked.has(i) {
		return theme.ColorNameSelection, true
	}
	return heardColor(c.turns[i].party), i == c.heard
}

func heardColor(party call.Party) fyne.ThemeColorName {
	if party == call.Remote {
		return colorHeardRemote
	}
	return colorHeard
}

// show fills in what was said and noted. The keyboard stays at the turn where it was, and so does what is being written.
func (c *conversation) show(doc app.Document) {
	at, cursor := turn{}, c.column.cursor
	if cursor < len(c.turns) {
		at = c.turns[cursor]
	}
	words := c.page.words
	c.turns = turnsOf(doc, words.echoes.shown, words.corrected.shown)
	c.heard = c.heardNow()
	c.caret, c.spokenTurn = -1, -1
	c.editor.follow()
	c.picked.clear()
	c.found = nil
	c.column.reset(len(c.turns))
	c.markFound()
	if i := slices.IndexFunc(c.turns, func(t turn) bool { return t.number == at.number && t.at == at.at }); i >= 0 {
		cursor = i
	}
	c.column.cursor = max(0, min(cursor, len(c.turns)-1))
	c.column.refill()
	if c.column.focused {
		c.column.reveal(c.column.cursor)
	}
}

// find gives the place of a turn by its number, or -1.
func (c *conversation) find(number int) int {
	return slices.IndexFunc(c.turns, func(t turn) bool { return t.number == number && number != 0 })
}

// top scrolls to the beginning.
func (c *conversation) top() {
	c.column.cursor = 0
	c.column.scroll.ScrollToTop()
	c.column.place()
}

// turnsOf puts segments and notes into one order of time. Echoes, and what was struck out, are there if asked for.
func turnsOf(doc app.Document, echoes, struck bool) []turn {
	var turns []turn
	if doc.Transcript != nil {
		for _, segment := range doc.Transcript.Segments {
			if segment.Echo != nil && !echoes || segment.Struck() && !struck {
				continue
			}
			t := turn{
				at: segment.Start, end: segment.End, number: segment.Turn, party: segment.Party, text: segment.Text, words: segment.Words,
				echo: segment.Echo != nil, overlap: segment.Overlap, another: segment.Another, corrected: segment.Corrected,
			}
			if segment.Suspect != nil {
				t.doubt = *segment.Suspect
			}
			turns = append(turns, t)
		}
	}
	for _, remark := range app.Remarks(doc.Call) {
		turns = append(turns, turn{at: remark.At, end: remark.At, remark: remark.Kind, text: remark.Text, timeless: remark.Timeless})
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
		turns[i].first = i == 0 || turns[i-1].party != turns[i].party || turns[i-1].remark != turns[i].remark || turns[i].another
	}
	return turns
}

func (c *conversation) onChosen(i int) {
	c.editor.keep()
	c.page.playback.from(c.turns[i].at)
}
