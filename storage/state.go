package storage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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
	imprints   []string        // what its sound, and the file it was made from, can be known again by
	document   search.Document // what is searched of it
	doubt      bool            // a file could not be read now but may be later, so look again
	restored   bool            // it was about to go into the trash, or has just come back: see removal
	trashed    *Trashed        // what the trash holds of it; nil if nothing
}

// observe looks at a call's folder. What cannot be understood becomes part of the state; an error means that the folder itself
// cannot be listed.
func (l *Library) observe(id call.ID) (state, error) {
	s := state{id: id, gone: true}
	if err := l.observeTrashed(&s); err != nil {
		return s, err
	}
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
	s.restored = has[removalName]
	s.doubt = s.doubt || s.restored
	l.observeTranscript(&s)
	l.observeSizes(&s, entries)
	return s, nil
}

// observeSizes weighs what is in the folder, unless it is growing.
func (l *Library) observeSizes(s *state, entries []fs.DirEntry) {
	if s.unfinished {
		return
	}
	sizes, err := l.weigh(folder(s.id), entries)
	s.summary.Sizes, s.doubt = sizes, s.doubt || err != nil
}

func (l *Library) observeCall(s *state, there bool) {
	err := fmt.Errorf("read %s: %w: it is missing", inFolder(s.id, callName), ErrDamaged)
	if there {
		var content []byte
		if content, err = l.files.ReadFile(inFolder(s.id, callName)); err == nil {
			var c call.Call
			if c, err = decodeCall(s.id, content); err == nil {
				s.summary, s.document, s.imprints = summarize(c), searchable(c), c.Imprints()
				return
			}
		} else {
			s.doubt = true
		}
	}
	s.summary = unknown(s.id, err)
	s.document = search.Document{Call: s.id, Started: s.summary.Started}
}

// unknown is what a list shows of a call whose document cannot be read.
func unknown(id call.ID, err error) Summary {
	started, _ := startOf(id) // a day that does not exist sorts as the beginning of time
	return Summary{ID: id, Started: started, Damaged: err.Error()}
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
		ID: c.ID, Started: c.Started, Title: c.Title(), Number: c.Parties[call.Remote].Number, Contact: c.Parties[call.Remote].Contact,
		Direction: c.Direction, Duration: c.Audio.Duration, Outcome: c.Outcome, Complete: c.Whole(),
		Silent: Silent{c.Silent(call.Local), c.Silent(call.Remote)}, Case: c.Case, Tags: c.Tags,
		FollowUps: c.FollowUps, Reached: c.Reached, Lasted: c.LastedUnheard(),
	}
}

// searchable is what is searched of a call besides its transcript.
func searchable(c call.Call) search.Document {
	remote := c.Parties[call.Remote]
	return search.Document{
		Call: c.ID, Started: c.Started, Length: c.Audio.Duration,
		Name: remote.Name, Number: remote.Number, Case: c.Case, Tags: c.Tags, Notes: c.Jotted(),
	}
}

// apply makes the index agree with the state.
func (s state) apply(tx *bbolt.Tx) error {
	if err := forget(tx, s.id); err != nil {
		return err
	}
	if err := s.putTrashed(tx); err != nil {
		return err
	}
	if err := putImprints(tx.Bucket(imprintsBucket), s.id, s.imprints); err != nil {
		return err
	}
	if s.gone {
		return s.leave(tx)
	}
	if err := search.Put(tx.Bucket(searchBucket), s.document); err != nil {
		return err
	}
	if err := newDigest(tx, s.id); err != nil {
		return err
	}
	return s.put(tx)
}

// leave removes what a call that is gone had besides its place in the lists: its words, its outline, its digest, and if it is in the trash its jobs. Where
// the folder is only not to be seen, those stay.
func (s state) leave(tx *bbolt.Tx) error {
	if s.trashed != nil {
		if err := dropJobs(tx, s.id); err != nil {
			return err
		}
	}
	if err := search.Delete(tx.Bucket(searchBucket), s.id); err != nil {
		return err
	}
	if err := errors.Join(dropOutline(tx, s.id), tx.Bucket(digestsBucket).Delete([]byte(s.id))); err != nil {
		return err
	}
	return s.putDoubt(tx)
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
	return s.putDoubt(tx)
}

// putDoubt has the call looked at again when the library is opened.
func (s state) putDoubt(tx *bbolt.Tx) error {
	if !s.doubt {
		return nil
	}
	return tx.Bucket(pendingBucket).Put([]byte(s.id), []byte{})
}

// startKey sorts by start, then by ID.
func startKey(started time.Time, id call.ID) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(started.Unix())^1<<63)
	key = binary.BigEndian.AppendUint32(key, uint32(started.Nanosecond()))
	return append(key, id...)
}
