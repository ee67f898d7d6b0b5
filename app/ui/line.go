package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// line is one line of text in a colour and size of the theme. It has no padding. If it may be cut it takes what
// width there is and ends in an ellipsis; if not, it asks for all it needs.
type line struct {
	widget.BaseWidget
	text  string
	color fyne.ThemeColorName
	size  fyne.ThemeSizeName
	style fyne.TextStyle
	align fyne.TextAlign
	cut   bool
	small fyne.ThemeSizeName // the size of text that does not fit; empty: the same
}

func newLine(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *line {
	l := &line{text: text, size: size, color: color}
	l.ExtendBaseWidget(l)
	return l
}

func (l *line) bold() *line {
	l.style.Bold = true
	return l
}

func (l *line) right() *line {
	l.align = fyne.TextAlignTrailing
	return l
}

func (l *line) center() *line {
	l.align = fyne.TextAlignCenter
	return l
}

func (l *line) mayCut() *line {
	l.cut = true
	return l
}

// mayShrink makes text smaller before it is cut.
func (l *line) mayShrink(to fyne.ThemeSizeName) *line {
	l.small = to
	return l
}

// set changes the text, and draws only if it is another.
func (l *line) set(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// paint changes the colour, and draws only if it is another.
func (l *line) paint(color fyne.ThemeColorName) {
	if l.color != color {
		l.color = color
		l.Refresh()
	}
}

// say changes text and colour together.
func (l *line) say(text string, color fyne.ThemeColorName) {
	if l.text != text || l.color != color {
		l.text, l.color = text, color
		l.Refresh()
	}
}

// CreateRenderer belongs to Fyne.
func (l *line) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{line: l, drawn: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type lineRenderer struct {
	line  *line
	drawn *canvas.Text
}

// Layout belongs to Fyne.
func (r *lineRenderer) Layout(size fyne.Size) {
	text, high := r.line.text, theme.Size(r.line.size)
	if r.line.small != "" && !fits(text, size.Width, high, r.line.style) {
		high = theme.Size(r.line.small)
	}
	if r.line.cut {
		text = ellipsis(text, size.Width, high, r.line.style)
	}
	if r.drawn.Text != text || r.drawn.TextSize != high {
		r.drawn.Text, r.drawn.TextSize = text, high
		r.drawn.Refresh()
	}
	r.drawn.Resize(size)
}

// MinSize belongs to Fyne.
func (r *lineRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText(r.line.text, theme.Size(r.line.size), r.line.style)
	if r.line.cut {
		size.Width = 0
	}
	return size
}

// Refresh belongs to Fyne.
func (r *lineRenderer) Refresh() {
	r.drawn.Color = theme.Color(r.line.color)
	r.drawn.TextSize = theme.Size(r.line.size)
	r.drawn.TextStyle = r.line.style
	r.drawn.Alignment = r.line.align
	r.drawn.Text = r.line.text
	r.Layout(r.line.Size())
	r.drawn.Refresh()
}

// Objects belongs to Fyne.
func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.drawn} }

// Destroy belongs to Fyne.
func (r *lineRenderer) Destroy() {}

// ellipsis cuts text so that it fits into width.
func ellipsis(text string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || fits(text, width, size, style) {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if fits(string(runes[:middle])+"…", width, size, style) {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + "…"
}

// fits tells whether text is no wider than width.
func fits(text string, width, size float32, style fyne.TextStyle) bool {
	return fyne.MeasureText(text, size, style).Width <= width+0.5
}
