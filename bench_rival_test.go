//go:build bench

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// rival is whisper-cli, in a system of its own: see scripts/rival.sh.
type rival struct {
	t      *testing.T
	root   string // its system; "" if whisper-cli is in the PATH
	folder string // as this system sees it
}

// newRival gives nil where there is no whisper-cli. RIVAL names the system that holds it.
func newRival(t *testing.T) *rival {
	t.Helper()
	r := &rival{t: t, root: os.Getenv("RIVAL"), folder: t.TempDir()}
	if _, err := exec.LookPath("whisper-cli"); err != nil && r.root == "" {
		return nil
	}
	if r.root != "" {
		var err error
		if r.folder, err = os.MkdirTemp(filepath.Join(r.root, "tmp"), "bench"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(r.folder) })
	}
	return r
}

// inside gives the name that a file of the rival's folder has for it.
func (r *rival) inside(name string) string {
	return strings.TrimPrefix(filepath.Join(r.folder, name), r.root)
}

// way is one way to use whisper-cli on a call of two sides.
type way struct {
	name string
	mix  bool // once on both sides mixed; otherwise on each
	args []string
}

func (r *rival) ways() []way {
	vad := []string{"--vad", "-vm", r.inside("vad.bin")}
	return []way{
		{"(a) whisper-cli, each side", false, nil},
		{"(b) whisper-cli --vad, each side", false, vad},
		{"(c) whisper-cli, sides mixed", true, nil},
	}
}

// write lets whisper-cli write down a call, with its own settings but for the threads.
func (r *rival) write(w way, model, file string) outcome {
	r.t.Helper()
	copyFile(r.t, absolute(r.t, "assets/models/ggml-silero-v6.2.0.bin"), filepath.Join(r.folder, "vad.bin"))
	if w.mix {
		o := r.side(w, model, file, "1,2")
		o.mixed = true
		return o
	}
	local, remote := r.side(w, model, file, "1"), r.side(w, model, file, "2")
	sum := outcome{wall: local.wall + remote.wall, cpu: local.cpu + remote.cpu}
	for i, party := range call.Parties {
		for _, s := range [][]call.Segment{local.segments, remote.segments}[i] {
			s.Party = party
			sum.segments = append(sum.segments, s)
		}
	}
	return sum
}

func (r *rival) side(w way, model, file, channels string) outcome {
	r.t.Helper()
	measured(r.t, exec.Command("sox", file, filepath.Join(r.folder, "side.wav"), "remix", channels))
	var command []string
	if r.root != "" {
		command = []string{"chroot", r.root}
	}
	command = append(command, "whisper-cli", "-t", benchThreads, "-np", "-m", r.inside(filepath.Base(model)), "-f", r.inside("side.wav"),
		"-oj", "-of", r.inside("said"))
	cmd := exec.Command(command[0], append(command[1:], w.args...)...)
	cmd.Env = append(os.Environ(), "OMP_WAIT_POLICY=passive", "LD_LIBRARY_PATH=")
	o := measured(r.t, cmd)
	o.segments = r.said()
	return o
}

// said reads what whisper-cli wrote. It tells no times of words: they are spread evenly over their segment.
func (r *rival) said() (all []call.Segment) {
	r.t.Helper()
	var said struct {
		Transcription []struct {
			Offsets struct{ From, To float64 }
			Text    string
		}
	}
	content, err := os.ReadFile(filepath.Join(r.folder, "said.json"))
	if err == nil {
		err = json.Unmarshal(content, &said)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	for _, s := range said.Transcription {
		text := strings.ReplaceAll(s.Text, "[BLANK_AUDIO]", "")
		segment := call.Segment{Start: call.Seconds(s.Offsets.From / 1000), End: call.Seconds(s.Offsets.To / 1000), Text: text}
		words := strings.Fields(text)
		each := (segment.End - segment.Start) / call.Seconds(max(1, len(words)))
		for i, word := range words {
			start := segment.Start + call.Seconds(i)*each
			segment.Words = append(segment.Words, call.Word{Text: word, Start: start, End: start + each})
		}
		all = append(all, segment)
	}
	return all
}

// measured runs a command and measures it as a whole, with the processes that it waited for.
func measured(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, complaint.String())
	}
	return outcome{wall: time.Since(began), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

func (o outcome) times() []string {
	return []string{fmt.Sprintf("%.1f s", o.wall.Seconds()), fmt.Sprintf("%.1f s", o.cpu.Seconds())}
}
