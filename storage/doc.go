// Package storage keeps the library: one folder for each call, which is the truth, and one index, which is not.
//
// A call's folder holds its document (call.json), its recording (audio.flac, or audio.partial while a take runs), its
// transcript and, when something went wrong, a log. The index (index.db) holds what lists and searches need, and the
// queue of transcription jobs. Deleting the index loses nothing but the queue: Open builds it again from the folders.
//
// Every change is written to the folder first, durably, and to the index second. Before the folder is touched the
// index is told that the call is about to change, so that the next Open finds and mends a change that was cut in two,
// by a crash or by a full disk. Every change may be made twice.
//
// One process at a time has a library open; a second one is refused with ErrLocked. Within the process a Library may
// be used by many goroutines.
package storage
