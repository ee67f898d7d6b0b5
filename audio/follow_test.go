package audio_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// A take can be read while it runs, frame for frame what it becomes, also when it is renamed at its end.
func TestTakeIsFollowedWhileItRuns(t *testing.T) {
	folder := t.TempDir()
	partial, whole := filepath.Join(folder, "audio.partial"), filepath.Join(folder, "audio.flac")
	synctest.Test(t, func(t *testing.T) {
		file, err := os.Create(partial)
		if err != nil {
			t.Fatal(err)
		}
		take, err := audio.StartTake(audio.TakeOptions{Rate: rate, File: file, Sources: map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks, Late: time.Second}),
		}})
		if err != nil {
			t.Fatal(err)
		}
		complete := make(chan struct{})
		open := func() (audio.File, error) {
			if f, err := os.Open(partial); err == nil {
				return f, nil
			}
			return os.Open(whole)
		}
		var got []int16
		var early int // frames that were read before the end
		var reading sync.WaitGroup
		reading.Go(func() {
			rec, err := audio.Follow(context.Background(), open, complete)
			if err != nil {
				t.Error(err)
				return
			}
			block := make([]int16, 2*1000)
			for {
				n, err := rec.Read(block)
				got = append(got, block[:2*n]...)
				select {
				case <-complete:
				default:
					early = len(got) / 2
				}
				if errors.Is(err, io.EOF) {
					return
				} else if err != nil {
					t.Error(err)
					return
				}
			}
		})
		time.Sleep(20 * time.Second)
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(partial, whole); err != nil {
			t.Fatal(err)
		}
		close(complete)
		reading.Wait()
		if early < 18*rate || int64(len(got)/2) != result.Audio.Frames {
			t.Errorf("%d frames were read early, %d in all of %d", early, len(got)/2, result.Audio.Frames)
		}
		content, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		for i, side := range sides(t, content) {
			for k, f := range side {
				if got[2*k+i] != f {
					t.Fatalf("side %d, frame %d: %d was read, it is %d", i, k, got[2*k+i], f)
				}
			}
		}
	})
}

func TestFollowEndsWithItsContext(t *testing.T) {
	name := filepath.Join(t.TempDir(), "audio.partial")
	content := slices.Clone(recorded(t, 3*time.Second))
	if err := os.WriteFile(name, content[:len(content)-500], 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	rec, err := audio.Follow(ctx, func() (audio.File, error) { return os.Open(name) }, make(chan struct{}))
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(100*time.Millisecond, cancel)
	if _, err := io.Copy(io.Discard, audio.NewTrack(rec, call.Local, rate)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// recorded gives the file of a take.
func recorded(t *testing.T, length time.Duration) (content []byte) {
	synctest.Test(t, func(t *testing.T) {
		_, content = record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks}),
		}, length, nil)
	})
	return content
}
