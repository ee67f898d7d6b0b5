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

// readMarks reads the flags of all calls again. While a take runs nothing is looked through; its end brings the list back, and the flags with it.
func (p *callsPage) readMarks() {
	if p.w.take.running || !p.marks.afresh.begin() {
		return
	}
	var all map[call.ID][]app.FlagMark
	var err error
	p.w.work.do(func(ctx context.Context) error {
		all, err = p.w.app.FlagMarks(ctx)
		return ctx.Err()
	}, func() {
		p.marks.afresh.ended(p.readMarks)
		if err != nil {
			p.w.showError(err)
			return
		}
		p.marks.all = all
		p.list.refill()
	})
}
