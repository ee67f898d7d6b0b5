package audio

import (
	"io"

	"github.com/onrecord/onrecord/call"
)

// BothParties puts a mono file on both channels.
const BothParties call.Party = "both"

// ImportOptions say how to read a file made elsewhere.
type ImportOptions struct {
	// MonoIs says whose sound a mono file holds: call.Local, call.Remote, or BothParties (also the zero value).
	// The other channel is silent.
	MonoIs call.Party
}

// Import turns a WAV or FLAC file into a recording at the file's own rate.
// Of two channels the first is local, the second remote; of more, the first is local and the mean of all others remote.
// dst must be empty; it is synced and left open.
func Import(dst File, src io.ReadSeeker, opt ImportOptions) (call.Audio, error) {
	return call.Audio{}, ErrNotAudio
}
