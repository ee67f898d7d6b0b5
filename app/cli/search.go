package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) searchCommand() *cobra.Command {
	limit := 20
	cmd := &cobra.Command{
		Use: "search QUERY [--limit N]", Short: "Find what was said, in every call",
		Long: "Find what was said, in every call.\n\nAll words of QUERY must occur in the same call. Words in double quotes must follow each other:\n" +
			"the quotes have to be quoted for the shell, as in the second example.",
		Example: "  onrecord search quarterly payment\n  onrecord search '\"do not call\" list'",
		Args:    between(1, -1),
	}
	cmd.Flags().IntVar(&limit, "limit", limit, "at most so many places (0: all)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if limit < 0 {
			return wrongUse(cmd, "--limit cannot be negative")
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			return f.search(a, strings.Join(args, " "), limit)
		})
	}
	return cmd
}

// found is a place in the JSON answer.
type found struct {
	Call    call.ID      `json:"call"`
	Started time.Time    `json:"started"`
	Party   call.Party   `json:"party"`
	At      call.Seconds `json:"at"`
	Snippet string       `json:"snippet"`
	Score   float64      `json:"score"`
	Suspect bool         `json:"suspect,omitempty"`
}

func (f *face) search(a *app.App, query string, limit int) error {
	results, err := a.Search(query, limit)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(struct {
			Took  float64 `json:"took_ms"`
			Total int     `json:"total"`
			Hits  []found `json:"hits"`
		}{float64(results.Took.Microseconds()) / 1000, results.Total, places(results.Hits)})
	}
	if results.Total == 0 {
		return f.sayNothingFound(a)
	}
	list := f.table("CALL", "STARTED", "AT", "WHO", "WORDS")
	for _, hit := range results.Hits {
		list.row(string(hit.Call), localTime(hit.Started), hit.At.Clock(), speaker(hit.Party), hit.Snippet)
	}
	if err := list.print(); err != nil {
		return err
	}
	if more := results.Total - len(results.Hits); more > 0 {
		f.hint("and %s; show more with --limit", count(more, "more place", "more places"))
	}
	return nil
}

func places(hits []app.Hit) []found {
	list := []found{}
	for _, hit := range hits {
		list = append(list, found{hit.Call, hit.Started, hit.Party, hit.At, hit.Snippet, hit.Score, hit.Suspect})
	}
	return list
}

// sayNothingFound also tells of calls that could not be searched.
func (f *face) sayNothingFound(a *app.App) error {
	waiting, err := a.Calls(app.Filter{Untranscribed: true})
	if err != nil {
		return err
	}
	f.hint("Nothing was found.")
	if len(waiting) > 0 {
		f.hint("%s not transcribed yet: onrecord transcribe --pending", count(len(waiting), "call is", "calls are"))
	}
	return nil
}
