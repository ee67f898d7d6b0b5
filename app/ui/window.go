package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// Window is the one window. Its methods belong to the window's thread.
type Window struct {
	program fyne.App
	app     *app.App
	window  fyne.Window
	options Options
	dates   dates
	now     func() time.Time

	work *background
	pump *pump

	calls    *callsPage
	take     *takePage
	settings *settingsPage
	queue    *queuePage
	bin      *trashPage
	usage    *usagePage
	follow   *followPage
	imports  *importPage
	matches  *reconcilePage
	contacts *contactsPage
	cases    *casesPage
	page     page
	trashed  *trashBar
	offers   *offers
	stage    *fyne.Container // holds the page that is shown
	frame    *fyne.Container // and the offers above it, and below what went into the trash
	inFront  bool            // the user is in this window
	tell     func(*fyne.Notification)
	tray     *tray // nil where there is none
	menu     *menu
	file     *dialog.FileDialog // asks for a file; nil where none was asked for yet
	front    *question          // that was asked last; nil before the first
	leaving  *question          // whether to close although a take runs
	problem  app.Problem
	trouble  *question // shows the problem
	signed   time.Time // when the signs were last looked at
	closed   bool
}

// page is one of the things that can fill the window.
type page interface {
	content() fyne.CanvasObject
	shown()  // it has come into sight
	hidden() // it has gone out of sight
}

// New makes the window and starts its pump; Close joins it. post runs a function on the window's thread: fyne.Do in
// the program, something that tests control in tests.
func New(program fyne.App, a *app.App, post func(func()), options Options) *Window {
	program.Settings().SetTheme(newTheme(options.Appearance))
	w := &Window{program: program, app: a, options: options, dates: localDates(), now: time.Now}
	w.window = program.NewWindow(w.title())
	w.work = newBackground(post, w.showError)
	w.calls = newCallsPage(w)
	w.take = newTakePage(w)
	w.settings = newSettingsPage(w)
	w.queue = newQueuePage(w)
	w.bin = newTrashPage(w)
	w.usage = newUsagePage(w)
	w.follow = newFollowPage(w)
	w.trashed = newTrashBar(w)
	w.imports = newImportPage(w)
	w.matches = newReconcilePage(w)
	w.contacts, w.cases = newContactsPage(w), newCasesPage(w)
	w.stage = container.NewStack()
	w.tell = program.SendNotification
	w.offers = newOffers(w)
	w.frame = container.NewBorder(w.offers.root, w.trashed.root, nil, nil, w.stage)
	w.watchFront()
	w.menu = newMenu(w)
	w.window.SetPadded(false)
	w.window.SetContent(w.frame)
	w.window.SetMainMenu(w.menu.bar)
	w.window.SetCloseIntercept(w.onClose)
	w.window.SetOnDropped(w.imports.onDropped)
	w.window.Canvas().SetOnTypedKey(w.onKey)
	w.window.Canvas().SetOnTypedRune(w.onRune)
	w.window.Resize(fyne.NewSize(theme.Size(sizeWindowW), theme.Size(sizeWindowH)))
	w.window.CenterOnScreen()
	w.pump = startPump(a.Subscribe(), post, w.onEvent, w.onBeat)
	w.show(w.calls)
	w.queue.reload()
	w.follow.reload()
	if status, running := a.Take(); running {
		w.onTake(status)
	}
	return w
}

// Close stops what plays, joins all work and the pump. It may be called twice.
func (w *Window) Close() {
	if w.closed {
		return
	}
	w.closed = true
	w.page.hidden()
	w.pump.close()
	w.work.close()
}

// show fills the window with a page.
func (w *Window) show(p page) {
	if w.page == p {
		return
	}
	if w.page != nil {
		w.page.hidden()
	}
	w.page = p
	w.window.Canvas().Unfocus()
	w.stage.Objects = []fyne.CanvasObject{p.content()}
	w.stage.Refresh()
	p.shown()
	w.updateBeat()
}

// updateBeat lets the pump beat only while something moves, and slowly while the last seconds are kept in memory.
func (w *Window) updateBeat() {
	switch {
	case w.pump == nil:
	case w.take.running || w.take.noting || w.calls.doc.playback.moving() || w.settings.alive() || w.usage.inSight || w.front.scrolls():
		w.pump.setBeat(beatEvery)
	case w.app.Settings().Preroll > 0:
		w.pump.setBeat(signEvery)
	default:
		w.pump.setBeat(0)
	}
}

// onBeat moves meters, clock and playhead.
func (w *Window) onBeat() {
	w.take.onBeat()
	w.calls.doc.onBeat()
	w.settings.onBeat()
	w.usage.onBeat()
	w.front.onBeat()
	if now := w.now(); now.Sub(w.signed) >= signEvery {
		w.signed = now
		w.calls.signs.follow()
	}
	w.updateBeat()
}

// onTake follows a take wherever it was started: here, in the tray, or on the command line.
func (w *Window) onTake(status app.TakeStatus) {
	began := !w.take.running && !status.Ended
	w.take.onStatus(status)
	w.calls.onTake(status)
	w.offers.onTake(!status.Ended)
	w.showTake()
	if began || status.Ended {
		w.queue.reload() // the captions have begun afresh
	}
	switch {
	case began:
		w.calls.doc.playback.pause()
		w.show(w.take)
	case status.Ended && w.take.closing:
		w.quit()
		return
	case w.take.noting:
		w.calls.reload()
	case status.Ended:
		w.calls.reload()
		w.openCall(status.Call.ID, nil)
	}
	w.updateBeat()
}

// title is what the window is called, and which library it shows.
func (w *Window) title() string {
	if w.options.Sample {
		return Name + " · sample library"
	}
	return Name
}

// showTake shows in title, menu and tray whether a take runs, and how it is doing.
func (w *Window) showTake() {
	w.showTitle()
	w.menu.onTake(w.take.running, w.take.paused)
	w.calls.signs.follow()
	if w.tray != nil {
		w.tray.onTake(w.take)
	}
}

// openCall shows a call, from a second on if one is given.
func (w *Window) openCall(id call.ID, at *call.Seconds) {
	w.show(w.calls)
	w.calls.open(id, at)
}

// onRecord begins a take, or shows the one that runs.
func (w *Window) onRecord() {
	if w.take.running || w.take.noting {
		w.show(w.take)
		return
	}
	w.record(app.TakeRequest{})
}

// record begins a take, unless one is about to begin.
func (w *Window) record(request app.TakeRequest) {
	if w.take.running || w.take.starting {
		return
	}
	w.setStarting(true)
	var err error
	w.work.do(func(ctx context.Context) error {
		_, err = w.app.StartTake(ctx, request)
		return nil
	}, func() {
		w.setStarting(false)
		if err != nil {
			w.showError(err)
		}
	})
}

func (w *Window) setStarting(starting bool) {
	w.take.starting = starting
	w.calls.onStarting(starting)
}

// onRecordOrStop is what Ctrl+R does.
func (w *Window) onRecordOrStop() {
	if w.take.running || w.take.noting {
		w.take.onStop()
		return
	}
	w.onRecord()
}

// onKey gets the keys that nothing else wanted.
func (w *Window) onKey(event *fyne.KeyEvent) {
	if w.window.Canvas().Overlays().Top() != nil { // they are meant for what stands in front
		w.onKeyInFront(event.Name)
		return
	}
	switch {
	case w.page == w.usage && w.usage.onKey(event.Name):
	case (event.Name == fyne.KeyUp || event.Name == fyne.KeyDown) && w.page == w.calls:
		w.calls.enter()
	case event.Name == fyne.KeySpace && w.page == w.calls && w.calls.doc.checks.onSpace():
	case event.Name == fyne.KeySpace && w.page == w.calls:
		w.calls.doc.playback.onPlay()
	case (event.Name == fyne.KeyLeft || event.Name == fyne.KeyRight) && w.page == w.calls:
		w.calls.doc.playback.onArrow(event.Name == fyne.KeyRight)
	case (event.Name == fyne.KeyPageDown || event.Name == fyne.KeyPageUp) && w.page == w.calls && w.calls.doc.lower == lowerCertificate:
		w.calls.doc.certificate.turn(event.Name == fyne.KeyPageDown)
	case event.Name == fyne.KeyF2:
		w.inCalls(w.calls.doc.conversation.about(w.calls.doc.conversation.onCorrect))()
	case event.Name == fyne.KeyF3 && w.page == w.calls:
		w.calls.results.onStep()
	case event.Name == fyne.KeyDelete && (w.calls.list.focused || w.calls.results.column.focused):
		w.calls.onTrash()
	case w.page == w.take && w.take.onKey(event.Name):
	case event.Name == fyne.KeyEscape && w.page != w.calls:
		w.show(w.calls)
	case event.Name == fyne.KeyEscape && !w.calls.doc.flags.back.take():
		w.calls.onBack()
	}
}

// onKeyInFront gets the keys that nothing in front wanted: of a box that lost the keyboard, as by a click, Escape is the way out all the same.
func (w *Window) onKeyInFront(key fyne.KeyName) {
	switch {
	case key != fyne.KeyEscape:
	case w.file != nil:
		w.file.Dismiss()
	case w.front != nil && w.front.popup.Visible():
		w.front.onEscape()
	}
}

// onRune gets what was typed where nothing else wanted it.
func (w *Window) onRune(r rune) {
	switch w.page {
	case w.calls:
		w.calls.doc.onRune(r)
	case w.take:
		w.take.onRune(r)
	}
}
