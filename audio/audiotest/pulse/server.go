// Package pulse runs a private PulseAudio server for one test, without sound hardware, display or daemon of the user.
//
// A server begins with no devices at all; the test adds outputs and microphones and plays into them. Tools and
// children reach it through Env, the test process itself through Use.
package pulse

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// limit is how long the server, or a tool that asks it something, may take on a busy machine.
const limit = 20 * time.Second

// maxSocket is the longest path a Unix socket may have.
const maxSocket = 107

// Server is a running PulseAudio of one test. Its methods fail the test when something goes wrong.
type Server struct {
	tb      testing.TB
	folder  string // private home, runtime folder and socket
	daemon  *exec.Cmd
	said    *bytes.Buffer // what the daemon printed
	modules map[string]string
	made    [][]string // the pactl commands that made the devices there are
	ended   bool
	locked  bool // it loads nothing that it was not started with
}

// Start runs a server until the end of the test. Should the test process die, the server ends by itself after ten
// minutes without clients.
func Start(tb testing.TB) *Server {
	tb.Helper()
	for _, tool := range []string{"pulseaudio", "pactl", "paplay"} {
		if _, err := exec.LookPath(tool); err != nil {
			tb.Fatalf("this test needs %s: install PulseAudio and its tools (Debian: pulseaudio, pulseaudio-utils)", tool)
		}
	}
	s := &Server{tb: tb, folder: shortFolder(tb), ended: true, modules: map[string]string{}}
	tb.Cleanup(s.Kill)
	s.launch()
	return s
}

// StartLocked is Start of a server that lets nobody load modules. It has one output, "speakers", and no microphone but its monitor.
func StartLocked(tb testing.TB) *Server {
	tb.Helper()
	s := &Server{tb: tb, folder: shortFolder(tb), ended: true, modules: map[string]string{}, locked: true}
	tb.Cleanup(s.Kill)
	s.launch()
	return s
}

// launch starts a daemon on the socket and waits for it.
func (s *Server) launch() {
	s.tb.Helper()
	s.said = new(bytes.Buffer)
	s.daemon = exec.Command("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=600", "--disallow-exit",
		"--use-pid-file=no", "--log-target=stderr", "--realtime=no", "--high-priority=no",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+s.socket())
	if s.locked {
		s.daemon.Args = append(s.daemon.Args, "-L", "module-null-sink sink_name=speakers", "--disallow-module-loading")
	}
	s.daemon.Env = s.privateEnv()
	s.daemon.Stdout, s.daemon.Stderr = s.said, s.said
	if err := s.daemon.Start(); err != nil {
		s.ended = true
		s.tb.Fatalf("start pulseaudio: %v", err)
	}
	s.ended = false
	s.awaitReady()
}

// shortFolder makes the server's folder where its socket's path is short enough; t.TempDir often is not.
func shortFolder(tb testing.TB) string {
	parent := os.TempDir()
	if len(parent) > maxSocket-40 {
		parent = "/tmp"
	}
	folder, err := os.MkdirTemp(parent, "pulse-")
	if err != nil {
		tb.Fatalf("make a folder for pulseaudio: %v", err)
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			tb.Errorf("clean up after pulseaudio: %v", err)
		}
	})
	return folder
}

func (s *Server) socket() string { return filepath.Join(s.folder, "native") }

// Address is what PULSE_SERVER must say.
func (s *Server) Address() string { return "unix:" + s.socket() }

// Env is what a child process needs in its environment, beside its own, to use this server.
func (s *Server) Env() []string {
	return []string{"PULSE_SERVER=" + s.Address(), "PULSE_COOKIE=" + filepath.Join(s.folder, "cookie")}
}

// Use makes the test process itself use this server until the end of the test.
func (s *Server) Use() {
	for _, setting := range s.Env() {
		name, value, _ := strings.Cut(setting, "=")
		s.tb.Setenv(name, value)
	}
}

// privateEnv keeps the daemon and the tools away from the user's own settings and runtime folders.
func (s *Server) privateEnv() []string {
	return append(os.Environ(), append(s.Env(),
		"HOME="+s.folder, "XDG_RUNTIME_DIR="+s.folder, "XDG_CONFIG_HOME="+s.folder,
		"PULSE_RUNTIME_PATH="+filepath.Join(s.folder, "runtime"),
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "DISPLAY=", "LC_ALL=C")...)
}

// awaitReady returns when the server answers.
func (s *Server) awaitReady() {
	s.tb.Helper()
	deadline := time.Now().Add(limit)
	for time.Now().Before(deadline) {
		if _, err := s.try("pactl", "info"); err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Kill()
	s.tb.Fatalf("pulseaudio did not answer within %v; it said:\n%s", limit, s.said)
}

// Kill ends the server at once, as a crash would. The end of the test does it too.
func (s *Server) Kill() {
	if s.ended {
		return
	}
	s.ended = true
	if err := s.daemon.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.tb.Errorf("end pulseaudio: %v", err)
	}
	var exit *exec.ExitError
	if err := s.daemon.Wait(); err != nil && !errors.As(err, &exit) {
		s.tb.Errorf("wait for pulseaudio: %v", err)
	}
}

// Restart starts a new daemon on the same socket after Kill, as a system does after a crash: without devices, or with
// those that were there, one after the other.
func (s *Server) Restart(withDevices bool) {
	s.tb.Helper()
	s.Kill()
	s.launch()
	made := s.made
	s.made, s.modules = nil, map[string]string{}
	if withDevices {
		for _, command := range made {
			s.make(command[0], command[1:]...)
		}
	}
}

// run has a tool do something with the server and gives what it printed.
func (s *Server) run(tool string, args ...string) string {
	s.tb.Helper()
	printed, err := s.try(tool, args...)
	if err != nil {
		s.tb.Fatal(err)
	}
	return printed
}

func (s *Server) try(tool string, args ...string) (string, error) {
	cmd := exec.Command(tool, args...)
	cmd.Env = s.privateEnv()
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err := cmd.Run()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", tool, strings.Join(args, " "), err, bytes.TrimSpace(problems.Bytes()))
	}
	return strings.TrimSpace(out.String()), nil
}
