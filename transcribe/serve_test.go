package transcribe_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/transcribe"
)

func TestWorkerEndsWithItsParent(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), role+"=stuck")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(in, `{"type":"load","version":3}`)
	fmt.Fprintln(in, `{"type":"track","party":"local"}`)
	fmt.Fprintln(in, `{"type":"end","party":"local"}`)
	for lines := bufio.NewScanner(out); lines.Scan() && !strings.Contains(lines.Text(), "loaded"); {
	}
	if err := in.Close(); err != nil { // what the system does when the parent dies
		t.Fatal(err)
	}
	hard := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	if err := cmd.Wait(); err != nil || !hard.Stop() {
		t.Errorf("the worker outlived its parent: %v", err)
	}
}

func TestServeAnswersOrCancels(t *testing.T) {
	load := `{"type":"load","version":3}` + "\n"
	for _, c := range []struct {
		in, out string
		want    error
	}{
		{load + `{"type":"finish"}` + "\n", `{"type":"done"}`, nil},
		{load, `{"type":"loaded","engine":"scripted 1"}`, transcribe.ErrAbandoned},
		{load + `{"type":"cancel"}` + "\n", "", transcribe.ErrAbandoned},
		{"", `"ready"`, transcribe.ErrAbandoned},
		{"nonsense\n", `"kind":"garbled"`, transcribe.ErrWorkerGarbled},
		{`{"type":"end"}` + "\n", `wrong time`, transcribe.ErrWorkerGarbled},
		{`{"type":"load","version":7}` + "\n", `version 7`, transcribe.ErrWorkerGarbled},
		{load + `{"type":"track"}` + "\n" + `{"type":"audio","pcm":"AAAA"}` + "\n", `half a frame`, transcribe.ErrWorkerGarbled},
	} {
		var out strings.Builder
		// A pipe stays open until it is read, as the parent's does until it has its answer.
		err := transcribe.Serve(context.Background(), slowEnd(c.in), &out, &scripted{})
		if !errors.Is(err, c.want) || !strings.Contains(out.String(), c.out) {
			t.Errorf("after %q: error %v, answer %q", c.in, err, out.String())
		}
	}
}

// slowEnd gives the text, and its end a moment later.
func slowEnd(text string) io.Reader { return io.MultiReader(strings.NewReader(text), slow{}) }

type slow struct{}

func (slow) Read([]byte) (int, error) {
	time.Sleep(100 * time.Millisecond)
	return 0, io.EOF
}

func TestServeAlwaysTellsOfGarbledInput(t *testing.T) {
	for range 500 { // the end of the work and the order to stop it race
		var out strings.Builder
		err := transcribe.Serve(context.Background(), strings.NewReader("nonsense\n"), &out, &scripted{})
		if !errors.Is(err, transcribe.ErrWorkerGarbled) || !strings.Contains(out.String(), `"kind":"garbled"`) {
			t.Fatalf("error %v, answer %q", err, out.String())
		}
	}
}

func FuzzServeNeverPanics(f *testing.F) {
	f.Add(`{"type":"load","version":3}` + "\n" + `{"type":"track","party":"local"}` + "\n" + `{"type":"audio","pcm":"AAA="}` + "\n" +
		`{"type":"end"}` + "\n" + `{"type":"finish"}` + "\n")
	f.Add(`{"type":"load"`)
	f.Add("\n\n")
	f.Add(`{"type":"cancel"}` + "\n")
	f.Fuzz(func(t *testing.T, in string) {
		err := transcribe.Serve(context.Background(), strings.NewReader(in), io.Discard, &scripted{})
		if err != nil && !errors.Is(err, transcribe.ErrAbandoned) && !errors.Is(err, transcribe.ErrWorkerGarbled) {
			t.Errorf("after %q: %v", in, err)
		}
	})
}
