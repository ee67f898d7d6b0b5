package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// allCalls is the name of the list that is no case's.
const allCalls = "All calls"

// wordSettings is where the user lists names and words to expect, for all calls or those of a case.
type wordSettings struct {
	page  *settingsPage
	root  *fyne.Container
	lists *picker
	where *fyne.Container // holds lists, once there are cases
	box   *lineBox
	state *prose
	of    string     // the case shown; "" for all calls
	kept  call.Words // what is in its list
}

func newWordSettings(p *settingsPage) *wordSettings {
	s := &wordSettings{page: p, state: newProse("", sizeSmall, colorInk2)}
	s.lists = newPicker([]string{allCalls}, s.onList)
	s.where = container.New(row{}, container.New(atLeast(sizeFieldMin), s.lists), layout.NewSpacer())
	s.box = newLineBox("Acme Solar\nFDCPA", s.onDone)
	s.root = setting("Names and words to expect", container.New(stack{gap: sizeStep}, s.where, s.box, s.state),
		"Names, firms, statutes: one on each line, the more important first. Where the recogniser is unsure it tries these; words of which it is sure stay as they are. They are used for calls that are written down from now on.").(*fyne.Container)
	s.where.Hide()
	return s
}

// reload reads the list that is shown, and which others there are.
func (s *wordSettings) reload() {
	var cases []string
	of := s.of
	var words, fitting call.Words
	s.page.w.work.do(func(ctx context.Context) (err error) {
		if cases, err = s.page.w.app.CaseNames(); err != nil {
			return err
		}
		if words, err = s.page.w.app.Words(of); err != nil {
			return err
		}
		fitting, err = s.page.w.app.Scribe().Fitting(ctx, words)
		return err
	}, func() {
		if of == s.of {
			s.show(cases, words, fitting)
		}
	})
}

func (s *wordSettings) show(cases []string, words, fitting call.Words) {
	s.where.Hidden = len(cases) == 0
	s.lists.Options = append([]string{allCalls}, cases...)
	s.lists.Selected = s.of
	if s.of == "" {
		s.lists.Selected = allCalls
	}
	s.lists.Refresh()
	s.kept = words
	if !s.box.focused {
		s.box.SetText(strings.Join(words, "\n"))
	}
	s.state.set(roomFor(len(words), len(fitting)), nil)
	s.page.root.Refresh()
}

// roomFor says how many words there are, and whether all count.
func roomFor(words, fitting int) string {
	count := fmt.Sprintf("%d words", words)
	if words == 1 {
		count = "1 word"
	}
	switch {
	case words == 0:
		return "No words yet."
	case words == fitting:
		return count + ". There is room for all."
	}
	return fmt.Sprintf("%s. There is room for %d of them; the others are left out.", count, fitting)
}

func (s *wordSettings) onList(name string) {
	if name == allCalls {
		name = ""
	}
	if name == s.of {
		return
	}
	s.onDone()
	s.of = name
	s.box.SetText("")
	s.reload()
}

// onDone keeps the list when the user leaves it.
func (s *wordSettings) onDone() {
	of, kept := s.of, s.kept
	var wanted call.Words
	for line := range strings.Lines(s.box.Text) {
		if line = strings.TrimSpace(line); line != "" {
			wanted = append(wanted, line)
		}
	}
	if slices.Equal(wanted, kept) {
		return
	}
	var refused error
	s.page.w.work.do(func(context.Context) error {
		refused = s.page.w.app.SetWords(of, wanted)
		return nil
	}, func() {
		if refused != nil {
			problem := app.Explain(refused)
			s.state.set(problem.What+". "+problem.Do, nil)
			s.page.root.Refresh()
		}
	})
}

// lineBox is a box of several lines that tells when the user leaves it. The Tab key does.
type lineBox struct {
	widget.Entry
	done    func()
	focused bool
}

func newLineBox(hint string, done func()) *lineBox {
	b := &lineBox{done: done}
	b.MultiLine = true
	b.Wrapping = fyne.TextWrapOff
	b.Scroll = fyne.ScrollNone // it grows with its lines, and leaves the mouse wheel to the page
	b.ExtendBaseWidget(b)
	b.SetPlaceHolder(hint)
	b.SetMinRowsVisible(5)
	return b
}

// AcceptsTab belongs to Fyne.
func (*lineBox) AcceptsTab() bool { return false }

// FocusGained belongs to Fyne.
func (b *lineBox) FocusGained() {
	b.focused = true
	b.Entry.FocusGained()
}

// FocusLost belongs to Fyne.
func (b *lineBox) FocusLost() {
	b.focused = false
	b.Entry.FocusLost()
	b.done()
}
