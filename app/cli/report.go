package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// paperOrder is what a report and a letter have in common on the command line.
type paperOrder struct {
	of         app.Scope
	contact    string // as it was typed
	as, target string // the form, and where it goes
	force      bool
}

// scopeFlags ask about whom it is.
func (o *paperOrder) scopeFlags(cmd *cobra.Command, about string) {
	flags := cmd.Flags()
	flags.StringVar(&o.of.Case, "case", "", about+" the calls of this case")
	flags.StringVar(&o.of.Number, "number", "", about+" the calls with this number")
	flags.StringVar(&o.of.Name, "name", "", about+" the calls with this name")
	flags.StringVar(&o.contact, "contact", "", about+" the calls with this contact, whatever its numbers")
}

// fileFlags ask in which form it is, and where it goes.
func (o *paperOrder) fileFlags(cmd *cobra.Command, formats []string) {
	flags := cmd.Flags()
	flags.StringVar(&o.as, "as", "", "the form: "+strings.Join(formats, "|"))
	flags.StringVarP(&o.target, "output", "o", "", "file or folder to write to; - is stdout")
	flags.BoolVar(&o.force, "force", false, "replace a file that is there")
}

// check makes sure that it is about somebody, if it must be, and in a form that there is: the ending of a file says it, too.
func (o *paperOrder) check(cmd *cobra.Command, somebody bool, formats []string) error {
	if somebody && !o.of.Named() && o.contact == "" {
		return wrongUse(cmd, "Say about whom, with --case, --number, --name or --contact")
	}
	if o.as == "" {
		o.as = strings.TrimPrefix(filepath.Ext(o.target), ".")
	}
	if o.as != "" && !slices.Contains(formats, o.as) {
		return wrongUse(cmd, "%q is not a form: choose one of %s", o.as, strings.Join(formats, ", "))
	}
	return nil
}

// printed tells that it is not for a file.
func (o *paperOrder) printed() bool { return o.target == "-" || o.target == "" && o.as == "" }

func (f *face) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "report", Short: "Write down what happened with somebody: chronology, do-not-call log, call sheet, letters",
		Long: "Reports tell a stranger what the library holds of a case, a number or a call: what people wrote and what was found by\n" +
			"machine are told apart, and each flag says by which rule, source and seconds. They are no legal advice.\n" +
			"Without --as and -o a report is printed as text. With --as a file gets a name of its own in this folder; \"-o -\" writes to stdout.",
		Example: "  onrecord report chronology --case \"Summit Credit\" --as pdf\n  onrecord report do-not-call --number \"+1 212 555 0142\" -o log.csv\n" +
			"  onrecord report call-sheet last --as pdf --redact",
		Args: onlyCommands, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		f.reportOf(app.Chronology, "chronology {--case CASE | --number N | --name NAME | --contact CONTACT}", "What happened, by time, with a picture of calls per day and the flags"),
		f.reportOf(app.DoNotCallLog, "do-not-call", "Who was asked not to call, when and how, and the calls after that"),
		f.reportOf(app.CallSheet, "call-sheet CALL", "What is known of one call, without all of its words"),
		f.letterCommand(), f.lettersCommand())
	return cmd
}

func (f *face) reportOf(kind app.ReportKind, use, short string) *cobra.Command {
	var order paperOrder
	var since, until string
	var redact bool
	args, formats := 0, app.ReportFormats()
	if kind == app.CallSheet {
		args = 1
	}
	cmd := &cobra.Command{
		Use: use + " [--since DATE] [--until DATE] [--as " + strings.Join(formats, "|") + "] [-o PATH] [--redact] [--force]", Short: short, Args: between(args, args),
		DisableFlagsInUseLine: true,
	}
	if kind != app.CallSheet {
		order.scopeFlags(cmd, "of")
		cmd.Flags().StringVar(&since, "since", "", "only calls since then: 2026-03-01, yesterday, 90d")
		cmd.Flags().StringVar(&until, "until", "", "only calls before then")
	}
	order.fileFlags(cmd, formats)
	cmd.Flags().BoolVar(&redact, "redact", false, "leave out card, account and similar numbers, as far as the machine finds them")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		moment := func(text string) (time.Time, error) { return parseMoment(text, f.now()) }
		if order.of.Since, err = understand(cmd, since, moment); err != nil {
			return err
		}
		if order.of.Until, err = understand(cmd, until, moment); err != nil {
			return err
		}
		if err := order.check(cmd, kind == app.Chronology, formats); err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) (err error) {
			if kind == app.CallSheet {
				if order.of.Call, err = findCall(a, args[0]); err != nil {
					return err
				}
			}
			if order.of.Contact, err = findContact(a, order.contact); err != nil {
				return err
			}
			return f.writeReport(a, app.ReportOrder{Kind: kind, Of: order.of, Redact: redact}, order)
		})
	}
	return cmd
}

// findContact understands CONTACT; none is nobody.
func findContact(a *app.App, ref string) (call.ID, error) {
	if ref == "" {
		return "", nil
	}
	c, err := a.FindContact(ref)
	return c.ID, err
}

func (f *face) writeReport(a *app.App, wanted app.ReportOrder, order paperOrder) error {
	report, err := a.Report(wanted)
	if err != nil {
		return err
	}
	switch {
	case f.json && order.as == "" && order.target == "":
		return f.printJSON(report)
	case order.printed():
		return a.WriteReport(report, cmp.Or(order.as, "txt"), f.env.Out)
	}
	as := cmp.Or(order.as, "pdf")
	return f.writeTo(order, app.ReportName(report, as), func(path string) error { return a.WriteReportFile(report, as, path, order.force) })
}

// writeTo writes what was asked for to the file that was named, or to one with the given name in the folder that was.
func (f *face) writeTo(order paperOrder, name string, write func(path string) error) error {
	path := f.path(order.target)
	if facts, err := os.Stat(path); order.target == "" || err == nil && facts.IsDir() {
		path = filepath.Join(path, strings.ReplaceAll(name, " ", "_"))
	}
	err := write(path)
	if errors.Is(err, fs.ErrExist) {
		return failed(fmt.Sprintf("There is already a file %s", path), "Name another one with -o, or replace it with --force.")
	}
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]string{"file": path})
	}
	return f.say("%s", path)
}
