// Package device is the sound hardware as the system shows it: it lists microphones and far sides and opens them.
//
// A far side is what the machine plays, heard again: on Linux the monitor of an output, on Windows its loopback. Every
// call that asks the sound server something answers within a few seconds, even when the server does not; nothing
// falls back to a device that would record silence.
package device

import (
	"fmt"
	"log/slog"

	"github.com/onrecord/onrecord/audio"
)

// System is the sound system of this machine. It keeps no connection: each call makes its own, so that a sound server
// that was restarted is found again. It may be used by several goroutines.
type System struct {
	log *slog.Logger
}

// New gives the sound system, which reports to log. It starts nothing and asks nothing.
func New(log *slog.Logger) *System { return &System{log: log} }

// List gives the microphones, then the far sides, as they are now. One of each kind is marked as the default where
// there is any. The error is ErrNoServer when there is nothing to ask.
func (s *System) List() ([]audio.Device, error) {
	found, err := ask(endpointsOf)
	if err != nil {
		return nil, fmt.Errorf("list sound devices: %w", err)
	}
	return found.devices(), nil
}

// Open gives the source for one device: the one with this id, or the default of its kind when id is empty. Frames
// come mono, whatever the device itself does, and at rate where the sound server resamples well (PulseAudio, PipeWire);
// elsewhere at the device's own rate, which the source tells once it was started. The device is looked up now and taken
// hold of by Start.
//
// The kind says what the frames are used for; any device with the id serves, also one that List shows as the other
// kind. The error is ErrNoServer, or ErrNoDevice when there is no such device or no default.
func (s *System) Open(kind audio.Kind, id string, rate int) (audio.Source, error) {
	found, err := ask(endpointsOf)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", kind, err)
	}
	chosen, err := found.choose(kind, id)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", kind, err)
	}
	return &source{log: s.log, device: chosen.device, wanted: rate}, nil
}

// Output gives the default output for playing a recording, at 48 kHz. The error is ErrNoServer, or ErrNoDevice when
// the machine has no output.
func (s *System) Output() (audio.Output, error) {
	found, err := ask(endpointsOf)
	if err != nil {
		return nil, fmt.Errorf("open output: %w", err)
	}
	if _, err := found.output(); err != nil {
		return nil, fmt.Errorf("open output: %w", err)
	}
	return &output{find: endpoints.output, name: "Playing a recording"}, nil
}

// Backend names the sound system that answers now, as "PulseAudio"; it is empty when none does.
func (s *System) Backend() string {
	name, err := ask(func(c *connection) (string, error) { return c.backend.name, nil })
	if err != nil {
		s.log.Debug("no sound system answers", "error", err)
		return ""
	}
	return name
}
