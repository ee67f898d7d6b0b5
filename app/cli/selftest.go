package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) selftestCommand() *cobra.Command {
	var request app.SelfTestRequest
	cmd := &cobra.Command{
		Use: "selftest [--mic D] [--far D]", Short: "Test whether both sides of a call would be recorded",
		Long: "Play a short quiet sound, ask for a word, and say in a few seconds whether both sides would be recorded, or\n" +
			"what would be missing and why. Exit code 4 says that a side would be missing. A microphone that works but\n" +
			"hears no word would be recorded: that is told, and is no fault.",
		Example: "  onrecord selftest\n  onrecord selftest --far alsa_output.usb-headset.monitor --json",
		Args:    between(0, 0),
	}
	cmd.Flags().StringVar(&request.Microphone, "mic", "", "microphone: an ID that \"onrecord devices\" lists")
	cmd.Flags().StringVar(&request.FarSide, "far", "", "where the other side is heard: an ID that \"onrecord devices\" lists")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.selftest(ctx, a, request) })
	}
	return cmd
}

func (f *face) selftest(ctx context.Context, a *app.App, request app.SelfTestRequest) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	result, err := a.SelfTest(ctx, request, f.tellPhase)
	if err != nil {
		return err
	}
	if f.json {
		err = f.printJSON(result)
	} else {
		err = f.showSelfTest(result)
	}
	if err == nil && !result.Complete {
		return finished(exitWrong)
	}
	return err
}

// tellPhase says what a person should do or wait for.
func (f *face) tellPhase(phase app.SelfTestPhase) {
	switch phase {
	case app.SelfTestPlaying:
		f.hint("Playing a short quiet sound …")
	case app.SelfTestWord:
		f.hint("Say a word now.")
	}
}

func (f *face) showSelfTest(result app.SelfTestResult) error {
	list := f.table()
	for _, party := range call.Parties {
		side := result.Sides[party]
		state := "ok"
		if !side.OK {
			state = "MISSING"
		}
		list.finding(state, speaker(party), side.What, side.Do)
		if side.Device != "" {
			list.row("", "", "("+side.Device+")")
		}
	}
	if result.Echo.Heard {
		list.finding("note", "echo", result.Echo.What, result.Echo.Do)
	}
	if err := list.print(); err != nil {
		return err
	}
	return f.say("%s.", clean(capital(result.Verdict)))
}

// finding is what was found, and on a line of its own what to do about it.
func (t table) finding(state, topic, what, do string) {
	t.row(state, topic, what)
	if do != "" {
		t.row("", "", "→ "+do)
	}
}
