package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// screen is a display of its own for one test.
type screen struct {
	t       *testing.T
	display string
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	write.Close()
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	number := make([]byte, 16)
	n, err := read.Read(number)
	if err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	return &screen{t, ":" + strings.TrimSpace(string(number[:n]))}
}

func (s *screen) run(tool string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command(tool, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s %v: %v\n%s", tool, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// window is the program's window on a screen.
type window struct {
	*screen
	m      *machine
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the process is no more
	errors bytes.Buffer
}

func (m *machine) openWindow(s *screen) *window {
	m.t.Helper()
	w := &window{screen: s, m: m, cmd: m.command(), ended: make(chan struct{})}
	w.cmd.Env = append(w.cmd.Env, "DISPLAY="+s.display, "WAYLAND_DISPLAY=", "LANG=C.UTF-8", "LC_ALL=", "FYNE_SCALE=1", threadCheck+"=1")
	w.cmd.Stderr = &w.errors
	if err := w.cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	go func() {
		w.cmd.Wait()
		close(w.ended)
	}()
	m.t.Cleanup(func() {
		w.cmd.Process.Signal(os.Interrupt)
		select {
		case <-w.ended:
		case <-time.After(20 * time.Second):
			w.kill()
			m.t.Error("the window did not close")
		}
		if m.t.Failed() {
			m.t.Logf("the window wrote: %s", w.errors.String())
		}
		if strings.Contains(w.errors.String(), "Error in Fyne call thread") {
			m.t.Error("the window was called from the wrong thread")
		}
	})
	return w
}

// kill ends the window in the midst of whatever it does, and waits until it is gone: what it holds can take seconds to be let go on a busy machine.
func (w *window) kill() {
	w.cmd.Process.Kill()
	<-w.ended
}

// sit opens the window on a screen of its own, in front of somebody with a headset.
func (m *machine) sit() *window {
	m.t.Helper()
	m.sound.SetDefaultMicrophone(microphone)
	m.sound.SetDefaultOutput(speakers)
	w := m.openWindow(newScreen(m.t))
	w.awaitFrame()
	w.focus()
	return w
}

// patience is how long a person waits for what a key should have done, before pressing it again.
const patience = 10 * time.Second

// until presses keys until something is so. What the window has not read yet it cannot be told about, and its pixels say little; so the keys must be
// such that pressing them again does no harm.
func (w *window) until(what string, so func() bool, combinations ...string) {
	w.t.Helper()
	for range 12 {
		w.keys(combinations...)
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			if so() {
				return
			}
		}
	}
	w.t.Fatalf("pressed %v in vain for %s", combinations, what)
}

// awaitFrame waits until the window shows more than one colour.
func (w *window) awaitFrame() {
	w.t.Helper()
	w.m.await(60*time.Second, "the window's first frame", func() bool {
		picture, err := w.screenshot()
		if err != nil { // windows that come and go just then can hinder it
			w.t.Logf("import: %v", err)
			return false
		}
		return colours(picture) > 8
	})
}

func (s *screen) screenshot() (image.Image, error) {
	cmd := exec.Command("import", "-window", "root", "png:-")
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(out))
}

// colours counts the colours on a coarse grid, up to a few.
func colours(picture image.Image) int {
	seen := map[color.Color]bool{}
	for y := 0; y < picture.Bounds().Dy(); y += 3 {
		for x := 0; x < picture.Bounds().Dx() && len(seen) < 100; x += 3 {
			seen[picture.At(x, y)] = true
		}
	}
	return len(seen)
}

// keys presses combinations such as ctrl+r, one after the other.
func (w *window) keys(combinations ...string) {
	w.t.Helper()
	w.run("xdotool", append([]string{"key", "--clearmodifiers", "--delay", "60"}, combinations...)...)
}

func (w *window) typeText(text string) {
	w.t.Helper()
	w.run("xdotool", "type", "--delay", "40", text)
}

// focus gives the window the keyboard, as a window manager would.
func (w *window) focus() {
	w.t.Helper()
	id := strings.Fields(w.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "OnRecord"))[0]
	w.run("xdotool", "windowfocus", "--sync", id)
}

// picture keeps a screenshot where a person can look at it, if ONRECORD_PICTURES names a folder.
func (w *window) picture(name string) {
	w.t.Helper()
	if dir := os.Getenv("ONRECORD_PICTURES"); dir != "" {
		w.run("import", "-window", "root", filepath.Join(dir, name+".png"))
	}
}

// The main job again, with the real window, keyboard only: record, stop, read, search.
func TestWindowRecordsAndFinds(t *testing.T) {
	sample := sampleCalls[0]
	m := newMachine(t)
	w := m.sit()
	w.keys("ctrl+r")
	m.awaitTake()
	m.playBothSides(sample.file())
	w.picture("recording")
	w.keys("ctrl+r")

	var doc document
	m.await(2*time.Minute, "the transcript", func() bool {
		out, _, exit := m.try("--json", "show", "last")
		if exit != 0 {
			return false
		}
		doc = decodeDocument(t, out)
		return doc.Transcript != nil
	})
	if doc.Outcome != call.Complete {
		t.Errorf("outcome %q", doc.Outcome)
	}
	m.checkCall(sample, string(doc.ID))
	w.picture("call")
	w.keys("ctrl+f")
	w.typeText(fmt.Sprintf("%q", sample.phrase))
	time.Sleep(time.Second) // the window searches while one types
	w.picture("search")
}
