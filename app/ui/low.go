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
		p.head.Layout, p.frame.Layout, p.state.Layout = stack{gap: sizeStep}, inset{sizePage, sizeStep}, halves{sizeInside}
	}
	if words := p.demoSays(); p.demoWords.text != words {
		p.demoWords.set(words, nil)
	}
	p.flags.line.fit()
	p.showView()
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
