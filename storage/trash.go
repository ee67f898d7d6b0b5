package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// trashBucket holds what lists show of the calls in the trash: call ID → Trashed. It is made when it is needed.
var trashBucket = []byte("trash")

// Trashed is what a list shows of a call in the trash.
type Trashed struct {
	Summary
	// Removed is when it went there; zero if that is not known.
	Removed time.Time `json:"removed,omitzero"`
}

// Trash moves a call into the trash, with everything in its folder. It is in no list then, its words are not found, and its
// jobs are out of the queue, all at once. The error is ErrLive while it is being recorded.
//
// Whenever the program dies, the call is either in the library or in the trash.
func (l *Library) Trash(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.trash(id); err != nil {
		return fmt.Errorf("move call %s to the trash: %w", id, err)
	}
	return nil
}

func (l *Library) trash(id call.ID) error {
	err := checkID(id)
	if err == nil {
		err = l.present(id)
	}
	if err != nil {
		return err
	}
	if l.live[id] {
		return ErrLive
	}
	if there, err := l.files.Exists(trashFolder(id)); err != nil || there {
		return errors.Join(err, ErrTrashed)
	}
	jobs, err := l.jobsOf(id)
	if err != nil {
		return err
	}
	return l.changing(id, func() error { return l.moveToTrash(id, jobs) })
}

func (l *Library) moveToTrash(id call.ID, jobs []Job) error {
	err := l.files.Mkdir(trashName)
	if err == nil {
		err = l.writeRemoval(folder(id), jobs)
	}
	if err == nil {
		err = l.files.Rename(folder(id), trashFolder(id))
	}
	if err != nil {
		return errors.Join(err, l.unremove(id))
	}
	return nil
}

// Restore brings a call back from the trash as it was: its words are found again, and what was queued waits again. The error is
// ErrNotTrashed if it is not there, and ErrExists if the library has a call of that ID.
func (l *Library) Restore(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.restore(id); err != nil {
		return fmt.Errorf("restore call %s: %w", id, err)
	}
	return nil
}

func (l *Library) restore(id call.ID) error {
	if err := l.inTrash(id); err != nil {
		return err
	}
	if there, err := l.files.Exists(folder(id)); err != nil {
		return err
	} else if there {
		return ErrExists
	}
	if _, err := l.readRemoval(trashFolder(id)); errors.Is(err, ErrNewerFormat) {
		return err
	}
	return l.changing(id, func() error {
		err := l.files.Mkdir(path.Dir(folder(id)))
		if err == nil {
			err = l.files.Rename(trashFolder(id), folder(id))
		}
		if err == nil {
			err = l.unremove(id)
		}
		return err
	})
}

// inTrash makes sure that a call is in the trash.
func (l *Library) inTrash(id call.ID) error {
	if checkID(id) != nil {
		return ErrNotTrashed
	}
	there, err := l.files.Exists(trashFolder(id))
	if err == nil && !there {
		return ErrNotTrashed
	}
	return err
}

// Trashed lists the calls in the trash, from the index alone: what went there last comes first.
func (l *Library) Trashed() (list []Trashed, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		list = []Trashed{}
		return eachTrashed(tx, func(_ call.ID, t Trashed) { list = append(list, t) })
	})
	if err != nil {
		return nil, fmt.Errorf("list trash: %w", err)
	}
	slices.SortStableFunc(list, func(a, b Trashed) int { return b.Removed.Compare(a.Removed) })
	return list, nil
}

// FindTrashed gives the call in the trash that a person means: by its ID, by the beginning of one, or "last" for the one that
// went there last. It fails with ErrNotTrashed or ErrAmbiguous.
func (l *Library) FindTrashed(ref string) (call.ID, error) {
	list, err := l.Trashed()
	if err != nil {
		return "", err
	}
	prefix, found := strings.ToLower(ref), []call.ID{}
	for i, t := range list {
		if prefix == "last" && i == 0 || prefix != "" && strings.HasPrefix(string(t.ID), prefix) {
			found = append(found, t.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		err = ErrNotTrashed
	default:
		err = ErrAmbiguous
	}
	return "", fmt.Errorf("find call %q in the trash: %w", ref, err)
}

// eachTrashed goes through the calls in the trash by ID.
func eachTrashed(tx *bbolt.Tx, do func(id call.ID, t Trashed)) error {
	bucket := tx.Bucket(trashBucket)
	if bucket == nil {
		return nil
	}
	return bucket.ForEach(func(id, line []byte) error {
		var t Trashed
		if err := json.Unmarshal(line, &t); err != nil || string(t.ID) != string(id) {
			return fmt.Errorf("read call %s of the trash: %w: %w", id, errIndexDamaged, err)
		}
		do(t.ID, t)
		return nil
	})
}

// observeTrashed looks at what the trash holds of a call.
func (l *Library) observeTrashed(s *state) error {
	place := trashFolder(s.id)
	entries, err := l.files.List(place)
	if err != nil || len(entries) == 0 {
		return err
	}
	t := &Trashed{}
	c, err := l.trashedCall(s.id)
	if err == nil {
		t.Summary = summarize(c)
	} else {
		t.Summary = unknown(s.id, err)
	}
	for _, entry := range entries {
		what, number, behind := readNumbered(entry.Name())
		t.Audio = t.Audio || entry.Name() == audioName
		t.Transcribed = t.Transcribed || what == "transcript" && number > 0 && behind == ""
	}
	r, unread := l.readRemoval(place)
	t.Removed = r.Removed
	var unweighed error
	t.Sizes, unweighed = l.weigh(place, entries)
	s.doubt = s.doubt || passing(err) || passing(unread) || unweighed != nil
	s.trashed = t
	return nil
}

// trashedCall reads the document of a call in the trash.
func (l *Library) trashedCall(id call.ID) (call.Call, error) {
	name := path.Join(trashFolder(id), callName)
	content, err := l.files.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return call.Call{}, fmt.Errorf("read %s: %w: it is missing", name, ErrDamaged)
	}
	if err != nil {
		return call.Call{}, err
	}
	return decodeCall(id, content)
}

// passing reports whether what could not be read may be read another time.
func passing(err error) bool {
	return err != nil && !slices.ContainsFunc([]error{ErrDamaged, ErrNewerFormat, fs.ErrNotExist}, func(known error) bool { return errors.Is(err, known) })
}

// trashFolders lists what is in the trash: calls, those that are being removed for good, and what is neither.
func (l *Library) trashFolders() (ids, purging []call.ID, strays []string, err error) {
	entries, err := l.files.List(trashName)
	for _, entry := range entries {
		name, dying := strings.CutSuffix(entry.Name(), purgingMark)
		id, wrong := call.ParseID(name)
		switch {
		case wrong != nil || !entry.IsDir():
			strays = append(strays, path.Join(trashName, entry.Name()))
		case dying:
			purging = append(purging, id)
		default:
			ids = append(ids, id)
		}
	}
	return ids, purging, strays, err
}

// putTrashed makes the index agree with what the trash holds of a call.
func (s state) putTrashed(tx *bbolt.Tx) error {
	if s.trashed == nil {
		if bucket := tx.Bucket(trashBucket); bucket != nil {
			return bucket.Delete([]byte(s.id))
		}
		return nil
	}
	line, err := json.Marshal(s.trashed)
	if err != nil {
		return fmt.Errorf("summarize call %s: %w", s.id, err)
	}
	bucket, err := tx.CreateBucketIfNotExists(trashBucket)
	if err != nil {
		return err
	}
	return bucket.Put([]byte(s.id), line)
}

// agreesInTrash reports whether the index says of a call in the trash just what its folder does.
func (s state) agreesInTrash(tx *bbolt.Tx) bool {
	var known []byte
	if bucket := tx.Bucket(trashBucket); bucket != nil {
		known = bucket.Get([]byte(s.id))
	}
	if s.trashed == nil {
		return known == nil
	}
	line, err := json.Marshal(s.trashed)
	return err == nil && bytes.Equal(known, line)
}

// hint tells of a call that is not in the library whether it is in the trash.
func hint(tx *bbolt.Tx, prefix string, err error) error {
	bucket := tx.Bucket(trashBucket)
	if bucket == nil || prefix == "" || !errors.Is(err, ErrNoCall) {
		return err
	}
	if id, _ := bucket.Cursor().Seek([]byte(prefix)); bytes.HasPrefix(id, []byte(prefix)) {
		return fmt.Errorf("%w: %w", ErrTrashed, err)
	}
	return err
}
