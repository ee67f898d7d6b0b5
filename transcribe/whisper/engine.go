// Package whisper is the engine inside the worker: libwhisper, reached through its Go binding and a thin shim, with
// voice detection in front of it so that silence, noise and telephone tones never become words.
package whisper

import (
	"context"

	"github.com/onrecord/onrecord/transcribe"
)

// Engine implements transcribe.Engine with libwhisper.
type Engine struct{}

// New gives an engine without weights; Load comes next.
func New() *Engine { return &Engine{} }

// Name is the library's name and version.
func (*Engine) Name() string { return "whisper.cpp" }

// Load reads the model and the weights of the voice detection.
func (*Engine) Load(context.Context, transcribe.Setup, func()) error { return transcribe.ErrEngine }

// Transcribe writes down one track.
func (*Engine) Transcribe(context.Context, []int16, transcribe.Listener) (transcribe.Heard, error) {
	return transcribe.Heard{}, transcribe.ErrEngine
}

// Close frees the weights.
func (*Engine) Close() {}
