package ui

import (
	"context"
	"errors"

	"github.com/onrecord/onrecord/call"
)

// goOnNoting turns the recording view into one for notes only: the other side refused to be recorded.
func (p *takePage) goOnNoting(doc call.Call) {
	p.running, p.stopping, p.paused, p.noting = false, false, false, true
	p.warnings.begin()
	p.captions.begin()
	p.dot.Hidden = true
	p.clock.paint(colorInk2)
	became := "kept"
	if doc.Refusal.Destroyed {
		became = "destroyed"
	}
	p.state.set("Notes only: they refused, nothing is recorded, the sound so far was " + became)
	p.stop.SetText("End the call")
	p.stop.Enable()
	p.mark.Enable()
	p.pause.SetText("Pause: off the record")
	p.pause.SetIcon(lineIcon("pause").in(colorInk))
	p.pause.Disable()
	for _, side := range p.sides {
		side.rest()
	}
	p.notes.load(doc)
	p.consent.onChanged()
	p.root.Refresh()
	if p.w.page == p {
		p.shown()
	}
}

// elapsed is the second of the call that is going on.
func (p *takePage) elapsed() call.Seconds {
	if levels, running := p.w.app.Levels(); running {
		return levels.Elapsed
	}
	_, elapsed, _ := p.w.app.Noting()
	return elapsed
}

// onNotingBeat moves the clock, and leaves when somebody else ended the call.
func (p *takePage) onNotingBeat() {
	id, elapsed, on := p.w.app.Noting()
	if !on || id != p.id {
		p.endNoting()
		return
	}
	p.clock.set(longClock(elapsed))
}

// onHangUp ends the call that went on as notes, with what was typed and not yet entered.
func (p *takePage) onHangUp() {
	if p.stopping {
		return
	}
	p.stopping = true
	p.onRemote()
	id, note, a := p.id, p.notes.takeTyped(), p.w.app
	p.w.work.do(func(context.Context) error {
		var err error
		if note.Text != "" {
			err = p.w.keep(id, note)
		}
		return errors.Join(err, a.EndNoting())
	}, p.endNoting)
}

// endNoting leaves the view, and opens the call.
func (p *takePage) endNoting() {
	if !p.noting {
		return
	}
	id := p.id
	p.noting, p.stopping, p.id = false, false, ""
	p.w.showTake()
	p.w.updateBeat()
	p.w.openCall(id, nil)
}
