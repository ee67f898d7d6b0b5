package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// warnings stand in the recording view while what they warn of lasts. They take no focus and want no answer, except
// the question whether the call is over.
type warnings struct {
	page *takePage
	root *fyne.Container
	all  []app.Warning // that are not over, the newest last
}

func newWarnings(p *takePage) *warnings {
	b := &warnings{page: p, root: container.New(stack{gap: sizeInside})}
	b.draw()
	return b
}

func (b *warnings) any() bool { return len(b.all) > 0 }

// of tells whether the user was warned of a side.
func (b *warnings) of(party call.Party) bool {
	return slices.ContainsFunc(b.all, func(w app.Warning) bool { return w.Party == party })
}

// take notes a warning, or that one is over, and tells whether it is new.
func (b *warnings) take(warning app.Warning) bool {
	known := -1
	for i, w := range b.all {
		if w.Kind == warning.Kind && w.Party == warning.Party {
			known = i
		}
	}
	switch {
	case warning.Over && known >= 0:
		b.all = append(b.all[:known], b.all[known+1:]...)
	case warning.Over:
		return false
	case known >= 0:
		if b.all[known] == warning {
			return false
		}
		b.all[known] = warning
	default:
		b.all = append(b.all, warning)
	}
	b.draw()
	return !warning.Over && known < 0
}

// begin forgets what belonged to another take, and takes what this one was warned of before the window was there.
func (b *warnings) begin() {
	b.all = nil
	if b.page.running {
		b.all = b.page.w.app.Warnings()
	}
	b.draw()
}

func (b *warnings) draw() {
	b.fit()
	if b.page.root != nil {
		b.page.root.Refresh()
	}
}

// fit makes them as large as there is room for.
func (b *warnings) fit() {
	size, margin := sizeBody, sizeInside
	if b.page.low {
		size, margin = sizeSmall, sizeStep
	}
	b.root.Layout = stack{gap: margin}
	b.root.Objects = nil
	for _, w := range b.inOrder() {
		b.root.Add(container.NewStack(newPlane(colorNotice), container.New(inset{sizeInside, margin}, b.block(w, size))))
	}
	b.root.Hidden = len(b.all) == 0
	b.root.Refresh()
}

// inOrder puts what wants an answer first, then the newest.
func (b *warnings) inOrder() []app.Warning {
	sorted := slices.Clone(b.all)
	slices.Reverse(sorted)
	asks := func(w app.Warning) bool { return w.Kind == app.WarnForgotten }
	if i := slices.IndexFunc(sorted, asks); i > 0 {
		question := sorted[i]
		sorted = slices.Insert(slices.Delete(sorted, i, i+1), 0, question)
	}
	return sorted
}

// block shows one warning: what happened, what is safe, what to do.
func (b *warnings) block(w app.Warning, size fyne.ThemeSizeName) fyne.CanvasObject {
	words := container.New(stack{},
		newProse(w.What, size, colorWarning),
		newProse(b.advice(w), sizeSmall, colorInk))
	if w.Kind == app.WarnForgotten {
		words.Add(container.New(inset{"", sizeStep}, container.New(row{gap: sizeInside}, b.answers()...)))
	}
	sign := container.NewBorder(picture(icon{"warning", colorWarning}, sizeIcon), nil, nil, nil)
	return container.NewBorder(nil, nil, container.New(inset{sizeStep, ""}, sign), nil, container.New(inset{sizeInside, ""}, words))
}

// advice says what is safe and what to do. That the other side is recorded is not said while there is a warning of that one too.
func (b *warnings) advice(w app.Warning) string {
	if w.Kind == app.WarnUnheard && b.of(call.Parties[1-w.Party.Channel()]) {
		return w.Do
	}
	return strings.TrimSpace(w.Safe + " " + w.Do)
}

// answers are for the question whether the call is over.
func (b *warnings) answers() []fyne.CanvasObject {
	stop := widget.NewButtonWithIcon("Stop and save", icon{"stop", "foregroundOnPrimary"}, b.page.onStop)
	stop.Importance = widget.HighImportance
	return []fyne.CanvasObject{stop, widget.NewButton("Still talking", b.onStillTalking), layout.NewSpacer()}
}

// onStillTalking tells the application that the call goes on.
func (b *warnings) onStillTalking() {
	b.take(app.Warning{Kind: app.WarnForgotten, Over: true})
	b.page.w.showTake()
	b.page.w.app.StillThere()
}

// onWarned shows a warning of the running take wherever the user may look: in the recording view, in the title, in the
// tray, and as a notification of the desktop if the window is not in front.
func (w *Window) onWarned(warning app.Warning) {
	if !w.take.running || warning.Call != w.take.id {
		return
	}
	isNew := w.take.warnings.take(warning)
	w.showTake()
	if !isNew {
		return
	}
	w.notify("▲ "+warning.What, w.take.warnings.advice(warning))
	if w.app.Settings().WarnSound {
		w.work.do(func(ctx context.Context) error {
			if _, err := w.app.Chime(ctx); err != nil { // the warning is in sight all the same
				fyne.LogError("sound a warning", err)
			}
			return nil
		}, nil)
	}
}

// showTitle says in the window's title whether a take runs, and what is wrong with it.
func (w *Window) showTitle() {
	title := w.title()
	switch {
	case !w.take.running:
	case w.take.warnings.any():
		newest := w.take.warnings.all[len(w.take.warnings.all)-1]
		title = "▲ " + newest.What + " · " + title
	case w.take.paused:
		title = "‖ Off the record · " + title
	default:
		title = "● Recording · " + title
	}
	if w.window.Title() != title {
		w.window.SetTitle(title)
	}
}
