package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// machineBand says which model to take on this machine, and shows how far its measuring is.
type machineBand struct {
	page      *settingsPage
	root      *fyne.Container
	text      *prose
	bar       *bar
	again     *widget.Button
	sentence  string
	measured  bool
	measuring bool
}

func newMachineBand(p *settingsPage) *machineBand {
	m := &machineBand{page: p, text: newProse("", sizeBody, colorInk), bar: newBar(colorInk2, sizeProgress)}
	m.again = widget.NewButton("Measure again", m.onAgain)
	m.again.Importance = widget.LowImportance
	m.root = container.New(stack{gap: sizeStep}, m.text, m.bar, container.New(row{}, m.again, layout.NewSpacer()))
	m.draw()
	return m
}

// show takes what is known.
func (m *machineBand) show(advice app.Advice) {
	m.sentence, m.measured = advice.Sentence, !advice.Measured.IsZero()
	m.draw()
}

func (m *machineBand) draw() {
	text := m.sentence
	if m.measuring {
		text = "Measuring this machine, to tell what each model would cost here. It takes some seconds."
	}
	m.text.set(text, nil)
	m.bar.Hidden = !m.measuring
	m.again.Hidden = m.measuring
	m.again.SetText(map[bool]string{true: "Measure again", false: "Measure now"}[m.measured])
	m.root.Refresh()
}

// onMeasuring shows how far it is.
func (m *machineBand) onMeasuring(fraction float64) {
	m.bar.set(float32(fraction))
	if !m.measuring {
		m.measuring = true
		m.draw()
		m.page.root.Refresh()
	}
}

// onMeasured shows what came out, or what was known before.
func (m *machineBand) onMeasured() {
	m.measuring = false
	m.draw()
	m.page.models.reload()
}

func (m *machineBand) onAgain() {
	m.page.w.work.do(func(ctx context.Context) error { return m.page.w.app.Measure(ctx, nil) }, nil)
}
