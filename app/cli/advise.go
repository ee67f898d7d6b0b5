package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) adviseCommand() *cobra.Command {
	var again bool
	cmd := &cobra.Command{
		Use: "advise [--again]", Short: "Tell what each model would cost on this machine, and which one to take",
		Long: "Tell what each model would cost on this machine before it is downloaded, and which one to take. The machine is\n" +
			"measured first, once: that takes some seconds of full work. It is not done while a call is recorded or written down.",
		Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.advise(ctx, a, again) })
		},
	}
	cmd.Flags().BoolVar(&again, "again", false, "measure this machine again")
	return cmd
}

// cost is a forecast in the JSON answer: seconds of work for an hour of call.
type cost struct {
	Hour    call.Seconds `json:"hour_s"`
	Least   call.Seconds `json:"least_s"`
	Most    call.Seconds `json:"most_s"`
	Known   bool         `json:"known"` // by calls that were written down here, not reckoned
	KeepsUp bool         `json:"keeps_up"`
}

func costJSON(f *app.Forecast) *cost {
	if f == nil {
		return nil
	}
	return &cost{call.Since(f.Hour), call.Since(f.Least), call.Since(f.Most), f.Known, f.KeepsUp}
}

// costOf says it in a cell.
func costOf(m app.ModelAdvice) string {
	if m.Forecast == nil {
		return "-"
	}
	return "≈ " + m.Forecast.Amount()
}

func (f *face) advise(ctx context.Context, a *app.App, again bool) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	if again || !a.Scribe().MeasuredHere(ctx) {
		line := f.progress()
		err := a.Measure(ctx, func(fraction float64) { line.bar("Measuring this machine", fraction, -1) })
		line.clear()
		if err != nil {
			return err
		}
	}
	advice, err := a.Scribe().Advise()
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{
			"processor": advice.Processor, "processors": advice.Processors, "measured": advice.Measured.UTC().Format(time.RFC3339),
			"best": advice.Best, "advice": advice.Sentence, "models": modelsOf(advice, a.Scribe().Model()),
		})
	}
	return f.printAdvice(advice)
}

func (f *face) printAdvice(advice app.Advice) error {
	name := advice.Processor
	if name == "" {
		name = "a processor without a name"
	}
	if err := f.say("%s, %s, measured %s", name, count(advice.Processors, "thread", "threads"), localTime(advice.Measured)); err != nil {
		return err
	}
	list := f.table("MODEL", "SIZE", "1 HOUR OF CALL", "DURING A CALL")
	for _, m := range advice.Models {
		if m.Forecast == nil {
			continue
		}
		during := "falls behind"
		if m.Forecast.KeepsUp {
			during = "keeps up"
		}
		if m.Forecast.Known {
			during += ", as calls here showed"
		}
		list.row(m.Name, megabytes(m.Size), costOf(m), during)
	}
	if err := list.print(); err != nil {
		return err
	}
	if err := f.say("%s", advice.Sentence); err != nil {
		return err
	}
	return f.say("Reckoned for a call in which somebody speaks about half of the time.")
}
