package device

import (
	"errors"
	"strings"
	"testing"

	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

// Bare ALSA lists plug-ins that lead nowhere; only hardware, and the way to it, counts.
func TestArrangeALSA(t *testing.T) {
	alsa := backend{name: "ALSA", id: malgo.BackendAlsa}
	plugins := raw("null", "default", "pulse")
	if found := arrange(alsa, plugins, plugins); len(found.outputs)+len(found.inputs()) != 0 {
		t.Errorf("without hardware there is %+v", found)
	}
	card := raw("null", "default", ":0,0")
	found := arrange(alsa, card, card)
	if len(found.outputs) != 2 || len(found.microphones) != 2 || found.microphones[1].device.ID != ":0,0" {
		t.Errorf("with hardware there is %+v", found)
	}
	_, err := found.choose(audio.FarSide, "")
	if !errors.Is(err, ErrNoDevice) || !strings.Contains(err.Error(), "PipeWire") {
		t.Errorf("asked for a far side it says: %v", err)
	}
}

// A monitor whose output is gone keeps the name the system gives it and is never the default.
func TestArrangeLostMonitor(t *testing.T) {
	inputs := raw("gone.monitor")
	inputs[0].device.Default = true
	found := arrange(backend{id: malgo.BackendPulseaudio}, nil, inputs)
	if len(found.farSides) != 1 || found.farSides[0].device.Default || found.farSides[0].device.Name != "Name of gone.monitor" {
		t.Errorf("got %+v", found)
	}
}

// The environment names a server: then no other is asked.
func TestBackends(t *testing.T) {
	for address, want := range map[string]string{"": "PulseAudio ALSA", "unix:/somewhere": "PulseAudio"} {
		t.Setenv("PULSE_SERVER", address)
		var names []string
		for _, b := range backends() {
			names = append(names, b.name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("with PULSE_SERVER=%q: %s, want %s", address, got, want)
		}
	}
}

func raw(ids ...string) []endpoint {
	list := make([]endpoint, len(ids))
	for i, id := range ids {
		list[i].device = audio.Device{ID: id, Name: "Name of " + id}
	}
	return list
}
