package app

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/onrecord/onrecord/call"
)

// The pages are A4, in millimetres; letters are in points.
const (
	pdfMargin  = 20.0
	pdfWidth   = 210 - 2*pdfMargin
	pdfBottom  = 297 - 26.0 // text ends here; the foot stands below
	pdfName    = 46.0       // column of the facts' names
	pdfTime    = 20.0       // columns of a passage: when, who, what
	pdfLabel   = 33.0
	pdfText    = pdfWidth - pdfTime - pdfLabel
	pdfLine    = 4.8 // a line of text of that size
	pdfSize    = 9.5
	pdfSmall   = 8.0
	pdfTiny    = 6.5
	pdfBetween = 1.6 // passages

	pdfMostLabel = 3 // lines of who speaks
)

// The colours are those of the light window.
var (
	pdfInk     = [3]int{0x1b, 0x1f, 0x24}
	pdfQuiet   = [3]int{0x56, 0x60, 0x6c}
	pdfRule    = [3]int{0xc8, 0xcc, 0xd1}
	pdfWarning = [3]int{0x9a, 0x52, 0x00}
	pdfParty   = map[call.Party][3]int{call.Local: {0x0b, 0x6e, 0x69}, call.Remote: {0x41, 0x50, 0xb5}}
)

// exportPages writes a call as pages for people.
func (a *App) exportPages(as string, doc Document, w io.Writer) error {
	out, err := a.printout(doc)
	if err != nil {
		return err
	}
	if as == "docx" {
		return writeDOCX(w, out, a.config.Now())
	}
	return writePDF(w, out, a.config.Typeface, a.config.Now())
}

// writePDF lays the pages out; how many there are is written on them afterwards.
func writePDF(w io.Writer, doc printout, face Typeface, now time.Time) error {
	spelling, err := newSpeller(face)
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	p := newPDF(spelling.respell(doc), face, now)
	p.opening()
	p.sections()
	if len(doc.sections) == 0 || len(doc.passages) > 0 {
		p.conversation()
	}
	p.ending()
	for page := range p.PageCount() {
		p.SetPage(page + 1)
		p.head(page + 1)
		p.foot()
	}
	if err := p.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// pdfPages is a document being laid out.
type pdfPages struct {
	*fpdf.Fpdf
	doc printout
}

func newPDF(doc printout, face Typeface, now time.Time) pdfPages {
	p := pdfPages{fpdf.New("P", "mm", "A4", ""), doc}
	for style, font := range map[string][]byte{"": face.Regular, "B": face.Bold, "I": face.Italic} {
		p.AddUTF8FontFromBytes("text", style, slices.Clone(font)) // it writes into what it is given
	}
	p.SetTitle(doc.running, true)
	p.SetCreator("OnRecord", true)
	p.SetLang(doc.language)
	p.SetCreationDate(now)
	p.SetModificationDate(now)
	p.SetCatalogSort(true)
	p.SetMargins(pdfMargin, pdfMargin, pdfMargin)
	p.SetCellMargin(0)
	p.SetAutoPageBreak(false, 0)
	p.AddPage()
	return p
}

// conversation is what was said, and what was noted in between.
func (p pdfPages) conversation() {
	p.room(20)
	p.Ln(5)
	p.style("B", 12, pdfInk)
	p.CellFormat(pdfWidth, 7, p.doc.heading, "", 1, "", false, 0, "")
	p.Ln(1)
	for _, one := range p.doc.passages {
		p.passage(one)
	}
}

func (p pdfPages) ending() {
	p.room(10)
	p.Ln(3)
	p.style("I", pdfSmall, pdfQuiet)
	p.CellFormat(pdfWidth, 5, p.doc.end, "", 1, "C", false, 0, "")
}

func (p pdfPages) style(style string, size float64, color [3]int) {
	p.SetFont("text", style, size)
	p.SetTextColor(color[0], color[1], color[2])
}

// room begins a new page if so much height is not left.
func (p pdfPages) room(height float64) {
	if p.GetY()+height > pdfBottom {
		p.AddPage()
	}
}

func (p pdfPages) rule(y float64) {
	p.SetDrawColor(pdfRule[0], pdfRule[1], pdfRule[2])
	p.SetLineWidth(0.2)
	p.Line(pdfMargin, y, pdfMargin+pdfWidth, y)
}

// head says on every page which call it is, and which page.
func (p pdfPages) head(n int) {
	p.style("", pdfSmall, pdfQuiet)
	page := fmt.Sprintf("Page %d of %d", n, p.PageCount())
	p.SetXY(pdfMargin, 10)
	p.CellFormat(pdfWidth-30, 5, p.oneLine(p.doc.running, pdfWidth-34), "", 0, "L", false, 0, "") // the whole title stands on the first page
	p.CellFormat(30, 5, page, "", 0, "R", false, 0, "")
	p.rule(16)
}

// foot says on every page by what the recording and its words can be checked.
func (p pdfPages) foot() {
	p.style("", pdfTiny, pdfQuiet)
	p.rule(pdfBottom + 5)
	p.SetXY(pdfMargin, pdfBottom+6)
	for _, sum := range p.doc.sums {
		p.CellFormat(44, 3.2, sum.Name, "", 0, "L", false, 0, "")
		p.CellFormat(pdfWidth-44, 3.2, sum.Value, "", 1, "L", false, 0, "")
	}
}

// opening is the title and what is known of the call.
func (p pdfPages) opening() {
	p.style("B", 18, pdfInk)
	p.flow(p.doc.title, pdfMargin, pdfWidth, 8.5)
	p.style("", 11, pdfQuiet)
	p.flow(p.doc.subtitle, pdfMargin, pdfWidth, 6)
	p.Ln(3)
	for _, caution := range p.doc.cautions {
		p.style("B", pdfSize, pdfWarning)
		p.flow(caution, pdfMargin, pdfWidth, pdfLine)
		p.Ln(1.5)
	}
	for _, fact := range p.doc.facts {
		p.fact(fact)
	}
	p.rule(p.GetY() + 0.6)
}

// turns reports whether a row has no room on its page.
func (p pdfPages) turns(fact Fact) bool {
	p.style("", pdfSmall, pdfInk)
	return p.GetY()+pdfLine*float64(len(p.SplitText(fact.Value, pdfWidth-pdfName))) > pdfBottom
}

func (p pdfPages) fact(fact Fact) {
	if p.turns(fact) {
		p.AddPage()
	}
	p.rule(p.GetY() + 0.6)
	p.SetY(p.GetY() + 1.2)
	p.style("", pdfSmall, pdfQuiet)
	p.CellFormat(pdfName, 4.2, fact.Name, "", 0, "L", false, 0, "")
	p.style("", pdfSmall, pdfInk)
	p.flow(fact.Value, pdfMargin+pdfName, pdfWidth-pdfName, 4.2)
}

// oneLine cuts a text where a line ends, within a word if it must, in the letters that are set.
func (p pdfPages) oneLine(text string, width float64) string {
	if p.GetStringWidth(text) <= width {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && p.GetStringWidth(string(letters)+"…") > width {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimSpace(string(letters)) + "…"
}

// flow writes wrapped text and goes on to the next line.
func (p pdfPages) flow(text string, x, width, height float64) {
	for _, line := range p.SplitText(text, width) {
		p.room(height)
		p.SetX(x)
		p.CellFormat(width, height, line, "", 2, "L", false, 0, "")
	}
	p.SetX(pdfMargin)
}

// passage writes a turn or a remark: its time and who speaks beside its first lines, what is to be known of it below. Who
// speaks is written first, so that whoever copies the text gets it in order.
func (p pdfPages) passage(one passage) {
	p.style("B", pdfSmall, one.color())
	labels := p.SplitText(one.label, pdfLabel-3)
	if len(labels) > pdfMostLabel { // the whole name stands at the top
		labels = append(labels[:pdfMostLabel-1:pdfMostLabel-1], p.oneLine(strings.Join(labels[pdfMostLabel-1:], " "), pdfLabel-3))
	}
	p.room(pdfLine * float64(max(2, len(labels))))
	top := p.GetY()
	p.style("", pdfSmall, pdfQuiet)
	p.CellFormat(pdfTime, pdfLine, one.clock(), "", 0, "L", false, 0, "")
	p.style("B", pdfSmall, one.color())
	p.flow(strings.Join(labels, "\n"), pdfMargin+pdfTime, pdfLabel-3, pdfLine)
	below, under := p.GetY(), p.PageNo()
	p.SetY(top)
	p.style(one.letters(), pdfSize, pdfInk)
	p.flow(one.text, pdfMargin+pdfTime+pdfLabel, pdfText, pdfLine)
	if one.marks != "" {
		p.style("I", pdfSmall, pdfWarning)
		p.flow(one.marks, pdfMargin+pdfTime+pdfLabel, pdfText, 4)
	}
	if p.PageNo() == under {
		p.SetY(max(below, p.GetY()))
	}
	p.Ln(pdfBetween)
}

// letters are upright for what was said and slanted for what was noted.
func (p passage) letters() string {
	if p.party == "" {
		return "I"
	}
	return ""
}

func (p passage) color() [3]int {
	if color, is := pdfParty[p.party]; is {
		return color
	}
	return pdfQuiet
}
