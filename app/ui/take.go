package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// diskEvery is how often the disk is looked at during a take.
const diskEvery = 5 * time.Second

// takePage is what one sees while a take runs: is it recording, are both sides heard, how long.
type takePage struct {
	w    *Window
	root *fyne.Container

	running  bool
	noting   bool // the recording was refused, and the call goes on as notes only
	starting bool // devices are being opened
	stopping bool
	closing  bool // the window closes once the take is saved
	paused   bool
	id       call.ID
	looked   time.Time // when the disk was last looked at
	low      bool      // there is little room above the notes

	dot    *fyne.Container
	clock  *line
	state  *line
	disk   *line
	sides  [2]*sideMeter
	stop   *widget.Button
	pause  *widget.Button
	mark   *widget.Button
	name   *field
	number *field
	way    *choice
	known  remoteForm // what is written down already
	people *offeredPeople
	notes  *notes
	above  *fyne.Container // what stands over them
	lower  *fyne.Container // captions, if there are any, and notes

	captions *captions
	warnings *warnings
	consent  *consentBar
	checks   *checklist
	marks    *quickMarks
}

func newTakePage(w *Window) *takePage {
	p := &takePage{
		w: w, clock: newLine("00:00:00", sizeClock, colorRecording).center(), state: newLine("", sizeBody, colorInk2).center(),
		disk: newLine("", sizeSmall, colorInk2).right(),
	}
	for i, party := range call.Parties {
		p.sides[i] = newSideMeter(party)
	}
	p.stop = widget.NewButtonWithIcon("Stop and save", icon{"stop", "foregroundOnPrimary"}, p.onStop)
	p.stop.Importance = widget.HighImportance
	p.pause = widget.NewButtonWithIcon("Pause: off the record", lineIcon("pause").in(colorInk), p.onPause)
	p.mark = widget.NewButtonWithIcon("Mark  M", lineIcon("mark").in(colorInk), p.onMark)
	p.warnings, p.consent, p.checks = newWarnings(p), newConsentBar(p), newChecklist(p.w, p)
	p.marks = newQuickMarks(p)
	p.name, p.number = newField("Who is it?", p.onRemote), newField("Number", p.onRemote)
	for _, f := range []*field{p.name, p.number} {
		f.escape = p.shown // back to the notes
		f.OnSubmitted = func(string) { p.shown() }
	}
	p.people = newOfferedPeople(p)
	_, words := directions()
	p.way = newChoice(words, -1, func(int) { p.onRemote() })
	p.way.escape = p.shown
	p.notes, p.captions = newNotes(p), newCaptions(p)
	p.root = p.compose()
	return p
}

func (p *takePage) compose() *fyne.Container {
	p.dot = container.New(row{}, picture(icon{"record", colorRecording}, sizeDot))
	clock := container.New(row{gap: sizeInside}, layout.NewSpacer(), p.dot, p.clock, layout.NewSpacer())
	who := container.NewBorder(nil, nil, nil, container.New(inset{sizeInside, ""}, p.way), container.New(halves{sizeInside}, p.name, p.number))
	great := container.NewCenter(container.New(row{gap: sizeInside},
		container.New(atLeast(sizeButton), p.stop), container.New(atLeast(sizePause), p.pause), p.mark))
	meters := container.New(halves{sizePage}, p.sides[0].root, p.sides[1].root)
	p.above = container.New(stack{gap: sizeGroup},
		container.New(stack{gap: sizeStep}, clock, p.state), meters, great, p.warnings.root, p.consent.root, who, p.people.root)
	p.lower = container.New(halves{sizePage}, p.captions.root, p.notes.root)
	body := container.New(stack{gap: sizeGroup, rest: true}, p.above, container.New(tall(sizeNotesMin), p.lower))
	top := container.New(inset{sizeGroup, sizeInside}, container.New(row{gap: sizeInside}, p.w.wayBack(), layout.NewSpacer(), p.disk, p.checks.choose))
	scroll := container.NewVScroll(container.New(inset{sizePage, ""}, container.New(measureWidth{most: sizeMeasure}, body)))
	side := container.New(inset{sizeGroup, ""}, p.checks.root)
	page := container.NewBorder(top, nil, nil, nil, container.New(beside{p.checks.root}, scroll, side)) // it only scrolls where many warnings meet a small window
	return container.New(sized(p.onSized), page)
}

func (p *takePage) content() fyne.CanvasObject { return p.root }

func (p *takePage) shown() { p.w.window.Canvas().Focus(p.notes.entry) }

func (p *takePage) hidden() { p.onRemote() }

// onStatus follows the take: it began, paused, went on or ended.
func (p *takePage) onStatus(status app.TakeStatus) {
	if status.Ended {
		p.consent.onEnded()
	}
	if status.Ended && p.running && status.Call.Refusal != nil && !p.closing {
		p.goOnNoting(status.Call)
		return
	}
	if status.Ended {
		p.running, p.stopping, p.paused, p.id = false, false, false, ""
		p.warnings.begin()
		return
	}
	if !p.running || p.id != status.Call.ID {
		p.begin(status)
	}
	p.paused = status.Levels.Paused
	p.disk.set(diskLeft(status.Left))
	p.showState()
	p.onLevels(status.Levels)
}

func (p *takePage) begin(status app.TakeStatus) {
	p.running, p.noting, p.stopping, p.id, p.looked = true, false, false, status.Call.ID, p.w.now()
	p.w.calls.stopMarks()
	remote := status.Call.Parties[call.Remote]
	p.known = remoteForm{remote.Name, remote.Number, directionIndex(status.Call.Direction), ""}
	p.people.chosen = app.Contact{}
	p.name.SetText(remote.Name)
	p.number.SetText(remote.Number)
	p.way.set(p.known.way)
	p.notes.load(status.Call)
	p.captions.begin()
	p.warnings.begin()
	p.consent.onChanged()
	p.checks.onChanged()
	p.stop.SetText("Stop and save")
	for _, button := range []*widget.Button{p.stop, p.pause, p.mark} {
		button.Enable()
	}
}

func (p *takePage) showState() {
	word, ink := "Recording", colorRecording
	pause, shape := "Pause: off the record", "pause"
	if p.paused {
		word, ink = "Off the record: nothing is being recorded", colorInk2
		pause, shape = "Resume recording", "record"
	}
	if p.stopping {
		word = "Saving…"
	}
	p.state.set(word)
	p.clock.paint(ink)
	p.dot.Hidden = p.paused
	if p.pause.Text != pause {
		p.pause.Text = pause
		p.pause.SetIcon(lineIcon(shape).in(colorInk))
	}
}

// onBeat moves clock and meters, and now and then looks at the disk.
func (p *takePage) onBeat() {
	if p.noting {
		p.onNotingBeat()
	}
	if !p.running {
		return
	}
	levels, running := p.w.app.Levels()
	if !running {
		return
	}
	p.onLevels(levels)
	p.w.calls.onClock(levels)
	if now := p.w.now(); now.Sub(p.looked) > diskEvery {
		p.looked = now
		var status app.TakeStatus
		p.w.work.do(func(context.Context) error {
			status, _ = p.w.app.Take()
			return nil
		}, func() {
			if p.running && status.Call.ID == p.id {
				p.disk.set(diskLeft(status.Left))
			}
		})
	}
}

func (p *takePage) onLevels(levels app.Levels) {
	if levels.Paused != p.paused {
		p.paused = levels.Paused
		p.showState()
		p.w.showTake()
	}
	p.clock.set(longClock(levels.Elapsed))
	p.consent.onLevels(levels)
	for i, side := range p.sides {
		side.show(levels.Sides[i], levels.Paused, p.warnings.of(side.party))
	}
}

// longClock is hours, minutes and seconds.
func longClock(s call.Seconds) string {
	return fmt.Sprintf("%02d:%02d:%02d", int(s)/3600, int(s)/60%60, int(s)%60)
}

// onStop ends the take and saves it, without asking; what was typed and not yet entered goes with it. The call opens
// when it is in the library.
func (p *takePage) onStop() {
	if p.noting {
		p.onHangUp()
		return
	}
	if !p.running || p.stopping {
		return
	}
	p.stopping = true
	for _, button := range []*widget.Button{p.stop, p.pause, p.mark} {
		button.Disable()
	}
	p.showState()
	id, remote, note, a := p.id, p.changedRemote(), p.notes.takeTyped(), p.w.app
	p.w.work.do(func(context.Context) error {
		var errs []error
		if remote != nil {
			_, err := a.Edit(id, remote)
			errs = append(errs, err)
		}
		if note.Text != "" {
			errs = append(errs, p.w.keep(id, note))
		}
		_, err := a.StopTake()
		return errors.Join(append(errs, err)...)
	}, nil)
}

// onPause goes off the record, or back on it.
func (p *takePage) onPause() {
	if !p.running {
		return
	}
	act := p.w.app.PauseTake
	if p.paused {
		act = p.w.app.ResumeTake
	}
	p.w.work.do(func(context.Context) error { return act() }, nil)
}

// checked, second, inSight and onChecks serve the checklist.
func (p *takePage) checked() call.ID { return p.id }

func (p *takePage) second() *call.Seconds {
	at := p.elapsed()
	return &at
}
func (p *takePage) inSight() bool { return p.w.page == p }
func (p *takePage) onChecks()     { p.root.Refresh() }

// live tells whether something can be put down now.
func (p *takePage) live() bool { return (p.running || p.noting) && !p.stopping }

// onKey takes the keys that stand for something while nothing is being written, and tells whether it did.
func (p *takePage) onKey(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyM:
		if !p.marks.held(key) {
			p.onMark()
		}
	case fyne.KeyC:
		p.checks.onChoose()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.shown() // to the notes, which Escape leaves
	case fyne.KeySpace:
		p.checks.asks.onYes()
	case fyne.KeyX:
		p.checks.asks.onNo()
	default:
		return p.consent.onKey(key) || p.marks.onKey(key)
	}
	return true
}

// onRune takes what is typed while nothing is being written. A letter that opens a field is taken here and not as a key, because it would be typed into that field.
func (p *takePage) onRune(r rune) {
	switch {
	case p.w.window.Canvas().Overlays().Top() != nil:
	case r == 'f' || r == 'F':
		p.onFollowUp()
	default:
		p.checks.onRune(r)
	}
}

// onRemote writes down who is at the other end, if that was changed.
func (p *takePage) onRemote() {
	if change := p.changedRemote(); (p.running || p.noting) && change != nil {
		p.w.edit(p.id, change)
	}
}

// changedRemote gives the change to the document that makes it say what the page says; nil if it does already.
func (p *takePage) changedRemote() func(*call.Call) error {
	now := remoteForm{name: strings.TrimSpace(p.name.Text), number: strings.TrimSpace(p.number.Text), way: p.way.chosen, contact: p.people.chosenFor(p.name.Text)}
	if now == p.known {
		return nil
	}
	before := p.known.contact
	p.known = now
	direction := call.Direction("")
	if known, _ := directions(); now.way >= 0 {
		direction = known[now.way]
	}
	return func(doc *call.Call) error {
		setRemote(doc, now.name, now.number, direction)
		if now.contact != before {
			doc.EditPerson(call.Remote, func(far *call.Person) { far.Contact = now.contact })
		}
		return nil
	}
}

// remoteForm is what the page says about the other end.
type remoteForm struct {
	name, number string
	way          int     // index into directions, or -1
	contact      call.ID // that was picked
}
