package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// settingsPage is where the user chooses devices, model, language and folder. Each setting says what it changes, and
// is kept as soon as it is chosen.
type settingsPage struct {
	w        *Window
	root     *fyne.Container
	scroll   *container.Scroll
	tabbed   tabbed
	sound    *soundSettings
	take     *takeSettings
	marks    *markSettings
	during   *callSettings
	who      *whoSetting
	consent  *consentSettings
	announce *announceSettings
	models   *modelSettings
	names    *wordSettings
	queue    *queueSettings
	search   *searchSettings
	language *fyne.Container
	folder   *prose
	watch    *watchSetting
	later    *lamp // another folder was chosen
	inSight  bool
}

func newSettingsPage(w *Window) *settingsPage {
	p := &settingsPage{w: w, folder: newProse("", sizeBody, colorInk), later: newLamp(lineIcon("recovered"), "Used from the next start")}
	p.sound = newSoundSettings(p)
	p.marks = newMarkSettings(p)
	p.take = newTakeSettings(p)
	p.during = newCallSettings(p)
	p.who = newWhoSetting(p)
	p.consent = newConsentSettings(p)
	p.announce = newAnnounceSettings(p)
	p.models = newModelSettings(p)
	p.names = newWordSettings(p)
	p.queue = newQueueSettings(p)
	p.search = newSearchSettings(p)
	p.watch = newWatchSetting(p)
	p.language = container.NewStack()
	p.root = p.compose()
	p.tabbed = tabbed{window: w.window, scroll: p.scroll}
	p.onChanged(w.app.Settings())
	return p
}

func (p *settingsPage) compose() *fyne.Container {
	choose := widget.NewButton("Choose another folder…", p.onFolder)
	library := section("Library",
		setting("Folder", container.New(stack{gap: sizeStep}, p.folder, p.later),
			"Every call is a folder in here. Another library is used from the next start; calls are not moved."),
		container.New(row{gap: sizeInside}, choose, layout.NewSpacer()),
		setting("Space", container.New(row{gap: sizeInside},
			widget.NewButton("What takes space", func() { p.w.show(p.w.usage) }), widget.NewButton("Trash", func() { p.w.show(p.w.bin) }), layout.NewSpacer()),
			"By kind, year and case, the largest calls, and those that are older than you want to keep calls for."),
		p.watch.root)
	words := section("Words",
		setting("Language spoken in your calls", container.New(row{}, container.New(atLeast(sizeFieldMin), p.language), layout.NewSpacer()),
			"A call can always be written down again in another language or with another model."),
		p.names.root, p.models.root, p.who.root)
	form := container.New(stack{gap: sizePage}, p.sound.root, widget.NewSeparator(), p.take.root, widget.NewSeparator(), p.during.root, widget.NewSeparator(), p.consent.root, p.announce.root,
		widget.NewSeparator(), words, widget.NewSeparator(), p.queue.root, widget.NewSeparator(), p.search.root, widget.NewSeparator(), library,
		newLine("", sizeTitle, colorInk))
	p.scroll = container.NewVScroll(container.New(inset{sizePage, sizePage}, container.New(measureWidth{most: sizeForm}, form)))
	return p.w.framed("Settings", p.scroll, nil)
}

// section is a heading with what belongs to it.
func section(heading string, parts ...fyne.CanvasObject) *fyne.Container {
	box := container.New(stack{gap: sizeGroup}, newLine(heading, sizeTitle, colorInk).bold())
	for _, part := range parts {
		box.Add(part)
	}
	return box
}

// setting is one choice: its name, what is chosen, and what that changes.
func setting(name string, choice fyne.CanvasObject, about string) fyne.CanvasObject {
	return container.New(stack{gap: sizeStep}, newLine(name, sizeBody, colorInk).bold(), choice, newProse(about, sizeSmall, colorInk2))
}

func (p *settingsPage) content() fyne.CanvasObject { return p.root }

// shown lists devices and models, and begins to listen.
func (p *settingsPage) shown() {
	p.inSight = true
	p.sound.reload()
	p.models.reload()
	p.names.reload()
	p.w.app.MeasureOnce()
}

// hidden stops listening.
func (p *settingsPage) hidden() {
	p.inSight = false
	p.sound.stop()
	p.names.onDone()
	p.announce.hidden()
}

// alive tells whether the page needs beats: for meters, downloads and the keyboard.
func (p *settingsPage) alive() bool { return p.inSight }

func (p *settingsPage) onBeat() {
	if !p.inSight {
		return
	}
	p.sound.onBeat()
	p.models.onBeat()
	p.announce.onBeat()
	p.tabbed.follow()
}

// onChanged shows the settings in force.
func (p *settingsPage) onChanged(settings app.Settings) {
	p.sound.show(settings)
	p.take.show(settings)
	p.marks.show(settings)
	p.during.show(settings)
	p.queue.show(settings)
	p.search.show(settings)
	p.who.show(settings)
	p.consent.show(settings)
	p.announce.show(settings)
	p.watch.show()
	p.language.Objects = []fyne.CanvasObject{languageSelect(settings.Language, p.onLanguage)}
	p.language.Refresh()
	folder := settings.Library
	if folder == "" {
		folder = p.w.app.Library()
	}
	p.folder.set(folder, nil)
	p.later.Hidden = folder == p.w.app.Library()
	p.models.draw()
	p.root.Refresh()
}

// change saves one choice; an event brings back what is in force then.
func (p *settingsPage) change(set func(*app.Settings)) { p.w.changeSettings(set) }

func (w *Window) changeSettings(set func(*app.Settings)) {
	w.work.do(func(context.Context) error { return w.app.ChangeSettings(set) }, nil)
}

func (p *settingsPage) onLanguage(code string) {
	p.change(func(s *app.Settings) { s.Language = code })
}

// onFolder asks for another library folder.
func (p *settingsPage) onFolder() {
	asked := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			p.w.showError(err)
		} else if folder != nil {
			p.change(func(s *app.Settings) { s.Library = folder.Path() })
		}
	}, p.w.window)
	p.w.askFile(asked, "Choose a folder for the library", "Use this folder")
}
