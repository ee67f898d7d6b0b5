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

// consentLine tells in the head of a call what is on record about consent; a button plays the second at which it stands.
type consentLine struct {
	page      *callPage
	root      *fyne.Container
	lamp      *lamp
	play      *widget.Button
	more      *widget.Button
	opened    int    // for which opening of a call it speaks
	words     string // in full
	at        call.Seconds
	needed    app.Requirement
	proposals []call.Consent
	unheard   string // why the transcript suggests nothing
}

func newConsentLine(p *callPage) *consentLine {
	l := &consentLine{page: p, lamp: newLamp(lineIcon("doubt"), "")}
	l.lamp.word.mayCut()
	l.play = widget.NewButtonWithIcon("", lineIcon("play").in(colorInk), func() { p.playback.from(l.at) })
	l.more = widget.NewButton("Consent", l.onMore)
	l.play.Importance, l.more.Importance = widget.LowImportance, widget.LowImportance
	l.root = container.NewBorder(nil, nil, nil, container.New(row{gap: sizeStep}, l.play, l.more), l.lamp)
	return l
}

// show reads what the law asks for, and what the transcript suggests.
func (l *consentLine) show(doc app.Document) {
	var needed app.Requirement
	var proposals []call.Consent
	var unheard string
	mine := l.page.opened
	l.forget(mine)
	l.page.w.work.do(func(context.Context) error {
		var errs [3]error
		needed, errs[0] = l.page.w.app.ConsentNeeded(doc.Call)
		proposals, errs[1] = l.page.w.app.ProposedConsent(doc)
		unheard, errs[2] = l.page.w.app.ConsentUnheard(doc)
		return errors.Join(errs[:]...)
	}, func() {
		if mine == l.page.opened {
			l.needed, l.proposals, l.unheard = needed, proposals, unheard
			l.draw(doc.Call)
		}
	})
}

// forget takes away what was said of another call, which may not stand in the head of this one while its own is read.
func (l *consentLine) forget(mine int) {
	if l.opened == mine {
		return
	}
	l.opened, l.words, l.at = mine, "", 0
	l.needed, l.proposals, l.unheard = app.Requirement{}, nil, ""
	l.lamp.set(lineIcon("doubt"), "")
	l.play.Hide()
}

func (l *consentLine) draw(doc call.Call) {
	shape, words, at, has := consentOf(doc, l.needed, l.proposals)
	l.lamp.set(shape, l.page.consentSays(words))
	l.words, l.at = words, at
	l.play.Hidden = !has || doc.Audio.File == ""
	if has {
		l.play.SetText(at.Short())
	}
	l.page.relay()
}

// fit says it in as many words as there is room for.
func (l *consentLine) fit() {
	if l.words != "" {
		l.lamp.set(l.lamp.now, l.page.consentSays(l.words))
	}
}

// width is what it needs to say all its words.
func (l *consentLine) width() float32 {
	return l.root.MinSize().Width + smallWidth(l.lamp.word.text)
}

const (
	perhapsConsent = "Consent may be on record: listen, then confirm"
	noConsent      = "No consent on record"
)

// consentOf says what there is to say of the consent in a call in one line, and where in it that can be heard.
func consentOf(doc call.Call, needed app.Requirement, proposals []call.Consent) (shape icon, words string, at call.Seconds, has bool) {
	n := len(doc.Consent)
	switch {
	case doc.Refusal != nil:
		return icon{"warning", colorWarning}, "Consent refused at " + doc.Refusal.At.Short(), doc.Refusal.At, true
	case n > 0:
		last := doc.Consent[n-1]
		shape = icon{"check", colorOK}
		if last.Answer == call.Refused {
			shape = icon{"warning", colorWarning}
		}
		return shape, "Consent: " + app.ConsentWords(doc, last), last.At, last.At > 0 || last.Answered > 0
	case len(proposals) > 0:
		return icon{"doubt", colorWarning}, perhapsConsent, proposals[0].At, true
	case doc.Audio.File == "":
		return lineIcon("doubt"), "Consent: there is no recording", 0, false
	}
	shape, words = lightLamp(needed.Light)
	return shape, noConsent + "; " + words, 0, false
}

// onConsent tells of consent: what the law asks for while a call is recorded, else what stands in the open one.
func (w *Window) onConsent() {
	if w.page == w.take {
		w.take.consent.onWhy()
		return
	}
	w.inCalls(w.calls.doc.consent.onMore)()
}

// onMore lists what is on record and what the transcript suggests, and tells the law.
func (l *consentLine) onMore() {
	if p := l.page; p.id != "" {
		(&consentBox{page: p, doc: p.doc.Call, of: l}).ask()
	}
}
