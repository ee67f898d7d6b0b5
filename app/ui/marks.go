package ui

import (
	"context"
	"errors"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// marks are the flags of the calls in the list. The list does not wait for them.
type marks struct {
	all      map[call.ID][]app.FlagMark
	afresh   afresh
	breakOff context.CancelFunc // of the reading under way, or the last one; nil before
}

// readMarks reads the flags of all calls again. While a take runs nothing is looked through, and its beginning breaks it off; its end brings the list
// back, and the flags with it.
func (p *callsPage) readMarks() {
	if p.w.take.running || !p.marks.afresh.begin() {
		return
	}
	ctx, stop := context.WithCancel(p.w.work.ctx)
	p.marks.breakOff = stop
	var all map[call.ID][]app.FlagMark
	var err error
	p.w.work.do(func(context.Context) error {
		all, err = p.w.app.FlagMarks(ctx)
		return nil
	}, func() {
		stop()
		p.marks.afresh.ended(p.readMarks)
		switch {
		case err == nil:
			p.marks.all = all
			p.list.refill()
		case !errors.Is(err, context.Canceled):
			p.w.showError(err)
		}
	})
}

// stopMarks makes room for a take.
func (p *callsPage) stopMarks() {
	if p.marks.breakOff != nil {
		p.marks.breakOff()
	}
}
