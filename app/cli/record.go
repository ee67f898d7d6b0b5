package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) recordCommand() *cobra.Command {
	var flags takeFlags
	var length string
	cmd := &cobra.Command{
		Use: "record [--for 30s] " + takeUsage, Short: "Record a call in this terminal, until Ctrl-C",
		Long: "Record a call in this terminal until Ctrl-C, --for or \"onrecord stop\", and write down what was said.\n" +
			"A second Ctrl-C leaves the transcript for later. The last line on stdout is the call's ID.",
		Example: "  onrecord record --name \"Acme Solar\" --direction in\n  onrecord record --for 10m --no-transcribe",
		Args:    between(0, 0),
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&length, "for", "", "stop after so long: 30s, 5m, 00:05:00")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		request, err := flags.understood(cmd)
		if err != nil {
			return err
		}
		limit, err := understand(cmd, length, parseLength)
		if err != nil {
			return err
		}
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.record(ctx, a, request, limit) })
	}
	return cmd
}

// record makes one take. Whatever happens to it, what was recorded is saved and its ID printed.
func (f *face) record(ctx context.Context, a *app.App, request app.TakeRequest, limit call.Seconds) error {
	if !request.NoTranscript {
		a.StartJobs() // what is said is written down as the call goes on
	}
	feed := a.Subscribe()
	defer feed.Close()
	id, err := a.StartTake(ctx, request)
	if err != nil {
		return err
	}
	if f.env.Running != nil {
		f.hint("Recording in the OnRecord that is open already. Ctrl-C stops it.")
	}
	interrupt := f.watchTake(ctx, a, feed, id, limit)
	feed.Close() // what follows is told in other ways
	doc, err := f.stop(a, id)
	if doc.ID == "" {
		return err
	}
	if err == nil && !request.NoTranscript {
		err = f.awaitTranscript(ctx, a, id, interrupt)
	}
	return errors.Join(f.report(doc), err)
}

// watchTake shows levels and warnings until the take should end: its time is up, Ctrl-C, or it ended elsewhere. It gives
// the channel on which the next Ctrl-C comes.
func (f *face) watchTake(ctx context.Context, a *app.App, feed *app.Feed, id call.ID, limit call.Seconds) <-chan struct{} {
	line := f.progress()
	defer line.clear()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	ended := a.TakeEnded(id)
	interrupt := f.env.Interrupt
	for {
		select {
		case <-ended:
			return interrupt
		case <-ctx.Done():
			return interrupt
		case _, more := <-interrupt:
			if !more {
				interrupt = nil
			}
			return interrupt
		case <-tick.C:
		}
		f.tellNews(feed, id, line)
		levels, ok := a.Levels()
		if ok && limit > 0 && levels.Elapsed >= limit {
			return interrupt
		}
		line.show(liveLine(levels))
	}
}

// awaitTranscript waits for the call's job, unless the person has no time: then it stays in the queue.
func (f *face) awaitTranscript(ctx context.Context, a *app.App, id call.ID, interrupt <-chan struct{}) error {
	queue, err := a.Queue()
	if err != nil {
		return err
	}
	a.StartJobs()
	for _, job := range queue.Jobs {
		if job.Call != id {
			continue
		}
		if job.Held {
			f.hint("It is not transcribed yet. %s", queue.Hold.Why())
			return nil
		}
		waiting := &face{env: f.env, quiet: f.quiet}
		waiting.env.Interrupt = interrupt
		ctx, done := waiting.untilInterrupted(ctx)
		defer done()
		err := waiting.awaitJob(ctx, a, job.Job)
		if ctx.Err() != nil {
			f.hint("The transcript is left for later: onrecord transcribe --pending")
			return nil
		}
		return err
	}
	return nil // there was no sound to transcribe, or it is done
}

// awaitJob shows a job's progress until it ends.
func (f *face) awaitJob(ctx context.Context, a *app.App, job app.Job) error {
	line := f.progress()
	defer line.clear()
	line.show("Waiting to transcribe " + string(job.Call))
	return a.WaitJob(ctx, job.ID, func(status app.JobStatus) {
		line.bar("Transcribing "+string(job.Call), status.Fraction, status.Remaining)
	})
}
