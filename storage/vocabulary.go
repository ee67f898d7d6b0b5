package storage

import (
	"errors"
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Vocabulary reads the words that are likely to be said in any call. A library that has no such file has no words. It fails with
// ErrDamaged or ErrNewerFormat.
func (l *Library) Vocabulary() (call.Vocabulary, error) {
	v, _, err := l.vocabulary()
	if err != nil {
		return call.Vocabulary{}, fmt.Errorf("vocabulary: %w", err)
	}
	return v, nil
}

// vocabulary gives the content of the file, too; nil if there is none.
func (l *Library) vocabulary() (v call.Vocabulary, disk []byte, err error) {
	v.Format = call.Format
	if disk, err = l.files.readIfThere(vocabularyName); err != nil || disk == nil {
		return v, nil, err
	}
	return v, disk, decode(vocabularyName, disk, call.Format, &v)
}

// EditVocabulary reads the words, lets change have them, and saves them, with no other change in between. When change gives an
// error, nothing is saved and the error is returned as it is. A file that is damaged or newer is not overwritten.
func (l *Library) EditVocabulary(change func(*call.Vocabulary) error) (call.Vocabulary, error) {
	l.change.Lock()
	defer l.change.Unlock()
	v, disk, err := l.vocabulary()
	if err != nil {
		return call.Vocabulary{}, fmt.Errorf("vocabulary: %w", err)
	}
	if err := change(&v); err != nil {
		return call.Vocabulary{}, err
	}
	v.Format = call.Format
	if err := l.write(vocabularyName, v, disk); err != nil {
		return call.Vocabulary{}, fmt.Errorf("save vocabulary: %w", err)
	}
	return v, nil
}

// write replaces a document, of which disk was read before, durably.
func (l *Library) write(name string, doc any, disk []byte) error {
	fresh, err := encode(doc, disk)
	if err != nil {
		return err
	}
	return l.files.WriteFile(name, fresh)
}

// inspectVocabulary looks at the library's words.
func (l *Library) inspectVocabulary() []problem {
	_, _, err := l.vocabulary()
	return l.inspectDocument(vocabularyName, "The list of words to expect", "calls are transcribed without it", err)
}

// inspectDocument says what is wrong with a document that belongs to no call.
func (l *Library) inspectDocument(name, what, without string, err error) []problem {
	p := problem{Finding: Finding{Path: name}}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNewerFormat):
		p.Problem = "This file was written by a newer version of the program."
		p.Action = "It is left alone. Update the program to read it."
	case errors.Is(err, ErrDamaged):
		p.Problem = what + " is damaged."
		p.Action = "It is kept beside as " + name + ".damaged-…; " + without + "."
		p.mend = func() error { return l.files.Rename(name, aside(name, "damaged", l.now())) }
	default:
		p.Problem = "This file cannot be read: " + err.Error() + "."
		p.Action = "Look at its permissions and at the health of the disk."
	}
	return []problem{p}
}
