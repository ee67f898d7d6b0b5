package cli_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/app/cli"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/whisper"
)

// The scripts in testdata run the real command line in processes of their own: this test binary under another name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"onrecord": func() { os.Exit(onrecord()) },
		"squatter": func() { os.Exit(squat(os.Args[1])) },
	})
}

func TestScripts(t *testing.T) {
	calls, err := filepath.Abs("../../assets/calls")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "", // writes the golden texts anew
		Setup: func(env *testscript.Env) error {
			for name, value := range map[string]string{
				"HOME": env.WorkDir, "XDG_DATA_HOME": env.WorkDir + "/data", "XDG_RUNTIME_DIR": env.WorkDir + "/.run",
				"PULSE_SERVER": "unix:" + env.WorkDir + "/no-sound-server", "TZ": "UTC", "CALLS": calls,
				"ONRECORD_LIBRARY": "library",
			} {
				env.Setenv(name, value)
			}
			return os.Mkdir(env.WorkDir+"/.run", 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "eventually": eventually, "keep": keep, "appears": appears,
		},
	})
}

// exits CODE COMMAND… runs a command that must end with exactly this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	code := 0
	err := ts.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		code = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d\n%s%s", code, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// eventually PATTERN COMMAND… repeats a command until its stdout matches.
func eventually(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: eventually PATTERN COMMAND…")
	}
	pattern := regexp.MustCompile(args[0])
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		err := ts.Exec(args[1], args[2:]...)
		if err == nil && pattern.MatchString(ts.ReadFile("stdout")) {
			return
		}
	}
	ts.Fatalf("never printed %s, but\n%s%s", args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
}

// keep NAME puts the last line of stdout into a variable.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: keep NAME")
	}
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	ts.Setenv(args[0], lines[len(lines)-1])
}

// appears FILE waits until a file is there.
func appears(ts *testscript.TestScript, neg bool, args []string) {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s never appeared", args[0])
}

// onrecord is what main does, with a window that draws nothing, and scripted sound where SOUND asks for it.
func onrecord() int {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		if err := transcribe.Serve(context.Background(), os.Stdin, os.Stdout, whisper.New()); err != nil {
			fmt.Fprintln(os.Stderr, "worker:", err)
			return 1
		}
		return 0
	}
	if err := withoutPrivileges(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	program, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx, interrupt := signals()
	return cli.Run(ctx, cli.Env{
		Config: app.Config{Devices: devices(os.Getenv("SOUND")), Worker: []string{program, "worker"}},
		Dir:    dir, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal:   os.Getenv("TERMINAL") != "",
		Interrupt:  interrupt,
		Window:     func(ctx context.Context, a *app.App) error { return blindWindow(ctx, a, interrupt) },
		OpenWindow: func(args []string) error { return exec.Command(program, args...).Start() },
	}, os.Args[1:])
}

func signals() (context.Context, <-chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	received := make(chan os.Signal, 2)
	signal.Notify(received, os.Interrupt)
	interrupt := make(chan struct{})
	go func() {
		<-received
		close(interrupt)
		<-received
		cancel()
	}()
	return ctx, interrupt
}

// blindWindow does what a window does to the library, until Ctrl-C or until there is a file named close-window. It
// tells of each time that it was asked to come to the front.
func blindWindow(ctx context.Context, a *app.App, interrupt <-chan struct{}) error {
	a.StartJobs()
	feed := a.Subscribe()
	defer feed.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer cancel()
		for {
			select {
			case <-interrupt:
				return
			case <-time.After(20 * time.Millisecond):
			}
			if _, err := os.Stat("close-window"); err == nil {
				return
			}
		}
	}()
	for {
		event, more := feed.Next(ctx)
		if !more {
			return nil
		}
		if _, raised := event.(app.WindowWanted); raised {
			if err := os.WriteFile("raised", nil, 0o600); err != nil {
				return err
			}
		}
	}
}

// squat holds a library open and answers nobody.
func squat(library string) int {
	a, err := app.Open(app.Config{Library: library, Devices: device.New(slog.New(slog.DiscardHandler))})
	if err == nil {
		err = os.WriteFile("squatting", nil, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	time.Sleep(20 * time.Second)
	if err := a.Close(); err != nil {
		return 1
	}
	return 0
}
