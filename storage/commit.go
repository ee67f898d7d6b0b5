package storage

import (
	"errors"
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Commit ends a call's recording: audio.partial becomes audio.flac, then the document is saved with the outcome that
// c has. The caller has closed the file. It may be called again after any error, and after a crash.
//
// Nothing that was recorded is removed. With the outcome "failed", a partial that is not empty is kept as
// audio.partial.kept-TIME; an audio.flac that was there before is kept as audio.flac.kept-TIME.
func (l *Library) Commit(c call.Call) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := checkID(c.ID)
	if err == nil {
		err = l.present(c.ID)
	}
	if err == nil {
		err = l.changing(c.ID, func() error { return l.commit(c) })
	}
	if err != nil {
		return fmt.Errorf("commit call %s: %w", c.ID, err)
	}
	delete(l.live, c.ID)
	return nil
}

func (l *Library) commit(c call.Call) error {
	if err := l.readable(c.ID); err != nil {
		return err
	}
	if err := l.finish(c.ID, c.Outcome); err != nil {
		return err
	}
	there, err := l.files.Exists(inFolder(c.ID, audioName))
	if err != nil {
		return err
	}
	c.Audio.File = ""
	if there {
		c.Audio.File = audioName
	} else if c.Outcome != call.Failed {
		return ErrNoAudio
	}
	return l.writeCall(c)
}

// finish gives audio.partial the name that its outcome asks for.
func (l *Library) finish(id call.ID, outcome call.Outcome) error {
	partial, audio := inFolder(id, partialName), inFolder(id, audioName)
	there, err := l.files.Exists(partial)
	if err != nil || !there {
		return err
	}
	size, err := l.files.Size(partial)
	if err != nil {
		return err
	}
	if size == 0 {
		return l.finishEmpty(partial, audio, outcome)
	}
	if err := l.flush(partial); err != nil {
		return err
	}
	if outcome == call.Failed {
		return l.files.Rename(partial, aside(partial, "kept", l.now()))
	}
	if before, err := l.files.Exists(audio); err != nil {
		return err
	} else if before {
		if err := l.files.Rename(audio, aside(audio, "kept", l.now())); err != nil {
			return err
		}
	}
	return l.files.Rename(partial, audio)
}

// finishEmpty removes a partial in which there is nothing, unless it is all there is of a recording said to be good.
func (l *Library) finishEmpty(partial, audio string, outcome call.Outcome) error {
	before, err := l.files.Exists(audio)
	if err != nil {
		return err
	}
	if outcome != call.Failed && !before {
		return ErrNoAudio
	}
	return l.files.Remove(partial)
}

// flush makes sure that what was written to a file has reached the disk, whoever wrote it.
func (l *Library) flush(name string) error {
	file, err := l.files.OpenWrite(name)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
