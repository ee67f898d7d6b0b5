package storage

import (
	"errors"
	"fmt"
	"io/fs"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// OpenAudio opens the recording of a call for reading. It fails with ErrNoAudio when there is none.
func (l *Library) OpenAudio(id call.ID) (File, error) {
	file, err := l.openAudio(id, l.files.Open, audioName)
	if err != nil {
		return nil, fmt.Errorf("open recording of call %s: %w", id, err)
	}
	return file, nil
}

// OpenGrowing opens the recording of a take as far as it goes, for reading, or the whole one when the take is over.
func (l *Library) OpenGrowing(id call.ID) (File, error) {
	file, err := l.openAudio(id, l.files.Open, partialName, audioName)
	if err != nil {
		return nil, fmt.Errorf("open growing recording of call %s: %w", id, err)
	}
	return file, nil
}

// OpenPartial opens what there is of a recording that was cut off, for reading and writing: audio.partial, or
// audio.flac when the crash came after it had got its name. Close it before Commit. It fails with ErrNoAudio when
// there is neither.
func (l *Library) OpenPartial(id call.ID) (File, error) {
	file, err := l.openAudio(id, l.files.OpenWrite, partialName, audioName)
	if err != nil {
		return nil, fmt.Errorf("open unfinished recording of call %s: %w", id, err)
	}
	return file, nil
}

// Recorded gives the bytes that the recording of a take has taken up to now.
func (l *Library) Recorded(id call.ID) (int64, error) {
	if err := checkID(id); err != nil {
		return 0, err
	}
	size, err := l.files.Size(inFolder(id, partialName))
	if err != nil {
		return 0, fmt.Errorf("measure recording of call %s: %w", id, err)
	}
	return size, nil
}

// openAudio opens the first of the files that exists.
func (l *Library) openAudio(id call.ID, open func(string) (File, error), names ...string) (File, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	for _, name := range names {
		file, err := open(inFolder(id, name))
		if !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	if err := l.present(id); err != nil {
		return nil, err
	}
	return nil, ErrNoAudio
}

// Unfinished lists the calls whose recording was cut off by a crash: they say that they are being recorded, or have
// an audio.partial, and were not begun since the library was opened. The oldest comes first.
func (l *Library) Unfinished() ([]call.ID, error) {
	l.change.Lock()
	defer l.change.Unlock()
	var ids []call.ID
	err := l.peek(func(tx *bbolt.Tx) error {
		ids = nil
		cursor := tx.Bucket(unfinishedBucket).Cursor()
		for id, _ := cursor.First(); id != nil; id, _ = cursor.Next() {
			if !l.live[call.ID(id)] {
				ids = append(ids, call.ID(id))
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list unfinished calls: %w", err)
	}
	return ids, nil
}
