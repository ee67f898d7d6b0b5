package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// dayQuery is what the list's calendar shows: the calls that a query chooses, whenever they were.
type dayQuery struct {
	query string
	calls map[call.ID]bool // nil: all
}

func (p *callsPage) tellDays() { p.heat.tell(p.listed.all, p.days.calls) }

// searchDay asks for the calls of a day, or no longer for those if they are asked for already.
func (p *callsPage) searchDay(day time.Time) {
	on := midnight(day).Format(time.DateOnly)
	query := withDays(p.days.query, on, on)
	if query == p.days.query {
		query = app.WithoutFields(query, "after", "before")
	}
	p.setQuery(query)
}

// onLeftSized leaves the calendar's room to the list where the page is low, or what can be done with picked calls stands below it, too.
func (p *callsPage) onLeftSized(size fyne.Size) {
	p.heat.fit(size.Height < theme.Size(sizeLowList) || len(p.picked.ids) > 0 && size.Height < theme.Size(sizeLow))
}

// tellDays shows on which days there were calls with the chosen one.
func (p *register) tellDays() {
	ids := map[call.ID]bool{}
	for _, m := range p.past {
		if m.Kind == app.MomentCall {
			ids[m.Call] = true
		}
	}
	all := slices.DeleteFunc(slices.Clone(p.w.calls.listed.all), func(s app.Summary) bool { return !ids[s.ID] })
	p.heat.tell(all, ids)
}

// toDay goes to the last that happened on a day, or before it.
func (p *register) toDay(day time.Time) {
	end := midnight(day).AddDate(0, 0, 1)
	if i := slices.IndexFunc(p.past, func(m app.Moment) bool { return m.When.Before(end) }); i >= 0 {
		p.w.window.Canvas().Focus(p.moments)
		p.moments.moveTo(i)
	}
}
