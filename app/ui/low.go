package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
)

// onSized moves all above the words closer together where the page is low, and leaves out who talks how much, so that words stay in sight.
func (p *callPage) onSized(size fyne.Size) {
	p.low = size.Height < theme.Size(sizeLow)
	p.wave.low = p.low
	p.head.Layout, p.frame.Layout, p.state.Layout = stack{gap: sizeGroup}, inset{sizePage, sizeGroup}, stack{gap: sizeStep}
	if p.low {
		p.head.Layout, p.frame.Layout, p.state.Layout = stack{gap: sizeStep}, inset{sizePage, sizeStep}, stateBeside{p.verdict}
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

// stateBeside lays what is to be said of a recording side by side: the verdict as wide as its words, at most half, and the others equally
// wide in what is left.
type stateBeside struct{ verdict *verdictLine }

// MinSize belongs to Fyne.
func (s stateBeside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return halves{sizeInside}.MinSize(objects)
}

// Layout belongs to Fyne. The first object is the verdict.
func (s stateBeside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	words := fyne.MeasureText(s.verdict.words.text, theme.Size(sizeSmall), fyne.TextStyle{}).Width
	first := min(size.Width/2, words+theme.Size(sizeLamp)+2*theme.Size(sizeStep))
	objects[0].Resize(fyne.NewSize(first, size.Height)) // so that words may wrap
	objects[0].Move(fyne.NewPos(0, max(0, size.Height-objects[0].MinSize().Height+theme.Size(sizeLead))/2))
	rest, left := visible(objects[1:]), first+theme.Size(sizeInside)
	halves{sizeInside}.Layout(rest, fyne.NewSize(max(0, size.Width-left), size.Height))
	for _, o := range rest {
		o.Move(o.Position().AddXY(left, 0))
	}
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
	gap, lines := sizeGroup, 2
	if size.Height < theme.Size(sizeLow) {
		gap, lines = sizeChip, 1
	}
	p.above.Layout = stack{gap: gap}
	for _, side := range p.sides {
		side.room.Layout = linesKept{lines, sizeSmall}
	}
}
