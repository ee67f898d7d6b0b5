package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// history stands in place of the conversation and lists who corrected what, and when, the newest first.
type history struct {
	page   *callPage
	root   *fyne.Container
	column *column
	all    []call.Entry
}

func newHistory(p *callPage) *history {
	h := &history{page: p}
	h.column = (&column{create: newEntryRow, show: h.showRow, height: h.rowHeight}).start()
	h.column.quiet = true
	h.root = container.New(inset{sizeInside, sizeStep}, h.column)
	h.root.Hide()
	return h
}

// onToggle shows the history, or brings the conversation back.
func (h *history) onToggle() {
	h.page.turnTo(lowerHistory)
	h.load()
}

// load reads the corrections again while they are in sight.
func (h *history) load() {
	if h.page.lower != lowerHistory {
		return
	}
	id := h.page.id
	var all []call.Entry
	h.page.w.ofCall(func() (err error) {
		all, err = h.page.w.app.Corrections(id)
		if app.HasNoTranscript(err) {
			return nil
		}
		return err
	}, func() {
		if id == h.page.id {
			h.all = all
			h.column.reset(max(1, len(all)))
		}
	})
}

// at is the ith row's entry, the newest first; nil if nothing was corrected.
func (h *history) at(i int) *call.Entry {
	if i >= len(h.all) {
		return nil
	}
	return &h.all[len(h.all)-1-i]
}

// entryRow is one correction: what and by whom, and below it the words.
type entryRow struct {
	widget.BaseWidget
	box           *fyne.Container
	head          *line
	before, after *prose
}

func newEntryRow() fyne.CanvasObject {
	r := &entryRow{
		head: newLine("", sizeSmall, colorInk2).mayCut(), before: newProse("", sizeSmall, colorInk2), after: newProse("", sizeBody, colorInk),
	}
	r.box = container.New(inset{sizeInside, sizeStep},
		container.New(measureWidth{most: sizeMeasure, left: true}, container.New(stack{}, r.head, r.before, r.after)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (h *history) showRow(i int, object fyne.CanvasObject) {
	r, entry := object.(*entryRow), h.at(i)
	before, after := entryWords(entry)
	r.after.color, r.head.text = colorInk2, ""
	if entry != nil {
		r.head.text = h.head(*entry)
		if entry.Holds {
			r.after.color = colorInk
		}
	}
	r.head.Refresh()
	r.before.set(before, nil)
	r.after.set(after, nil)
	r.before.Hidden, r.after.Hidden = before == "", after == ""
	r.box.Refresh()
}

// head says which correction it is, what it did, by whom and when, and whether it holds.
func (h *history) head(entry call.Entry) string {
	parts := []string{
		strconv.Itoa(entry.Number), app.CorrectionWords(entry.Correction), entry.Who, h.page.w.dates.moment(entry.Made),
	}
	if entry.Of == 0 && !entry.Holds {
		parts = append(parts, "taken back")
	}
	return strings.Join(parts, "  ·  ")
}

// entryWords gives the words before and after.
func entryWords(entry *call.Entry) (before, after string) {
	switch {
	case entry == nil:
		return "", "Nothing has been corrected in this call yet."
	case entry.Named != nil:
		name := partyWord(entry.Named.Party) + " "
		return "was: " + name + orNothing(entry.Named.Before), name + orNothing(entry.Named.After)
	case len(entry.Before) == 0:
		return "", ""
	}
	return "was: " + segmentWords(entry.Before), segmentWords(entry.After)
}

func segmentWords(turns []call.Segment) string {
	var all []string
	for _, turn := range turns {
		all = append(all, partyWord(turn.Party)+" "+orNothing(turn.Text))
	}
	return strings.Join(all, " | ")
}

func orNothing(text string) string {
	if text == "" {
		return "(nothing)"
	}
	return text
}

func (h *history) rowHeight(i int, width float32) float32 {
	inner := min(width-2*space(sizeInside), space(sizeMeasure))
	height := 2*space(sizeStep) + linePitch(sizeSmall)
	before, after := entryWords(h.at(i))
	if before != "" {
		height += proseHeight(before, inner, sizeSmall)
	}
	if after != "" {
		height += proseHeight(after, inner, sizeBody)
	}
	return height
}
