package device

import "errors"

// What can be wrong with the sound system of a machine.
var (
	// ErrNoServer means that no sound server or sound system answers, so there are no devices at all.
	ErrNoServer = errors.New("no sound server answers")
	// ErrNoDevice means that the device asked for is not there, while the sound system is.
	ErrNoDevice = errors.New("no such sound device")
	// ErrRefused means that the device is there but the system does not let it be opened: another program holds it
	// for itself, or the user has not allowed the use of microphones.
	ErrRefused = errors.New("sound device cannot be opened")
)
