package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// announceBar stands below what is on record of consent, where there is a call microphone: it plays the notice and the tone into the
// call, and says who hears them.
type announceBar struct {
	bar    *consentBar
	root   *fyne.Container
	play   *widget.Button
	tone   *widget.Button
	heard  *lamp
	cancel context.CancelFunc // breaks the notice off; nil while none is played
}

func newAnnounceBar(b *consentBar) *announceBar {
	a := &announceBar{bar: b, heard: newLamp(lineIcon("quiet"), "")}
	a.play = widget.NewButton("Play notice  P", a.onPlay)
	a.tone = widget.NewButton("Tone  T", a.onTone)
	a.root = container.New(row{gap: sizeInside}, a.play, a.tone, a.heard, layout.NewSpacer())
	a.root.Hide()
	return a
}

// show tells how the call microphone, and what is played into it, stand now.
func (a *announceBar) show() {
	page := a.bar.page
	now, tone := page.w.app.CallMicrophone(), page.w.app.ToneStatus()
	hidden := now.Name == "" && !page.w.app.Settings().CallMicrophone || page.noting
	play, toned := "Play notice  P", "Tone  T"
	if a.cancel != nil {
		play = "Stop the notice  P"
	}
	if tone.On {
		toned = "End the tone  T"
	}
	a.heard.set(hearers(now, tone))
	if a.play.Text != play || a.tone.Text != toned || a.root.Hidden != hidden {
		a.play.SetText(play)
		a.tone.SetText(toned)
		a.root.Hidden = hidden
		page.root.Refresh()
	}
}

// hearers says who hears what is played into the call.
func hearers(now app.CallMicrophone, tone app.ToneStatus) (icon, string) {
	switch {
	case now.Name == "":
		return icon{"warning", colorWarning}, "the OnRecord microphone is not there"
	case now.Muted:
		return icon{"warning", colorWarning}, "muted in the system's sound settings"
	case len(now.Programs) == 0:
		return icon{"warning", colorWarning}, "nobody hears it: choose OnRecord microphone in the program you call with"
	}
	words := "heard by " + strings.Join(now.Programs, ", ")
	switch {
	case tone.Heard == 1:
		words += "; one tone so far"
	case tone.Heard > 1:
		words += fmt.Sprintf("; %d tones so far", tone.Heard)
	}
	return icon{"check", colorOK}, words
}

// onPlay plays the notice, or breaks it off. What keeps it from being heard is told where warnings stand: a person in a call has no
// hand for a dialog.
func (a *announceBar) onPlay() {
	page := a.bar.page
	switch {
	case a.cancel != nil:
		a.cancel()
		return
	case !a.bar.may():
		return
	}
	id, over := page.id, func() {}
	page.w.work.do(func(ctx context.Context) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		page.w.work.meanwhile(func() {
			a.cancel = cancel
			a.show()
			a.told(nil)
		})
		_, err := page.w.app.PlayNotice(ctx)
		over = func() {
			a.cancel = nil
			a.show()
			if id == page.id {
				a.told(err)
			}
		}
		return nil
	}, func() { over() })
}

// onTone begins or ends the tone.
func (a *announceBar) onTone() {
	if !a.bar.may() {
		return
	}
	page, on := a.bar.page, !a.bar.page.w.app.ToneStatus().On
	var err error
	page.w.work.do(func(context.Context) error {
		err = page.w.app.SetTone(on)
		return nil
	}, func() {
		a.show()
		a.told(err)
	})
}

// told shows why something was not heard, or takes that back.
func (a *announceBar) told(err error) {
	page := a.bar.page
	warning := app.Warning{Kind: app.WarnUntold, Call: page.id, Over: err == nil}
	if err != nil {
		warning.Problem = app.Explain(err)
	}
	page.warnings.take(warning)
	page.w.showTake()
}

// playedHow says how to have a notice played into a call.
func playedHow(a *app.App) string {
	switch {
	case !a.CallMicrophonePossible():
		return "On this system nothing can be played into a call: read aloud what stands above."
	case !a.Settings().CallMicrophone:
		return "Your own recorded notice, and a tone, can be played into the call. Switch the microphone for calls on, in the settings (Consent)."
	}
	return chooseIt + " Then P plays your notice, and T a tone that comes back. They are put on record only if that program hears them."
}

// chooseIt says how the program that calls are made with hears what is played.
const chooseIt = "In the program that you make calls with, choose “OnRecord microphone” as the microphone: in its own settings (sound, audio, devices), or, while it is in a call, by moving its recording stream there in the system's sound settings."
