package device

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/jfreymuth/pulse/proto"
)

const (
	wireHeader  = 20      // bytes before a message: its length, its channel, three numbers for shared memory
	wireControl = none    // the channel of messages; the others carry sound
	wireMost    = 1 << 24 // bytes of a message; real ones are a few thousand
	wireString  = 1000    // bytes of a string that the library reads in one piece
)

var errBadMessage = errors.New("PulseAudio sent a message that cannot be read")

// pulseWire stands between the connection and the protocol library, which is not made for servers that die in
// mid-sentence: it hands over whole, well-formed messages alone, and only of the kinds that we wait for.
type pulseWire struct {
	net.Conn
	rest    []byte // of the message under way
	lost    chan struct{}
	hanging sync.Once
	losing  sync.Once
}

func newPulseWire(conn net.Conn) *pulseWire { return &pulseWire{Conn: conn, lost: make(chan struct{})} }

// hangUp ends the connection; the reader then closes lost.
func (w *pulseWire) hangUp() { w.hanging.Do(func() { w.Close() }) }

// Read is called by the library's goroutine until it gives an error.
func (w *pulseWire) Read(into []byte) (int, error) {
	for len(w.rest) == 0 {
		message, err := w.next()
		if err != nil {
			w.losing.Do(func() { close(w.lost) })
			return 0, err
		}
		w.rest = message
	}
	n := copy(into, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// next reads one message from the connection. It is empty if nobody waits for its kind.
func (w *pulseWire) next() ([]byte, error) {
	var header [wireHeader]byte
	if _, err := io.ReadFull(w.Conn, header[:]); err != nil {
		return nil, err
	}
	length, channel := binary.BigEndian.Uint32(header[:]), binary.BigEndian.Uint32(header[4:])
	if length > wireMost {
		return nil, fmt.Errorf("%w: %d bytes", errBadMessage, length)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(w.Conn, body); err != nil {
		return nil, err
	}
	if channel != wireControl || !awaited(body) {
		return nil, nil
	}
	body, ok := shortened(body)
	if !ok {
		return nil, errBadMessage
	}
	binary.BigEndian.PutUint32(header[:], uint32(len(body)))
	return append(header[:], body...), nil
}

// awaited tells whether a message is an answer or an event.
func awaited(body []byte) bool {
	if len(body) < 10 || body[0] != 'L' || body[5] != 'L' {
		return false
	}
	switch binary.BigEndian.Uint32(body[1:]) {
	case proto.OpError, proto.OpReply, proto.OpSubscribeEvent:
		return true
	}
	return false
}

// shortened checks that a message is a row of complete values and cuts strings that are too long for the library.
func shortened(body []byte) ([]byte, bool) {
	var short []byte
	for len(body) > 0 {
		n := valueLength(body)
		if n <= 0 || n > len(body) {
			return nil, false
		}
		if body[0] == 't' && n > wireString {
			short = append(append(short, body[:wireString-1]...), 0)
		} else {
			short = append(short, body[:n]...)
		}
		body = body[n:]
	}
	return short, true
}

// valueLength is how many bytes the first value takes, with the letter that says what it is; negative if it cannot be
// told, and none if a string has no end. Lists of properties need no attention: their parts are values like all others.
func valueLength(body []byte) int {
	count := func(prefix, size int) int { // of a value that begins with its own length
		if len(body) < 1+prefix {
			return -1
		}
		if prefix == 1 {
			return 2 + size*int(body[1])
		}
		return 5 + int(binary.BigEndian.Uint32(body[1:]))
	}
	switch body[0] {
	case 'N', '1', '0', 'P', 'f':
		return 1
	case 'B':
		return 2
	case 'L', 'V':
		return 5
	case 'a':
		return 7
	case 'R', 'r', 'T', 'U':
		return 9
	case 't':
		return 1 + bytes.IndexByte(body, 0)
	case 'x':
		return count(4, 1)
	case 'm':
		return count(1, 1)
	case 'v':
		return count(1, 4)
	}
	return -1
}
