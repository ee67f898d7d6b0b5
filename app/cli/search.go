package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// showing says how much of what was found is shown, and in which order; without sort the best stand first.
type showing struct {
	limit int
	sort  string
}

// flags adds those of it to a command.
func (s *showing) flags(cmd *cobra.Command) {
	cmd.Flags().IntVar(&s.limit, "limit", 20, "at most so many places (0: all)")
	cmd.Flags().StringVar(&s.sort, "sort", "", sortHelp+"; else what fits best stands first")
}

// check refuses what makes no sense.
func (s *showing) check(cmd *cobra.Command) error {
	if s.limit < 0 {
		return wrongUse(cmd, "--limit cannot be negative")
	}
	_, err := parseOrder(cmd, s.sort)
	return err
}

func (f *face) searchCommand() *cobra.Command {
	var show showing
	cmd := &cobra.Command{
		Use: "search QUERY [--sort ORDER] [--limit N]", Short: "Find what was said, in every call",
		Long:    searchHelp,
		Example: "  onrecord search quarterly payment\n  onrecord search '\"do not call\" list from:me'\n  onrecord search refund OR repay after:2026-03",
		Args:    between(1, -1),
	}
	show.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := show.check(cmd); err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error {
			return f.search(ctx, a, strings.Join(args, " "), show)
		})
	}
	return cmd
}

const searchHelp = `Find what was said, in every call: in transcripts as corrected, in notes, names, numbers, cases and tags.

All conditions of QUERY must hold for the same call:

  payment                the word, in any of its forms
  "payment"              in this form only
  "do not call"          words that follow each other
  pay*                   words that begin so
  ~smyth  sounds:smyth   words written or spoken like it
  refund NEAR/5 march    both, at most five words apart
  refund OR repay        one of them
  -voicemail             it does not occur in the call
  from:me  from:them  from:linda            who says it
  in:transcript  in:notes  in:both          where it stands
  name:smith  number:555  case:tax  tag:urgent
  after:2026-01-01  before:2026-07  longer:5m

Quotes have to be quoted for the shell, as in the second example. A QUERY that begins with - stands behind --.`

// found is a place in the JSON answer.
type found struct {
	Call    call.ID      `json:"call"`
	Kind    app.HitKind  `json:"kind"`
	Started time.Time    `json:"started"`
	Party   call.Party   `json:"party"`
	At      call.Seconds `json:"at"`
	Snippet string       `json:"snippet"`
	Score   float64      `json:"score"`
	Suspect bool         `json:"suspect,omitempty"`
}

func (f *face) search(ctx context.Context, a *app.App, query string, show showing) error {
	results, err := results(ctx, a, query, show)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(struct {
			Took    float64       `json:"took_ms"`
			Total   int           `json:"total"`
			Calls   int           `json:"calls"`
			Hits    []found       `json:"hits"`
			Instead []app.Instead `json:"instead,omitempty"`
		}{float64(results.Took.Microseconds()) / 1000, results.Total, results.Calls, places(results.Hits), results.Instead})
	}
	if results.Total == 0 {
		return f.sayNothingFound(ctx, a, query, results.Instead)
	}
	list := f.table("CALL", "STARTED", "AT", "WHO", "WORDS")
	for _, hit := range results.Hits {
		list.row(string(hit.Call), localTime(hit.Started), hit.At.Clock(), hitSpeaker(hit), hit.Snippet)
	}
	if err := list.print(); err != nil {
		return err
	}
	if results.More {
		f.hint("There are %s in %s; show more with --limit", count(results.Total, "place", "places"), count(results.Calls, "call", "calls"))
	}
	return nil
}

// results searches. Those that are sorted are the first of all there are, not the best ones sorted.
func results(ctx context.Context, a *app.App, query string, show showing) (app.Results, error) {
	if show.sort == "" {
		return a.Search(ctx, query, show.limit)
	}
	results, err := a.Search(ctx, query, 0)
	if err == nil {
		err = sortHits(a, results.Hits, orders[show.sort])
	}
	results.More = show.limit > 0 && len(results.Hits) > show.limit
	results.Hits = first(results.Hits, show.limit)
	return results, err
}

func places(hits []app.Hit) []found {
	list := []found{}
	for _, hit := range hits {
		list = append(list, found{hit.Call, hit.Kind, hit.Started, hit.Party, hit.At, hit.Snippet, hit.Score, hit.Suspect})
	}
	return list
}

// hitSpeaker says who said a hit, or what it is if nobody did.
func hitSpeaker(hit app.Hit) string {
	if hit.Kind == app.Said {
		return speaker(hit.Party)
	}
	return string(hit.Kind)
}

// sayNothingFound also tells of a call with most of the words, of words that may have been meant, and of calls that could not be searched.
func (f *face) sayNothingFound(ctx context.Context, a *app.App, query string, instead []app.Instead) error {
	waiting, err := a.Calls(app.Filter{Untranscribed: true})
	if err != nil {
		return err
	}
	most, err := a.SearchMost(ctx, query, 1)
	if err != nil {
		return err
	}
	f.hint("Nothing was found.")
	for _, hit := range most.Hits {
		f.hint("Most of these words are in %s at %s: %s", hit.Call, hit.At.Clock(), hit.Snippet)
	}
	for _, word := range instead {
		f.hint("“%s” occurs nowhere. Did you mean %s?", word.Word, strings.Join(word.Words, " or "))
	}
	if len(waiting) > 0 {
		f.hint("%s not transcribed yet: onrecord transcribe --pending", count(len(waiting), "call is", "calls are"))
	}
	return nil
}
