package app

import (
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// A warning that is heard must not get into the recording: it is played only if the far side is known to come from
// something else than the default output.
func TestNoToneWhereItWouldBeRecorded(t *testing.T) {
	devices := []Device{
		{ID: "mic", Name: "Headset", Kind: audio.Microphone, Default: true},
		{ID: "speakers.monitor", Name: "Monitor of Speakers", Kind: audio.FarSide, Default: true},
		{ID: "headset.monitor", Name: "Monitor of Headset", Kind: audio.FarSide},
	}
	for _, c := range []struct {
		recorded string
		devices  []Device
		want     bool
	}{
		{"Monitor of Speakers", devices, true},
		{"Monitor of Headset", devices, false},
		{"", devices, true}, // the take looks for a device, and may find this one
		{"Monitor of Headset", devices[:1], true},
	} {
		var levels Levels
		levels.Sides[call.Remote.Channel()].Device = c.recorded
		if got := mayRecordOutput(levels, c.devices); got != c.want {
			t.Errorf("recording %q of %d devices: %v", c.recorded, len(c.devices), got)
		}
	}
}

func TestAToneWhileNothingIsRecorded(t *testing.T) {
	output := &loud{rate: 16000}
	a := open(t, t.TempDir(), sounding{both(), output})
	played, err := a.Chime(t.Context())
	if err != nil || !played {
		t.Fatalf("played %v, %v", played, err)
	}
	if output.peak < 1000 || output.peak > 4000 || output.last != 0 {
		t.Errorf("peak %d, last sample %d", output.peak, output.last)
	}
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	output.peak = 0
	if played, err := a.Chime(t.Context()); err != nil || played || output.peak != 0 {
		t.Errorf("during a take of the default output: played %v, %v", played, err)
	}
}

// sounding are devices with an output.
type sounding struct {
	devices
	output audio.Output
}

func (s sounding) Output() (audio.Output, error) { return s.output, nil }

// loud is an output that plays a second at once and remembers how loud it was.
type loud struct {
	rate, peak int
	last       int16
}

func (l *loud) Rate() int { return l.rate }

func (l *loud) Start(fill func([]int16)) error {
	frames := make([]int16, 2*l.rate)
	fill(frames)
	for _, v := range frames {
		l.peak = max(l.peak, int(v))
	}
	l.last = frames[len(frames)-1]
	return nil
}

func (l *loud) Stop() error { return nil }
