package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// windowPatience is how long a window may take to open and answer.
const windowPatience = 20 * time.Second

// takeFlags are what can be said about a call when its recording begins.
type takeFlags struct {
	request   app.TakeRequest
	direction string
	announce  string
}

func (t *takeFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&t.request.Microphone, "mic", "", "microphone: an ID that \"onrecord devices\" lists")
	flags.StringVar(&t.request.FarSide, "far", "", "where the other side is heard: an ID that \"onrecord devices\" lists")
	flags.StringVar(&t.request.Name, "name", "", "name of the other party")
	flags.StringVar(&t.request.Number, "number", "", "number of the other party")
	flags.StringVar(&t.direction, "direction", "", "in, out or conference")
	flags.StringVar(&t.request.Case, "case", "", "the case that the call belongs to")
	flags.StringVar(&t.request.Consent, "consent", "", "how recording was announced or agreed to")
	flags.StringVar(&t.request.Playbook, "playbook", "", "what to ask and say: a `playbook` that \"onrecord playbook\" lists (else: as the settings say)")
	flags.StringVar(&t.announce, "announce", "", "play into the call, once the other side was heard to speak: notice, tone or both")
	flags.BoolVar(&t.request.NoTranscript, "no-transcribe", false, "leave the transcript for later")
}

// understood gives the request, or a misuse.
func (t *takeFlags) understood(cmd *cobra.Command) (app.TakeRequest, error) {
	direction, err := understand(cmd, t.direction, parseDirection)
	if err == nil {
		t.request.Announce, err = understand(cmd, t.announce, parseAnnounce)
	}
	t.request.Direction = direction
	return t.request, err
}

const takeUsage = "[--mic D] [--far D] [--number N] [--name S] [--direction in|out|conference] [--case S] [--consent METHOD] [--announce notice|tone|both] [--playbook P] [--no-transcribe]"

func (f *face) startCommand() *cobra.Command {
	var flags takeFlags
	cmd := &cobra.Command{
		Use: "start " + takeUsage, Short: "Start a recording in the window, which is opened if need be", Args: between(0, 0),
	}
	flags.add(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		request, err := flags.understood(cmd)
		if err != nil {
			return err
		}
		if f.env.Running == nil {
			return f.forwardToWindow(cmd.Context())
		}
		if f.env.Window == nil { // this process ends as soon as its own command does
			return busy("Another command is using the library, and it has no window", "Try again when it is done.")
		}
		id, err := f.env.Running.StartTake(cmd.Context(), request)
		if err != nil {
			return err
		}
		if f.json {
			return f.printJSON(map[string]any{"id": id})
		}
		return f.say("%s", id)
	}
	return cmd
}

// forwardToWindow hands the command to the window, and opens one if nobody answers.
func (f *face) forwardToWindow(ctx context.Context) error {
	exit, err := f.forward(ctx)
	if err == nil {
		return finished(exit)
	}
	if !notReached(err) {
		return err
	}
	if f.env.OpenWindow == nil {
		return failed("There is no window here", "Record in this terminal with: onrecord record")
	}
	var args []string
	if library := f.namedLibrary(); library != "" {
		args = []string{"--library", library}
	}
	if err := f.env.OpenWindow(args); err != nil {
		return err
	}
	for deadline := time.Now().Add(windowPatience); time.Now().Before(deadline); {
		if exit, err = f.forward(ctx); err == nil {
			return finished(exit)
		}
		if !notReached(err) {
			return err
		}
		if err := pause(ctx, 150*time.Millisecond); err != nil {
			return err
		}
	}
	return failed("The window did not open", "Record in this terminal with: onrecord record")
}

// inTake works on the recording that runs, in this process or in the one that has the library open.
func (f *face) inTake(ctx context.Context, do func(a *app.App, status app.TakeStatus) error) error {
	if f.env.Running != nil {
		status, ok := f.env.Running.Take()
		if !ok {
			return app.ErrNoTake
		}
		return do(f.env.Running, status)
	}
	exit, err := f.forward(ctx)
	if err == nil {
		return finished(exit)
	}
	if notReached(err) { // and a process that records does answer
		return app.ErrNoTake
	}
	return err
}

// inCall does something with the call that is named, or without a name with the one being recorded. ask says what to do where there is none.
func (f *face) inCall(ctx context.Context, ref, ask string, do func(a *app.App, id call.ID) error) error {
	if ref != "" {
		return f.briefly(ctx, func(_ context.Context, a *app.App) error {
			id, err := findCall(a, ref)
			if err != nil {
				return err
			}
			return do(a, id)
		})
	}
	err := f.inTake(ctx, func(a *app.App, status app.TakeStatus) error { return do(a, status.Call.ID) })
	if errors.Is(err, app.ErrNoTake) {
		return failed("No recording is running", ask)
	}
	return err
}

// takeCommand is a command without arguments that works on the recording that runs.
func (f *face) takeCommand(use, short string, do func(a *app.App, status app.TakeStatus) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.inTake(cmd.Context(), do) },
	}
}

func (f *face) stopCommand() *cobra.Command {
	return f.takeCommand("stop", "Stop the recording and save the call", func(a *app.App, status app.TakeStatus) error {
		doc, err := f.stop(a, status.Call.ID)
		if doc.ID == "" {
			return err
		}
		return errors.Join(f.report(doc), err)
	})
}

func (f *face) pauseCommand() *cobra.Command {
	return f.takeCommand("pause", "Go off the record", func(a *app.App, _ app.TakeStatus) error {
		err := a.PauseTake()
		if err == nil {
			f.hint("Off the record. Go on with: onrecord resume")
		}
		return err
	})
}

func (f *face) resumeCommand() *cobra.Command {
	return f.takeCommand("resume", "Go back on the record", func(a *app.App, _ app.TakeStatus) error {
		err := a.ResumeTake()
		if err == nil {
			f.hint("On the record.")
		}
		return err
	})
}

// stop ends the take of the call and gives its document as it was saved, by whomever.
func (f *face) stop(a *app.App, id call.ID) (call.Call, error) {
	doc, err := a.StopTake()
	if errors.Is(err, app.ErrNoTake) {
		doc, err = a.TakeResult(id)
	}
	if errors.Is(err, app.ErrForgotten) && err.Error() == app.ErrForgotten.Error() { // and nothing else went wrong
		err = nil // the call is whole, and says why it ended
	}
	return doc, err
}

// report tells how a recording went: what is missing on stderr, and the call on stdout, its ID last.
func (f *face) report(doc call.Call) error {
	if !doc.Capture.Complete && doc.Capture.Verdict != "" {
		f.warn("%s", clean(capital(doc.Capture.Verdict)))
	}
	if doc.Failure != "" && doc.Failure != doc.Capture.Verdict {
		f.warn("%s", clean(capital(doc.Failure)))
	}
	if f.json {
		return f.printJSON(doc)
	}
	return f.say("%s", doc.ID)
}
