package decode

import (
	"errors"
	"fmt"
	"io"

	"github.com/onrecord/onrecord/audio"
)

// oggPackets reads the packets of an Ogg file (RFC 3533), as far as one must know them before a library is given the file. It
// checks no sums: that library does.
type oggPackets struct {
	in   io.Reader
	left []byte // lengths of the segments that are still to be read of this page
}

// next gives a packet. One that has more bytes than most is no sound file.
func (o *oggPackets) next(most int) (packet []byte, err error) {
	for {
		for len(o.left) == 0 {
			if err := o.page(); err != nil {
				return nil, err
			}
		}
		size := int(o.left[0])
		o.left = o.left[1:]
		begin := len(packet)
		packet = append(packet, make([]byte, size)...)
		if _, err := io.ReadFull(o.in, packet[begin:]); err != nil {
			return nil, oggError(err)
		}
		switch {
		case len(packet) > most:
			return nil, fmt.Errorf("a header of more than %d bytes: %w", most, audio.ErrNotAudio)
		case size < 255:
			return packet, nil
		}
	}
}

// page reads the header of the next page.
func (o *oggPackets) page() error {
	var head [27]byte
	if _, err := io.ReadFull(o.in, head[:]); err != nil {
		return oggError(err)
	}
	if string(head[:4]) != "OggS" {
		return fmt.Errorf("a page is missing: %w", audio.ErrNotAudio)
	}
	o.left = make([]byte, head[26])
	_, err := io.ReadFull(o.in, o.left)
	return oggError(err)
}

// oggError tells a file that ends too soon from one that cannot be read.
func oggError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file ends in its headers: %w", audio.ErrNotAudio)
	}
	return err
}
