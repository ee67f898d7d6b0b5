package storage

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"github.com/onrecord/onrecord/call"
)

// Arrival is a call that comes into the library whole, as an imported one does: nobody sees it before Enter, and what a
// crash leaves of it before that is removed by the next Open. It is for one goroutine.
type Arrival struct {
	library *Library
	id      call.ID
	place   string // of its folder until it is entered
}

// Arrive begins an arrival. It ends with Enter or Discard. A call with that ID that is in the library is ErrExists.
func (l *Library) Arrive(id call.ID) (*Arrival, error) {
	l.change.Lock()
	defer l.change.Unlock()
	a := &Arrival{library: l, id: id, place: temporary(folder(id))}
	err := checkID(id)
	if err == nil {
		err = l.vacant(id)
	}
	if err == nil {
		err = l.files.Mkdir(a.place)
	}
	if err != nil {
		return nil, fmt.Errorf("receive call %s: %w", id, err)
	}
	l.arriving[a.place] = true
	return a, nil
}

// vacant makes sure that there is no call with an ID.
func (l *Library) vacant(id call.ID) error {
	there, err := l.files.Exists(folder(id))
	if err == nil && there {
		return ErrExists
	}
	return err
}

// CreateAudio makes the file for the recording. The caller closes it before Enter.
func (a *Arrival) CreateAudio() (File, error) { return a.Create(audioName) }

// Create makes another file in the call's folder. The caller closes it, durably, before Enter.
func (a *Arrival) Create(name string) (File, error) {
	file, err := a.library.files.Create(path.Join(a.place, name))
	if err != nil {
		return nil, fmt.Errorf("receive call %s: %w", a.id, err)
	}
	return file, nil
}

// Enter makes the call part of the library, with its document and, unless it is nil, a transcript. After an error it is in
// the library whole, or Discard is still to be called.
func (a *Arrival) Enter(c call.Call, transcript *call.Transcript) error {
	var all []call.Transcript
	if transcript != nil {
		all = append(all, *transcript)
	}
	return a.enter(func() error { return a.write(c, all) })
}

// Adopt makes the call part of the library, with everything that Papers gave of it elsewhere, its document included, byte for
// byte. Understand has accepted the papers. After an error it is as after Enter's.
func (a *Arrival) Adopt(papers []Paper) error {
	return a.enter(func() error {
		if _, err := decodeCall(a.id, papers[0].Content); err != nil {
			return err
		}
		for _, p := range papers {
			if err := a.library.files.WriteFile(path.Join(a.place, p.Name), p.Content); err != nil {
				return err
			}
		}
		return nil
	})
}

// enter ends the arrival: what write writes is the last that was missing.
func (a *Arrival) enter(write func() error) error {
	l := a.library
	l.change.Lock()
	defer l.change.Unlock()
	err := write()
	if err == nil {
		err = l.vacant(a.id)
	}
	if err == nil {
		err = l.changing(a.id, func() error { return l.files.Rename(a.place, folder(a.id)) })
	}
	if err != nil {
		return fmt.Errorf("receive call %s: %w", a.id, err)
	}
	delete(l.arriving, a.place)
	return nil
}

// write puts the documents into the folder.
func (a *Arrival) write(c call.Call, transcripts []call.Transcript) error {
	c.ID, c.Format, c.Audio.File, c.CurrentTranscript = a.id, call.Format, audioName, 0
	if err := a.put(callName, c); err != nil {
		return err
	}
	for i, t := range transcripts {
		t.Format = call.Format
		if t.Made.IsZero() {
			t.Made = a.library.now()
		}
		if err := a.put(transcriptFile(i+1), t); err != nil {
			return err
		}
	}
	return a.library.files.SyncDir(a.place)
}

func (a *Arrival) put(name string, document any) error {
	content, err := encode(document, nil)
	if err != nil {
		return err
	}
	return a.library.files.WriteFile(path.Join(a.place, name), content)
}

// Discard removes everything of a call that did not enter.
func (a *Arrival) Discard() error {
	l := a.library
	l.change.Lock()
	defer l.change.Unlock()
	err := l.removeArrival(a.place)
	delete(l.arriving, a.place)
	if err != nil {
		return fmt.Errorf("discard call %s: %w", a.id, err)
	}
	return nil
}

// removeArrival removes the folder of a call that did not enter, and those above it that were made for it.
func (l *Library) removeArrival(place string) error {
	entries, err := l.files.List(place)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := l.files.Remove(path.Join(place, entry.Name())); err != nil {
			return err
		}
	}
	for ; place != "."; place = path.Dir(place) {
		if left, err := l.files.List(place); err != nil || len(left) > 0 {
			return err
		}
		if err := l.files.Remove(place); err != nil {
			return err
		}
	}
	return nil
}

// Incoming gives the path of a folder for sound that is only passing, on its way in or out. It is on the library's disk,
// which has room for sound, and what a crash leaves in it is removed by the next Open.
func (l *Library) Incoming() (string, error) {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.files.Mkdir(incomingName); err != nil {
		return "", fmt.Errorf("receive a call: %w", err)
	}
	return filepath.Join(l.Dir(), incomingName), nil
}

// sweep removes what was left of calls that were arriving when the program died: what they were made from is still where
// it was. Those that were entering together enter before.
func (l *Library) sweep() error {
	if err := l.keepPromise(); err != nil {
		return err
	}
	_, strays, err := l.folders()
	if err != nil {
		return err
	}
	err = l.files.Empty(incomingName)
	for _, s := range strays {
		if s.arrival {
			err = errors.Join(err, l.removeArrival(s.path))
		}
	}
	return err
}

// inspectArrival looks for what is left of a call that did not enter.
func (l *Library) inspectArrival(s stray) ([]problem, error) {
	l.change.Lock()
	defer l.change.Unlock()
	there, err := l.files.Exists(s.path)
	if err != nil || !there || l.arriving[s.path] {
		return nil, err
	}
	return []problem{{Finding: Finding{
		Path:    s.path,
		Problem: "A call was being brought in when the program ended; it never came into the library.",
		Action:  "What there was of it was removed. The file that it was made from is where it was.",
	}, mend: func() error { return l.removeArrival(s.path) }}}, nil
}
