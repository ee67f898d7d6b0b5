package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// wordLight shows words of a prose without drawing the text anew: the one being heard on a wash, and the one that the keyboard is
// at in a frame.
type wordLight struct {
	heard, cursor [2]int // byte offsets; equal ones are no word
	color         fyne.ThemeColorName
	wash, frame   *canvas.Rectangle
}

// lit lights words of the text, in a colour, and tells whether those are others than before.
func (p *prose) lit(heard, cursor [2]int, color fyne.ThemeColorName) bool {
	l := p.light
	switch {
	case l == nil && heard[0] == heard[1] && cursor[0] == cursor[1]:
		return false
	case l == nil:
		p.light = &wordLight{heard, cursor, color, canvas.NewRectangle(nil), canvas.NewRectangle(nil)}
		p.Refresh() // there are two more objects
		return true
	case l.heard == heard && l.cursor == cursor && l.color == color:
		return false
	}
	l.heard, l.cursor, l.color = heard, cursor, color
	l.place(p)
	l.wash.Refresh()
	l.frame.Refresh()
	return true
}

// place puts the rectangles where the words are.
func (l *wordLight) place(p *prose) {
	l.wash.FillColor = theme.Color(l.color)
	l.frame.FillColor, l.frame.StrokeColor, l.frame.StrokeWidth = color.Transparent, theme.Color(colorInk2), 1
	for _, shown := range []struct {
		word [2]int
		box  *canvas.Rectangle
	}{{l.heard, l.wash}, {l.cursor, l.frame}} {
		at, size, found := p.box(shown.word)
		shown.box.Hidden = !found
		shown.box.CornerRadius = theme.Size(sizeStep) / 2
		if found {
			shown.box.Move(at)
			shown.box.Resize(size)
		}
	}
}

// box is where a word was drawn.
func (p *prose) box(word [2]int) (fyne.Position, fyne.Size, bool) {
	if word[0] >= word[1] || word[1] > len(p.text) {
		return fyne.Position{}, fyne.Size{}, false
	}
	for i, pieces := range p.lines {
		x := float32(0)
		for _, piece := range pieces {
			if end := piece.from + len(piece.text); word[0] >= piece.from && word[0] < end {
				before := piece.width(p, word[0]-piece.from)
				size := fyne.MeasureText(p.text[word[0]:word[1]], theme.Size(p.size), piece.style())
				return fyne.NewPos(x+before, float32(i)*linePitch(p.size)), size, true
			}
			x += piece.width(p, len(piece.text))
		}
	}
	return fyne.Position{}, fyne.Size{}, false
}

// offsetAt gives the byte of the text at a place, or -1 where there is no text.
func (p *prose) offsetAt(at fyne.Position) int {
	i := int(at.Y / linePitch(p.size))
	if at.X < 0 || at.Y < 0 || i >= len(p.lines) {
		return -1
	}
	x := float32(0)
	for _, piece := range p.lines[i] {
		for n := range piece.text {
			if n > 0 && at.X < x+piece.width(p, n) {
				return piece.before(n)
			}
		}
		if at.X < x+piece.width(p, len(piece.text)) {
			return piece.before(len(piece.text))
		}
		x += piece.width(p, len(piece.text))
	}
	return -1
}

// before is the offset, in the whole text, of the letter that ends before byte n of the piece.
func (p piece) before(n int) int {
	last := 0
	for i := range p.text[:n] {
		last = i
	}
	return p.from + last
}

func (p piece) style() fyne.TextStyle { return fyne.TextStyle{Bold: p.marked} }

// width is how wide the first n bytes of the piece are.
func (p piece) width(in *prose, n int) float32 {
	return fyne.MeasureText(p.text[:n], theme.Size(in.size), p.style()).Width
}
