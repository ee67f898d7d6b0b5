package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// reachedWords are what a call can come to, as one types it.
var reachedWords = map[string]call.Reached{
	"": "", "spoke": "", "voicemail": call.LeftVoicemail, "unanswered": call.Unanswered, "refused": call.Declined, "not-connected": call.NotConnected,
}

// parseReached understands what a call came to.
func parseReached(text string) (call.Reached, error) {
	if reached, known := reachedWords[text]; known {
		return reached, nil
	}
	for _, reached := range call.Reaches {
		if string(reached) == text {
			return reached, nil
		}
	}
	return "", fmt.Errorf("%q is not what a call can come to: spoke, voicemail, unanswered, refused or not-connected", text)
}

func (f *face) logCommand() *cobra.Command {
	var entry app.LoggedCall
	var when, length, direction, reached string
	cmd := &cobra.Command{
		Use: "log [TEXT] [--name S] [--number N] [--when T] [--for 10m] [--direction in|out|conference] [--reached R] [--case S] [--playbook P]", Short: "Log a call that was not recorded",
		Long: "Log a call that was not recorded, not answered, or refused. It is listed, searched, flagged and exported like any other,\n" +
			"and says that it has no sound. TEXT is what happened; more can be noted with: onrecord note CALL TEXT.",
		Example: "  onrecord log \"they hung up\" --number \"+1 212 555 0142\" --direction in --reached refused\n" +
			"  onrecord log \"agreed on June\" --name \"L. Berg, CPA\" --when \"2026-11-27 10:00\" --for 20m",
		Args: between(0, 1),
	}
	flags := cmd.Flags()
	flags.StringVar(&entry.Name, "name", "", "name of the other party")
	flags.StringVar(&entry.Number, "number", "", "number of the other party")
	flags.StringVar(&when, "when", "", "when it began: \"2026-11-27 10:00\", yesterday, 2h (ago); else now, less --for")
	flags.StringVar(&length, "for", "", "how long it was: 10m, 00:04:30")
	flags.StringVar(&direction, "direction", "", "in, out or conference")
	flags.StringVar(&reached, "reached", "", "what it came to: spoke, voicemail, unanswered, refused, not-connected")
	flags.StringVar(&entry.Case, "case", "", "the case that the call belongs to")
	flags.StringVar(&entry.Playbook, "playbook", "", "the playbook whose points are ticked")
	flags.StringArrayVar(&entry.Tags, "tag", nil, "add a tag (can be repeated)")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		entry.Note = strings.Join(args, "")
		if entry.Started, err = understand(cmd, when, func(text string) (time.Time, error) { return parseMoment(text, f.now()) }); err != nil {
			return err
		}
		if entry.Lasted, err = understand(cmd, length, parseLength); err != nil {
			return err
		}
		if entry.Direction, err = understand(cmd, direction, parseDirection); err != nil {
			return err
		}
		if entry.Reached, err = understand(cmd, reached, parseReached); err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.logCall(a, entry) })
	}
	return cmd
}

func (f *face) logCall(a *app.App, entry app.LoggedCall) error {
	id, err := a.LogCall(entry)
	if err != nil {
		return err
	}
	if f.json {
		doc, err := a.Call(id)
		if err != nil {
			return err
		}
		return f.printJSON(doc)
	}
	return f.say("%s", id)
}
