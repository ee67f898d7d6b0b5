package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// followPage lists what is to be done by when. The list chooses one; the buttons below it are what can be done with that one.
type followPage struct {
	sight
	rows[app.Due, string]
	w      *Window
	total  *line
	list   *column
	done   *keyButton // done, or open again
	open   *keyButton
	filled *fyne.Container
	empty  *fyne.Container
	which  *choice // open ones, or all
	today  call.Day
}

func newFollowPage(w *Window) *followPage {
	p := &followPage{w: w, total: newLine("", sizeSmall, colorInk2).mayCut()}
	p.again, p.key = p.reload, func(d app.Due) string { return d.ID }
	p.which = newChoice([]string{"Open", "All"}, 0, func(int) { p.reload() })
	p.which.escape = func() { w.show(w.calls) }
	p.list = (&column{
		create: newFollowRow, show: p.showRow, height: func(int, float32) float32 { return theme.Size(sizeCallRow) },
		choose: func(i int) { p.chosen = p.all[i].ID; p.offer() }, moves: true, key: p.onKey,
	}).start()
	p.root = p.compose()
	return p
}

func (p *followPage) compose() *fyne.Container {
	p.done = p.w.act("Done", p.onDone)
	p.done.Importance = widget.HighImportance
	p.open = p.w.act("Open the call", p.onOpen)
	p.open.Importance = widget.LowImportance
	acts := container.New(row{gap: sizeStep}, p.done, p.w.act("Another day…", p.onMove), p.w.act("Remove", p.onRemove), layout.NewSpacer(), p.open)
	p.filled = bordered(container.New(inset{sizePage, sizeInside}, p.total), container.New(inset{sizeInside, ""}, p.list), actsBelow(acts))
	p.empty = emptyPage("Nothing is to be done.", []string{"F notes a follow-up, during a call and afterwards."})
	return p.w.framed("Follow-ups", container.NewStack(p.filled, p.empty), nil, layout.NewSpacer(), p.which)
}

// reveal shows the page with one chosen, whether it is done or not.
func (p *followPage) reveal(id string) {
	p.chosen = id
	p.which.set(1)
	p.w.show(p)
}

// reload reads what is to be done again, for the list and for the count beside the calls. Changes that come while it is read make it read once more.
func (p *followPage) reload() {
	var all []app.Due
	done, today := p.which.chosen == 1, p.w.app.Today()
	p.afresh.readSome(p.w.work, p.reload, func(context.Context) (some bool, err error) {
		all, err = p.w.app.FollowUps(done)
		return len(all) > 0, err
	}, func() {
		p.w.calls.ways.count(app.CountDue(all, today))
		p.fill(all, today)
	})
}

// fill shows the list.
func (p *followPage) fill(all []app.Due, today call.Day) {
	p.renew(all)
	p.today = today
	p.total.set(p.totalWords())
	p.filled.Hidden, p.empty.Hidden = len(all) == 0, len(all) > 0
	p.list.reset(len(all))
	p.list.choosing(p.place())
	p.offer()
	p.root.Refresh()
	if p.inSight && len(all) > 0 {
		p.w.focusIfFree(p.list)
	}
}

// totalWords says how many are open, and how many of them are late.
func (p *followPage) totalWords() string {
	open, late := 0, 0
	for _, d := range p.all {
		if d.Open() {
			open++
			if d.Due.Compare(p.today) < 0 {
				late++
			}
		}
	}
	words := fmt.Sprintf("%d to be done", open)
	if late > 0 {
		words += fmt.Sprintf(", %d overdue", late)
	}
	return words
}

// offer makes the buttons say what they do now.
func (p *followPage) offer() {
	d, is := p.now()
	if !is {
		return
	}
	label := "Done"
	if !d.Open() {
		label = "Open again"
	}
	if p.done.Text != label {
		p.done.SetText(label)
	}
	enable(&p.open.Button, d.Call != "")
}

// onKey takes the keys that stand for a button.
func (p *followPage) onKey(_ int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeySpace, fyne.KeyD:
		p.onDone()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.onOpen()
	case fyne.KeyDelete, fyne.KeyBackspace:
		p.onRemove()
	case fyne.KeyEscape:
		p.w.show(p.w.calls)
	default:
		return false
	}
	return true
}

// act does something with the chosen one.
func (p *followPage) act(do func(d app.Due) error) {
	if d, is := p.now(); is {
		p.w.work.do(func(context.Context) error { return do(d) }, nil)
	}
}

func (p *followPage) onDone() {
	p.act(func(d app.Due) error {
		_, err := p.w.app.FinishFollowUp(d, d.Open())
		return err
	})
}

// onRemove makes sure first: what is removed is gone from the call, too.
func (p *followPage) onRemove() {
	d, is := p.now()
	if !is {
		return
	}
	p.w.ask("Remove this follow-up?", paragraph("“"+d.Text+"” is taken out of its call or case as if it had never been. What is done can be marked as done instead.", sizeBody, colorInk),
		action{label: "Keep"}, action{label: "Remove", low: true, do: func() {
			p.w.work.do(func(context.Context) error { return p.w.app.RemoveFollowUp(d) }, nil)
		}})
}

// onOpen shows the call at the second where it was noted.
func (p *followPage) onOpen() {
	if d, is := p.now(); is && d.Call != "" {
		p.w.openCall(d.Call, nil)
	}
}

// onMove asks for another day.
func (p *followPage) onMove() {
	d, is := p.now()
	if !is {
		return
	}
	day := newField("Friday, in 2 weeks, 2026-12-01", nil)
	day.SetText(d.Due.String())
	p.w.askDay("When is it due?", labelled(d.Text, day), day, func(due call.Day) error {
		_, err := p.w.app.MoveFollowUp(d, due)
		return err
	})
	p.w.window.Canvas().Focus(day)
}

// askDay asks something with a day among it, and does what is to be done with that; what is no day is told of, and asked again.
func (w *Window) askDay(title string, form fyne.CanvasObject, day *field, do func(due call.Day) error) *question {
	wrong := newProse("", sizeSmall, colorWarning)
	wrong.Hide()
	box := container.New(stack{gap: sizeInside}, form, wrong)
	var asked *question
	save := action{label: "Save", do: func() {
		due, err := w.app.ReadDay(day.Text)
		if err != nil {
			problem := app.Explain(err)
			wrong.set(problem.What+". "+problem.Do, nil)
			wrong.Show()
			asked.popup.Show()
			w.window.Canvas().Focus(day)
			return
		}
		w.work.do(func(context.Context) error { return do(due) }, nil)
	}}
	asked = w.ask(title, box, save, action{label: "Leave as it is", low: true})
	day.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	day.escape = asked.onEscape
	return asked
}

// askFollowUp asks what is to be done by when, after a call and at a second of it.
func (w *Window) askFollowUp(id call.ID, at call.Seconds) {
	if id == "" {
		return
	}
	what := newField("Send the form", nil)
	day := newField("Friday, in 2 weeks, 2026-12-01", nil)
	day.SetText("in 1 week")
	form := container.New(stack{gap: sizeInside}, labelled("What is to be done", what), labelled("By when", day))
	asked := w.askDay("Follow-up at "+at.Short(), form, day, func(due call.Day) error {
		_, err := w.app.AddFollowUp(app.Due{FollowUp: call.FollowUp{Text: what.Text, Due: due}, Call: id}, &at)
		return err
	})
	what.OnSubmitted = func(string) { w.window.Canvas().Focus(day) }
	what.escape = asked.onEscape
	w.window.Canvas().Focus(what)
}

// followRow is one follow-up: what, of whom, and by when.
type followRow struct {
	widget.BaseWidget
	box  *fyne.Container
	text *line
	due  *line
	of   *line
	sign *lamp
}

func newFollowRow() fyne.CanvasObject {
	r := &followRow{
		text: newLine("", sizeBody, colorInk).bold().mayCut(), due: newLine("", sizeBody, colorInk),
		of: newLine("", sizeSmall, colorInk2).mayCut(), sign: newLamp(lineIcon("clock"), ""),
	}
	r.box = container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep},
		container.New(row{gap: sizeInside}, r.text, r.due),
		container.New(row{gap: sizeInside}, r.of, r.sign)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *followRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (p *followPage) showRow(i int, object fyne.CanvasObject) {
	r, d := object.(*followRow), p.all[i]
	r.text.say(d.Text, colorInk)
	if !d.Open() {
		r.text.say(d.Text, colorInk2)
	}
	r.due.set(p.w.dates.day(d.Due.In(p.w.now().Location())))
	of := d.Title
	if d.Call == "" {
		of = "Case " + d.Case
	} else if of == "" {
		of = "Unnamed call"
	}
	r.of.set(of)
	r.sign.set(p.signOf(d))
	r.box.Refresh()
}

// signOf says how urgent one is, in a shape and a word.
func (p *followPage) signOf(d app.Due) (icon, string) {
	switch days := d.Due.Sub(p.today); {
	case !d.Open():
		return icon{"check", colorOK}, "done"
	case days < -1:
		return icon{"warning", colorWarning}, fmt.Sprintf("%d days overdue", -days)
	case days == -1:
		return icon{"warning", colorWarning}, "1 day overdue"
	case days == 0:
		return icon{"clock", colorWarning}, "today"
	case days == 1:
		return lineIcon("clock"), "tomorrow"
	default:
		return lineIcon("clock"), fmt.Sprintf("in %d days", days)
	}
}
