package device

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

// monitorSuffix ends the name of the source on which an output can be heard, with PulseAudio and PipeWire alike.
const monitorSuffix = ".monitor"

// endpoint is a device together with what miniaudio needs to open it.
type endpoint struct {
	device audio.Device
	id     malgo.DeviceID
	mode   malgo.DeviceType // capture, or loopback of a render device
	fixed  bool             // an output whose streams must never be moved to another one
}

// endpoints is what a sound system has to offer at one moment.
type endpoints struct {
	microphones []endpoint
	farSides    []endpoint
	outputs     []endpoint // what can be played on; their devices have no kind
	forCalls    []endpoint // microphones that OnRecord made
	intoCalls   []endpoint // outputs that are heard in those
	noFarSide   string     // why there may be no far side on this backend; empty when there is no particular reason
}

// endpointsOf asks a sound system for all its devices.
func endpointsOf(c *connection) (endpoints, error) {
	outputs, err := c.listed(malgo.Playback)
	if err != nil {
		return endpoints{}, err
	}
	inputs, err := c.listed(malgo.Capture)
	if err != nil {
		return endpoints{}, err
	}
	found := endpointsFrom(c.backend, outputs, inputs)
	if c.backend.bare && len(found.outputs)+len(found.inputs()) == 0 {
		return endpoints{}, fmt.Errorf("%w: %s has no hardware", ErrNoServer, c.backend.name)
	}
	return found, nil
}

// endpointsFrom sorts the raw devices of both directions, of which the system marked its defaults.
func endpointsFrom(b backend, outputs, inputs []endpoint) endpoints {
	outputs, intoCalls := parted(outputs)
	inputs, forCalls := parted(inputs)
	found := arrange(b, withOneDefault(outputs), inputs)
	found.microphones = withOneDefault(found.microphones)
	for _, e := range intoCalls {
		e.fixed = true
		found.intoCalls = append(found.intoCalls, e)
	}
	for _, e := range forCalls {
		if !strings.HasSuffix(e.device.ID, monitorSuffix) {
			e.device.Default = false // the system may take it for want of any other; nobody else does
			found.forCalls = append(found.forCalls, e.as(audio.ForCalls, e.device.Name))
		}
	}
	return found
}

// madeHere begins the name of every device that OnRecord makes.
const madeHere = "onrecord_"

// parted tells the devices that OnRecord made from the others.
func parted(list []endpoint) (others, made []endpoint) {
	for _, e := range list {
		if strings.HasPrefix(e.device.ID, madeHere) {
			made = append(made, e)
		} else {
			others = append(others, e)
		}
	}
	return others, made
}

// listed gives the raw devices of one direction. Default flags are the system's own.
func (c *connection) listed(direction malgo.DeviceType) ([]endpoint, error) {
	devices, err := c.context.Devices(direction)
	if err != nil {
		return nil, fmt.Errorf("%w: ask %s for its devices: %w", ErrNoServer, c.backend.name, err)
	}
	list := make([]endpoint, len(devices))
	for i, d := range devices {
		list[i] = endpoint{
			device: audio.Device{ID: idText(d.ID), Name: d.Name(), Default: d.IsDefault != 0},
			id:     d.ID,
			mode:   direction,
		}
	}
	return list, nil
}

// as gives e in the role of kind under another name.
func (e endpoint) as(kind audio.Kind, name string) endpoint {
	e.device.Kind, e.device.Name = kind, name
	return e
}

// withOneDefault marks the first of list as the default when the system marks none of them: a system whose default
// input is the monitor of an output still has a microphone to begin with.
func withOneDefault(list []endpoint) []endpoint {
	marked := slices.ContainsFunc(list, func(e endpoint) bool { return e.device.Default })
	if !marked && len(list) > 0 {
		list[0].device.Default = true
	}
	return list
}

// inputs gives everything that can be recorded.
func (e endpoints) inputs() []endpoint { return slices.Concat(e.microphones, e.farSides, e.forCalls) }

// devices gives what List shows.
func (e endpoints) devices() []audio.Device {
	var devices []audio.Device
	for _, input := range e.inputs() {
		devices = append(devices, input.device)
	}
	return devices
}

// choose finds the device with this id, or the default of its kind when id is empty, and gives it in that role.
func (e endpoints) choose(kind audio.Kind, id string) (endpoint, error) {
	candidates, fits := e.inputs(), func(d audio.Device) bool { return d.ID == id }
	if id == "" {
		fits = func(d audio.Device) bool { return d.Default && d.Kind == kind }
	}
	at := slices.IndexFunc(candidates, func(c endpoint) bool { return fits(c.device) })
	if at >= 0 {
		return candidates[at].as(kind, candidates[at].device.Name), nil
	}
	return endpoint{}, e.absence(kind, id)
}

// output gives the default output.
func (e endpoints) output() (endpoint, error) {
	if len(e.outputs) == 0 {
		return endpoint{}, fmt.Errorf("%w: nothing to play on", ErrNoDevice)
	}
	at := slices.IndexFunc(e.outputs, func(o endpoint) bool { return o.device.Default })
	return e.outputs[at], nil // one always is: see withOneDefault
}

// intoCall gives the output of that id, which is heard in a microphone that OnRecord made.
func (e endpoints) intoCall(id string) (endpoint, error) {
	at := slices.IndexFunc(e.intoCalls, func(o endpoint) bool { return o.device.ID == id })
	if at < 0 {
		return endpoint{}, fmt.Errorf("%w: %q", ErrNoDevice, id)
	}
	return e.intoCalls[at], nil
}

// absence says what is missing, and why where that is known.
func (e endpoints) absence(kind audio.Kind, id string) error {
	switch {
	case kind == audio.FarSide && e.noFarSide != "":
		return fmt.Errorf("%w: %s", ErrNoDevice, e.noFarSide)
	case id != "":
		return fmt.Errorf("%w: %q is not connected", ErrNoDevice, id)
	default:
		return fmt.Errorf("%w: this machine has no %s", ErrNoDevice, kind)
	}
}

// playedOn names the far side that is heard on an output.
func playedOn(output string) string { return "What is played on " + output }
