// Package engines holds all engines that the worker has.
package engines

import (
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/parakeet"
	"github.com/onrecord/onrecord/transcribe/whisper"
)

// New gives an engine that becomes the one that fits the model it is to load.
func New() transcribe.Engine {
	return transcribe.ByModel(map[transcribe.Kind]transcribe.Engine{
		transcribe.Whisper: whisper.New(), transcribe.Parakeet: parakeet.New(),
	})
}
