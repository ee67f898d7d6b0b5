package device

import (
	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

func backends() []backend { return []backend{{name: "WASAPI", id: malgo.BackendWasapi, own: true}} }

// arrange takes every capture device for a microphone; every render device can be heard by its loopback.
func arrange(_ backend, outputs, inputs []endpoint) endpoints {
	found := endpoints{outputs: outputs}
	for _, e := range inputs {
		found.microphones = append(found.microphones, e.as(audio.Microphone, e.device.Name))
	}
	for _, e := range outputs {
		e.mode = malgo.Loopback
		found.farSides = append(found.farSides, e.as(audio.FarSide, playedOn(e.device.Name)))
	}
	return found
}
