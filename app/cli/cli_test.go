package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/app/cli"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/engines"
	"github.com/onrecord/onrecord/transcribe/tally"
)

// The scripts in testdata run the command line over real libraries. "onrecord" runs inside the test, which is quick and
// lets the race detector see everything; "exec program" is the same as a process of its own: this test binary under
// another name.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		os.Exit(work())
	}
	testscript.Main(surroundings{m}, map[string]func(){
		"program":  func() { os.Exit(program()) },
		"squatter": func() { os.Exit(squat(os.Args[1])) },
	})
}

// surroundings makes what the scripts share: no sound server, one time zone, a folder for sockets.
type surroundings struct{ m *testing.M }

func (s surroundings) Run() int {
	run, err := os.MkdirTemp("", "onrecord")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(run)
	for name, value := range map[string]string{
		"XDG_RUNTIME_DIR": run, "PULSE_SERVER": "unix:" + run + "/no-sound-server", "ONRECORD_LIBRARY": "",
	} {
		if err := os.Setenv(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	xdg.Reload()
	time.Local = time.UTC
	return s.m.Run()
}

func TestScripts(t *testing.T) {
	calls, err := filepath.Abs("../../assets/calls")
	if err != nil {
		t.Fatal(err)
	}
	talk := filepath.Join(t.TempDir(), "talk.wav")
	if err := cutCall(filepath.Join(calls, "telemarketer.flac"), 28, 43, talk); err != nil {
		t.Fatal(err)
	}
	counting := filepath.Join(t.TempDir(), "tally.bin")
	if err := writeTally(counting); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Condition:           func(name string) (bool, error) { return name == "race" && raceDetector, nil },
		UpdateScripts:       os.Getenv("UPDATE") != "", // writes the golden texts anew
		Setup: func(env *testscript.Env) error {
			for name, value := range map[string]string{
				"HOME": env.WorkDir, "XDG_DATA_HOME": env.WorkDir + "/data", "XDG_RUNTIME_DIR": xdg.RuntimeDir,
				"PULSE_SERVER": os.Getenv("PULSE_SERVER"), "TZ": "UTC", "CALLS": calls, "ONRECORD_LIBRARY": "library",
				"TALK_FILE": talk, "TALLY": counting, "SOUND_FILE": env.WorkDir + "/two_seconds.wav",
			} {
				env.Setenv(name, value)
			}
			return writeWAV(env.WorkDir+"/two_seconds.wav", noise(2*2*16000))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"onrecord":   func(ts *testscript.TestScript, neg bool, args []string) { expect(ts, neg, 0, args) },
			"exits":      exits,
			"eventually": eventually, "keep": keep, "appears": appears,
		},
	})
}

// writeTally writes a Parakeet model that counts while there is sound.
func writeTally(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(tally.Write(file, tally.Small(), tally.Halves), file.Close())
}

// exits CODE onrecord… runs a command that must end with exactly this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "onrecord" {
		ts.Fatalf("usage: exits CODE onrecord…")
	}
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	expect(ts, false, code, args[2:])
}

func expect(ts *testscript.TestScript, neg bool, want int, args []string) {
	if neg {
		ts.Fatalf("say how it ends: exits CODE onrecord…")
	}
	if got := onrecord(ts, args, ts.Stdout(), ts.Stderr()); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// onrecord runs a command inside this process, with the surroundings of the script.
func onrecord(ts *testscript.TestScript, args []string, out, errOut io.Writer) int {
	test, err := os.Executable()
	ts.Check(err)
	library := ts.Getenv("ONRECORD_LIBRARY")
	if library != "" {
		library = ts.MkAbs(library)
	}
	return cli.Run(context.Background(), cli.Env{
		Config: app.Config{
			Library: library, Data: filepath.Join(ts.Getenv("XDG_DATA_HOME"), "OnRecord"),
			Devices: devices(ts.Getenv("SOUND")), Worker: []string{test, "worker"},
		},
		Dir: ts.MkAbs("."), In: strings.NewReader(""), Out: out, Err: errOut,
		Terminal: ts.Getenv("TERMINAL") != "",
		Window:   func(context.Context, *app.App) error { return errors.New("a window would have opened") },
	}, args)
}

// eventually PATTERN onrecord… repeats a command until its stdout matches.
func eventually(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "onrecord" {
		ts.Fatalf("usage: eventually PATTERN onrecord…")
	}
	pattern := regexp.MustCompile(args[0])
	var out, errOut bytes.Buffer
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		out.Reset()
		errOut.Reset()
		if onrecord(ts, args[2:], &out, &errOut) == 0 && pattern.Match(out.Bytes()) {
			_, err := ts.Stdout().Write(out.Bytes())
			ts.Check(err)
			return
		}
	}
	ts.Fatalf("never printed %s, but\n%s%s", args[0], &out, &errOut)
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

// work is the hidden worker process, as main has it.
func work() int {
	if err := transcribe.Serve(context.Background(), os.Stdin, os.Stdout, engines.New()); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 1
	}
	return 0
}

// program is what main does, with a window that draws nothing, and scripted sound where SOUND asks for it.
func program() int {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		return work()
	}
	if err := withoutPrivileges(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	self, err := os.Executable()
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
		Config: app.Config{Devices: devices(os.Getenv("SOUND")), Worker: []string{self, "worker"}},
		Dir:    dir, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal:   os.Getenv("TERMINAL") != "",
		Interrupt:  interrupt,
		Window:     func(ctx context.Context, a *app.App) error { return blindWindow(ctx, a, interrupt) },
		OpenWindow: func(args []string) error { return exec.Command(self, args...).Start() },
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
			_, wanted := os.Stat("close-window")
			if _, gone := os.Stat(a.Library()); wanted == nil || gone != nil { // the test may be over already
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
