package cli_test

import (
	"errors"
	"log/slog"
	"math/rand/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/device"
)

// scripted is a sound system whose two devices play noise. If deaf, what the machine plays cannot be heard.
type scripted struct{ deaf bool }

var errDeaf = errors.New("nothing can be heard there")

// devices gives the sound system that a script asks for; by default the real one.
func devices(name string) app.Devices {
	switch name {
	case "scripted":
		return scripted{}
	case "deaf":
		return scripted{deaf: true}
	}
	return device.New(slog.New(slog.DiscardHandler))
}

func (s scripted) List() ([]audio.Device, error) {
	return []audio.Device{
		{ID: "mic", Name: "Desk microphone", Kind: audio.Microphone, Default: true},
		{ID: "speakers.monitor", Name: "Monitor of Speakers", Kind: audio.FarSide, Default: true},
		{ID: "headset.monitor", Name: "Monitor of Headset", Kind: audio.FarSide},
	}, nil
}

func (s scripted) Open(kind audio.Kind, id string, rate int) (audio.Source, error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if d.Kind == kind && (d.ID == id || id == "" && d.Default) {
			script := audiotest.Script{Device: d, Rate: rate, Frames: noise(30 * rate)}
			if s.deaf && kind == audio.FarSide {
				script.Refuse = errDeaf
			}
			return audiotest.New(script), nil
		}
	}
	return nil, audio.ErrNoDevice
}

func (scripted) Output() (audio.Output, error) { return nil, audio.ErrNoDevice }

func (scripted) Backend() string { return "scripted" }

// noise is loud enough to count as sound, and always the same.
func noise(frames int) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	sound := make([]int16, frames)
	for i := range sound {
		sound[i] = int16(random.IntN(8000) - 4000)
	}
	return sound
}
