package ui

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// modelSettings lists the models: which is in use, which are here, which can be downloaded.
type modelSettings struct {
	page      *settingsPage
	root      *fyne.Container
	list      *fyne.Container
	more      *widget.Button
	machine   *machineBand
	states    []app.ModelAdvice
	best      string // of them, for this machine
	all       bool   // show every variant
	downloads map[string]*download
}

// download is a model on its way here.
type download struct {
	cancel context.CancelFunc
	done   atomic.Int64
	total  atomic.Int64
	bar    *bar
	state  *line
}

// suggested are the models shown before the user asks for all: one for each size of computer and need.
func suggested(name string) bool {
	return slices.Contains([]string{"base-q8_0", "base.en-q8_0", "small-q8_0", "small.en-q8_0", "large-v3-turbo-q5_0"}, name)
}

func newModelSettings(p *settingsPage) *modelSettings {
	m := &modelSettings{page: p, list: container.New(stack{gap: sizeGroup}), downloads: map[string]*download{}}
	m.machine = newMachineBand(p)
	m.more = widget.NewButton("Show all models", m.onMore)
	m.more.Importance = widget.LowImportance
	add := widget.NewButton("Add a file…", m.onAdd)
	m.root = container.New(stack{gap: sizeGroup},
		container.New(stack{gap: sizeStep}, newLine("Model", sizeBody, colorInk).bold(),
			newProse("The model turns sound into words, on this machine. A larger one makes fewer mistakes and takes longer. Downloads come from huggingface.co, and only when you press the button.", sizeSmall, colorInk2)),
		m.machine.root, m.list, container.New(row{gap: sizeInside}, add, m.more, layout.NewSpacer()))
	return m
}

// reload reads which models are here.
func (m *modelSettings) reload() {
	var advice app.Advice
	m.page.w.work.do(func(context.Context) (err error) {
		advice, err = m.page.w.app.Scribe().Advise()
		return err
	}, func() {
		m.states, m.best = advice.Models, advice.Best
		m.machine.show(advice)
		m.draw()
	})
}

// draw lists the models: those that are here first.
func (m *modelSettings) draw() {
	inUse := m.page.w.app.Scribe().Model()
	m.list.RemoveAll()
	for _, here := range []bool{true, false} {
		for _, state := range m.states {
			onItsWay := m.downloads[state.Name] != nil
			if state.Installed == here && (here || m.all || suggested(state.Name) || state.Name == m.best || onItsWay || state.Partial > 0) {
				m.list.Add(m.item(state, state.Name == inUse))
			}
		}
	}
	m.page.root.Refresh()
}

func (m *modelSettings) item(state app.ModelAdvice, inUse bool) fyne.CanvasObject {
	facts := state.Kind.String() + " · " + size(state.Size)
	if state.Languages != "" {
		facts += " · " + state.Languages
	}
	if state.Custom {
		facts += " · added by you"
	}
	name := container.New(row{gap: sizeInside}, newLine(state.Name, sizeBody, colorInk).bold(), newLine(facts, sizeSmall, colorInk2))
	text := container.New(stack{}, name)
	if state.Forecast != nil {
		text.Add(newLine(m.cost(state), sizeSmall, colorInk))
	}
	if state.Advice != "" {
		text.Add(newProse(strings.TrimSuffix(state.Advice, ".")+".", sizeSmall, colorInk2))
	}
	if d := m.downloads[state.Name]; d != nil {
		text.Add(container.New(inset{"", sizeStep}, container.New(stack{gap: sizeStep}, d.bar, d.state)))
	}
	buttons := container.New(row{gap: sizeGroup}, newLine("", sizeSmall, colorInk), m.buttons(state.ModelState, inUse))
	return container.NewBorder(nil, nil, nil, buttons, text)
}

// cost says what a model would take here.
func (m *modelSettings) cost(state app.ModelAdvice) string {
	text := state.Forecast.String()
	if state.Forecast.Known {
		text += ", as calls here have shown"
	}
	switch {
	case state.Name == m.best:
		return text + " · the most exact that keeps up with a call here"
	case state.Forecast.KeepsUp:
		return text + " · keeps up with a call"
	}
	return text + " · done after the call"
}

// buttons are what can be done with a model.
func (m *modelSettings) buttons(state app.ModelState, inUse bool) *fyne.Container {
	box := container.New(row{gap: sizeStep})
	d := m.downloads[state.Name]
	switch {
	case d != nil:
		box.Add(widget.NewButton("Cancel", d.cancel))
	case inUse:
		box.Add(newLamp(icon{"check", colorOK}, "in use"))
	case state.Installed:
		box.Add(widget.NewButton("Use", func() { m.onUse(state.Name) }))
	case state.Partial > 0:
		box.Add(widget.NewButton("Go on downloading", func() { m.onDownload(state) }))
	default:
		box.Add(widget.NewButton("Download", func() { m.onDownload(state) }))
	}
	if state.Installed && !state.Demo && !inUse {
		remove := widget.NewButtonWithIcon("Remove", lineIcon("trash").in(colorInk), func() { m.onRemove(state) })
		remove.Importance = widget.LowImportance
		box.Add(remove)
	}
	return box
}

func (m *modelSettings) onMore() {
	m.all = !m.all
	m.more.SetText(map[bool]string{true: "Show fewer", false: "Show all models"}[m.all])
	m.draw()
}

// onUse makes a model the one that new calls are written down with.
func (m *modelSettings) onUse(name string) {
	m.page.change(func(s *app.Settings) { s.Model = name })
}

// onDownload gets a model; one that was broken off goes on where it was.
func (m *modelSettings) onDownload(state app.ModelState) {
	ctx, cancel := context.WithCancel(m.page.w.work.ctx)
	d := &download{cancel: cancel, bar: newBar(colorInk2, sizeProgress), state: newLine("Beginning…", sizeSmall, colorInk2)}
	d.total.Store(state.Size)
	m.downloads[state.Name] = d
	var err error
	m.page.w.work.do(func(context.Context) error {
		defer cancel()
		err = m.page.w.app.Scribe().Models.Get(ctx, state.Name, func(done, total int64) {
			d.done.Store(done)
			d.total.Store(total)
		})
		return nil
	}, func() {
		cancelled := ctx.Err() != nil && err != nil
		delete(m.downloads, state.Name)
		m.reload()
		if err != nil && !cancelled {
			m.page.w.showError(err)
		}
	})
	m.draw()
	m.page.w.updateBeat()
}

// onBeat shows how far the downloads are.
func (m *modelSettings) onBeat() {
	for _, d := range m.downloads {
		if done, total := d.done.Load(), d.total.Load(); done > 0 && total > 0 {
			d.bar.set(float32(done) / float32(total))
			d.state.set(size(done) + " of " + size(total))
		}
	}
}

// onAdd asks for a model file and copies it to the others.
func (m *modelSettings) onAdd() {
	asked := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			m.page.w.showError(err)
		} else if file != nil {
			m.page.w.work.do(func(ctx context.Context) error {
				if err := file.Close(); err != nil {
					return err
				}
				_, err := m.page.w.app.Scribe().Models.Add(ctx, file.URI().Path())
				return err
			}, m.reload)
		}
	}, m.page.w.window)
	m.page.w.askFile(asked, "Add a model", "Add")
}

// onRemove asks, and deletes a model's file.
func (m *modelSettings) onRemove(state app.ModelState) {
	text := "This frees " + size(state.Size) + ". Calls that were written down with it keep their words."
	m.page.w.ask("Remove the model "+state.Name+"?", paragraph(text, sizeBody, colorInk),
		action{label: "Keep it"},
		action{label: "Remove", do: func() {
			m.page.w.work.do(func(context.Context) error {
				return m.page.w.app.Scribe().Models.Remove(state.Name)
			}, m.reload)
		}})
}
