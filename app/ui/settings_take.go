package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
)

// prerolls are the seconds that can be kept before a recording begins.
func prerolls() ([]int, []string) { return []int{0, 30, 60}, []string{"Off", "30 s", "60 s"} }

// takeSettings are about how a take begins, and how it warns.
type takeSettings struct {
	page    *settingsPage
	root    *fyne.Container
	preroll *choice
	live    *choice
	sound   *choice
	books   *fyne.Container // the playbook that a take begins with
}

func newTakeSettings(p *settingsPage) *takeSettings {
	s := &takeSettings{page: p, books: container.NewStack()}
	_, words := prerolls()
	s.preroll = newChoice(words, 0, s.onPreroll)
	s.live = newChoice([]string{"During the call", "After it"}, 0, s.onLive)
	s.sound = newChoice([]string{"Off", "On"}, 0, s.onSound)
	s.root = section("Recording",
		setting("Keep the last … in memory", container.New(row{}, s.preroll, layout.NewSpacer()),
			"So that a recording can begin before the button was pressed. While this is on the devices are listened to all the time, and a sign says so. Nothing is saved unless you record."),
		setting("Checklist of new recordings", container.New(row{}, container.New(atLeast(sizeFieldMin), s.books), layout.NewSpacer()),
			"What to ask and say. The points are ticked with one key during the call; another list can be chosen there. They are plain files, which you can change: “onrecord playbook”."),
		p.marks.root,
		setting("Write down what is said", container.New(row{}, s.live, layout.NewSpacer()),
			"During the call you can read along, and the transcript is ready when you hang up. After it, the processor is left alone while you talk."),
		setting("Warnings are heard, too", container.New(row{}, s.sound, layout.NewSpacer()),
			"A short quiet tone. It is left out while the recording takes in what this machine's usual output plays, because the tone would stand in it."))
	return s
}

// show takes the settings in force.
func (s *takeSettings) show(settings app.Settings) {
	seconds, _ := prerolls()
	s.preroll.set(0)
	for i, n := range seconds {
		if n == settings.Preroll {
			s.preroll.set(i)
		}
	}
	s.live.set(0)
	if settings.TranscribeLater {
		s.live.set(1)
	}
	s.showPlaybooks(settings.Playbook)
	s.sound.set(0)
	if settings.WarnSound {
		s.sound.set(1)
	}
}

func (s *takeSettings) onPreroll(i int) {
	seconds, _ := prerolls()
	s.page.change(func(settings *app.Settings) { settings.Preroll = seconds[i] })
}

func (s *takeSettings) onLive(i int) {
	s.page.change(func(settings *app.Settings) { settings.TranscribeLater = i == 1 })
}

func (s *takeSettings) onSound(i int) {
	s.page.change(func(settings *app.Settings) { settings.WarnSound = i == 1 })
}

// showPlaybooks offers those that can be used.
func (s *takeSettings) showPlaybooks(chosen string) {
	all, _, err := s.page.w.app.Playbooks()
	if err != nil {
		s.page.w.showError(err)
		return
	}
	ids, names, at := []string{""}, []string{"None"}, 0
	for _, p := range all {
		if p.ID == app.BlankPlaybook && !p.Own {
			continue // the same as none
		}
		if ids, names = append(ids, p.ID), append(names, p.Name); p.ID == chosen {
			at = len(ids) - 1
		}
	}
	selection := newPicker(names, nil)
	selection.SetSelectedIndex(at)
	selection.OnChanged = func(string) {
		s.page.change(func(settings *app.Settings) { settings.Playbook = ids[selection.SelectedIndex()] })
	}
	s.books.Objects = []fyne.CanvasObject{selection}
	s.books.Refresh()
}
