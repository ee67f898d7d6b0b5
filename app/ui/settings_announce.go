package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// announceSettings are the microphone for calls, the recorded notice, and the tone.
type announceSettings struct {
	page *settingsPage
	root *fyne.Container

	microphone *choice
	state      *lamp
	impossible *prose
	possible   *fyne.Container

	notice *prose
	words  *field
	voice  *widget.Button
	meter  *bar
	remove *widget.Button
	listen *widget.Button
	take   *app.NoticeTake // the notice is being recorded; nil while it is not
	player *app.Player     // the notice is being listened to; nil while it is not

	tone   app.Tone
	length *choice
	level  *choice
	always *choice
}

// toneLevels are the levels that are offered, as their words.
var (
	toneLevels     = []float64{app.ToneSoft, app.ToneAverage, app.ToneLoud}
	toneLevelWords = []string{"Soft", "As speech", "Loud"}
)

func newAnnounceSettings(p *settingsPage) *announceSettings {
	s := &announceSettings{page: p, state: newLamp(lineIcon("quiet"), "off"), meter: newBar(colorLocal, sizeMeter)}
	s.microphone = newChoice([]string{"Off", "On"}, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.CallMicrophone = i == 1 })
	})
	s.impossible = newProse("On this system nothing can be played into a call: read your notice aloud.", sizeBody, colorInk)
	var err error
	if s.tone, err = p.w.app.Tone(); err != nil {
		p.w.showError(err)
	}
	s.possible = container.New(stack{gap: sizeGroup},
		setting("Microphone for calls", container.New(row{gap: sizeInside}, s.microphone, s.state, layout.NewSpacer()),
			"Makes “OnRecord microphone”: your own, with your notice mixed in. "+chooseIt+" It is there while this window is open. Recordings hold your side as it is heard there. Your system's own choice of microphone stays."),
		s.composeNotice(), s.composeTone())
	s.root = container.New(stack{gap: sizeGroup}, newLine("Played into the call", sizeBody, colorInk2).bold(), s.impossible, s.possible)
	return s
}

func (s *announceSettings) composeNotice() fyne.CanvasObject {
	s.notice = newProse("", sizeBody, colorInk)
	s.words = newField("What is said in it", s.onWords)
	s.voice = widget.NewButton("Record my voice", s.onVoice)
	s.remove = widget.NewButton("Forget it", s.onRemove)
	s.remove.Importance = widget.LowImportance
	s.listen = widget.NewButtonWithIcon("Listen", lineIcon("play").in(colorInk), s.onListen)
	s.meter.Hide()
	return setting("Recorded notice", container.New(stack{gap: sizeInside}, s.notice, s.words, s.meter,
		container.New(&flow{gap: sizeInside}, s.listen, widget.NewButton("Choose a sound file…", s.onFile), s.voice, s.remove)),
		"Say that the call is recorded. OnRecord cannot speak by itself. The words stand in the record of a call in which it was played; P plays it.")
}

func (s *announceSettings) composeTone() fyne.CanvasObject {
	var lengths []string
	for _, l := range s.tone.Lengths {
		lengths = append(lengths, fmt.Sprintf("%g s", l.Seconds))
	}
	s.length = newChoice(lengths, 0, func(i int) {
		s.page.change(func(settings *app.Settings) { settings.Tone.Seconds = s.tone.Lengths[i].Seconds })
	})
	s.level = newChoice(toneLevelWords, 1, func(i int) {
		s.page.change(func(settings *app.Settings) { settings.Tone.Level = toneLevels[i] })
	})
	s.always = newChoice([]string{"When I press T", "In every call"}, 0, func(i int) {
		s.page.change(func(settings *app.Settings) { settings.Tone.Always = i == 1 })
	})
	rests := widget.NewButton("What it rests on", s.onRests)
	rests.Importance = widget.LowImportance
	about := fmt.Sprintf("%g Hz, every %g s. In every call it begins once the other side was heard to speak. It is no consent where the law wants a yes.", s.tone.Hertz, s.tone.Every)
	return setting("Tone", container.New(&flow{gap: sizeGroup}, s.length, s.level, s.always, rests), about)
}

// show takes the settings in force.
func (s *announceSettings) show(settings app.Settings) {
	s.microphone.set(index(settings.CallMicrophone))
	words := "There is none yet."
	if settings.Notice.Seconds > 0 {
		words = fmt.Sprintf("%.1f s: %s", settings.Notice.Seconds, settings.Notice.Name)
	}
	s.notice.set(words, nil)
	s.words.SetText(settings.Notice.Words)
	s.remove.Hidden, s.listen.Hidden = settings.Notice.Seconds == 0, settings.Notice.Seconds == 0
	for i, l := range s.tone.Lengths {
		if l.Seconds == settings.Tone.Seconds {
			s.length.set(i)
		}
	}
	for i, level := range toneLevels {
		if level == settings.Tone.Level {
			s.level.set(i)
		}
	}
	s.always.set(index(settings.Tone.Always))
	s.onMixing()
}

// onMixing says whether the microphone is there, and who hears it.
func (s *announceSettings) onMixing() {
	now := s.page.w.app.CallMicrophone()
	s.impossible.Hidden = now.Err == nil
	s.possible.Hidden = now.Err != nil
	switch {
	case now.Name == "" && s.microphone.chosen == 0:
		s.state.set(lineIcon("quiet"), "off")
	case now.Name == "":
		s.state.set(lineIcon("quiet"), "not there yet")
	case now.Muted:
		s.state.set(icon{"warning", colorWarning}, "muted in the system's sound settings")
	case len(now.Programs) == 0:
		s.state.set(icon{"check", colorOK}, "there; nobody listens now")
	default:
		s.state.set(icon{"heard", colorOK}, "heard by "+strings.Join(now.Programs, ", "))
	}
	s.root.Refresh()
}

// onWords keeps what is said in the notice.
func (s *announceSettings) onWords() {
	words := strings.TrimSpace(s.words.Text)
	if words != s.page.w.app.Settings().Notice.Words {
		s.page.change(func(settings *app.Settings) { settings.Notice.Words = words })
	}
}

// onFile asks for a sound file.
func (s *announceSettings) onFile() {
	w := s.page.w
	asked := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			w.showError(err)
		} else if file != nil {
			words := s.words.Text
			w.work.do(func(ctx context.Context) error {
				if err := file.Close(); err != nil {
					return err
				}
				_, err := w.app.SetNotice(ctx, file.URI().Path(), words)
				return err
			}, nil)
		}
	}, w.window)
	w.askFile(asked, "Choose your recorded notice", "Use this sound")
}

// onListen plays the notice on this side, before anybody else hears it, or stops that.
func (s *announceSettings) onListen() {
	w := s.page.w
	if s.player != nil {
		s.quiet()
		return
	}
	var player *app.Player
	s.listen.Disable()
	w.work.do(func(context.Context) (err error) {
		w.work.meanwhile(s.listen.Enable)
		if player, err = w.app.HearNotice(); err != nil {
			return err
		}
		w.work.own(player)
		if err = player.Play(); err != nil {
			w.work.shut(player)
		}
		return err
	}, func() {
		s.player = player
		s.listen.SetText("Stop")
		if !s.page.inSight {
			s.quiet()
		}
	})
}

// quiet ends listening to the notice.
func (s *announceSettings) quiet() {
	if s.player != nil {
		s.page.w.work.shut(s.player)
		s.player = nil
		s.listen.SetText("Listen")
	}
}

func (s *announceSettings) onRemove() {
	s.quiet()
	s.page.w.work.do(func(context.Context) error { return s.page.w.app.RemoveNotice() }, nil)
}

// onVoice begins to record the user's voice, or keeps what was recorded.
func (s *announceSettings) onVoice() {
	w := s.page.w
	s.quiet()
	if take := s.take; take != nil {
		s.rest()
		words := s.words.Text
		w.work.do(func(context.Context) error {
			defer w.work.shut(take)
			_, err := take.Keep(words)
			return err
		}, nil)
		return
	}
	var take *app.NoticeTake
	s.voice.Disable()
	w.work.do(func(context.Context) (err error) {
		take, err = w.app.RecordNotice()
		if err == nil {
			w.work.own(take)
		}
		w.work.meanwhile(s.voice.Enable)
		return err
	}, func() {
		if !s.page.inSight {
			w.work.shut(take)
			return
		}
		s.take = take
		s.meter.Show()
		s.onBeat()
		s.page.root.Refresh()
	})
}

// onBeat shows how loud, and how long, the voice is that is being recorded, and when the notice was heard to its end.
func (s *announceSettings) onBeat() {
	if s.take != nil {
		s.meter.level(s.take.Peak())
		s.voice.SetText(fmt.Sprintf("Keep it  %s", s.take.Length().Short()))
	}
	if s.player != nil && !s.player.Playing() {
		s.quiet()
	}
}

// rest shows that no voice is being recorded any more.
func (s *announceSettings) rest() {
	s.take = nil
	s.meter.Hide()
	s.voice.SetText("Record my voice")
	s.page.root.Refresh()
}

// hidden forgets a voice that was being recorded, and stops the notice.
func (s *announceSettings) hidden() {
	s.quiet()
	if take := s.take; take != nil {
		s.rest()
		s.page.w.work.shut(take)
	}
}

// onRests tells what is known of the tone, and by which source.
func (s *announceSettings) onRests() {
	box := container.New(stack{gap: sizeInside})
	for _, fact := range app.ToneFacts(s.tone) {
		box.Add(container.New(stack{}, newLine(fact.Name, sizeSmall, colorInk2).bold(), paragraph(fact.Value, sizeBody, colorInk)))
	}
	s.page.w.ask("The tone", box, action{label: "Close"})
}
