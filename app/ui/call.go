package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// callPage is the chosen call: who and when, how complete it is, its sound, its words.
type callPage struct {
	w    *Window
	root *fyne.Container

	id     call.ID
	doc    app.Document
	opened int // counts calls opened, so that what was read for an older one is dropped

	title   *line
	facts   *line
	verdict *verdictLine
	detail  *prose
	consent *consentLine
	measure *widget.Button  // opens the certificate
	state   *fyne.Container // holds verdict, detail, consent and flags
	head    *fyne.Container // what stands above the words
	frame   *fyne.Container // and the space around it
	demo    *fyne.Container
	// demoWords stand in it.
	demoWords *prose
	sound     *fyne.Container
	broken    *fyne.Container // stands in place of sound that cannot be read
	why       *prose
	wave      *wave
	outline   app.Waveform
	drawing   func() // breaks off the reading of an outline
	back      *widget.Button

	sharesLine *line           // who talks how much
	viewLine   *line           // which part of the call the waveform shows
	zoomOut    *fyne.Container // that, and the way back
	viewRow    *fyne.Container // all of these
	viewIn     *fyne.Container // holds them

	playback     *playback
	words        *wordsBand
	conversation *conversation
	talk         *fyne.Container // words and conversation
	certificate  *certificate
	history      *history
	compare      *compare
	mentioned    *mentioned
	flags        *flags
	checks       *callChecks
	lower        lower // what stands below the sound
	low          bool  // there is little height
	body         *fyne.Container
	blank        *fyne.Container
}

func newCallPage(w *Window) *callPage {
	p := &callPage{
		w: w, title: newLine("", sizeTitle, colorInk).bold().mayCut().mayShrink(sizeLarge), facts: newLine("", sizeBody, colorInk2).mayCut(),
		detail: newProse("", sizeSmall, colorInk2), drawing: func() {},
	}
	p.certificate, p.history, p.compare, p.mentioned, p.flags = newCertificate(p), newHistory(p), newCompare(p), newMentioned(p), newFlags(p)
	p.checks = newCallChecks(p)
	p.verdict = newVerdictLine(p.certificate.onToggle)
	p.playback = newPlayback(p)
	p.wave = newWave(p.playback.onSeek)
	p.wave.keys, p.wave.runes = w.onKey, w.onRune
	p.words = newWordsBand(p)
	p.consent = newConsentLine(p)
	p.conversation = newConversation(p)
	p.demoWords = newProse(app.DemoBanner, sizeSmall, colorInk)
	p.demo = notice(p.demoWords)
	p.sound = p.soundBox()
	p.why = newProse("", sizeBody, colorInk)
	p.broken = notice(p.why)
	p.broken.Hide()
	p.head = container.New(stack{gap: sizeGroup}, p.header(), p.sound, p.broken)
	p.frame = container.New(inset{sizePage, sizeGroup}, p.head)
	p.talk = container.NewBorder(p.words.root, p.conversation.picked.root, nil, nil, container.New(inset{sizeInside, sizeStep}, p.conversation.column))
	p.body = container.New(stack{rest: true}, p.frame, widget.NewSeparator(), container.New(inset{sizePage, ""}, p.demo), container.NewStack(p.talk, p.certificate.root, p.history.root, p.compare.root, p.mentioned.root, p.flags.root, p.checks.whole))
	p.blank = container.NewCenter(newLine("Choose a call at the left.", sizeBody, colorInk2))
	p.root = container.New(sized(p.onSized), p.blank, p.body)
	p.body.Hide()
	return p
}

func (p *callPage) header() fyne.CanvasObject {
	p.back = widget.NewButtonWithIcon("Calls", lineIcon("back").in(colorInk), func() { p.w.calls.onBack() })
	p.back.Importance = widget.LowImportance
	p.back.Hide()
	p.measure = widget.NewButtonWithIcon("Certificate", lineIcon("seal").in(colorInk), p.onMeasure)
	p.measure.Importance = widget.LowImportance
	edit := widget.NewButtonWithIcon("Edit", lineIcon("edit").in(colorInk), p.onEdit)
	edit.Importance = widget.LowImportance
	var export *widget.Button
	export = widget.NewButtonWithIcon("Export", lineIcon("export").in(colorInk), func() { p.onExportMenu(export) })
	export.Importance = widget.LowImportance
	var more *widget.Button
	more = widget.NewButtonWithIcon("", lineIcon("more").in(colorInk), func() { p.onActsMenu(more) })
	more.Importance = widget.LowImportance
	p.state = container.New(stack{gap: sizeStep}, p.verdict, p.detail, p.consent.root, p.flags.line.lamp)
	return container.New(stack{gap: sizeStep},
		container.New(row{gap: sizeStep}, p.back, p.title, p.measure, edit, export, more),
		container.New(row{gap: sizeInside}, p.facts, p.flags.line.more, p.flags.back.button),
		p.state,
	)
}

// notice is a plain statement that must not be missed.
func notice(words *prose) *fyne.Container {
	sign := container.New(row{gap: sizeInside}, picture(icon{"warning", colorWarning}, sizeIcon), newLine("", sizeSmall, colorInk))
	inside := container.New(inset{sizeInside, sizeStep}, container.NewBorder(nil, nil, sign, nil, words))
	return container.New(stack{}, container.New(inset{"", sizeStep}, container.NewStack(newPlane(colorNotice), inside)))
}

// open reads a call and shows it; with a second it is heard from there.
func (p *callPage) open(id call.ID, at *call.Seconds) {
	if id == p.id && !p.body.Hidden {
		if at != nil {
			p.playback.from(*at)
		}
		return
	}
	p.conversation.editor.keep()
	p.id = id
	p.opened++
	p.broken.Hide()
	p.lower = lowerWords
	p.flags.begin()
	p.drawing()
	p.outline = app.Waveform{}
	p.wave.load(p.outline, 0)
	p.playback.open(id)
	p.neverTheOther(id)
	p.read(func() {
		p.conversation.top()
		p.readOutline()
		if at != nil {
			p.playback.from(*at)
			p.conversation.begin(*at)
		}
	})
}

// slowRead is how long a call may take to be read before the one that was open goes out of sight.
const slowRead = 200 * time.Millisecond

// neverTheOther keeps what the page says of one call from being taken for another's, when that takes long to be read.
func (p *callPage) neverTheOther(id call.ID) {
	time.AfterFunc(slowRead, func() {
		p.w.work.meanwhile(func() {
			if p.id == id && p.doc.ID != id {
				p.body.Hide()
			}
		})
	})
}

// onChanged reads the call again if it is the one that is shown.
func (p *callPage) onChanged(id call.ID) {
	if id != p.id {
		return
	}
	silent := p.doc.Audio.File == ""
	p.read(func() {
		if silent { // its take ran until now
			p.readOutline()
		}
	})
}

// again reads the open call again, if one is open: what it follows from besides its document has changed.
func (p *callPage) again() {
	if p.id != "" {
		p.onChanged(p.id)
	}
}

func (p *callPage) read(then func()) {
	id, mine := p.id, p.opened
	var doc app.Document
	var jobs []app.JobStatus
	gone := false
	p.w.work.do(func(context.Context) error {
		var err, jobsErr error
		if doc, err = p.w.app.Document(id); app.HasNoCall(err) {
			gone = true
			return nil
		}
		jobs, jobsErr = p.w.app.Jobs()
		return errors.Join(err, jobsErr)
	}, func() {
		if mine != p.opened {
			return
		}
		if gone { // into the trash, by somebody else, just now
			p.leave()
			return
		}
		p.show(doc, jobs)
		if then != nil {
			then()
		}
	})
}

// ofCall reads something of a call, and then shows it. A call that went away meanwhile is no fault, and the window is told of that by itself.
func (w *Window) ofCall(read func() error, then func()) {
	gone := false
	w.work.do(func(context.Context) error {
		err := read()
		if gone = app.HasNoCall(err); gone {
			return nil
		}
		return err
	}, func() {
		if !gone {
			then()
		}
	})
}

// showBroken says why there is no sound to be seen.
func (p *callPage) showBroken(err error) {
	problem := app.Explain(err)
	p.why.set(strings.TrimSpace(problem.What+". "+problem.Safe+" "+problem.Do), nil)
	p.sound.Hide()
	p.broken.Show()
	p.relay()
}

// show fills the page with what was read.
func (p *callPage) show(doc app.Document, jobs []app.JobStatus) {
	p.doc = doc
	p.title.set(callTitle(doc.Call))
	p.facts.set(p.factsLine(doc.Call))
	p.showVerdict()
	p.sound.Hidden = doc.Audio.File == "" || p.broken.Visible()
	p.playback.length(doc.Audio.Duration)
	p.words.show(doc, jobs)
	p.conversation.show(doc)
	p.certificate.show(doc.Call)
	p.consent.show(doc)
	p.history.load()
	p.compare.load()
	p.mentioned.load()
	p.flags.load()
	p.checks.load()
	p.wave.mark(waveMarksOf(doc.Call))
	p.showSpeech()
	p.blank.Hide()
	p.body.Show()
	p.showLower()
}

// relay lays the page out again after its parts have come or gone.
func (p *callPage) relay() {
	p.body.Layout.Layout(p.body.Objects, p.body.Size())
	p.root.Refresh()
}

// showBack shows the way back to the list where the list is not in sight.
func (p *callPage) showBack(show bool) {
	if p.back.Hidden == show {
		p.back.Hidden = !show
		p.relay()
	}
}

func callTitle(doc call.Call) string {
	switch title := doc.Title(); title {
	case "":
		return "Unnamed call"
	case doc.Parties[call.Remote].Number:
		return app.NumberForPeople(title)
	default:
		return title
	}
}

// factsLine says number, direction, date and length.
func (p *callPage) factsLine(doc call.Call) string {
	var facts []string
	if remote := doc.Parties[call.Remote]; remote.Called() != "" && remote.Number != "" {
		facts = append(facts, app.NumberForPeople(remote.Number))
	}
	if doc.Direction != "" {
		facts = append(facts, directionWord(doc.Direction))
	}
	facts = append(facts, p.w.dates.moment(doc.Started))
	if doc.Audio.Duration > 0 || doc.Outcome == call.Noted {
		facts = append(facts, app.LengthOf(doc))
	}
	return strings.Join(facts, "  ·  ")
}

// onBeat moves the playhead and marks the turn being heard.
func (p *callPage) onBeat() { p.playback.onBeat() }
