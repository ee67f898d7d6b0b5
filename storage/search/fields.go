package search

import (
	"context"
	"fmt"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// Field is a condition that is written as a name with a value behind a colon, and where it stands in the query.
type Field struct {
	Name     string // in lower case: from, case, after …
	Value    string // without quotation marks
	Not      bool   // a minus stands before it
	From, To int    // bytes of the query, with the minus
}

// Fields lists the conditions of that form in a query that may be unfinished, or wrong elsewhere; behind a quotation that is
// never closed it sees nothing.
func Fields(query string) (all []Field) {
	if !utf8.ValidString(query) {
		return nil
	}
	p := &parser{rest: query}
	for p.skipSpace(); p.rest != ""; p.skipSpace() {
		f := Field{From: len(query) - len(p.rest), Not: p.minus()}
		var is bool
		var err error
		if p.atQuote() {
			_, err = p.quoted()
		} else {
			f.Name, f.Value, is, err = p.field(p.raw())
		}
		if err != nil {
			return all
		}
		if f.To = len(query) - len(p.rest); is {
			all = append(all, f)
		}
	}
	return all
}

// Wordless reports whether a query asks only for calls of some kind: there is no word in it that could be shown where it was said.
func (e Expr) Wordless() bool {
	for _, c := range e.all {
		for _, a := range c.any {
			if a.words != nil && !a.not {
				return false
			}
		}
	}
	return true
}

// Matching lists the calls that match, as Find knows them, in no order that means anything. It reads none of their words. When ctx
// ends, its error is returned.
func Matching(ctx context.Context, b *bbolt.Bucket, expr Expr) (ids []call.ID, err error) {
	f, err := newFinder(ctx, b, expr)
	if err == nil {
		err = f.openConditions()
	}
	if err == nil {
		f.brief = false // which stops in front of the ID
		err = f.candidates(func(c *candidate) { ids = append(ids, c.id) })
	}
	if err != nil {
		return nil, fmt.Errorf("search calls: %w", err)
	}
	return ids, nil
}
