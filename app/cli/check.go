package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) checkCommand() *cobra.Command {
	var repair, rebuild bool
	cmd := &cobra.Command{
		Use: "check [--repair] [--rebuild-index]", Short: "Look for damage in the library, and mend it",
		Long: "Look for damage in the library: every document, every recording's own sum, the index. Without a flag nothing\n" +
			"is changed. The exit code is 4 when something is wrong that was not mended.",
		Args: between(0, 0),
	}
	cmd.Flags().BoolVar(&repair, "repair", false, "mend what can be mended, and say what was done")
	cmd.Flags().BoolVar(&rebuild, "rebuild-index", false, "make the index anew from the calls")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error {
			ctx, done := f.untilInterrupted(ctx)
			defer done()
			return f.check(ctx, a, repair, rebuild)
		})
	}
	return cmd
}

func (f *face) check(ctx context.Context, a *app.App, repair, rebuild bool) error {
	if err := a.Recovered(ctx); err != nil {
		return err
	}
	if rebuild {
		if err := a.RebuildIndex(ctx); err != nil {
			return err
		}
	}
	var mended []app.Finding
	if repair {
		done, err := a.Repair(ctx)
		if err != nil {
			return err
		}
		for _, finding := range done {
			if finding.Mended {
				mended = append(mended, finding)
			}
		}
	}
	wrong, err := a.Check(ctx)
	if err != nil {
		return err
	}
	if err := f.showFindings(a, append(mended, wrong...)); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return finished(exitWrong)
	}
	return nil
}

func (f *face) showFindings(a *app.App, findings []app.Finding) error {
	if f.json {
		return f.printJSON(map[string]any{"library": a.Library(), "findings": orEmpty(findings)})
	}
	if len(findings) == 0 {
		total, err := a.CountCalls()
		if err != nil {
			return err
		}
		return f.say("Nothing is wrong with the library (%s).", count(total, "call", "calls"))
	}
	list := f.table("CALL", "FILE", "PROBLEM", "MENDED", "WHAT WAS DONE, OR IS TO DO")
	for _, finding := range findings {
		mended := "no"
		if finding.Mended {
			mended = "yes"
		}
		list.row(orDash(string(finding.Call)), orDash(finding.Path), finding.Problem, mended, finding.Action)
	}
	return list.print()
}
