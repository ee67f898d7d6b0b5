package device

import "unsafe"

// samples sees the bytes of a device's buffer as the 16-bit samples they are, in the machine's own byte order. It
// copies nothing.
func samples(buffer []byte) []int16 {
	if len(buffer) < 2 {
		return nil
	}
	return unsafe.Slice((*int16)(unsafe.Pointer(&buffer[0])), len(buffer)/2)
}
