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

// LampOf gives the lamp of a side.
func LampOf(level Level) Lamp {
	switch {
	case level.Lamp != "":
		return level.Lamp
	case level.Dead:
		return LampNothing
	case level.Clipped:
		return LampLoud
	case level.Heard:
		return LampHeard
	}
	return LampQuiet
}
