package cli

import (
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

// reportWords are the flags of a report as they were typed.
type reportWords struct {
	since, until string
	contact      string
	as, target   string
	force        bool
}

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
	order := app.ReportOrder{Kind: kind}
	var words reportWords
	args := 0
	if kind == app.CallSheet {
		args = 1
	}
	formats := strings.Join(app.ReportFormats(), "|")
	cmd := &cobra.Command{
		Use: use + " [--since DATE] [--until DATE] [--as " + formats + "] [-o PATH] [--redact] [--force]", Short: short, Args: between(args, args),
		DisableFlagsInUseLine: true,
	}
	flags := cmd.Flags()
	if kind != app.CallSheet {
		flags.StringVar(&order.Of.Case, "case", "", "of the calls of this case")
		flags.StringVar(&order.Of.Number, "number", "", "of the calls with this number")
		flags.StringVar(&order.Of.Name, "name", "", "of the calls with this name")
		flags.StringVar(&words.contact, "contact", "", "of the calls with this contact, whatever its numbers")
		flags.StringVar(&words.since, "since", "", "only calls since then: 2026-03-01, yesterday, 90d")
		flags.StringVar(&words.until, "until", "", "only calls before then")
	}
	flags.StringVar(&words.as, "as", "", "the form: "+formats)
	flags.StringVarP(&words.target, "output", "o", "", "file or folder to write to; - is stdout")
	flags.BoolVar(&order.Redact, "redact", false, "leave out card, account and similar numbers, as far as the machine finds them")
	flags.BoolVar(&words.force, "force", false, "replace a file that is there")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f.understandReport(cmd, &words, &order); err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) (err error) {
			if kind == app.CallSheet {
				if order.Of.Call, err = findCall(a, args[0]); err != nil {
					return err
				}
			}
			if order.Of.Contact, err = findContact(a, words.contact); err != nil {
				return err
			}
			return f.writeReport(a, order, words)
		})
	}
	return cmd
}

func (f *face) understandReport(cmd *cobra.Command, words *reportWords, order *app.ReportOrder) (err error) {
	moment := func(text string) (time.Time, error) { return parseMoment(text, f.now()) }
	if order.Of.Since, err = understand(cmd, words.since, moment); err != nil {
		return err
	}
	if order.Of.Until, err = understand(cmd, words.until, moment); err != nil {
		return err
	}
	if of := order.Of; order.Kind == app.Chronology && !of.Named() && words.contact == "" {
		return wrongUse(cmd, "Say about whom, with --case, --number, --name or --contact")
	}
	if words.as == "" {
		words.as = strings.TrimPrefix(filepath.Ext(words.target), ".")
	}
	if words.as != "" && !slices.Contains(app.ReportFormats(), words.as) {
		return wrongUse(cmd, "%q is not a form: choose one of %s", words.as, strings.Join(app.ReportFormats(), ", "))
	}
	return nil
}

// findContact understands CONTACT; none is nobody.
func findContact(a *app.App, ref string) (call.ID, error) {
	if ref == "" {
		return "", nil
	}
	c, err := a.FindContact(ref)
	return c.ID, err
}

func (f *face) writeReport(a *app.App, order app.ReportOrder, words reportWords) error {
	report, err := a.Report(order)
	if err != nil {
		return err
	}
	if words.as == "" && words.target == "" && f.json {
		return f.printJSON(report)
	}
	if words.as == "" && (words.target == "" || words.target == "-") || words.target == "-" {
		if words.as == "" {
			words.as = "txt"
		}
		return a.WriteReport(report, words.as, f.env.Out)
	}
	if words.as == "" {
		words.as = "pdf"
	}
	return f.writeTo(words, app.ReportName(report, words.as), func(path string) error { return a.WriteReportFile(report, words.as, path, words.force) })
}

// writeTo writes what was asked for to the file that was named, or to one with the given name in the folder that was.
func (f *face) writeTo(words reportWords, name string, write func(path string) error) error {
	path := f.path(words.target)
	if facts, err := os.Stat(path); words.target == "" || err == nil && facts.IsDir() {
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
