//go:build soak

package transcribe_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// mostMemory is what a worker with the demo model may hold at any time, however long the call.
const mostMemory = 400 << 20

// Two hours of talk that come in five times as fast as they were spoken: what is left to do when they are over?
func TestSoakHangUpAfterTwoHours(t *testing.T) {
	const pace, length = 5, 2 * time.Hour
	request := sampleCall(t, saved(t, demoWeights(t)))
	request.Live = true
	began := time.Now()
	talk := channels(t, "accountant")
	for i := range request.Tracks {
		request.Tracks[i].Frames = 0
		request.Tracks[i].Open = func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(&again{sound: talk[i], left: int(length.Seconds()) * 2 * transcribe.Rate, began: began, pace: pace}), nil
		}
	}
	watched := watchWorker(t)
	got, err := worker(t, "real").Transcribe(t.Context(), request, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d segments; ready %.1f s after the end of %v; the worker held up to %d MB", len(got.Segments),
		(time.Since(began) - length/pace).Seconds(), got.Duration, watched()>>20)
	if got.Duration != call.Since(length) || len(got.Segments) < 1000 {
		t.Errorf("%d segments of %v", len(got.Segments), got.Duration)
	}
}

// Six hours with a little talk in each: nothing grows with the length.
func TestSoakSixHours(t *testing.T) {
	const length = 6 * time.Hour
	request := sampleCall(t, saved(t, demoWeights(t)))
	talk := channels(t, "accountant")
	for i := range request.Tracks {
		request.Tracks[i].Frames = call.Since(length).Frames(transcribe.Rate)
		hour := append(bytes.Clone(talk[i]), make([]byte, int(time.Hour.Seconds())*2*transcribe.Rate-len(talk[i]))...)
		for at := len(talk[i]); at < len(hour); at += 2 { // a line that hums a little
			binary.LittleEndian.PutUint16(hour[at:], uint16(int16(at/2*7919%9-4)))
		}
		request.Tracks[i].Open = func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(&again{sound: hour, left: int(length.Seconds()) * 2 * transcribe.Rate}), nil
		}
	}
	watched := watchWorker(t)
	began := time.Now()
	got, err := worker(t, "real").Transcribe(t.Context(), request, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d segments of %v in %.0f s; the worker held up to %d MB", len(got.Segments), got.Duration, time.Since(began).Seconds(), watched()>>20)
	hours := map[int]int{}
	for _, s := range got.Segments {
		hours[int(s.Start/3600)]++
		if at := float64(s.Start) - 3600*float64(int(s.Start/3600)); at > float64(len(talk[0]))/2/transcribe.Rate {
			t.Errorf("words out of a hum: %v %q", s.Start, s.Text)
		}
	}
	if len(hours) != 6 || hours[0] < 10 || hours[5] < hours[0]-2 {
		t.Errorf("segments in each hour: %v", hours)
	}
}

// again repeats sound, at a pace if it has one.
type again struct {
	sound []byte
	at    int
	left  int
	began time.Time
	pace  float64 // bytes may be read no sooner than they were spoken, at this pace
	read  int
}

func (a *again) Read(p []byte) (int, error) {
	if a.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), a.left)], a.sound[a.at:])
	a.at = (a.at + n) % len(a.sound)
	a.left -= n
	a.read += n
	if a.pace > 0 {
		spoken := time.Duration(float64(a.read) / (2 * transcribe.Rate) / a.pace * float64(time.Second))
		time.Sleep(time.Until(a.began.Add(spoken)))
	}
	return n, nil
}

// watchWorker looks at this process's children until asked: what gives the most memory that one held, in bytes.
func watchWorker(t *testing.T) (what func() int) {
	t.Helper()
	quit, most := make(chan struct{}), make(chan int)
	go func() { // ends when asked
		highest := 0
		for {
			select {
			case most <- highest:
				return
			case <-quit:
				return
			case <-time.After(time.Second):
				highest = max(highest, heldByChildren())
			}
		}
	}()
	t.Cleanup(func() { close(quit) })
	return func() int {
		held := <-most
		if held == 0 || held > mostMemory {
			t.Errorf("the worker held %d MB", held>>20)
		}
		return held
	}
}

func heldByChildren() (bytes int) {
	tasks, _ := os.ReadDir("/proc/self/task")
	for _, task := range tasks {
		children, _ := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		for _, child := range strings.Fields(string(children)) {
			status, _ := os.ReadFile("/proc/" + child + "/status")
			for _, line := range strings.Split(string(status), "\n") {
				var kilobytes int
				if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); err == nil {
					bytes = max(bytes, kilobytes<<10)
				}
			}
		}
	}
	return bytes
}
