package search

import (
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// flagged is what a query asks about flags. The index knows nothing of them: they follow from rules, and from calls other than the one that
// has them.
type flagged struct {
	at    int    // where it stands in the query
	kind  string // in lower case
	calls map[call.ID]bool
}

func (p *parser) flag(start int, value string, not bool) error {
	f := &flagged{at: start, kind: strings.ToLower(value)}
	p.expr.flags = append(p.expr.flags, f)
	return p.filter(start, "flag", value, not, func(h *header) bool { return f.calls[h.id] })
}

// Flags has the query told which calls have the flags that it names, which must be done before it is looked for. calls gives them for what stands
// behind flag:, or nil where that is no kind of flag. The error is a *QueryError, or that of calls.
func (e Expr) Flags(calls func(kind string) (map[call.ID]bool, error)) (err error) {
	for _, f := range e.flags {
		f.calls, err = calls(f.kind)
		if err == nil && f.calls == nil {
			err = wrong(f.at, quoted("flag")+" takes dnc, debt, consent or private, any, open, confirmed or dismissed, or the name of a rule, as dnc.outside_hours.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e Expr) flagsKnown() bool {
	return !slices.ContainsFunc(e.flags, func(f *flagged) bool { return f.calls == nil })
}
