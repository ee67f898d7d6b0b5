package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// pickedTurns is a passage of the conversation that was picked with Shift, and the bar below it that says what can be done with
// it.
type pickedTurns struct {
	conversation *conversation
	root         *fyne.Container
	words        *line
	from, to     int // turns; the second may be before the first. -1 for none
}

func newPickedTurns(c *conversation) *pickedTurns {
	k := &pickedTurns{conversation: c, from: -1, words: newLine("", sizeSmall, colorInk2).mayCut()}
	button := func(label string, do func()) *widget.Button {
		b := widget.NewButton(label, do)
		b.Importance = widget.LowImportance
		return b
	}
	k.root = container.New(stack{}, widget.NewSeparator(), container.New(inset{sizePage, ""}, container.New(row{gap: sizeStep},
		k.words, layout.NewSpacer(), button("Copy", k.onCopy), button("Save sound…", k.onSave), button("Let go", k.clear))))
	k.root.Hide()
	return k
}

// onPick takes what the column was told.
func (k *pickedTurns) onPick(i int, how picking) {
	switch {
	case how == pickAll:
		k.from, k.to = 0, len(k.conversation.turns)-1
	case how == pickUpTo && k.from < 0:
		k.from, k.to = k.conversation.column.cursor, i
	case how == pickUpTo:
		k.to = i
	default:
		k.from, k.to = i, i
	}
	k.show()
}

// has tells whether a turn is picked.
func (k *pickedTurns) has(i int) bool {
	return k.from >= 0 && i >= min(k.from, k.to) && i <= max(k.from, k.to)
}

// clear lets go of what was picked.
func (k *pickedTurns) clear() {
	if k.from >= 0 {
		k.from = -1
		k.conversation.column.refill()
		k.show()
	}
}

// show says what is picked.
func (k *pickedTurns) show() {
	if k.from >= 0 {
		turns := k.turns(k.from)
		from, to := extentOf(turns)
		k.words.set(countTurns(len(turns)) + ", " + from.Short() + "–" + to.Short())
	}
	if shown := k.from >= 0; shown == k.root.Hidden {
		k.root.Hidden = !shown
		k.conversation.page.talk.Refresh()
	}
}

func countTurns(turns int) string {
	if turns == 1 {
		return "1 turn"
	}
	return fmt.Sprintf("%d turns", turns)
}

// turns are those that a command at a turn is about: all that are picked if it is one of them, else it alone.
func (k *pickedTurns) turns(i int) []turn {
	all := k.conversation.turns
	switch {
	case k.has(i):
		return all[min(k.from, k.to) : max(k.from, k.to)+1]
	case i >= 0 && i < len(all):
		return all[i : i+1]
	}
	return nil
}

// present are the turns that a command is about: those that are picked, or the one at the keyboard.
func (k *pickedTurns) present() []turn {
	if k.from >= 0 {
		return k.turns(k.from)
	}
	return k.turns(k.conversation.column.cursor)
}

// extentOf is the time that turns take.
func extentOf(turns []turn) (from, to call.Seconds) {
	from, to = turns[0].at, turns[0].end
	for _, t := range turns {
		from, to = min(from, t.at), max(to, t.end)
	}
	return from, to
}

func (k *pickedTurns) onCopy() { k.copy(k.present()) }

// copy puts turns on the clipboard.
func (k *pickedTurns) copy(turns []turn) {
	if len(turns) > 0 {
		page := k.conversation.page
		page.w.program.Clipboard().SetContent(passageText(page.doc, turns))
	}
}

// passageText writes turns in lines, with time and speaker.
func passageText(doc app.Document, turns []turn) string {
	var text strings.Builder
	for _, t := range turns {
		who := "[" + string(t.remark) + "]"
		if t.party != "" {
			who = app.Speaker(doc.Call, t.party) + ":"
		}
		words := strings.Join(strings.Fields(shownText(t)), " ")
		fmt.Fprintf(&text, "%s  %s %s%s\n", t.at.Short(), who, words, marksOf(t))
	}
	if doc.Transcript != nil && doc.Transcript.Model.Demo {
		fmt.Fprintf(&text, "(%s)\n", app.DemoBanner)
	}
	return text.String()
}

// marksOf is what stands behind a turn in plain text.
func marksOf(t turn) string {
	segment := call.Segment{Another: t.another, Corrected: t.corrected, Overlap: t.overlap}
	if t.doubt != "" {
		segment.Suspect = &t.doubt
	}
	if t.echo {
		return " [heard again by the microphone]" + app.TurnMarks(segment)
	}
	return app.TurnMarks(segment)
}

func (k *pickedTurns) onSave() { k.save(k.present(), false) }

// save asks for a place and writes the sound of turns there, without private numbers if it is redacted. The ending of the name says in which
// form.
func (k *pickedTurns) save(turns []turn, redact bool) {
	page := k.conversation.page
	if len(turns) == 0 || page.doc.Audio.File == "" {
		return
	}
	from, to := extentOf(turns)
	id := page.id
	asked := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil {
			page.w.showError(err)
		} else if file != nil {
			page.w.work.do(func(context.Context) error { return saveClip(page.w.app, id, from, to, redact, file) }, nil)
		}
	}, page.w.window)
	asked.SetFileName(clipName(page.doc.Call, from, to, redact))
	endings := []string{}
	for _, format := range app.ClipFormats() {
		endings = append(endings, "."+format)
	}
	asked.SetFilter(storage.NewExtensionFileFilter(endings))
	page.w.askFile(asked, "Save as", "Save")
}

// clipName proposes a file name: that of the call, and from when to when.
func clipName(doc call.Call, from, to call.Seconds, redact bool) string {
	name := strings.TrimSuffix(app.ExportName(doc, app.Form{Redact: redact}), ".")
	minute := func(s call.Seconds) string { return strings.ReplaceAll(s.Short(), ":", ".") }
	return name + " " + minute(from) + "-" + minute(to) + ".flac"
}

// saveClip writes a part of a call and takes a file that could not be finished away again.
func saveClip(a *app.App, id call.ID, from, to call.Seconds, redact bool, file fyne.URIWriteCloser) error {
	format := strings.ToLower(strings.TrimPrefix(filepath.Ext(file.URI().Name()), "."))
	err := errors.Join(a.Clip(id, from, to, format, redact, file), file.Close())
	if err != nil {
		err = errors.Join(err, storage.Delete(file.URI()))
	}
	return err
}

// items are what can be done with the turns that a command at a turn is about.
func (k *pickedTurns) items(i int) []*fyne.MenuItem {
	turns, what := k.turns(i), "this turn"
	if len(turns) > 1 {
		what = "this passage"
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem("Copy "+what, func() { k.copy(turns) })}
	if from, to := extentOf(turns); from < to {
		items = append(items, fyne.NewMenuItem("Save sound of "+what+"…", func() { k.save(turns, false) }),
			fyne.NewMenuItem("Save it without card and account numbers…", func() { k.save(turns, true) }))
	}
	return items
}
