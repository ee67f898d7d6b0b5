package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/onrecord/onrecord/app"
)

// menu is the bar on top. Its items carry the shortcuts, because canvas shortcuts go to a focused entry first.
type menu struct {
	bar   *fyne.MainMenu
	take  takeItems
	order *fyne.MenuItem // of the list of calls
	group *fyne.MenuItem
	heat  *fyne.MenuItem // the calendar below it
	w     *Window
}

// takeItems are what a menu can do with a take.
type takeItems struct{ record, pause, mark *fyne.MenuItem }

// follow makes the items say what they do now.
func (t takeItems) follow(running, paused bool) {
	t.record.Label, t.pause.Label = "Record", "Pause recording"
	t.pause.Disabled, t.mark.Disabled = !running, !running
	if running {
		t.record.Label = "Stop and save"
	}
	if paused {
		t.pause.Label = "Resume recording"
	}
}

func newMenu(w *Window) *menu {
	m := &menu{w: w, take: takeItems{
		record: item("Record", fyne.KeyR, w.onRecordOrStop),
		pause:  item("Pause recording", fyne.KeyP, w.take.onPause),
		mark:   item("Mark this moment", fyne.KeyM, w.take.onMark),
	}}
	m.take.follow(false, false)
	m.order, m.group = fyne.NewMenuItem("Sort calls", nil), fyne.NewMenuItem("Group calls by", nil)
	m.heat = fyne.NewMenuItem("Calendar of calls", func() {
		w.changeSettings(func(s *app.Settings) { s.NoCalendar = !s.NoCalendar })
	})
	m.arrange()
	quit := item("Quit", fyne.KeyQ, w.onClose)
	quit.IsQuit = true
	library := fyne.NewMenu("Library",
		item("Import…", fyne.KeyI, w.unlessAsked(func() { w.show(w.imports) })),
		item("Search", fyne.KeyF, w.unlessAsked(w.calls.onFind)),
		fyne.NewMenuItem("Next result (F3)", w.unlessAsked(func() { w.calls.results.step(+1) })),
		fyne.NewMenuItem("Previous result (Shift+F3)", w.unlessAsked(func() { w.calls.results.step(-1) })),
		fyne.NewMenuItem("Export the list of calls…", w.unlessAsked(w.onExportList)),
		shifted("Compare with a carrier’s list…", fyne.KeyL, w.unlessAsked(func() { w.show(w.matches) })),
		fyne.NewMenuItem("Save this search…", w.unlessAsked(w.inCalls(w.calls.onSaveSearch))),
		fyne.NewMenuItemSeparator(),
		m.order, m.group, m.heat,
		fyne.NewMenuItemSeparator(),
		shifted("Contacts", fyne.KeyP, w.unlessAsked(func() { w.show(w.contacts) })),
		shifted("Cases", fyne.KeyK, w.unlessAsked(func() { w.show(w.cases) })),
		item("Queue", fyne.KeyJ, w.unlessAsked(func() { w.show(w.queue) })),
		shifted("Follow-ups", fyne.KeyU, w.unlessAsked(func() { w.show(w.follow) })),
		fyne.NewMenuItem("Trash", w.unlessAsked(func() { w.show(w.bin) })),
		fyne.NewMenuItem("Storage", w.unlessAsked(func() { w.show(w.usage) })),
		fyne.NewMenuItemSeparator(),
		item("Settings", fyne.KeyComma, w.unlessAsked(func() { w.show(w.settings) })),
		fyne.NewMenuItemSeparator(),
		quit,
	)
	tick := fyne.NewMenuItem("Checklist", nil)
	tick.ChildMenu = fyne.NewMenu("", w.tickItems()...)
	take := fyne.NewMenu("Record", m.take.record, m.take.pause, m.take.mark,
		fyne.NewMenuItem("Mark as…", w.take.marks.onMenu), fyne.NewMenuItem("Follow-up… (F)", w.unlessAsked(w.take.onFollowUp)), tick,
		fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Log a call that was not recorded…", w.unlessAsked(w.askLog)))
	help := fyne.NewMenu("Help",
		fyne.NewMenuItem("Copy diagnostics", w.onCopyDiagnostics),
		fyne.NewMenuItem("About "+Name, w.onAbout),
	)
	m.bar = fyne.NewMainMenu(library, take, w.callMenu(), w.listenMenu(), w.correctMenu(), help)
	return m
}

// callMenu is what can be done with the open call.
func (w *Window) callMenu() *fyne.Menu {
	export := fyne.NewMenuItem("Export", nil)
	forms := w.calls.doc.exportItems()
	forms[0].Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierShortcutDefault} // text
	export.ChildMenu = fyne.NewMenu("", forms...)
	return fyne.NewMenu("Call",
		export,
		shifted("Report or letter…", fyne.KeyE, w.unlessAsked(w.onReport)),
		item("Transcribe…", fyne.KeyT, w.unlessAsked(w.calls.doc.words.onTranscribe)),
		item("Certificate or conversation", fyne.KeyD, w.unlessAsked(w.calls.doc.certificate.onToggle)),
		item("Amounts, dates and promises", fyne.KeyU, w.unlessAsked(w.inCalls(w.calls.doc.mentioned.onToggle))),
		shifted("Checklist of the call", fyne.KeyT, w.unlessAsked(w.inCalls(w.calls.doc.checks.onToggle))),
		shifted("What may be wrong: flags", fyne.KeyF, w.unlessAsked(w.inCalls(w.calls.doc.flags.onToggle))),
		shifted("Note here…", fyne.KeyN, w.unlessAsked(w.inCalls(w.calls.doc.askNote))),
		fyne.NewMenuItem("Follow-up… (F)", w.inCalls(w.calls.doc.onFollowUp)),
		shifted("Consent…", fyne.KeyC, w.unlessAsked(w.onConsent)),
		item("Name and number…", fyne.KeyN, w.unlessAsked(w.onWho)),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("More with this person", w.unlessAsked(w.calls.onMore("name"))),
		fyne.NewMenuItem("More with this number", w.unlessAsked(w.calls.onMore("number"))),
		fyne.NewMenuItem("Move to trash (Delete in the list)", w.unlessAsked(w.inCalls(w.calls.onTrash))),
	)
}

// unlessAsked keeps a shortcut from doing anything behind a question that waits for its answer.
func (w *Window) unlessAsked(do func()) func() {
	return func() {
		if w.window.Canvas().Overlays().Top() == nil {
			do()
		}
	}
}

// item is a menu item with Ctrl (on a Mac: Cmd) and a key.
func item(label string, key fyne.KeyName, do func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(label, do)
	i.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	return i
}

// shifted is a menu item with Shift, Ctrl (on a Mac: Cmd) and a key.
func shifted(label string, key fyne.KeyName, do func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(label, do)
	i.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	return i
}

// onTake makes the menu say what its items do now.
func (m *menu) onTake(running, paused bool) {
	m.take.follow(running, paused)
	m.bar.Refresh()
}

// arrange marks how the list of calls stands.
func (m *menu) arrange() {
	bar := m.w.calls.arrange
	m.order.ChildMenu, m.group.ChildMenu = fyne.NewMenu("", bar.orderItems()...), fyne.NewMenu("", bar.groupItems()...)
	m.heat.Checked = !m.w.app.Settings().NoCalendar
}

// onSettings makes the menu say what is chosen now.
func (m *menu) onSettings() {
	m.arrange()
	m.bar.Refresh()
}

// onAbout says what this is.
func (w *Window) onAbout() {
	w.ask(Name, container.New(stack{gap: sizeInside},
		paragraph("Records your own calls, writes down what was said on this machine, and finds it again. Version "+w.version()+".", sizeBody, colorInk),
		paragraph("Library: "+w.app.Library(), sizeSmall, colorInk2),
	), action{label: "Close"})
}

func (w *Window) version() string {
	if w.options.Version == "" {
		return "not released"
	}
	return w.options.Version
}
