//go:build !windows

package device

import (
	"bytes"

	"github.com/gen2brain/malgo"
)

// idText is the system's own name of a device, which stays the same over restarts: with PulseAudio the name of the
// source or sink. It lies in the ID as bytes up to the first zero.
func idText(id malgo.DeviceID) string {
	text, _, _ := bytes.Cut(id[:], []byte{0})
	return string(text)
}
