//go:build !linux

package device

import (
	"context"

	"github.com/onrecord/onrecord/audio"
)

// KeepCallMicrophone fails with ErrNoMixing: only PulseAudio and PipeWire let a program make a microphone.
func (s *System) KeepCallMicrophone(context.Context, audio.Mixing) error { return ErrNoMixing }

// ClearCallMicrophones does nothing: there are none.
func (s *System) ClearCallMicrophones(context.Context) error { return nil }
