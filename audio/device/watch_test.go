//go:build linux

package device_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
)

// watcher keeps what a Watch under way tells.
type watcher struct {
	t      *testing.T
	scenes chan audio.Scene
	last   audio.Scene
	calls  atomic.Int32
}

// watch begins to watch until the end of the test.
func watch(t *testing.T) *watcher {
	t.Helper()
	w := &watcher{t: t, scenes: make(chan audio.Scene, 1000)}
	ctx, stop := context.WithCancel(t.Context())
	var inside atomic.Bool
	over := make(chan error, 1)
	go func() {
		over <- newSystem().Watch(ctx, func(scene audio.Scene) {
			if !inside.CompareAndSwap(false, true) {
				t.Error("two calls at a time")
			}
			w.calls.Add(1)
			w.scenes <- scene
			inside.Store(false)
		})
	}()
	t.Cleanup(func() {
		stop()
		began := time.Now()
		if err := <-over; !errors.Is(err, context.Canceled) || time.Since(began) > time.Second {
			t.Errorf("Watch ended with %v after %v", err, time.Since(began))
		}
	})
	return w
}

// until waits for a scene and says how long that took.
func (w *watcher) until(what string, so func(audio.Scene) bool) time.Duration {
	w.t.Helper()
	began := time.Now()
	limit := time.After(10 * time.Second)
	for {
		select {
		case w.last = <-w.scenes:
			if so(w.last) {
				return time.Since(began)
			}
		case <-limit:
			w.t.Fatalf("waited in vain until %s; the last scene is %+v", what, w.last)
		}
	}
}

// untilDevices waits for a scene with these devices, a star after the defaults, and compares it with List.
func (w *watcher) untilDevices(ids ...string) time.Duration {
	w.t.Helper()
	took := w.until("the devices are there", func(s audio.Scene) bool { return slices.Equal(starred(s), ids) })
	if len(ids) == 0 {
		return took
	}
	if listed, err := newSystem().List(); err != nil || !slices.Equal(listed, w.last.Devices) {
		w.t.Errorf("watched %+v\nlisted  %+v, %v", w.last.Devices, listed, err)
	}
	return took
}

func starred(s audio.Scene) []string {
	var ids []string
	for _, d := range s.Devices {
		if d.Default {
			d.ID += "*"
		}
		ids = append(ids, d.ID)
	}
	return ids
}

// Devices that come and go, and another default, are told at once, and look as in List.
func TestWatchDevices(t *testing.T) {
	server, _ := startServer(t)
	w := watch(t)
	w.untilDevices("headset*", "headset_mouth.monitor", "hdmi.monitor", "builtin.monitor*")
	server.AddOutput("bluetooth", "Bluetooth")
	w.untilDevices("headset*", "headset_mouth.monitor", "hdmi.monitor", "builtin.monitor*", "bluetooth.monitor")
	server.SetDefaultOutput("bluetooth")
	took := w.untilDevices("headset*", "headset_mouth.monitor", "hdmi.monitor", "builtin.monitor", "bluetooth.monitor*")
	if took > time.Second {
		t.Errorf("another default was told after %v", took)
	}
	server.AddMicrophone("webcam", "Webcam")
	server.SetDefaultMicrophone("webcam")
	w.untilDevices("headset", "webcam*", "headset_mouth.monitor", "hdmi.monitor", "builtin.monitor", "bluetooth.monitor*", "webcam_mouth.monitor")
	server.Remove("webcam")
	server.Remove("webcam_mouth")
	server.Remove("bluetooth")
	w.until("they are gone", func(s audio.Scene) bool { return len(s.Devices) == 4 })
}

// A burst of changes is one call, and without a change there is none.
func TestWatchGathersBursts(t *testing.T) {
	server, _ := startServer(t)
	w := watch(t)
	w.until("it began", func(audio.Scene) bool { return true })
	server.AddOutput("bluetooth", "Bluetooth") // a sink, a source, a state of each
	w.until("it is there", func(s audio.Scene) bool { return len(s.Devices) == 5 })
	server.Play("bluetooth", pulse.Tone(t, 440, 100*time.Millisecond)) // streams and states, but no other scene
	time.Sleep(3 * time.Second / 10)
	if n := w.calls.Load(); n > 3 { // the default may follow the new device a moment later
		t.Errorf("%d calls", n)
	}
}

// Another program at a microphone is seen with its name and number; one that hears a monitor makes no call, and our
// own sources are no news.
func TestWatchRecorders(t *testing.T) {
	server, _ := startServer(t)
	w := watch(t)
	w.until("it began", func(audio.Scene) bool { return true })
	record(t, open(t, audio.Microphone, "headset", 16000))
	server.Record("Screen Recorder", "builtin.monitor")
	pid, stop := server.Record("Softphone", "headset")
	w.until("the softphone is seen", func(s audio.Scene) bool {
		return slices.Equal(s.Recorders, []audio.Recorder{{Program: "Softphone", PID: pid}})
	})
	second, _ := server.Record("Browser", "headset")
	w.until("both are seen", func(s audio.Scene) bool {
		return slices.Equal(s.Recorders, []audio.Recorder{{Program: "Browser", PID: second}, {Program: "Softphone", PID: pid}})
	})
	stop()
	w.until("one is gone", func(s audio.Scene) bool {
		return slices.Equal(s.Recorders, []audio.Recorder{{Program: "Browser", PID: second}})
	})
}

// A server that dies is a scene without devices; the one after it is found by itself.
func TestWatchSurvivesTheServer(t *testing.T) {
	server, _ := startServer(t)
	w := watch(t)
	all := []string{"headset*", "headset_mouth.monitor", "hdmi.monitor", "builtin.monitor*"}
	w.untilDevices(all...)
	for range 2 {
		server.Kill()
		if took := w.untilDevices(); took > time.Second {
			t.Errorf("the crash was told after %v", took)
		}
		server.Restart(true)
		w.untilDevices(all...)
	}
	_, stop := server.Record("Softphone", "headset")
	defer stop()
	w.until("programs are seen again", func(s audio.Scene) bool { return len(s.Recorders) == 1 })
}

// Who watches before there is a server sees it come.
func TestWatchBeforeTheServer(t *testing.T) {
	server, _ := startServer(t)
	server.Kill()
	w := watch(t)
	w.untilDevices()
	server.Restart(false)
	server.AddOutput("builtin", "Built-in Audio")
	w.untilDevices("builtin.monitor*")
}

// A server that answers nothing holds up the end neither while it is asked nor while it is listened to.
func TestWatchWithFrozenServer(t *testing.T) {
	server, _ := startServer(t)
	w := watch(t)
	w.until("it began", func(audio.Scene) bool { return true })
	server.Freeze()
	t.Cleanup(server.Thaw)
	watch(t)
	time.Sleep(100 * time.Millisecond)
}
