// Package cli is the application as a command line: for scripts, for people in a terminal, for machines without a display.
//
// Run carries out one command. It works on the library itself, or hands the command to the process that has the library
// open: then it runs there, with the same words and the same exit code. Each command has a file of its own.
package cli

import (
	"context"
	"errors"
	"io"

	"github.com/onrecord/onrecord/app"
)

// Env is what a command sees of the world.
type Env struct {
	Config  app.Config
	Running *app.App // the library, when it is open in this process; nil otherwise
	Dir     string   // working directory of the caller: what relative paths mean

	In       io.Reader
	Out, Err io.Writer
	Terminal bool // Err is a terminal: progress may be drawn there

	// Window shows the window of this process and returns when it was closed; when Running is set it brings the
	// window to the front and returns at once. nil means that this process has none.
	Window func(ctx context.Context, a *app.App) error
	// OpenWindow starts another process that opens its window; nil means that there can be none. The arguments are
	// those of the new process.
	OpenWindow func(args []string) error

	// Interrupt gives a value, or is closed, at the first Ctrl-C: finish what can be finished. The second one ends
	// the context of Run. It may be nil.
	Interrupt <-chan struct{}
}

// The exit codes, which are a contract.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitBusy   = 3 // another process has the library and could not be reached
	exitWrong  = 4 // something was found wrong
)

// finished ends a command that has said all there is to say.
type finished int

func (finished) Error() string { return "finished" }

// face is one command being carried out.
type face struct {
	env     Env
	args    []string
	started bool // past the reading of flags and arguments

	library        string // --library
	json           bool
	quiet, verbose bool
}

// Run carries out the command in args and gives the exit code of the process.
func Run(ctx context.Context, env Env, args []string) int {
	f := &face{env: env, args: append([]string{}, args...)}
	root := f.root()
	root.SetArgs(f.args)
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	err := root.ExecuteContext(ctx)
	if err != nil && !f.started && !errors.As(err, new(*misuse)) {
		err = unknownCommand(root, err)
	}
	return f.conclude(err)
}
