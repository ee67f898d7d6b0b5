//go:build linux

package device_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// Starting twice is a mistake; stopping twice, or without starting, is none.
func TestStartAndStopOutOfOrder(t *testing.T) {
	startServer(t)
	source := open(t, audio.FarSide, "", 16000)
	stop(t, source)
	record(t, source)
	if err := source.Start(func([]int16) {}); err == nil {
		t.Error("the source could be started twice")
	}
	stop(t, source)
	stop(t, source)
}

// No frames come once Stop returned, however often that is tried.
func TestNothingAfterStop(t *testing.T) {
	startServer(t)
	source := open(t, audio.FarSide, "", 16000)
	for range 5 {
		var stopped atomic.Bool
		err := source.Start(func([]int16) {
			if stopped.Load() {
				t.Error("frames after Stop")
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Millisecond)
		stop(t, source)
		stopped.Store(true)
	}
}
