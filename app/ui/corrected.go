package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// correctedLine shows or hides what the machine wrote in the place of turns that people corrected, and opens their history.
// Its buttons stand in the band above the conversation; a line of its own says that corrections cannot be read.
type correctedLine struct {
	page    *callPage
	root    *fyne.Container
	words   *line
	toggle  *widget.Button
	history *widget.Button
	call    call.ID
	turns   int  // so many are corrected
	shown   bool // what the machine wrote stands below each corrected turn
}

func newCorrectedLine(p *callPage) *correctedLine {
	l := &correctedLine{page: p, words: newLine("", sizeSmall, colorWarning).mayCut()}
	l.toggle = widget.NewButton("", l.onToggle)
	l.toggle.Importance = widget.LowImportance
	l.history = widget.NewButton("History", func() { p.history.onToggle() })
	l.history.Importance = widget.LowImportance
	l.root = container.New(row{gap: sizeStep}, l.words)
	l.root.Hide()
	return l
}

// show counts the corrected turns of a call.
func (l *correctedLine) show(doc app.Document) {
	if doc.ID != l.call {
		l.call, l.shown = doc.ID, false
	}
	l.turns = 0
	if doc.Transcript != nil {
		for _, segment := range doc.Transcript.Segments {
			if segment.Corrected != nil {
				l.turns++
			}
		}
	}
	l.toggle.Hidden, l.history.Hidden = l.turns == 0, l.turns == 0
	l.root.Hidden = doc.Unread == ""
	l.words.set(doc.Unread + ": this is what the machine wrote")
	l.label()
}

func countCorrected(turns int) string {
	if turns == 1 {
		return "1 turn corrected"
	}
	return fmt.Sprintf("%d turns corrected", turns)
}

func (l *correctedLine) label() {
	text := "Show original"
	if l.shown {
		text = "Hide original"
	}
	if l.toggle.Text != text {
		l.toggle.SetText(text)
	}
}

func (l *correctedLine) onToggle() {
	l.shown = !l.shown
	l.label()
	l.page.conversation.show(l.page.doc)
	l.page.relay()
	l.page.w.window.Canvas().Focus(l.page.conversation.column)
}

// remark is what stands below a turn: that it is an echo, doubtful, another person's, spoken together with the other party, or corrected;
// or nothing.
func (c *conversation) remark(t turn) string {
	var remarks []string
	if t.echo {
		remarks = append(remarks, "the far side, heard again by the microphone")
	}
	if t.doubt != "" {
		remarks = append(remarks, "? doubtful: "+t.doubt)
	}
	if t.another {
		remarks = append(remarks, "another person")
	}
	if t.overlap {
		remarks = append(remarks, "both at once")
	}
	if t.corrected != nil {
		words := "corrected by " + t.corrected.Who
		if c.page.words.corrected.shown {
			words += "; the machine wrote: " + machineText(t.corrected)
		}
		remarks = append(remarks, words)
	}
	return strings.Join(remarks, "  ·  ")
}

// machineText is what the machine wrote in the place of a turn.
func machineText(corrected *call.Corrected) string {
	var all []string
	for _, wrote := range corrected.Machine {
		all = append(all, wrote.Text)
	}
	return strings.Join(all, " ")
}
