package audio

import "errors"

// Errors of a take.
var (
	// ErrNoSource says that a take has no party that can be captured.
	ErrNoSource = errors.New("no sound can be captured")
	// ErrEnded says that a take has ended by itself, and what was to be done with it can no longer be.
	ErrEnded = errors.New("the take has ended")
	// ErrKept says that a take records already, and no longer stands by.
	ErrKept = errors.New("the take records already")
)

// Errors of devices, which app must know without knowing the devices themselves.
var (
	// ErrNoServer says that no sound server or sound system answers, so there are no devices at all.
	ErrNoServer = errors.New("no sound server answers")
	// ErrNoDevice says that the device asked for is not there, while the sound system is.
	ErrNoDevice = errors.New("no such sound device")
	// ErrRefused says that the device is there but the system does not let it be opened: another program holds it
	// for itself, or the user has not allowed the use of microphones.
	ErrRefused = errors.New("sound device cannot be opened")
	// ErrNoMixing says that this system has no way to make a microphone in which something is played.
	ErrNoMixing = errors.New("no microphone can be made on this system")
)

// Errors of files.
var (
	// ErrNoAudio says that a file holds not a single complete frame.
	ErrNoAudio = errors.New("no audio in the file")
	// ErrNotAudio says that a file is neither WAV nor FLAC, or too broken to be read.
	ErrNotAudio = errors.New("not an audio file that can be read")
	// ErrUnsupported says that a file is sound, but in a form that cannot be read here.
	ErrUnsupported = errors.New("unsupported kind of audio")
	// ErrTruncated says that a file ends before its audio does.
	ErrTruncated = errors.New("the audio is cut off")
	// ErrDamaged says that the audio in a file is not what was written.
	ErrDamaged = errors.New("the audio is damaged")
)
