package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

// misuse is a command line that makes no sense: exit code 2.
type misuse struct{ what, do string }

func (m *misuse) Error() string { return m.what }

// setback is a failure that this package can put into words itself.
type setback struct {
	what, do string
	exit     int
}

func (s *setback) Error() string { return s.what }

// busy is for a library whose process cannot do what was asked.
func busy(what, do string) error { return &setback{what: what, do: do, exit: exitBusy} }

func failed(what, do string) error { return &setback{what: what, do: do, exit: exitFailed} }

// conclude says what went wrong, in one line, and what to do, in a second, and gives the exit code.
func (f *face) conclude(err error) int {
	if err == nil {
		return exitDone
	}
	var done finished
	if errors.As(err, &done) {
		return int(done)
	}
	f.complain(err)
	var wrong *misuse
	var known *setback
	switch {
	case errors.As(err, &wrong):
		return exitUsage
	case errors.As(err, &known):
		return known.exit
	case errors.Is(err, app.ErrUnknownFormat), app.IsWrongQuery(err):
		return exitUsage
	}
	return exitFailed
}

// complain writes the two lines about an error.
func (f *face) complain(err error) {
	what, do := explain(err)
	fmt.Fprintf(f.env.Err, "onrecord: %s\n", clean(what))
	if do != "" {
		fmt.Fprintf(f.env.Err, "%s\n", clean(do))
	}
}

// explain gives what happened, with what is safe, and what to do.
func explain(err error) (what, do string) {
	var wrong *misuse
	var known *setback
	switch {
	case errors.As(err, &wrong):
		return wrong.what, wrong.do
	case errors.As(err, &known):
		return known.what, known.do
	case errors.Is(err, context.Canceled):
		return "Interrupted", "Nothing that was finished before is lost; the same command can be given again."
	}
	problem := app.Explain(err)
	if problem.Safe != "" {
		problem.What += ". " + strings.TrimSuffix(problem.Safe, ".")
	}
	return problem.What, problem.Do
}

// wrongUse is a misuse of cmd, with the way to its help.
func wrongUse(cmd *cobra.Command, format string, args ...any) error {
	return &misuse{
		what: fmt.Sprintf(format, args...),
		do:   fmt.Sprintf("Usage: %s   (more: %s --help)", cmd.UseLine(), cmd.CommandPath()),
	}
}

// unknownCommand turns the parser's own complaint into ours, with the command that may have been meant.
func unknownCommand(root *cobra.Command, err error) error {
	var word string
	if _, scanErr := fmt.Sscanf(err.Error(), "unknown command %q", &word); scanErr != nil {
		return &misuse{what: err.Error(), do: "See onrecord --help."}
	}
	return noSuchCommand(root, word)
}

func noSuchCommand(parent *cobra.Command, word string) error {
	parent.SuggestionsMinimumDistance = 2
	do := fmt.Sprintf("See %s --help.", parent.CommandPath())
	if near := parent.SuggestionsFor(word); len(near) > 0 {
		do = fmt.Sprintf("Did you mean: %s %s? ", parent.CommandPath(), strings.Join(near, " or ")) + do
	}
	return &misuse{what: fmt.Sprintf("There is no command %q", word), do: do}
}

// between wants so many arguments; a negative most means any number.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrongUse(cmd, "Something is missing after %q", cmd.CommandPath())
		case most >= 0 && len(args) > most:
			return wrongUse(cmd, "%q is too much", args[most])
		}
		return nil
	}
}

// onlyCommands is for a command that has others below it and takes no arguments itself.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return noSuchCommand(cmd, args[0])
}

// notReached tells whether no process took the request, so that giving it again cannot do the work twice.
func notReached(err error) bool {
	return errors.Is(err, app.ErrNobody) && errors.As(err, new(*net.OpError))
}
