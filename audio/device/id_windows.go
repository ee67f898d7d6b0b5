package device

import (
	"encoding/binary"
	"unicode/utf16"

	"github.com/gen2brain/malgo"
)

// wideChars is how many UTF-16 characters an endpoint ID may have in miniaudio.
const wideChars = 64

// idText is the system's own name of a device, which stays the same over restarts: the endpoint ID, as
// {0.0.0.00000000}.{guid}. It lies in the ID as UTF-16 up to the first zero.
func idText(id malgo.DeviceID) string {
	var text []uint16
	for i := range wideChars {
		char := binary.LittleEndian.Uint16(id[2*i:])
		if char == 0 {
			break
		}
		text = append(text, char)
	}
	return string(utf16.Decode(text))
}
