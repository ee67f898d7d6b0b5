package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// monthLine stands above the calendar: the months at their weeks, or the words for one day.
type monthLine struct {
	widget.BaseWidget
	names []*line
	words *line
	first time.Time
	pitch float32
}

func newMonthLine() *monthLine {
	m := &monthLine{words: newLine("", sizeSmall, colorInk2).mayCut()}
	for range 13 {
		m.names = append(m.names, newLine("", sizeSmall, colorInk2))
	}
	m.words.Hide()
	m.ExtendBaseWidget(m)
	return m
}

// say shows words in the place of the months.
func (m *monthLine) say(words string) {
	m.words.set(words)
	m.words.Show()
	for _, name := range m.names {
		name.Hide()
	}
}

// show shows the months of the year that begins with a week.
func (m *monthLine) show(first time.Time, pitch float32) {
	m.words.Hide()
	m.first, m.pitch = first, pitch
	used, free := 0, float32(0)
	for week := range weeks - 2 { // a name at the end would stick out
		begin := first.AddDate(0, 0, 7*week)
		if begin.Day() > 7 || used == len(m.names) || float32(week)*pitch < free {
			continue // no month begins in it, or the name before is in the way
		}
		name := m.names[used]
		used++
		name.set(begin.Format("Jan")[:1])
		if begin.Month() == time.January {
			name.set(begin.Format("2006"))
		}
		name.Move(fyne.NewPos(float32(week)*pitch, 0))
		name.Resize(name.MinSize())
		name.Show()
		free = float32(week)*pitch + name.MinSize().Width + space(sizeStep)
	}
	for _, name := range m.names[used:] {
		name.Hide()
	}
}

// CreateRenderer belongs to Fyne.
func (m *monthLine) CreateRenderer() fyne.WidgetRenderer { return &monthRenderer{m} }

type monthRenderer struct{ months *monthLine }

// Layout belongs to Fyne.
func (r *monthRenderer) Layout(size fyne.Size) { r.months.words.Resize(size) }

// MinSize belongs to Fyne.
func (r *monthRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, r.months.words.MinSize().Height)
}

// Refresh belongs to Fyne.
func (r *monthRenderer) Refresh() { canvas.Refresh(r.months) }

// Objects belongs to Fyne.
func (r *monthRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.months.words}
	for _, name := range r.months.names {
		objects = append(objects, name)
	}
	return objects
}

// Destroy belongs to Fyne.
func (r *monthRenderer) Destroy() {}
