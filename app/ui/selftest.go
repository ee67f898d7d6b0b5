package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// selfTest is the button that tests both sides, with what it does and what it found.
type selfTest struct {
	w       *Window
	sound   *soundSettings
	root    *fyne.Container
	button  *widget.Button
	doing   *line // what it does, then the verdict
	found   *fyne.Container
	sides   [2]*testedSide
	echo    *testedSide
	running bool
}

// testedSide is a lamp with what was found and what to do about it.
type testedSide struct {
	root     *fyne.Container
	lamp     *lamp
	device   *line
	what, do *prose
}

func newSelfTest(sound *soundSettings) *selfTest {
	s := &selfTest{w: sound.page.w, sound: sound, doing: newLine("", sizeBody, colorInk).mayCut()}
	s.button = widget.NewButton("Test both sides", s.onTest)
	s.sides = [2]*testedSide{newTestedSide("You", partyColor(call.Local)), newTestedSide("Them", partyColor(call.Remote))}
	s.echo = newTestedSide("Echo", colorInk)
	s.found = container.New(stack{gap: sizeInside}, s.sides[0].root, s.sides[1].root, s.echo.root)
	s.found.Hide()
	s.root = container.New(stack{gap: sizeInside},
		setting("Self-test", container.New(row{gap: sizeInside}, s.button, s.doing),
			"Plays a short quiet sound and asks you for a word. In about five seconds you know whether both sides will be recorded."),
		s.found)
	return s
}

func newTestedSide(name string, color fyne.ThemeColorName) *testedSide {
	t := &testedSide{
		lamp: newLamp(lineIcon("quiet"), ""), device: newLine("", sizeSmall, colorInk2).mayCut(),
		what: newProse("", sizeBody, colorInk), do: newProse("", sizeSmall, colorInk2),
	}
	head := container.New(row{gap: sizeInside}, newLine(name, sizeBody, color).bold(), t.device)
	shape := container.New(stack{}, container.New(inset{"", sizeStep}, container.New(wide(sizeLampWide), t.lamp)))
	t.root = container.NewBorder(nil, nil, shape, nil, container.New(stack{gap: sizeStep}, head, t.what, t.do))
	return t
}

// onTest runs the test. The meters let go of the devices first: some systems lend a device to one listener alone.
func (s *selfTest) onTest() {
	if s.running {
		return
	}
	s.running = true
	s.button.Disable()
	s.found.Hide()
	s.doing.say("Listening…", colorInk2)
	s.sound.page.root.Refresh()
	monitor := s.sound.release()
	var result app.SelfTestResult
	var err error
	s.w.work.do(func(ctx context.Context) error {
		if monitor != nil {
			err = s.w.work.shutNow(monitor)
		}
		if err == nil {
			result, err = s.w.app.SelfTest(ctx, app.SelfTestRequest{}, s.onPhase)
		}
		return nil
	}, func() { s.onDone(result, err) })
}

// release hands over the monitor that listens, if any, and rests the meters.
func (s *soundSettings) release() *app.Monitor {
	s.opened++
	monitor := s.monitor
	s.monitor = nil
	for _, d := range s.sides {
		d.lit = 0
		d.hear(call.Silence, false)
	}
	return monitor
}

// onPhase runs away from the window's thread.
func (s *selfTest) onPhase(phase app.SelfTestPhase) {
	s.w.work.post(func() {
		switch {
		case !s.running:
		case phase == app.SelfTestPlaying:
			s.doing.say("Playing a short quiet sound…", colorInk2)
		case phase == app.SelfTestWord:
			s.doing.say("Say a word now", colorInk)
		}
	})
}

// onDone shows what was found, or why there is nothing to show.
func (s *selfTest) onDone(result app.SelfTestResult, err error) {
	s.running = false
	s.button.Enable()
	switch {
	case errors.Is(err, app.ErrTakeRunning): // which needs no box in front of the take
		s.doing.say("Not tested: a recording is running", colorInk2)
	case err != nil:
		s.doing.say("", colorInk)
		s.w.showError(err)
	default:
		s.show(result)
	}
	s.sound.listen()
}

func (s *selfTest) show(result app.SelfTestResult) {
	if result.Complete {
		s.doing.say("Both sides will be recorded", colorOK)
	} else {
		s.doing.say("Not both sides will be recorded", colorWarning)
	}
	for _, party := range call.Parties {
		shown, side := s.sides[party.Channel()], result.Sides[party]
		switch {
		case !side.OK:
			shown.lamp.set(icon{"nothing", colorWarning}, "missing")
		case side.Do != "":
			shown.lamp.set(icon{"warning", colorWarning}, "recorded")
		default:
			shown.lamp.set(icon{"heard", colorOK}, "recorded")
		}
		shown.show(side.Device, side.What, side.Do)
	}
	s.echo.lamp.set(lineIcon("speaker"), "heard twice")
	s.echo.show("", result.Echo.What, result.Echo.Do)
	s.echo.root.Hidden = !result.Echo.Heard
	s.found.Show()
	s.sound.page.root.Refresh()
}

func (t *testedSide) show(device, what, do string) {
	t.device.set(device)
	t.what.set(what+".", nil)
	t.do.set(do, nil)
	t.do.Hidden = do == ""
}
