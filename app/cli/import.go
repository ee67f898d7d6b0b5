package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) importCommand() *cobra.Command {
	var request app.ImportRequest
	var started, direction, mono string
	cmd := &cobra.Command{
		Use:   "import FILE… [--started TIME] [--number N] [--name S] [--direction in|out|conference] [--case S] [--mono-is local|remote|both]",
		Short: "Bring recordings made elsewhere into the library (WAV, FLAC, vCon)",
		Long: "Bring recordings made elsewhere into the library. WAV, FLAC and vCon files are read. In a file with two channels the\n" +
			"left one is you and the right one the other side; --mono-is says who speaks in a file with one.",
		Example: "  onrecord import voicemail.wav --mono-is remote --name \"Acme Solar\" --started \"2026-03-12 14:02\"",
		Args:    between(1, -1),
	}
	flags := cmd.Flags()
	flags.StringVar(&started, "started", "", "when the call began (default: the file's own date)")
	flags.StringVar(&request.Name, "name", "", "name of the other party")
	flags.StringVar(&request.Number, "number", "", "number of the other party")
	flags.StringVar(&direction, "direction", "", "in, out or conference")
	flags.StringVar(&request.Case, "case", "", "the case that the call belongs to")
	flags.StringVar(&mono, "mono-is", "", "who speaks in a file with one channel: local, remote or both")
	flags.BoolVar(&request.NoTranscript, "no-transcribe", false, "do not queue the transcript")
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		moment, err := understand(cmd, started, func(text string) (time.Time, error) { return parseMoment(text, f.now()) })
		if err != nil {
			return err
		}
		if request.Direction, err = understand(cmd, direction, parseDirection); err != nil {
			return err
		}
		if request.MonoIs, err = understand(cmd, mono, parseMono); err != nil {
			return err
		}
		request.Started = moment
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.importFiles(ctx, a, files, request) })
	}
	return cmd
}

// brought is one file in the JSON answer.
type brought struct {
	File  string  `json:"file"`
	Call  call.ID `json:"call,omitempty"`
	Error string  `json:"error,omitempty"`
}

// importFiles brings in what it can; a file that fails does not hold up the others.
func (f *face) importFiles(ctx context.Context, a *app.App, files []string, request app.ImportRequest) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	line := f.progress()
	defer line.clear()
	answer := []brought{}
	failures := 0
	for i, file := range files {
		if len(files) > 1 {
			line.bar("Importing", float64(i)/float64(len(files)), -1)
		}
		request.Notice = func(sentence string) { f.hint("%s: %s", file, sentence) }
		id, err := a.Import(ctx, f.path(file), request)
		line.clear()
		if err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		entry := brought{File: file, Call: id}
		if err != nil {
			failures++
			entry.Error, _ = explain(err)
			f.complain(naming(file, err))
		} else if !f.json {
			if err := f.say("%s", id); err != nil {
				return err
			}
		}
		answer = append(answer, entry)
	}
	if failures < len(files) && !request.NoTranscript && !f.json {
		f.hint("To have what was said written down: onrecord transcribe --pending")
	}
	if f.json {
		if err := f.printJSON(map[string]any{"imported": answer}); err != nil {
			return err
		}
	}
	if failures > 0 {
		return finished(exitFailed)
	}
	return nil
}

// naming puts the thing that an error is about in front of its words.
func naming(thing string, err error) error {
	what, do := explain(err)
	return &setback{what: thing + ": " + what, do: do, exit: exitFailed}
}
