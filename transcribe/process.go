package transcribe

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// linger is how long a worker may take to end once it has nothing left to do.
const linger = 2 * time.Second

// process is a running worker: a process group of its own, at low priority.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout io.ReadCloser
	stderr tail
	reap   func() string // ends the process group if need be, and says how the worker ended
}

// startProcess starts the command in dir.
func startProcess(command, env []string, dir string) (*process, error) {
	program, err := exec.LookPath(command[0])
	if err != nil {
		return nil, fmt.Errorf("find the worker: %w", err)
	}
	if program, err = filepath.Abs(program); err != nil {
		return nil, fmt.Errorf("find the worker: %w", err)
	}
	p := &process{cmd: exec.Command(program, command[1:]...)}
	p.cmd.Dir = dir
	// A waiting thread that spins would steal the cores from the threads that compute. And no debugger, please.
	p.cmd.Env = append(append(os.Environ(), "OMP_WAIT_POLICY=passive", "GGML_NO_BACKTRACE=1"), env...)
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = linger
	ownGroup(p.cmd)
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start the worker: %w", err)
	}
	if p.stdout, err = p.cmd.StdoutPipe(); err != nil {
		return nil, fmt.Errorf("start the worker: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the worker: %w", err)
	}
	p.reap = sync.OnceValue(p.wait)
	return p, nil
}

// kill ends the worker and whatever it may have started, at once.
func (p *process) kill() { killGroup(p.cmd) }

// wait gives the worker a moment to end by itself.
func (p *process) wait() string {
	timer := time.AfterFunc(linger, p.kill)
	defer timer.Stop()
	err := p.cmd.Wait()
	if state := p.cmd.ProcessState; state != nil {
		return ending(state)
	}
	return fmt.Sprint(err)
}

// tail keeps the last 8 KiB of what the worker writes to stderr.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const tailSize = 8 << 10

func (t *tail) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, text...)
	if over := len(t.text) - tailSize; over > 0 {
		t.text = append(t.text[:0], t.text[over:]...)
	}
	return len(text), nil
}

// String is all that was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.ToValidUTF8(string(t.text), "\uFFFD")
}

// quote is the line that most likely tells the reason, ready to be put behind a message; "" when there is none.
func (t *tail) quote() string {
	const most = 160 // characters
	found := ""
	for line := range strings.Lines(t.String()) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if found == "" || !telling(found) {
			found = line
		}
	}
	if found == "" {
		return ""
	}
	if r := []rune(found); len(r) > most {
		found = string(r[:most]) + "…"
	}
	return fmt.Sprintf(" (it said: %s)", found)
}

// telling reports whether a line looks like the cause of an end rather than like its trace.
func telling(line string) bool {
	line = strings.ToLower(line)
	for _, sign := range []string{"assert", "abort", "error", "failed", "panic:", "fatal", "sigsegv", "sigabrt", "bad_alloc"} {
		if strings.Contains(line, sign) {
			return true
		}
	}
	return false
}
