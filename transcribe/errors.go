package transcribe

import "errors"

// What can go wrong with the worker. Each is wrapped with what the worker last said.
var (
	// ErrWorkerDied means that the worker process ended before its work: a crash, an abort, or the system killed it
	// because memory ran out.
	ErrWorkerDied = errors.New("the transcription worker died")
	// ErrWorkerHung means that the worker gave no sign of life for the stall time and was killed.
	ErrWorkerHung = errors.New("the transcription worker hung")
	// ErrWorkerGarbled means that the worker, or its parent, wrote something that is not the protocol.
	ErrWorkerGarbled = errors.New("the transcription worker wrote something unreadable")
	// ErrEngine means that the engine inside the worker refused the work and said why.
	ErrEngine = errors.New("the transcription engine failed")
	// ErrNoEngine means that the library that a model needs is not on this machine, or is one that cannot be used.
	ErrNoEngine = errors.New("the engine of this model is not installed")
	// ErrBadTrack means that a track's sound could not be read.
	ErrBadTrack = errors.New("the recording cannot be read")
	// ErrAbandoned is what Serve returns when its parent has gone away in the middle of the work.
	ErrAbandoned = errors.New("the parent of the transcription worker has gone away")
)
