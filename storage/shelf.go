package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// shelf is a folder of documents that are named by their IDs and belong to no one call.
type shelf[T any] struct {
	folder  string
	what    string                       // begins the sentence that one is damaged
	without string                       // says what is done without that one
	is      func(doc T, of call.ID) bool // the document is one, of that ID
}

var (
	caseShelf = shelf[call.Case]{
		casesName, "What is known of a case", "calls are transcribed without it",
		func(c call.Case, id call.ID) bool { return c.ID == id && c.Name != "" },
	}
	contactShelf = shelf[call.Contact]{
		contactsName, "What is known of a contact", "calls are shown without it",
		func(c call.Contact, id call.ID) bool { return c.ID == id && c.Title() != "" },
	}
)

// file is the place of a document in the library.
func (s shelf[T]) file(id call.ID) string { return path.Join(s.folder, string(id)+".json") }

// ids gives those of all documents, by age.
func (s shelf[T]) ids(l *Library) (ids []call.ID, err error) {
	entries, err := l.files.List(s.folder)
	for _, entry := range entries {
		name, isJSON := strings.CutSuffix(entry.Name(), ".json")
		if id, err := call.ParseID(name); err == nil && isJSON {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// newID gives one that no document has.
func (s shelf[T]) newID(l *Library, now time.Time) (call.ID, error) {
	for {
		id := call.NewID(now)
		if there, err := l.files.Exists(s.file(id)); err != nil || !there {
			return id, err
		}
	}
}

// read gives the content of the file, too.
func (s shelf[T]) read(l *Library, id call.ID) (doc T, disk []byte, err error) {
	disk, err = l.files.ReadFile(s.file(id))
	if err == nil {
		err = decode(s.file(id), disk, call.Format, &doc)
	}
	if err == nil && !s.is(doc, id) {
		err = fmt.Errorf("read %s: %w: it is another document", s.file(id), ErrDamaged)
	}
	return doc, disk, err
}

// all gives every document that can be read, by age, with the contents of their files; the error says why others are left out.
func (s shelf[T]) all(l *Library) (docs []T, disks [][]byte, err error) {
	ids, err := s.ids(l)
	for _, id := range ids {
		doc, disk, wrong := s.read(l, id)
		if errors.Is(wrong, fs.ErrNotExist) {
			continue // it has just been removed
		}
		if wrong != nil {
			err = errors.Join(err, wrong)
			continue
		}
		docs, disks = append(docs, doc), append(disks, disk)
	}
	return docs, disks, err
}

// write puts a document in the place of what disk was read from, which may be nil. It must be one, so that it can be read again.
func (s shelf[T]) write(l *Library, id call.ID, doc T, disk []byte) error {
	if !s.is(doc, id) {
		return fmt.Errorf("write %s: %w: it says too little", s.file(id), ErrDamaged)
	}
	if err := l.files.Mkdir(s.folder); err != nil {
		return err
	}
	return l.write(s.file(id), doc, disk)
}

// inspect looks at the folder.
func (s shelf[T]) inspect(l *Library) ([]problem, error) {
	entries, err := l.files.List(s.folder)
	if err != nil {
		return nil, err
	}
	var found []problem
	for _, entry := range entries {
		if name := path.Join(s.folder, entry.Name()); isTemp(name) {
			found = append(found, l.leftover("", name))
		}
	}
	ids, err := s.ids(l)
	for _, id := range ids {
		if _, _, err := s.read(l, id); !errors.Is(err, fs.ErrNotExist) {
			found = append(found, l.inspectDocument(s.file(id), s.what, s.without, err)...)
		}
	}
	return found, err
}
