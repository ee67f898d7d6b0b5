package device

import (
	"os"
	"slices"
	"strings"

	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

// backends gives PulseAudio, as which PipeWire answers too, then bare ALSA. Who names a server in the environment
// means that one and no other.
func backends() []backend {
	pulse := backend{name: "PulseAudio", id: malgo.BackendPulseaudio}
	if os.Getenv("PULSE_SERVER") != "" {
		return []backend{pulse}
	}
	return []backend{pulse, {name: "ALSA", id: malgo.BackendAlsa, own: true, bare: true}}
}

// arrange tells microphones from monitors.
func arrange(b backend, outputs, inputs []endpoint) endpoints {
	if b.id == malgo.BackendAlsa {
		return arrangeALSA(outputs, inputs)
	}
	found := endpoints{outputs: outputs}
	for _, e := range inputs {
		if !strings.HasSuffix(e.device.ID, monitorSuffix) {
			found.microphones = append(found.microphones, e.as(audio.Microphone, e.device.Name))
			continue
		}
		heard := slices.IndexFunc(outputs, func(o endpoint) bool { return o.device.ID+monitorSuffix == e.device.ID })
		found.farSides = append(found.farSides, monitorOf(outputs, heard, e))
	}
	return found
}

// monitorOf names the monitor e after outputs[heard], the output it listens to; heard is negative when that is gone.
func monitorOf(outputs []endpoint, heard int, e endpoint) endpoint {
	if heard < 0 {
		e.device.Default = false
		return e.as(audio.FarSide, e.device.Name)
	}
	e.device.Default = outputs[heard].device.Default
	return e.as(audio.FarSide, playedOn(outputs[heard].device.Name))
}

// arrangeALSA keeps real hardware, whose IDs begin with a colon, and "default", which leads to it. Without hardware
// nothing is left: ALSA's other entries are plug-ins, among them one that records silence for ever.
func arrangeALSA(outputs, inputs []endpoint) endpoints {
	found := endpoints{
		outputs:   onHardware(outputs),
		noFarSide: "ALSA alone cannot record what is played; PulseAudio or PipeWire can",
	}
	for _, e := range onHardware(inputs) {
		found.microphones = append(found.microphones, e.as(audio.Microphone, e.device.Name))
	}
	return found
}

func onHardware(list []endpoint) []endpoint {
	isHardware := func(e endpoint) bool { return strings.HasPrefix(e.device.ID, ":") }
	if !slices.ContainsFunc(list, isHardware) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(list), func(e endpoint) bool { return !isHardware(e) && e.device.ID != "default" })
}
