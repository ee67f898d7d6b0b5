package app

import (
	"context"
	"math"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

const (
	chimeTone  = 660.0 // Hz
	chimeLevel = 0.06  // of full scale: quiet
	chimeTime  = 400 * time.Millisecond
)

// Chime lets a short quiet tone be heard, as a warning. What this machine plays is what the far side's channel holds,
// so while a take records the default output nothing is played: a tone that nobody at the other end made would stand
// in the recording, and would count as a signal. It reports whether the tone was played.
func (a *App) Chime(ctx context.Context) (bool, error) {
	devices, err := a.Devices()
	if err != nil {
		return false, err
	}
	if levels, running := a.Levels(); running && mayRecordOutput(levels, devices) {
		return false, nil
	}
	output, err := a.config.Devices.Output()
	if err != nil {
		return false, err
	}
	if err := output.Start(chime(output.Rate())); err != nil {
		return false, err
	}
	select {
	case <-time.After(chimeTime):
	case <-ctx.Done():
	}
	return true, output.Stop()
}

// mayRecordOutput tells whether the default output can be heard in a take. It cannot only if the far side is known to
// come from something else.
func mayRecordOutput(levels Levels, devices []Device) bool {
	recorded := levels.Sides[call.Remote.Channel()].Device
	for _, device := range devices {
		if device.Kind == audio.FarSide && device.Default {
			return recorded == "" || recorded == device.Name
		}
	}
	return true
}

// chime fills an output with the tone, which swells and fades, and with silence afterwards.
func chime(rate int) func([]int16) {
	total := int(0.75 * chimeTime.Seconds() * float64(rate))
	at := 0
	return func(frames []int16) {
		for i := 0; i+1 < len(frames); i += 2 {
			var v int16
			if at < total {
				swell := math.Sin(math.Pi * float64(at) / float64(total))
				v = int16(chimeLevel * math.MaxInt16 * swell * math.Sin(2*math.Pi*chimeTone*float64(at)/float64(rate)))
			}
			frames[i], frames[i+1] = v, v
			at++
		}
	}
}
