package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) flagsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "flags CALL", Short: "Show what may be wrong in a call, by which rule, and say whether it holds",
		Long: "What may be wrong in a call: calls again after you asked not to be called, calls at night, messages by machine;\n" +
			"too many calls for a debt, calls after a letter, threats; recording without consent; numbers that should not be\n" +
			"handed on. Each says which rule, where it stands, how sure it is, and from which seconds it follows.\n" +
			"It is no legal advice: whether it holds is for people to say.",
		Example: "  onrecord flags last\n  onrecord flags confirm last dnc.call_after_dnc\n" +
			"  onrecord flags dismiss last dnc.outside_hours --reason \"I had asked to be called then\"",
		Args: between(1, 1),
		RunE: f.inLibrary(func(a *app.App, args []string) error { return f.showFlags(a, args[0]) }),
	}
	cmd.AddCommand(
		f.judgeCommand("confirm", "Say that the flags of a rule hold", call.Confirmed),
		f.judgeCommand("dismiss", "Say that they do not, and why", call.Dismissed),
		f.judgeCommand("reopen", "Take back what was said of them", ""),
	)
	return cmd
}

func (f *face) judgeCommand(name, short string, verdict call.Verdict) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: name + " CALL RULE", Short: short, Args: between(2, 2),
		RunE: f.inLibrary(func(a *app.App, args []string) error {
			id, err := findCall(a, args[0])
			if err != nil {
				return err
			}
			if err := a.Judge(id, args[1], verdict, reason); err != nil {
				return err
			}
			return f.showFlags(a, args[0])
		}),
	}
	if verdict != "" {
		cmd.Flags().StringVar(&reason, "reason", "", "why, in your own words")
	}
	return cmd
}

func (f *face) showFlags(a *app.App, ref string) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	flags, err := a.Flags(id)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"call": id, "flags": append([]call.Flag{}, flags...)})
	}
	if len(flags) == 0 {
		f.hint("Nothing was flagged. What was said is known only in calls that were written down.")
		return nil
	}
	for _, flag := range flags {
		if err := f.showFlag(flag); err != nil {
			return err
		}
	}
	f.hint("Worked out by machine, and no legal advice.")
	return nil
}

func (f *face) showFlag(flag call.Flag) error {
	lines := f.table()
	lines.row(flag.Rule, string(flag.Weight)+": "+flag.Says)
	for _, why := range flag.Why {
		lines.row("", why)
	}
	for _, place := range flag.Places {
		lines.row("", strings.TrimSpace(string(place.Call)+" at "+place.At.Clock()+" "+place.Quote))
	}
	lines.row("", "Rule: "+app.FlagRule(flag))
	if said := app.FlagVerdict(flag); said != "" {
		lines.row("", said)
	}
	return lines.print()
}
