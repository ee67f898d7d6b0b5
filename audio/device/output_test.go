//go:build linux

package device_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
)

// What the output plays is heard on the monitor of the default output.
func TestOutput(t *testing.T) {
	startServer(t)
	output, err := newSystem().Output()
	if err != nil {
		t.Fatal(err)
	}
	source := open(t, audio.FarSide, "", 48000)
	heard := record(t, source)

	frame, total := 0, output.Rate() // one second
	err = output.Start(func(frames []int16) {
		for i := 0; i+1 < len(frames) && frame < total; i += 2 {
			sample := int16(8000 * math.Sin(2*math.Pi*440*float64(frame)/float64(output.Rate())))
			frames[i], frames[i+1] = sample, sample
			frame++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(1500 * time.Millisecond)
	for range 2 { // the second does nothing
		if err := output.Stop(); err != nil {
			t.Error(err)
		}
	}
	stop(t, source)
	heard.expectTone(t, 440, time.Second)
}

func TestOutputWithoutDevices(t *testing.T) {
	server := pulse.Start(t)
	server.Use()
	if _, err := newSystem().Output(); !errors.Is(err, device.ErrNoDevice) {
		t.Errorf("the error is %v", err)
	}
}
