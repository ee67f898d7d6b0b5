package device

import "github.com/onrecord/onrecord/audio"

// What can be wrong with the sound system of a machine. The sentinels are audio's, so that the application can tell
// them apart without knowing this package.
var (
	ErrNoServer = audio.ErrNoServer
	ErrNoDevice = audio.ErrNoDevice
	ErrRefused  = audio.ErrRefused
	ErrNoMixing = audio.ErrNoMixing
)
