package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) callsCommand() *cobra.Command {
	var since, of, sort string
	var limit int
	var sheet bool
	cmd := &cobra.Command{
		Use: "calls [--since DATE] [--case CASE] [--sort ORDER] [--limit N] [--csv]", Short: "List the calls, the newest first",
		Example: "  onrecord calls --since 7d\n  onrecord calls --since 2026-03-01 --case \"Summit Credit\"\n  onrecord calls --csv > calls.csv",
		Args:    between(0, 0),
	}
	cmd.Flags().StringVar(&since, "since", "", "only calls since then: 2026-03-01, yesterday, 7d")
	cmd.Flags().StringVar(&of, "case", "", "only calls of this case")
	cmd.Flags().StringVar(&sort, "sort", "", sortHelp)
	cmd.Flags().IntVar(&limit, "limit", 0, "at most so many (0: all)")
	cmd.Flags().BoolVar(&sheet, "csv", false, "as a table for spreadsheets")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		moment, err := understand(cmd, since, func(text string) (time.Time, error) { return parseMoment(text, f.now()) })
		if err != nil {
			return err
		}
		if limit < 0 {
			return wrongUse(cmd, "--limit cannot be negative")
		}
		order, err := parseOrder(cmd, sort)
		if err != nil {
			return err
		}
		switch {
		case sheet && f.json:
			return wrongUse(cmd, "Choose one of --csv and --json")
		case sheet && sort != "":
			return wrongUse(cmd, "A spreadsheet sorts for itself: leave out --sort")
		}
		return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error {
			filter := app.Filter{Since: moment, Case: of}
			if sheet {
				filter.Limit = limit
				return a.ExportList(filter, f.env.Out)
			}
			return f.listCalls(ctx, a, filter, order, limit)
		})
	}
	return cmd
}

// listCalls lists the first calls in an order.
func (f *face) listCalls(ctx context.Context, a *app.App, filter app.Filter, order app.Order, limit int) error {
	if order == app.NewestFirst {
		filter.Limit = limit // the others need not be read
	}
	calls, err := a.Calls(filter)
	if err != nil {
		return err
	}
	calls = first(inOrder(calls, order), limit)
	if f.json {
		marks, err := a.FlagMarks(ctx)
		if err != nil {
			return err
		}
		return f.printJSON(map[string]any{"calls": marked(calls, marks)})
	}
	if len(calls) == 0 {
		return f.sayNoCalls(a)
	}
	list := f.table("CALL", "STARTED", "LENGTH", "WITH", "CASE", "REMARKS")
	for _, c := range calls {
		list.row(string(c.ID), localTime(c.Started), app.LengthWords(c), orDash(c.Title), orDash(c.Case), remarks(c))
	}
	return list.print()
}

func (f *face) sayNoCalls(a *app.App) error {
	total, err := a.CountCalls()
	if err != nil {
		return err
	}
	if total > 0 {
		f.hint("No call fits. All %d are listed by: onrecord calls", total)
		return nil
	}
	f.hint("There are no calls yet. Record one with: onrecord record")
	f.hint("or bring one in with: onrecord import FILE")
	return nil
}

// markedCall is a call of the list with its flags.
type markedCall struct {
	app.Summary
	Flags []app.FlagMark `json:"flags"`
}

func marked(calls []app.Summary, marks map[call.ID][]app.FlagMark) []markedCall {
	all := []markedCall{}
	for _, c := range calls {
		all = append(all, markedCall{c, orEmpty(marks[c.ID])})
	}
	return all
}

// remarks says in few words what is not as it should be.
func remarks(c app.Summary) string {
	if c.Damaged != "" {
		return "damaged: " + c.Damaged
	}
	var words []string
	switch c.Outcome {
	case call.Recording:
		return "recording now"
	case call.Recovered, call.Failed, call.Imported:
		words = append(words, string(c.Outcome))
	}
	if c.Outcome == call.Complete && !c.Complete {
		words = append(words, app.Missing(c))
	}
	if c.Audio && !c.Transcribed {
		words = append(words, "not transcribed")
	}
	return strings.Join(words, ", ")
}

// orEmpty makes JSON write [] where there is nothing.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
