package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// onSized moves all above the words closer together where the page is low, and leaves out who talks how much, so that words stay in sight.
func (p *callPage) onSized(size fyne.Size) {
	before := p.low
	p.low = size.Height < theme.Size(sizeLow)
	p.wave.low = p.low
	p.head.Layout, p.frame.Layout, p.state.Layout = stack{gap: sizeGroup}, inset{sizePage, sizeGroup}, stack{gap: sizeStep}
	if p.low {
		p.head.Layout, p.frame.Layout, p.state.Layout = stack{gap: sizeStep}, inset{sizePage, sizeStep}, stateBeside{p}
	}
	if p.low != before && p.body.Visible() {
		p.showVerdict()
		p.consent.fit()
	}
	if words := p.demoSays(); p.demoWords.text != words {
		p.demoWords.set(words, nil)
	}
	p.words.state.most = 0
	if p.low {
		p.words.state.most = 1
	}
	p.flags.line.fit()
	p.showView()
}

// stateBeside lays what is to be said of a recording side by side: the verdict as wide as its words, at most half or what the consent
// leaves, and the others equally wide in the rest.
type stateBeside struct{ page *callPage }

// MinSize belongs to Fyne.
func (s stateBeside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return halves{sizeInside}.MinSize(objects)
}

// Layout belongs to Fyne. The first object is the verdict.
func (s stateBeside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest, gap := visible(objects[1:]), theme.Size(sizeInside)
	words, most := smallWidth(s.page.verdict.words.text), size.Width/2
	if len(rest) == 1 { // the consent
		most = max(most, size.Width-gap-s.page.consent.width())
	}
	first := min(most, words+theme.Size(sizeLamp)+2*theme.Size(sizeStep))
	objects[0].Resize(fyne.NewSize(first, size.Height)) // so that words may wrap
	objects[0].Move(fyne.NewPos(0, max(0, size.Height-objects[0].MinSize().Height+theme.Size(sizeLead))/2))
	left := first + gap
	halves{sizeInside}.Layout(rest, fyne.NewSize(max(0, size.Width-left), size.Height))
	for _, o := range rest {
		o.Move(o.Position().AddXY(left, 0))
	}
}

// smallWidth is how wide small words are.
func smallWidth(words string) float32 {
	return fyne.MeasureText(words, theme.Size(sizeSmall), fyne.TextStyle{}).Width
}

// showVerdict says how complete the recording is.
func (p *callPage) showVerdict() {
	shape, verdict, detail := verdictOf(p.doc.Call)
	if p.low && p.doc.Outcome == call.Imported {
		verdict = "Imported, not seen being recorded" // from which file is in the certificate
	}
	p.verdict.set(shape, verdict)
	p.detail.set(detail, nil)
	p.detail.Hidden = detail == ""
}

// consentSays is what is to be said of the consent, in fewer words where there is little room.
func (p *callPage) consentSays(words string) string {
	switch {
	case !p.low:
	case words == perhapsConsent:
		return "Perhaps consent: listen"
	case strings.HasPrefix(words, noConsent):
		return noConsent
	}
	return words
}

// demoSays is the banner, or its first and foremost statement where there is little room.
func (p *callPage) demoSays() string {
	if p.low {
		return "Demo model: this is not what people really said."
	}
	return app.DemoBanner
}

// onSized moves all closer together where the page is low, so that the notes stay in sight.
func (p *takePage) onSized(size fyne.Size) {
	gap, lines, clock := sizeGroup, 2, sizeClock
	before := p.low
	p.low = size.Height < theme.Size(sizeLowTake)
	if p.low {
		gap, lines, clock = sizeChip, 1, sizeTitle
	}
	p.above.Layout = stack{gap: gap}
	p.clock.size = clock
	if p.low != before {
		p.clock.Refresh()
		p.warnings.fit()
	}
	for _, side := range p.sides {
		side.room.Layout = linesKept(lines, sizeSmall)
	}
}
