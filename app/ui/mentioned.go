package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// mentioned stands in place of the conversation and lists amounts, dates, promises and what else was said that may matter, by time.
// Enter or a click hears the place.
type mentioned struct {
	page   *callPage
	root   *fyne.Container
	column *column
	all    []app.FactLine
}

func newMentioned(p *callPage) *mentioned {
	m := &mentioned{page: p}
	m.column = (&column{create: newMentionRow, show: m.showRow, height: m.rowHeight, choose: m.onChoose, fixed: func(i int) bool { return i >= len(m.all) }}).start()
	m.column.quiet = true
	warning := newLine("Found by machine in the transcript: it may be wrong, and miss things. Enter plays a place.", sizeSmall, colorInk2).mayCut()
	m.root = container.New(inset{sizeInside, sizeStep}, container.NewBorder(container.New(inset{sizeInside, sizeStep}, warning), nil, nil, nil, m.column))
	m.root.Hide()
	return m
}

// onToggle shows the list, or brings the conversation back.
func (m *mentioned) onToggle() {
	m.page.turnTo(lowerMentioned)
	m.load()
}

// load works the list out again while it is in sight.
func (m *mentioned) load() {
	if m.page.lower != lowerMentioned {
		return
	}
	id := m.page.id
	var facts app.CallFacts
	m.page.w.ofCall(func() (err error) {
		facts, err = m.page.w.app.Facts(id)
		return err
	}, func() {
		if id == m.page.id {
			m.all = facts.Lines()
			m.column.reset(max(1, len(m.all)))
		}
	})
}

func (m *mentioned) onChoose(i int) {
	if i < len(m.all) {
		m.page.playback.from(m.all[i].At)
	}
}

// mentionRow is one line: when, who and what, and below it the sentence.
type mentionRow struct {
	widget.BaseWidget
	box   *fyne.Container
	head  *line
	words *prose
}

func newMentionRow() fyne.CanvasObject {
	r := &mentionRow{head: newLine("", sizeBody, colorInk).mayCut(), words: newProse("", sizeSmall, colorInk2)}
	r.box = container.New(inset{sizeInside, sizeStep}, container.New(measureWidth{most: sizeMeasure, left: true}, container.New(stack{}, r.head, r.words)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *mentionRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (m *mentioned) showRow(i int, object fyne.CanvasObject) {
	r := object.(*mentionRow)
	head, words := m.rowWords(i)
	r.head.set(head)
	r.words.set(words, nil)
	r.words.Hidden = words == ""
	r.box.Refresh()
}

// rowWords gives the two lines of a row.
func (m *mentioned) rowWords(i int) (head, words string) {
	if i >= len(m.all) {
		if m.page.doc.Transcript == nil {
			return "Nothing: the call was not written down yet.", ""
		}
		return "The machine found no amount, date or promise, and nothing else that may matter.", ""
	}
	line := m.all[i]
	parts := []string{line.At.Short()}
	if line.Party.Valid() {
		parts = append(parts, partyWord(line.Party))
	}
	what := line.What
	if line.Read != "" {
		what += ": " + line.Read
	}
	parts = append(parts, what)
	if line.Sure {
		parts = append(parts, "confirmed by you")
	}
	return strings.Join(parts, "  ·  "), line.Words
}

func (m *mentioned) rowHeight(i int, width float32) float32 {
	inner := min(width-2*space(sizeInside), space(sizeMeasure))
	height := 2*space(sizeStep) + linePitch(sizeBody)
	if _, words := m.rowWords(i); words != "" {
		height += proseHeight(words, inner, sizeSmall)
	}
	return height
}
