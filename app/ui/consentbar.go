package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// consentBar stands in the recording view: what the law asks for, what is on record, and one key for each answer.
type consentBar struct {
	page     *takePage
	root     *fyne.Container
	light    *lamp
	known    *line // what is on record, else why it is needed
	asked    *widget.Button
	agreed   *widget.Button
	refused  *widget.Button
	announce *announceBar
	aside    *lamp // in the box about consent: that the take runs
	needed   app.Requirement
	doc      call.Call
}

func newConsentBar(p *takePage) *consentBar {
	b := &consentBar{page: p, light: newLamp(lineIcon("doubt"), ""), known: newLine("", sizeSmall, colorInk2).mayCut(), aside: newLamp(lineIcon("record"), "")}
	b.asked = widget.NewButton("Asked  A", b.onAsked)
	b.agreed = widget.NewButton("Agreed  Y", func() { b.onAnswer(call.Agreed) })
	b.refused = widget.NewButton("Refused  N", b.onRefused)
	b.announce = newAnnounceBar(b)
	why := widget.NewButton("Why, what to say  W", b.onWhy)
	why.Importance = widget.LowImportance
	b.root = container.New(stack{gap: sizeChip},
		container.New(row{gap: sizeInside}, newLine("CONSENT", sizeSmall, colorInk2).bold(), b.light, b.known),
		container.New(row{gap: sizeInside}, b.asked, b.agreed, b.refused, why, layout.NewSpacer()), b.announce.root)
	return b
}

// lightLamp gives shape and word for a light.
func lightLamp(light app.Light) (icon, string) {
	switch light {
	case app.NoneNeeded:
		return icon{"check", colorOK}, light.String()
	case app.BetterAsk:
		return icon{"doubt", colorWarning}, light.String()
	}
	return icon{"warning", colorWarning}, light.String()
}

// onChanged shows how the call stands now.
func (b *consentBar) onChanged() {
	id := b.page.id
	var doc call.Call
	var needed app.Requirement
	b.page.w.work.do(func(context.Context) (err error) {
		if doc, err = b.page.w.app.Call(id); err == nil {
			needed, err = b.page.w.app.ConsentNeeded(doc)
		}
		return err
	}, func() {
		if id == b.page.id {
			b.show(doc, needed)
		}
	})
}

func (b *consentBar) show(doc call.Call, needed app.Requirement) {
	b.doc, b.needed = doc, needed
	b.light.set(lightLamp(needed.Light))
	words := strictest(needed).Why
	if n := len(doc.Consent); n > 0 {
		words = app.ConsentWords(doc, doc.Consent[n-1])
	}
	b.known.set(words)
	for _, button := range []*widget.Button{b.asked, b.agreed, b.refused} {
		if b.page.noting {
			button.Disable()
		} else {
			button.Enable()
		}
	}
	b.announce.show()
	b.root.Refresh()
}

// strictest is the side whose law decides; theirs where both ask for the same.
func strictest(needed app.Requirement) app.SideLaw {
	if needed.Mine.Light > needed.Theirs.Light {
		return needed.Mine
	}
	return needed.Theirs
}

// may tells whether something can be put on record now.
func (b *consentBar) may() bool { return b.page.running && !b.page.stopping }

func (b *consentBar) onAsked() { b.add(call.Consent{Method: call.AskedOnRecord}) }

func (b *consentBar) add(entry call.Consent) {
	if !b.may() {
		return
	}
	id := b.page.id
	b.page.w.work.do(func(context.Context) error {
		_, err := b.page.w.app.AddConsent(id, entry, nil)
		return err
	}, nil)
}

func (b *consentBar) onAnswer(answer call.Answer) {
	if !b.may() {
		return
	}
	id := b.page.id
	b.page.w.work.do(func(context.Context) error {
		_, err := b.page.w.app.AnswerConsent(id, answer)
		return err
	}, nil)
}

// onRefused ends the recording. What would be gone for good by one wrong key is asked about; nothing is recorded meanwhile.
func (b *consentBar) onRefused() {
	if !b.may() {
		return
	}
	if !b.page.w.app.Settings().DestroyRefused {
		b.onAnswer(call.Refused)
		return
	}
	was := b.page.paused
	b.page.w.work.do(func(context.Context) error { return b.page.w.app.PauseTake() }, nil)
	b.page.w.ask("They refused to be recorded?",
		paragraph("The recording ends, the sound so far is destroyed for good, as you set in the settings, and the call goes on as notes only. Nothing is recorded while this is open.", sizeBody, colorInk),
		action{label: "End and destroy", do: func() { b.onAnswer(call.Refused) }},
		action{label: "Go on recording", low: true, do: func() {
			if !was {
				b.page.w.work.do(func(context.Context) error { return b.page.w.app.ResumeTake() }, nil)
			}
		}})
}

// onLevels tells whether the take runs, while one reads what to say.
func (b *consentBar) onLevels(levels app.Levels) {
	if levels.Paused {
		b.aside.set(lineIcon("pause"), "off the record, nothing is recorded")
		return
	}
	b.aside.set(icon{"record", colorRecording}, "recording "+levels.Elapsed.Short())
}

// onEnded tells that the take runs no longer.
func (b *consentBar) onEnded() { b.aside.set(lineIcon("nothing"), "nothing is recorded any more") }

// onWhy tells the law of both sides, and what can be read aloud.
func (b *consentBar) onWhy() {
	if b.page.id == "" {
		return
	}
	read := b.add
	if !b.may() {
		read = nil
	}
	b.page.w.showConsent(b.doc, b.needed, read)
}

// onKey puts on record what a key stands for, and tells whether it did.
func (b *consentBar) onKey(name fyne.KeyName) bool {
	keys := []fyne.KeyName{fyne.KeyA, fyne.KeyY, fyne.KeyN, fyne.KeyW, fyne.KeyP, fyne.KeyT}
	i := slices.Index(keys, name)
	if i < 0 || !b.page.running && !b.page.noting {
		return false
	}
	[]func(){b.onAsked, func() { b.onAnswer(call.Agreed) }, b.onRefused, b.onWhy, b.announce.onPlay, b.announce.onTone}[i]()
	return true
}
