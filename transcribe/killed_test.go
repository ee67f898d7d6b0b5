package transcribe_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"syscall"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// killed is a real engine in a process that is killed at a stage of its work, once.
type killed struct {
	transcribe.Engine
	steps int
}

// The environment variables name the stage, and the file that remembers that it has not come yet.
const (
	killedStage = "ONRECORD_TEST_KILLED_AT"
	killedMark  = "ONRECORD_TEST_KILLED_MARK"
)

// reach kills the process if it is at its stage.
func (k *killed) reach() {
	k.steps++
	if strconv.Itoa(k.steps) == os.Getenv(killedStage) && os.Remove(os.Getenv(killedMark)) == nil {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
}

func (k *killed) Load(ctx context.Context, setup transcribe.Setup, alive func()) error {
	k.reach()
	err := k.Engine.Load(ctx, setup, alive)
	k.reach()
	return err
}

func (k *killed) Begin(listen transcribe.Listener, known []transcribe.Window) transcribe.Hearing {
	k.reach()
	window := listen.Window
	listen.Window = func(w transcribe.Window) {
		k.reach()
		window(w)
		k.reach()
	}
	return killedHearing{k.Engine.Begin(listen, known), k}
}

type killedHearing struct {
	transcribe.Hearing
	engine *killed
}

func (h killedHearing) End(ctx context.Context) (transcribe.Heard, error) {
	h.engine.reach()
	heard, err := h.Hearing.End(ctx)
	h.engine.reach()
	return heard, err
}

// beginning leaves the first seconds of a request's tracks.
func beginning(request *transcribe.Request, seconds call.Seconds) {
	for i, track := range request.Tracks {
		request.Tracks[i].Frames = seconds.Frames(transcribe.Rate)
		request.Tracks[i].Open = func(ctx context.Context) (io.ReadCloser, error) {
			sound, err := track.Open(ctx)
			return struct {
				io.Reader
				io.Closer
			}{io.LimitReader(sound, 2*seconds.Frames(transcribe.Rate)), sound}, err
		}
	}
}

// Whenever the worker dies, the transcript is the one that it would have made, and no window is told twice.
func TestWorkerIsKilledAtEveryStage(t *testing.T) {
	t.Run("Whisper", func(t *testing.T) { killedAtEveryStage(t, demoWeights(t)) })
	t.Run("Parakeet", func(t *testing.T) { killedAtEveryStage(t, tallyWeights(t)) })
}

func killedAtEveryStage(t *testing.T, model []byte) {
	request := sampleCall(t, saved(t, model))
	beginning(&request, 30)
	whole, err := worker(t, "real").Transcribe(t.Context(), request, nil)
	if err != nil {
		t.Fatal(err)
	}
	for stage := 1; ; stage++ {
		mark := filepath.Join(t.TempDir(), "mark")
		if err := os.WriteFile(mark, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		w := worker(t, "killed")
		w.Env = append(w.Env, killedStage+"="+strconv.Itoa(stage), killedMark+"="+mark)
		told := map[call.Party]map[int64]bool{call.Local: {}, call.Remote: {}}
		request.Found = func(_ string, found transcribe.Window) {
			if told[found.Party][found.Start] {
				t.Errorf("stage %d: the window at %d is told twice", stage, found.Start)
			}
			told[found.Party][found.Start] = true
		}
		got, err := w.Transcribe(t.Context(), request, nil)
		if err != nil || !reflect.DeepEqual(got.Segments, whole.Segments) {
			t.Errorf("stage %d: %d segments instead of %d, error %v", stage, len(got.Segments), len(whole.Segments), err)
		}
		if _, err := os.Stat(mark); err == nil {
			t.Logf("%d stages", stage-1)
			if stage < 10 {
				t.Error("hardly any stage was reached")
			}
			return
		}
	}
}
