package storage

import "errors"

// These errors can occur when a library is opened.
var (
	// ErrLocked says that another process has the library open.
	ErrLocked = errors.New("library is in use by another process")

	// ErrNotFolder says that the path given for the library is not a folder.
	ErrNotFolder = errors.New("not a folder")
)

// These errors can occur whenever the library's files are read.
var (
	// ErrNewerFormat says that a file was written by a newer version of the program. It has not been touched.
	ErrNewerFormat = errors.New("written by a newer version of the program")

	// ErrDamaged says that a file of the library cannot be understood. It has not been touched.
	ErrDamaged = errors.New("file is damaged")

	// ErrTooLarge says that a file that people write is larger than such a file can be. It was not read.
	ErrTooLarge = errors.New("file is too large")
)

// These errors can occur whenever something is written. What was there before still is.
var (
	// ErrNotWritable says that the library may not be changed: a read-only disk, or missing permission.
	ErrNotWritable = errors.New("library cannot be written to")

	// ErrFull says that there is no space left for the library.
	ErrFull = errors.New("disk is full")
)

// These errors say that what was asked for is not there, or that there is more than one of it.
var (
	// ErrNoCall says that the library holds no such call.
	ErrNoCall = errors.New("no such call")

	// ErrAmbiguous says that the beginning of an ID fits more than one call.
	ErrAmbiguous = errors.New("more than one call begins like that")

	// ErrExists says that the call to begin is already in the library.
	ErrExists = errors.New("call exists already")

	// ErrPlaybookExists says that the library has a playbook of that name already.
	ErrPlaybookExists = errors.New("playbook exists already")

	// ErrTrashed says that the call is in the trash.
	ErrTrashed = errors.New("call is in the trash")

	// ErrNotTrashed says that the trash holds no such call, contact or case.
	ErrNotTrashed = errors.New("not in the trash")

	// ErrLive says that the call is being recorded, and cannot be moved to the trash meanwhile.
	ErrLive = errors.New("call is being recorded")

	// ErrNoTranscript says that the call has not been transcribed.
	ErrNoTranscript = errors.New("call has no transcript")

	// ErrNoSuchTranscript says that the call has transcripts, but none of that number.
	ErrNoSuchTranscript = errors.New("no transcript of that number")

	// ErrCorrections says that a transcript's corrections cannot be read, or are another transcript's. What the machine
	// wrote can be read all the same.
	ErrCorrections = errors.New("corrections cannot be read")

	// ErrNoAudio says that the call has no recording.
	ErrNoAudio = errors.New("call has no recording")

	// ErrNoJob says that the queue holds no such job.
	ErrNoJob = errors.New("no such job")

	// ErrNotWaiting says that a job cannot be moved, because it is being done or has failed.
	ErrNotWaiting = errors.New("job does not wait")
)

// errIndexDamaged says that the index makes no sense. It never leaves the package: the index is built again instead.
var errIndexDamaged = errors.New("index is damaged")

// errOtherLayout says that another version of the program made the index. It never leaves the package either.
var errOtherLayout = errors.New("index has another layout")
