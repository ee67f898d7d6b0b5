package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "demo [FOLDER]", Short: "Make a sample library, and transcribe its calls with the demo model",
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				f.library = f.path(args[0])
			}
			if f.namedLibrary() == "" {
				f.library = app.SampleLibrary()
			}
			return f.atLength(cmd.Context(), f.demo)
		},
	}
}

func (f *face) demo(ctx context.Context, a *app.App) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	if err := a.Demo(ctx); err != nil {
		return err
	}
	a.StartJobs()
	jobs, err := a.Jobs()
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if err := f.awaitJob(ctx, a, job.Job); err != nil {
			return err
		}
	}
	if f.json {
		return f.printJSON(map[string]string{"library": a.Library()})
	}
	if err := f.say("%s", a.Library()); err != nil {
		return err
	}
	f.hint("%s", app.DemoBanner)
	f.hint("Look around: onrecord --library '%s' search '\"do not call\"'", a.Library())
	return nil
}
