package ui

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// flags stands in place of the conversation and lists what may be wrong in the call: by which rule, why, and from which seconds of which calls. Enter or a
// click hears a place; a flag is confirmed, dismissed or opened again with a key or a button.
type flags struct {
	page   *callPage
	root   *fyne.Container
	column *column
	all    []call.Flag
	rows   []flagPlace
	wanted int // the row to which the keyboard goes when they are read
	line   *flagLine
	back   *flagBack
}

// flagPlace is what a row stands for: a place of a flag, or the flag itself before its places.
type flagPlace struct {
	flag  int
	place int // -1: the flag itself
}

func newFlags(p *callPage) *flags {
	f := &flags{page: p, line: newFlagLine(p), back: newFlagBack(p)}
	f.column = (&column{
		create: f.newRow, show: f.showRow, height: f.rowHeight, choose: f.onChoose, key: f.onKey, typed: f.onTyped, menu: f.onMenu,
		fixed: func(i int) bool { return i >= len(f.rows) },
	}).start()
	f.column.quiet = true
	about := newLine("Worked out by machine; no legal advice. Enter plays a place, C confirms, D dismisses, R reopens.", sizeSmall, colorInk2).mayCut()
	f.root = container.New(inset{sizeInside, sizeStep}, container.NewBorder(container.New(inset{sizeInside, sizeStep}, about), nil, nil, nil, f.column))
	f.root.Hide()
	return f
}

// onToggle shows the flags, or brings the conversation back.
func (f *flags) onToggle() { f.page.turnTo(lowerFlags) }

// begin is for another call: the flags of the one before are not to be judged in it.
func (f *flags) begin() {
	f.all, f.rows, f.wanted = nil, f.rows[:0], 0
	f.column.reset(0)
	f.back.forget()
}

// load works the flags of the open call out again.
func (f *flags) load() {
	id, mine := f.page.id, f.page.opened
	var all []call.Flag
	f.page.w.ofCall(func() (err error) {
		all, err = f.page.w.app.Flags(id)
		return err
	}, func() {
		if mine == f.page.opened {
			f.fill(all)
		}
	})
}

// fill shows flags, and keeps the keyboard where it is.
func (f *flags) fill(all []call.Flag) {
	at, anew := f.column.cursor, f.column.count == 0
	if anew {
		at = f.wanted
	}
	f.all, f.rows = all, f.rows[:0]
	for i, flag := range all {
		f.rows = append(f.rows, flagPlace{i, -1})
		for j := range flag.Places {
			f.rows = append(f.rows, flagPlace{i, j})
		}
	}
	f.column.reset(max(1, len(f.rows)))
	f.column.cursor = min(at, f.column.count-1)
	if anew {
		f.column.reveal(f.column.cursor)
	}
	f.line.show(all)
}

// at is the flag of a row, and its place; -1 for the flag itself.
func (f *flags) at(i int) (flag call.Flag, place int) {
	return f.all[f.rows[i].flag], f.rows[i].place
}

// onChoose hears a place; of the flag itself, the one that makes it.
func (f *flags) onChoose(i int) {
	flag, place := f.at(i)
	if place < 0 {
		place = len(flag.Places) - 1
	}
	if to := flag.Places[place]; to.Call == f.page.id {
		f.page.playback.from(to.At)
	} else {
		f.back.follow(to)
	}
}

// onTyped takes the letters that judge a flag. They come as letters and not as keys, since the question that one of them asks would take the letter for its answer.
func (f *flags) onTyped(i int, r rune) bool {
	act, is := map[rune]func(call.Flag){'c': f.confirm, 'd': f.askDismiss, 'r': f.reopen}[unicode.ToLower(r)]
	if is {
		flag, _ := f.at(i)
		act(flag)
	}
	return is
}

// onKey takes Delete for a flag that does not hold.
func (f *flags) onKey(i int, key fyne.KeyName) bool {
	if key != fyne.KeyDelete {
		return false
	}
	flag, _ := f.at(i)
	f.askDismiss(flag)
	return true
}

func (f *flags) confirm(flag call.Flag) { f.judge(flag, call.Confirmed, "") }
func (f *flags) reopen(flag call.Flag)  { f.judge(flag, "", "") }

func (f *flags) judge(flag call.Flag, verdict call.Verdict, reason string) {
	id := f.page.id
	f.page.w.work.do(func(context.Context) error { return f.page.w.app.JudgeFlags(id, verdict, reason, flag) }, nil)
}

// askDismiss asks why a flag does not hold. It is dismissed with a reason only.
func (f *flags) askDismiss(flag call.Flag) {
	reason := newField("I had asked to be called then", nil)
	content := container.New(stack{gap: sizeInside}, paragraph(flag.Says+".", sizeBody, colorInk), labelled("Why it does not hold", reason))
	asked := f.page.w.ask("Dismiss this flag?", content, action{label: "Dismiss", do: func() { f.judge(flag, call.Dismissed, reason.Text) }}, action{label: "Keep it", low: true})
	reason.OnSubmitted = func(text string) {
		if strings.TrimSpace(text) != "" {
			asked.choose(asked.answer[0])
		}
	}
	reason.escape = asked.onEscape
	f.page.w.window.Canvas().Focus(reason)
}

// onMenu offers what can be done with a flag.
func (f *flags) onMenu(i int, at fyne.Position) {
	flag, _ := f.at(i)
	var items []*fyne.MenuItem
	for _, act := range f.acts(flag) {
		items = append(items, fyne.NewMenuItem(act.label, act.do))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), f.page.w.window.Canvas(), at)
}

// acts are what can be said of a flag as it is judged now.
func (f *flags) acts(flag call.Flag) []action {
	all := []action{
		{label: "Confirm", do: func() { f.confirm(flag) }},
		{label: "Dismiss…", do: func() { f.askDismiss(flag) }},
		{label: "Reopen", do: func() { f.reopen(flag) }},
	}
	switch flag.Judgement.Verdict {
	case call.Confirmed:
		return all[1:]
	case call.Dismissed:
		return []action{all[0], all[2]}
	}
	return all[:2]
}

// placeWords says where a place is: the second, and of another call its day.
func (f *flags) placeWords(place call.Place) string {
	parts := []string{place.At.Short()}
	if place.Call != f.page.id {
		when := "another call"
		if summary, known := f.page.w.calls.listed.known[place.Call]; known {
			when = titleOf(summary) + ", " + f.page.w.dates.moment(summary.Started)
		}
		parts = []string{when, place.At.Short()}
	}
	if place.Quote != "" && place.Party.Valid() {
		parts = append(parts, partyWord(place.Party))
	}
	if place.Quote != "" {
		parts = append(parts, place.Quote)
	}
	return strings.Join(parts, "  ·  ")
}
