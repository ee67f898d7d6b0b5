package transcribe_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/engines"
)

// role is the environment variable that makes the test binary a worker.
const role = "ONRECORD_TEST_WORKER"

// TestMain runs the tests, or plays the worker for one of them.
func TestMain(m *testing.M) {
	engine := map[string]transcribe.Engine{
		"":       nil,
		"real":   engines.New(),
		"killed": &killed{Engine: engines.New()},
		"words":  &scripted{},
		"stuck":  &scripted{stuck: true},
		"broken": &scripted{broken: true},
		"flaky":  &scripted{flaky: true},
		"mortal": &scripted{mortal: true},
	}[os.Getenv(role)]
	if engine == nil {
		goleak.VerifyTestMain(m)
		return
	}
	err := transcribe.Serve(context.Background(), os.Stdin, os.Stdout, engine)
	if err != nil && !errors.Is(err, transcribe.ErrAbandoned) {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// scripted is an engine that says how it was run, or misbehaves.
type scripted struct {
	stuck, broken, flaky, mortal bool
	model                        string
	words                        []string
	ends                         int // tracks that have ended
}

func (*scripted) Name() string { return "scripted 1" }
func (*scripted) Close()       {}

// Words tells only short ones to the recogniser.
func (s *scripted) Words() []string {
	return slices.DeleteFunc(slices.Clone(s.words), func(w string) bool { return len(w) > 10 })
}

// Load fails once when the engine is flaky: the file it is given as a model remembers.
func (s *scripted) Load(_ context.Context, setup transcribe.Setup, alive func()) error {
	alive()
	s.model, s.words = setup.ModelPath, setup.Words
	if s.flaky && os.Remove(setup.ModelPath) == nil {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	return nil
}

func (s *scripted) Begin(listen transcribe.Listener, known []transcribe.Window) transcribe.Hearing {
	return &scriptedHearing{script: s, listen: listen, known: known}
}

// scriptedHearing counts what it hears, and says so at the end.
type scriptedHearing struct {
	script *scripted
	listen transcribe.Listener
	known  []transcribe.Window
	frames int
	last   int16
}

func (h *scriptedHearing) Hear(ctx context.Context, pcm []int16) error {
	h.frames += len(pcm)
	h.last = pcm[len(pcm)-1]
	return ctx.Err()
}

func (h *scriptedHearing) Guess(context.Context) ([]call.Segment, error) {
	if h.frames == 0 {
		return nil, nil
	}
	at := call.AtFrame(int64(h.frames), transcribe.Rate)
	return []call.Segment{{Start: at, End: at, Text: "a guess"}}, nil
}

func (h *scriptedHearing) Written() int64 { return int64(h.frames) }

func (h *scriptedHearing) End(ctx context.Context) (transcribe.Heard, error) {
	if h.script.stuck {
		time.Sleep(time.Hour)
	}
	if h.script.broken {
		return transcribe.Heard{}, errors.New("the gears are jammed")
	}
	if h.frames == 0 {
		return transcribe.Heard{}, nil
	}
	if h.script.mortal {
		return h.endOnce(), nil
	}
	runtime.LockOSThread()
	nice, _ := syscall.Getpriority(syscall.PRIO_PROCESS, 0) // Linux gives 20 minus the nice value
	dir, _ := os.Getwd()
	entries, _ := os.ReadDir(dir)
	text := fmt.Sprintf("nice %d omp %s entries %d frames %d last %d",
		20-nice, os.Getenv("OMP_WAIT_POLICY"), len(entries), h.frames, h.last)
	h.listen.Alive()
	at := call.Seconds(h.frames % 7)
	said := call.Segment{Start: at, End: at + 1, Text: text, Words: []call.Word{{Text: "nice", Start: at, End: at + 1, P: 0.5}}}
	h.listen.Window(transcribe.Window{End: int64(h.frames), Language: "en", Segments: []call.Segment{said}})
	return transcribe.Heard{Speech: 1, Language: "en"}, ctx.Err()
}

// endOnce says which process has heard the track, unless it is known; the second track kills the process, but only once: the
// file it is given as a model remembers.
func (h *scriptedHearing) endOnce() transcribe.Heard {
	if h.script.ends++; h.script.ends == 2 && os.Remove(h.script.model) == nil {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	found := transcribe.Window{End: int64(h.frames), Segments: []call.Segment{{Text: fmt.Sprint(os.Getpid())}}}
	if len(h.known) > 0 {
		found = h.known[0]
	}
	h.listen.Window(found)
	return transcribe.Heard{}
}

// worker gives a Worker whose process is this test binary in a role.
func worker(t *testing.T, as string) *transcribe.Worker {
	t.Helper()
	return &transcribe.Worker{Command: []string{os.Args[0]}, Env: []string{role + "=" + as}, Stall: 20 * time.Second}
}

// shell gives a Worker whose process is a line of shell.
func shell(line string) *transcribe.Worker {
	return &transcribe.Worker{Command: []string{"sh", "-c", line}, Stall: 20 * time.Second}
}

// children counts this process's living children.
func children(t *testing.T) int {
	t.Helper()
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Skip("no /proc here")
	}
	n := 0
	for _, task := range tasks {
		text, err := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		if err == nil {
			n += len(strings.Fields(string(text)))
		}
	}
	return n
}
