package ui

import (
	"context"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// marks are the flags of the calls in the list. The list does not wait for them.
type marks struct {
	all    map[call.ID][]app.FlagMark
	afresh afresh
}

// readMarks reads the flags of all calls again. While a take runs nothing is looked through, and its beginning breaks it off; its end brings the list
// back, and the flags with it.
func (p *callsPage) readMarks() {
	if p.w.take.running {
		return
	}
	var all map[call.ID][]app.FlagMark
	p.marks.afresh.read(p.w.work, p.readMarks, func(ctx context.Context) (err error) {
		all, err = p.w.app.FlagMarks(ctx)
		return err
	}, func() {
		p.marks.all = all
		p.list.refill()
	})
}

// stopMarks makes room for a take.
func (p *callsPage) stopMarks() { p.marks.afresh.breakOff() }
