package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// prose is text that wraps at words. Stretches of it can be marked: they are bold on a wash of colour. One word of it can be
// lit, which draws nothing else anew.
type prose struct {
	widget.BaseWidget
	text   string
	marks  [][2]int // byte offsets of what to mark, in order
	color  fyne.ThemeColorName
	size   fyne.ThemeSizeName
	center bool // its lines stand in the middle
	most   int  // lines at most; 0 is no limit
	width  float32

	lines [][]piece  // as they were drawn last
	light *wordLight // nil: no word was ever lit
}

func newProse(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *prose {
	p := &prose{text: text, size: size, color: color}
	p.ExtendBaseWidget(p)
	return p
}

// set changes the text.
func (p *prose) set(text string, marks [][2]int) {
	p.text, p.marks = text, marks
	p.Refresh()
}

// Resize wraps the text anew when the width changes.
func (p *prose) Resize(size fyne.Size) {
	if p.width != size.Width {
		p.width = size.Width
		p.Refresh()
	}
	p.BaseWidget.Resize(size)
}

// CreateRenderer belongs to Fyne.
func (p *prose) CreateRenderer() fyne.WidgetRenderer {
	r := &proseRenderer{prose: p}
	r.Refresh()
	return r
}

type proseRenderer struct {
	prose   *prose
	objects []fyne.CanvasObject
	height  float32
}

// Layout belongs to Fyne.
func (r *proseRenderer) Layout(fyne.Size) {}

// MinSize is the height of the lines at the present width: prose takes the width it is given.
func (r *proseRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.height) }

// Refresh belongs to Fyne.
func (r *proseRenderer) Refresh() {
	p := r.prose
	size := theme.Size(p.size)
	r.objects = r.objects[:0]
	pitch := linePitch(p.size)
	lines := wrap(p.text, p.marks, p.width, size, p.most)
	p.lines = lines
	if p.light != nil {
		p.light.place(p)
		r.objects = append(r.objects, p.light.wash, p.light.frame)
	}
	for i, pieces := range lines {
		x, y := float32(0), float32(i)*pitch
		if p.center {
			x = max(0, p.width-widthOf(pieces, size)) / 2
		}
		for _, piece := range pieces {
			text := canvas.NewText(piece.text, theme.Color(p.color))
			text.TextSize = size
			text.TextStyle.Bold = piece.marked
			measured := text.MinSize()
			if piece.marked {
				wash := canvas.NewRectangle(theme.Color(colorFound))
				wash.CornerRadius = theme.Size(sizeStep) / 2
				wash.Move(fyne.NewPos(x, y))
				wash.Resize(fyne.NewSize(fyne.MeasureText(strings.TrimRight(piece.text, " "), size, text.TextStyle).Width, measured.Height))
				r.objects = append(r.objects, wash)
			}
			text.Move(fyne.NewPos(x, y))
			text.Resize(measured)
			r.objects = append(r.objects, text)
			x += measured.Width
		}
	}
	r.height = float32(len(lines)) * pitch
	canvas.Refresh(p)
}

// widthOf is how wide a line is.
func widthOf(line []piece, size float32) (width float32) {
	for _, p := range line {
		width += fyne.MeasureText(p.text, size, fyne.TextStyle{Bold: p.marked}).Width
	}
	return width
}

// Objects belongs to Fyne.
func (r *proseRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy belongs to Fyne.
func (r *proseRenderer) Destroy() {}

// piece is a stretch of one line that looks the same throughout.
type piece struct {
	text   string
	marked bool
	from   int // where it begins in the whole text
}

// linePitch is the height of one line of prose with the space below it.
func linePitch(size fyne.ThemeSizeName) float32 {
	return fyne.MeasureText("Ág", theme.Size(size), fyne.TextStyle{}).Height + theme.Size(sizeLead)/2
}

// proseHeight is how high text will be at a width.
func proseHeight(text string, width float32, size fyne.ThemeSizeName) float32 {
	return markedHeight(text, nil, width, size)
}

// markedHeight is the same for text with marks, which make it wider.
func markedHeight(text string, marks [][2]int, width float32, size fyne.ThemeSizeName) float32 {
	return float32(len(wrap(text, marks, width, theme.Size(size), 0))) * linePitch(size)
}

// wrap breaks text into lines no wider than width, at most as many as most says (0: any number). A word that is
// wider than the line stands alone on it.
func wrap(text string, marks [][2]int, width, size float32, most int) [][]piece {
	if width <= 0 {
		return [][]piece{{{text: text}}}
	}
	var lines [][]piece
	var current []piece
	used := float32(0)
	for _, word := range words(text, marks) {
		w := fyne.MeasureText(word.text, size, fyne.TextStyle{Bold: word.marked}).Width
		bare := fyne.MeasureText(strings.TrimRight(word.text, " "), size, fyne.TextStyle{Bold: word.marked}).Width
		if used > 0 && used+bare > width {
			if most > 0 && len(lines) == most-1 {
				return append(lines, cutShort(current, width, size))
			}
			lines, current, used = append(lines, current), nil, 0
		}
		if last := len(current) - 1; last >= 0 && current[last].marked == word.marked {
			current[last].text += word.text
		} else {
			current = append(current, word)
		}
		used += w
	}
	return append(lines, current)
}

// cutShort ends a line in an ellipsis, in place of as many of its last words as that needs.
func cutShort(line []piece, width, size float32) []piece {
	room := width - fyne.MeasureText("…", size, fyne.TextStyle{}).Width
	for {
		used := float32(0)
		for _, p := range line {
			used += fyne.MeasureText(p.text, size, p.style()).Width
		}
		last := &line[len(line)-1]
		end := last.from + len(last.text)
		space := strings.LastIndexByte(strings.TrimRight(last.text, " "), ' ')
		switch {
		case used <= room || space < 0 && len(line) == 1:
			return append(line, piece{text: "…", from: end})
		case space < 0:
			line = line[:len(line)-1]
		default:
			last.text = last.text[:space+1]
		}
	}
}

// words splits text after every space and at the ends of marks.
func words(text string, marks [][2]int) []piece {
	var all []piece
	start := 0
	inMark := func(at int) bool {
		for _, m := range marks {
			if at >= m[0] && at < m[1] {
				return true
			}
		}
		return false
	}
	flush := func(end int) {
		if end > start {
			all = append(all, piece{text: strings.ReplaceAll(text[start:end], "\n", " "), marked: inMark(start), from: start})
			start = end
		}
	}
	for i, r := range text {
		if i > 0 && inMark(i) != inMark(i-1) {
			flush(i)
		}
		if r == ' ' || r == '\n' {
			flush(i + 1)
		}
	}
	flush(len(text))
	return all
}
