//go:build linux

package device_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
)

// Whatever form a device has, a tone arrives at the right pitch and length: through the server's resampling at the
// recording's rate, and in the device's own form at its own rate.
func TestEveryFormOfDevice(t *testing.T) {
	server := pulse.Start(t)
	server.Use()
	tone := pulse.Tone(t, 1000, 400*time.Millisecond)
	for _, c := range []struct {
		format         string
		rate, channels int
	}{
		{"s16le", 8000, 1}, {"u8", 16000, 1}, {"s16le", 44100, 1}, {"s24le", 48000, 2}, {"s32le", 96000, 2}, {"float32le", 192000, 8},
	} {
		t.Run(fmt.Sprintf("%s %d Hz %d channels", c.format, c.rate, c.channels), func(t *testing.T) {
			one, two := fmt.Sprintf("one_%s_%d", c.format, c.rate), fmt.Sprintf("two_%s_%d", c.format, c.rate)
			server.AddOutputAs(one, c.format, c.rate, c.channels)
			server.AddOutputAs(two, c.format, c.rate, c.channels) // the first changes its rate when asked for 16 kHz
			served := open(t, audio.FarSide, one+".monitor", 16000)
			own := device.InOwnForm(open(t, audio.FarSide, two+".monitor", 16000))
			heardServed, heardOwn := record(t, served), record(t, own)
			heardOwn.rate = own.Rate()
			wait := server.PlayBackground(two, tone)
			server.Play(one, tone)
			wait()
			stop(t, served)
			stop(t, own)
			heardServed.expectTone(t, 1000, 400*time.Millisecond)
			heardOwn.expectTone(t, 1000, 400*time.Millisecond)
			if served.Rate() != 16000 || own.Rate() != c.rate {
				t.Errorf("rates are %d and %d", served.Rate(), own.Rate())
			}
			if got := heardOwn.peak(); got < 7500 || got > 8900 { // a quarter of full scale
				t.Errorf("the loudest frame is %d", got)
			}
		})
	}
}

func TestConformanceInOwnForm(t *testing.T) {
	server := pulse.Start(t)
	server.Use()
	server.AddOutputAs("out", "s24le", 44100, 2)
	server.PlayBackground("out", pulse.Tone(t, 440, time.Minute))
	audiotest.TestSource(t, func() audio.Source {
		return device.InOwnForm(open(t, audio.FarSide, "out.monitor", 16000))
	})
}

func (r *tape) peak() int {
	loudest := 0
	for _, s := range r.frames() {
		loudest = max(loudest, int(s), -int(s))
	}
	return loudest
}
