// Package audio captures, keeps and plays the sound of a call: sources → rings → timeline → FLAC, and back again.
//
// A [Take] is a capture in progress. It takes frames from one [Source] per party, puts both on one timeline and
// appends them to a two-channel FLAC file that is complete on disk to within a second at any instant. What a crash
// leaves behind is made whole by [Salvage]. A [Recording] reads a finished file; [NewTrack], [DrawWaveform] and
// [Player] look at it in their own ways; [Import] brings in files made elsewhere, a plain copy,
// [ClipFLAC] and [ClipWAV] take them out, whole or a part, and [Verify] says whether a file still holds what was written.
//
// A frame is one 16-bit sample per channel. Channel 0 is the local party, channel 1 the remote one.
package audio

import "io"

// File is what a recording lies in. *os.File satisfies it.
type File interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.WriterAt
	io.Seeker
	io.Closer
	Truncate(size int64) error
	Sync() error
}

// Kind says which side of a call a device can capture.
type Kind string

// The kinds of devices.
const (
	Microphone Kind = "microphone" // captures the local party
	FarSide    Kind = "far side"   // captures what the machine plays: a monitor or loopback
	// ForCalls is a microphone that OnRecord makes for the programs that people make calls with: the real one and what is
	// played into the call. It is never taken for the real one.
	ForCalls Kind = "call microphone"
)

// Device is a sound device as the system shows it.
type Device struct {
	ID, Name string
	Kind     Kind
	Default  bool // the system would choose it
}

// Recorder is another program that is using a microphone.
type Recorder struct {
	Program string // its name as the system shows it
	PID     int    // 0 where the system does not tell
}

// Scene is what the sound system shows at one moment.
type Scene struct {
	Devices   []Device
	Recorders []Recorder
}

// CallMicrophone is the microphone that this process made for the programs that people make calls with, at one moment.
type CallMicrophone struct {
	Device Device     // has no ID while there is none
	Output string     // ID of the output that is heard in it, and nowhere else
	Mixed  Device     // the real microphone that is heard in it; has no ID while there is none, or while nobody listens
	Heard  []Recorder // other programs that hear it now
	Muted  bool       // it is switched off in the system's own settings, so nobody hears anything
}

// Mixing says how a CallMicrophone is kept.
type Mixing struct {
	// Choose picks the real microphone that is heard in it, from those that are there now; false for none.
	Choose func(devices []Device) (Device, bool)
	// Again asks to choose once more. It may be nil.
	Again <-chan struct{}
	// Changed hears of every change, one after the other. It must not wait.
	Changed func(CallMicrophone)
}

// Source delivers one party's sound: mono 16-bit frames at Rate.
type Source interface {
	Device() Device
	// Rate is the number of frames per second, any from 8000 to 192000: fixed, and known once Start has returned.
	Rate() int
	// Start begins to deliver. The function runs on the source's own thread, never twice at a time; it copies the
	// frames and returns at once.
	Start(deliver func(frames []int16)) error
	// Stop ends the delivery: after it returned, deliver is not called again. It may be called twice, and without Start.
	Stop() error
}

// Output plays sound.
type Output interface {
	// Start begins to play. The function runs on the output's own thread and fills the slice with interleaved stereo frames.
	Start(fill func(frames []int16)) error
	// Stop ends it: after it returned, fill is not called again. It may be called twice, and without Start.
	Stop() error
	// Rate is the number of frames per second.
	Rate() int
}
