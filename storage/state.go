package storage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// state is what the index is to know of one call, as its folder shows it.
type state struct {
	id         call.ID
	gone       bool // there is nothing in its folder
	summary    Summary
	unfinished bool
	document   search.Document // what is searched of it
	doubt      bool            // a file could not be read now but may be later, so look again
}

// observe looks at a call's folder. What cannot be understood becomes part of the state; an error means that the folder itself
// cannot be listed.
func (l *Library) observe(id call.ID) (state, error) {
	s := state{id: id, gone: true}
	entries, err := l.files.List(folder(id))
	if err != nil {
		return s, err
	}
	has := map[string]bool{}
	for _, entry := range entries {
		has[entry.Name()] = true
		s.gone = s.gone && isTemp(entry.Name())
	}
	if s.gone {
		return s, nil
	}
	l.observeCall(&s, has[callName])
	s.summary.Audio = has[audioName]
	s.unfinished = has[partialName] || s.summary.Outcome == call.Recording
	l.observeTranscript(&s)
	return s, nil
}

func (l *Library) observeCall(s *state, there bool) {
	err := fmt.Errorf("read %s: %w: it is missing", inFolder(s.id, callName), ErrDamaged)
	if there {
		var content []byte
		if content, err = l.files.ReadFile(inFolder(s.id, callName)); err == nil {
			var c call.Call
			if c, err = decodeCall(s.id, content); err == nil {
				s.summary, s.document = summarize(c), searchable(c)
				return
			}
		} else {
			s.doubt = true
		}
	}
	started, _ := startOf(s.id) // a day that does not exist sorts as the beginning of time
	s.summary = Summary{ID: s.id, Started: started, Damaged: err.Error()}
	s.document = search.Document{Call: s.id, Started: started}
}

// observeTranscript reads the transcript with its corrections; without those that cannot be read.
func (l *Library) observeTranscript(s *state) {
	layers, err := l.Layers(s.id, 0)
	read, misfit := layers.Reading()
	switch {
	case errors.Is(err, ErrNoTranscript):
	case (err == nil || errors.Is(err, ErrCorrections)) && misfit == nil:
		s.document.Segments, s.document.Language = read.Segments, read.Language
		s.summary.Transcribed = true
	}
	s.doubt = s.doubt || err != nil && !slices.ContainsFunc(settledTroubles, func(known error) bool { return errors.Is(err, known) })
}

// settledTroubles are the errors that reading a transcript again would give again.
var settledTroubles = []error{ErrNoTranscript, ErrDamaged, ErrNewerFormat, call.ErrMisfit}

func summarize(c call.Call) Summary {
	return Summary{
		ID: c.ID, Started: c.Started, Title: c.Title(), Number: c.Parties[call.Remote].Number,
		Direction: c.Direction, Duration: c.Audio.Duration, Outcome: c.Outcome, Complete: c.Whole(),
		Silent: Silent{c.Silent(call.Local), c.Silent(call.Remote)}, Case: c.Case,
	}
}

// searchable is what is searched of a call besides its transcript.
func searchable(c call.Call) search.Document {
	remote := c.Parties[call.Remote]
	return search.Document{
		Call: c.ID, Started: c.Started, Length: c.Audio.Duration,
		Name: remote.Name, Number: remote.Number, Case: c.Case, Tags: c.Tags, Notes: c.Notes,
	}
}

// apply makes the index agree with the state.
func (s state) apply(tx *bbolt.Tx) error {
	if err := forget(tx, s.id); err != nil {
		return err
	}
	if s.gone {
		return search.Delete(tx.Bucket(searchBucket), s.id)
	}
	if err := search.Put(tx.Bucket(searchBucket), s.document); err != nil {
		return err
	}
	return s.put(tx)
}

// forget takes a call out of the lists.
func forget(tx *bbolt.Tx, id call.ID) error {
	key := []byte(id)
	if start := tx.Bucket(callsBucket).Get(key); start != nil {
		if err := tx.Bucket(startsBucket).Delete(append([]byte(nil), start...)); err != nil {
			return err
		}
	}
	for _, bucket := range [][]byte{callsBucket, unfinishedBucket, pendingBucket} {
		if err := tx.Bucket(bucket).Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// put enters a call in the lists.
func (s state) put(tx *bbolt.Tx) error {
	line, err := json.Marshal(s.summary)
	if err != nil {
		return fmt.Errorf("summarize call %s: %w", s.id, err)
	}
	start := startKey(s.summary.Started, s.id)
	if err := tx.Bucket(startsBucket).Put(start, line); err != nil {
		return err
	}
	if err := tx.Bucket(callsBucket).Put([]byte(s.id), start); err != nil {
		return err
	}
	if s.unfinished {
		if err := tx.Bucket(unfinishedBucket).Put([]byte(s.id), []byte{}); err != nil {
			return err
		}
	}
	if s.doubt {
		return tx.Bucket(pendingBucket).Put([]byte(s.id), []byte{})
	}
	return nil
}

// startKey sorts by start, then by ID.
func startKey(started time.Time, id call.ID) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(started.Unix())^1<<63)
	key = binary.BigEndian.AppendUint32(key, uint32(started.Nanosecond()))
	return append(key, id...)
}
