package cli

import (
	"cmp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// orders are the words of --sort, with what the window calls the same.
var orders = map[string]app.Order{"date": app.NewestFirst, "oldest": app.OldestFirst, "length": app.LongestFirst, "name": app.ByName}

// parseOrder understands a word of --sort.
func parseOrder(cmd *cobra.Command, word string) (app.Order, error) {
	order, known := orders[word]
	if word != "" && !known {
		return "", wrongUse(cmd, "--sort takes date (the newest first), oldest, length (the longest first) or name, not %q", word)
	}
	return order, nil
}

const sortHelp = "the order: date (the newest first), oldest, length (the longest first) or name"

// inOrder gives calls, the newest first, in an order.
func inOrder(calls []app.Summary, order app.Order) (list []app.Summary) {
	for _, group := range app.Arrange(calls, app.Arrangement{Order: order, Group: app.Ungrouped}) {
		list = append(list, group.Calls...)
	}
	return list
}

// first gives at most so many; 0 means all.
func first[T any](list []T, most int) []T {
	if most > 0 && len(list) > most {
		return list[:most]
	}
	return list
}

// sortHits puts places in the order of their calls, those of one call by time.
func sortHits(a *app.App, hits []app.Hit, order app.Order) error {
	calls, err := a.Calls(app.Filter{})
	if err != nil {
		return err
	}
	rank := map[call.ID]int{}
	for i, c := range inOrder(calls, order) {
		rank[c.ID] = i
	}
	slices.SortStableFunc(hits, func(a, b app.Hit) int {
		return cmp.Or(cmp.Compare(rank[a.Call], rank[b.Call]), cmp.Compare(a.At, b.At))
	})
	return nil
}
