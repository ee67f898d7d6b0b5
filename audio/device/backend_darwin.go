package device

import (
	"slices"
	"strings"

	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

func backends() []backend {
	return []backend{{name: "Core Audio", id: malgo.BackendCoreaudio, own: true}}
}

// arrange takes virtual devices, into which the user lets the machine play, for far sides: macOS itself has no way to
// hear an output.
func arrange(_ backend, outputs, inputs []endpoint) endpoints {
	found := endpoints{
		outputs:   outputs,
		noFarSide: "macOS cannot record what is played by itself; install a virtual device such as BlackHole and play through it",
	}
	for _, e := range inputs {
		if isVirtual(e.device.Name) {
			e.device.Default = len(found.farSides) == 0
			found.farSides = append(found.farSides, e.as(audio.FarSide, playedOn(e.device.Name)))
			continue
		}
		found.microphones = append(found.microphones, e.as(audio.Microphone, e.device.Name))
	}
	return found
}

// isVirtual knows the usual virtual devices by their names.
func isVirtual(name string) bool {
	known := []string{"BlackHole", "Loopback Audio", "Soundflower", "VB-Cable"}
	return slices.ContainsFunc(known, func(k string) bool { return strings.Contains(name, k) })
}
