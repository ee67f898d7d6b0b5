package audio

import "errors"

// Errors of a take.
var (
	// ErrNoSource says that a take has no party that can be captured.
	ErrNoSource = errors.New("no sound can be captured")
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
