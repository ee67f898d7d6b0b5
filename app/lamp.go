package app

import "github.com/onrecord/onrecord/audio"

// Lamp says in one word how a side of a take is doing.
type Lamp = audio.Lamp

// The lamps, from good to bad.
const (
	LampHeard   = audio.LampHeard
	LampQuiet   = audio.LampQuiet
	LampLow     = audio.LampLow
	LampLoud    = audio.LampLoud
	LampNothing = audio.LampNothing
	LampGone    = audio.LampGone
)
