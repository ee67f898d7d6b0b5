package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// gapsShown is how many gaps are listed; a bad line can have hundreds.
const gapsShown = 100

// certificate stands in place of the conversation and shows what was measured while the call was recorded. The
// waveform stays in sight, so that a click on a gap can be followed there.
type certificate struct {
	page *callPage
	root *fyne.Container
	rows *fyne.Container
	pane *container.Scroll
}

func newCertificate(p *callPage) *certificate {
	c := &certificate{page: p, rows: container.New(stack{gap: sizeStep})}
	inside := container.New(inset{sizePage, sizeGroup}, container.New(measureWidth{most: sizeMeasure, left: true}, c.rows))
	c.pane = container.NewVScroll(inside)
	c.root = container.NewStack(c.pane)
	c.root.Hide()
	return c
}

// show fills in what was measured of a call.
func (c *certificate) show(doc call.Call) {
	what := app.CertificateOf(doc)
	c.rows.Objects = nil
	c.rows.Add(container.New(inset{"", sizeStep}, newLine("What was measured", sizeLarge, colorInk).bold()))
	if len(what.Rows) == 0 && len(what.Facts) == 0 {
		c.rows.Add(newProse(notMeasured(doc), sizeBody, colorInk2))
	}
	for _, fact := range what.Facts {
		c.add(fact.Name, fact.Value)
	}
	c.addPauses(what.Pauses)
	c.addGaps(what.Gaps)
	c.addSides(what.Rows)
	c.rows.Refresh()
}

func notMeasured(doc call.Call) string {
	if doc.Outcome == call.Imported {
		return "Nothing: the recording was made elsewhere and brought in, so nobody can tell here whether it is complete."
	}
	return "Nothing: the recording broke off before its figures were written down."
}

// add adds a name with one value, or one for each side.
func (c *certificate) add(name string, values ...string) {
	cells := []fyne.CanvasObject{newProse(name, sizeSmall, colorInk2)}
	for _, value := range values {
		cells = append(cells, newProse(value, sizeSmall, colorInk))
	}
	c.rows.Add(container.New(columns{sizeFact, sizeInside}, cells...))
}

// part begins another part below a hairline.
func (c *certificate) part() {
	c.rows.Add(container.New(inset{"", sizeStep}, widget.NewSeparator()))
}

func (c *certificate) addPauses(pauses []call.Pause) {
	for _, remark := range app.Remarks(call.Call{Capture: call.Capture{Pauses: pauses}}) {
		c.rows.Add(c.place(remark.At, remark.At.Short(), upperFirst(remark.Text)))
	}
}

func (c *certificate) addSides(rows []app.Measured) {
	if len(rows) == 0 {
		return
	}
	c.part()
	c.rows.Add(container.New(columns{sizeFact, sizeInside}, newLine("", sizeSmall, colorInk2),
		newLine(partyWord(call.Local), sizeSmall, colorLocal).bold(), newLine(partyWord(call.Remote), sizeSmall, colorRemote).bold()))
	for _, row := range rows {
		c.add(row.Name, row.Sides[:]...)
	}
}

func (c *certificate) addGaps(gaps []app.GapOfSide) {
	if len(gaps) == 0 {
		return
	}
	c.part()
	c.rows.Add(newLine("Gaps: silence of that length stands in the recording", sizeBody, colorInk).bold().mayCut())
	for i, gap := range gaps {
		if i == gapsShown {
			c.rows.Add(newLine(fmt.Sprintf("and %d more", len(gaps)-i), sizeSmall, colorInk2))
			break
		}
		c.rows.Add(c.place(gap.Start, gap.Stretch(), partyWord(gap.Party)+" · "+gap.Cause))
	}
}

// place is a button that goes to a second of the recording, and what is there.
func (c *certificate) place(at call.Seconds, label, words string) fyne.CanvasObject {
	jump := widget.NewButtonWithIcon(label, lineIcon("play").in(colorInk), func() { c.page.playback.onSeek(at) })
	jump.Importance = widget.LowImportance
	return container.New(row{gap: sizeInside}, jump, newLine(words, sizeSmall, colorInk).mayCut())
}

// onToggle opens the certificate, or brings the conversation back.
func (c *certificate) onToggle() { c.page.turnTo(lowerCertificate) }

// turn scrolls by most of what is in sight, down or up.
func (c *certificate) turn(down bool) {
	step := c.pane.Size().Height * 0.8
	if !down {
		step = -step
	}
	most := max(0, c.pane.Content.MinSize().Height-c.pane.Size().Height)
	c.pane.ScrollToOffset(fyne.NewPos(0, max(0, min(most, c.pane.Offset.Y+step))))
}
