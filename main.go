// Command onrecord records calls, writes down what was said, and finds it again. Without arguments it opens the
// window; docs/user-guide.md lists its commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/app/cli"
	"github.com/onrecord/onrecord/app/ui"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/engines"
)

// threadCheck, when set in the environment, makes the window complain on stderr when it is called from the wrong thread.
const threadCheck = "ONRECORD_THREAD_CHECK"

func main() {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		os.Exit(work())
	}
	os.Exit(run())
}

// work is the hidden worker process: it transcribes what its parent hands it.
func work() int {
	err := transcribe.Serve(context.Background(), os.Stdin, os.Stdout, engines.New())
	if err != nil && !errors.Is(err, transcribe.ErrAbandoned) {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 1
	}
	return 0
}

func run() int {
	program, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, "onrecord: find own program:", err)
		return 1
	}
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "onrecord: find working folder:", err)
		return 1
	}
	diagnostics := &app.Diagnostics{}
	log := slog.New(diagnostics.Handler())
	devices := device.New(log)
	ctx, interrupt := signals()
	return cli.Run(ctx, cli.Env{
		Config: app.Config{
			Devices: devices, Mixer: devices, Worker: []string{program, "worker"}, Log: log, Diagnostics: diagnostics,
			Typeface: ui.Typeface(),
		},
		Dir: dir, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal:  term.IsTerminal(int(os.Stderr.Fd())),
		Interrupt: interrupt,
		Window: func(ctx context.Context, a *app.App) error {
			return ui.Run(ctx, a, ui.Options{Version: app.Version(), Quiet: os.Getenv(threadCheck) == ""})
		},
		OpenWindow: func(args []string) error { return startDetached(program, args) },
	}, os.Args[1:])
}

// signals turns the first Ctrl-C (or a request to terminate) into a closed interrupt channel, which asks for an
// orderly end, and the second into the end of ctx.
func signals() (context.Context, <-chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	received := make(chan os.Signal, 2)
	signal.Notify(received, os.Interrupt, syscall.SIGTERM)
	interrupt := make(chan struct{})
	go func() { // lives as long as the process
		<-received
		close(interrupt)
		<-received
		cancel()
	}()
	return ctx, interrupt
}

// startDetached starts the program again, to live on after this process.
func startDetached(program string, args []string) error {
	command := exec.Command(program, args...)
	if err := command.Start(); err != nil {
		return fmt.Errorf("open window: %w", err)
	}
	return command.Process.Release()
}
