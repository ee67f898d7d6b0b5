//go:build !windows

package device

import "github.com/onrecord/onrecord/audio"

// recorders gives none: neither macOS nor bare ALSA names the programs that use a microphone.
func recorders() ([]audio.Recorder, error) { return nil, nil }
