package app

import "strconv"

// Measures of a report's pages besides those of a call's, in millimetres.
const (
	pdfPicture = 34.0 // height of the bars
	pdfHead    = 10.0 // size of a block's head, in points
)

// sections are the parts of a report.
func (p pdfPages) sections() {
	for _, s := range p.doc.sections {
		p.section(s)
	}
}

func (p pdfPages) section(s section) {
	p.room(30)
	p.Ln(6)
	p.style("B", 12, pdfInk)
	p.CellFormat(pdfWidth, 7, s.title, "", 1, "", false, 0, "")
	if s.lead != "" {
		p.style("", pdfSmall, pdfQuiet)
		p.flow(s.lead, pdfMargin, pdfWidth, 4)
	}
	if len(s.days) > 0 {
		p.bars(s.days)
	}
	if len(s.blocks) == 0 && len(s.days) == 0 {
		p.style("", pdfSize, pdfInk)
		p.flow(s.none, pdfMargin, pdfWidth, pdfLine)
	}
	for _, b := range s.blocks {
		p.block(b)
	}
}

// block writes a head that never stands alone at the foot of a page.
func (p pdfPages) block(b block) {
	if b.head != "" {
		p.style("B", pdfHead, pdfInk)
		p.room(float64(len(p.SplitText(b.head, pdfWidth)))*5 + 22)
		p.Ln(3.5)
		p.flow(b.head, pdfMargin, pdfWidth, 5)
	}
	if b.sub != "" {
		p.style("", pdfSmall, pdfQuiet)
		p.flow(b.sub, pdfMargin, pdfWidth, 4.2)
	}
	for _, fact := range b.facts {
		if p.turns(fact) { // a row on another page must say of what it is
			p.AddPage()
			p.style("I", pdfSmall, pdfQuiet)
			p.CellFormat(pdfWidth, 5, p.oneLine(b.head, pdfWidth-30)+" (continued)", "", 1, "L", false, 0, "")
		}
		p.fact(fact)
	}
	if len(b.passages) > 0 {
		p.Ln(1)
	}
	for _, one := range b.passages {
		p.passage(one)
	}
}

// bars draw how many calls there were by time: those with a flag in the warning's colour, below the others. The numbers stand there, too, so that
// nothing hangs on colour alone.
func (p pdfPages) bars(days []dayCount) {
	p.room(pdfPicture + 22)
	p.Ln(6)
	top, most, flagged := p.GetY(), 1, false
	for _, d := range days {
		most, flagged = max(most, d.calls), flagged || d.flagged > 0
	}
	foot, step := top+pdfPicture, pdfWidth/float64(max(len(days), 8))
	wide := min(step*0.72, 9)
	for i, d := range days {
		if d.calls > 0 {
			p.bar(pdfMargin+step*(float64(i)+0.5)-wide/2, foot, wide, pdfPicture/float64(most), d)
		}
	}
	p.rule(foot)
	p.barLabels(days, foot, step)
	p.SetXY(pdfMargin, foot+6)
	if flagged {
		p.legend(foot + 8)
	}
}

// bar draws one, with how many calls it stands for above it; unit is the height of one call.
func (p pdfPages) bar(x, foot, wide, unit float64, d dayCount) {
	low := unit * float64(d.flagged)
	p.fill(pdfWarning)
	p.Rect(x, foot-low, wide, low, "F")
	p.fill(pdfBar)
	p.Rect(x, foot-unit*float64(d.calls), wide, unit*float64(d.calls-d.flagged), "F")
	p.style("", pdfTiny, pdfQuiet)
	p.SetXY(x-5, foot-unit*float64(d.calls)-3.4)
	p.CellFormat(wide+10, 3.2, strconv.Itoa(d.calls), "", 0, "C", false, 0, "")
}

// pdfBar is the colour of calls in pictures: it is nobody's.
var pdfBar = [3]int{0x8f, 0x98, 0xa6}

func (p pdfPages) fill(color [3]int) { p.SetFillColor(color[0], color[1], color[2]) }

// barLabels writes below the bars when they are, as far as there is room.
func (p pdfPages) barLabels(days []dayCount, foot, step float64) {
	p.style("", pdfTiny, pdfQuiet)
	const wide = 18.0
	every := max(1, int(wide/step)+1)
	for i := 0; i < len(days); i += every {
		p.SetXY(pdfMargin+step*(float64(i)+0.5)-wide/2, foot+1)
		if i == 0 {
			p.SetX(pdfMargin)
			p.CellFormat(wide, 3.4, days[i].label, "", 0, "L", false, 0, "")
			continue
		}
		p.CellFormat(wide, 3.4, days[i].label, "", 0, "C", false, 0, "")
	}
}

// legend says what the colours of the bars are.
func (p pdfPages) legend(y float64) {
	x := pdfMargin
	for _, one := range []struct {
		color [3]int
		words string
	}{{pdfWarning, "calls with a flag: they may be a violation"}, {pdfBar, "other calls"}} {
		p.fill(one.color)
		p.Rect(x, y+0.7, 2.4, 2.4, "F")
		p.style("", pdfTiny, pdfQuiet)
		p.SetXY(x+4, y)
		p.CellFormat(60, 3.8, one.words, "", 0, "L", false, 0, "")
		x += 62
	}
	p.SetXY(pdfMargin, y+4)
}
