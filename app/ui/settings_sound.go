package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// soundSettings are the two devices with their meters, and how finely they are recorded.
type soundSettings struct {
	page    *settingsPage
	root    *fyne.Container
	sides   [2]*deviceSetting
	test    *selfTest
	rate    *choice
	monitor *app.Monitor // nil while nothing is listened to
	opened  int          // counts openings, so that a monitor that comes too late is closed again
}

// deviceSetting is the choice of one device, with a meter that shows whether it hears anything.
type deviceSetting struct {
	party   call.Party
	box     *picker
	meter   *bar
	lamp    *lamp
	failure *prose
	ids     []string // of the entries of box
	names   []string
	lit     int // beats for which the lamp still says that something was heard
}

func newSoundSettings(p *settingsPage) *soundSettings {
	s := &soundSettings{page: p}
	s.rate = newChoice([]string{"Speech (16 kHz)", "Full (48 kHz)"}, 0, s.onRate)
	you := s.device(call.Local, "Your microphone", "Records you. Say something: the bar must move.")
	them := s.device(call.Remote, "The other side", "Records what this machine plays. Let something sound in the app that you make calls with.")
	again := widget.NewButton("Look for devices again", s.reload)
	s.test = newSelfTest(s)
	s.root = section("Sound", you, them,
		container.New(row{}, again, layout.NewSpacer()),
		s.test.root,
		setting("Quality", container.New(row{}, s.rate, layout.NewSpacer()),
			"16 kHz holds all of a telephone call; an hour takes about 75 MB. 48 kHz takes about three times as much."))
	return s
}

func (s *soundSettings) device(party call.Party, name, about string) fyne.CanvasObject {
	d := &deviceSetting{
		party: party, meter: newBar(partyColor(party), sizeMeter), lamp: newLamp(lineIcon("quiet"), "quiet"),
		failure: newProse("", sizeSmall, colorWarning),
	}
	d.box = newPicker(nil, nil)
	d.box.PlaceHolder = "Looking for devices…"
	s.sides[party.Channel()] = d
	meter := container.NewBorder(nil, nil, nil, container.New(wide(sizeLampWide), d.lamp), container.New(inset{"", sizeStep}, d.meter))
	return container.New(stack{gap: sizeStep}, setting(name, container.New(stack{gap: sizeStep}, d.box, meter), about), d.failure)
}

// show takes the settings in force.
func (s *soundSettings) show(settings app.Settings) {
	s.rate.set(0)
	if settings.Rate == 48000 {
		s.rate.set(1)
	}
}

func (s *soundSettings) onRate(i int) {
	s.page.change(func(settings *app.Settings) { settings.Rate = []int{16000, 48000}[i] })
}

// reload lists the devices and listens to the chosen ones.
func (s *soundSettings) reload() {
	var devices []app.Device
	var err error
	s.page.w.work.do(func(context.Context) error {
		devices, err = s.page.w.app.Devices()
		return nil
	}, func() {
		settings := s.page.w.app.Settings()
		s.sides[0].fill(devices, app.Microphone, settings.Microphone, err, s.onDevice)
		s.sides[1].fill(devices, app.FarSide, settings.FarSide, err, s.onDevice)
		s.page.root.Refresh()
		s.listen()
	})
}

// fill lists the devices of one kind.
func (d *deviceSetting) fill(devices []app.Device, kind app.Kind, chosen string, err error, changed func()) {
	usual := "The system's choice"
	d.ids, d.names = []string{""}, nil
	var names []string
	for _, device := range devices {
		if device.Kind != kind {
			continue
		}
		if device.Default {
			usual += " (" + device.Name + ")"
		}
		d.ids, names = append(d.ids, device.ID), append(names, device.Name)
	}
	d.names = append([]string{usual}, names...)
	d.box.OnChanged = nil
	d.box.SetOptions(d.names)
	d.box.SetSelectedIndex(0)
	for i, id := range d.ids {
		if id == chosen {
			d.box.SetSelectedIndex(i)
		}
	}
	d.box.OnChanged = func(string) { changed() }
	d.fail(err)
}

// fail says why nothing can be heard.
func (d *deviceSetting) fail(err error) {
	text := ""
	if err != nil {
		problem := app.Explain(err)
		text = problem.What + ". " + problem.Do
	}
	d.failure.set(text, nil)
	d.failure.Hidden = text == ""
}

func (d *deviceSetting) id() string {
	if i := d.box.SelectedIndex(); i >= 0 && i < len(d.ids) {
		return d.ids[i]
	}
	return ""
}

// onDevice keeps the chosen devices and listens to them.
func (s *soundSettings) onDevice() {
	microphone, farSide := s.sides[0].id(), s.sides[1].id()
	s.page.change(func(settings *app.Settings) { settings.Microphone, settings.FarSide = microphone, farSide })
	s.listen()
}

// listen opens the chosen devices for their meters. While a take runs they are left alone: its page has meters.
func (s *soundSettings) listen() {
	s.stop()
	if !s.page.inSight || s.page.w.take.running {
		return
	}
	s.opened++
	mine, microphone, farSide := s.opened, s.sides[0].id(), s.sides[1].id()
	var monitor *app.Monitor
	s.page.w.work.do(func(context.Context) error {
		monitor = s.page.w.app.Listen(microphone, farSide)
		s.page.w.work.own(monitor)
		return nil
	}, func() {
		if mine != s.opened || !s.page.inSight {
			s.page.w.work.shut(monitor)
			return
		}
		s.monitor = monitor
		for _, d := range s.sides {
			d.fail(monitor.Failure(d.party))
		}
		s.page.root.Refresh()
		s.page.w.updateBeat()
	})
}

// stop closes the devices.
func (s *soundSettings) stop() {
	s.opened++
	if s.monitor != nil {
		s.page.w.work.shut(s.monitor)
		s.monitor = nil
	}
}

// onBeat moves the meters.
func (s *soundSettings) onBeat() {
	if s.monitor == nil {
		return
	}
	for _, d := range s.sides {
		d.hear(s.monitor.Peak(d.party), s.monitor.Failure(d.party) != nil)
	}
}

func (d *deviceSetting) hear(peak float64, failed bool) {
	const audible, linger = -50, 40 // dBFS; beats
	d.meter.level(peak)
	d.lit = max(0, d.lit-1)
	if peak > audible {
		d.lit = linger
	}
	switch {
	case failed:
		d.lamp.set(icon{"nothing", colorWarning}, "cannot be opened")
	case d.lit > 0:
		d.lamp.set(icon{"heard", colorOK}, "heard")
	default:
		d.lamp.set(lineIcon("quiet"), "quiet")
	}
}
