package audio

import (
	"io"

	"github.com/onrecord/onrecord/call"
)

// NewTrack gives one party's channel of a recording, from its current position on, as mono signed 16-bit
// little-endian at the given rate. The track and the recording share the position.
func NewTrack(r *Recording, party call.Party, rate int) io.Reader { return nil }
