package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/onrecord/onrecord/call"
)

// togetherName is the file that says which arrivals enter together, while they do.
const togetherName = incomingName + "/together.json"

// Entry is an arrival that is ready, with what is known of its call.
type Entry struct {
	*Arrival
	Call        call.Call
	Transcripts []call.Transcript // the first is the one that is read
}

// promise is an arrival that is to enter whatever happens.
type promise struct {
	ID    call.ID `json:"id"`
	Place string  `json:"place"`
}

// EnterTogether makes calls part of the library that come from one file: all of them or none, also if the program dies
// meanwhile. After an error none is in the library, and Discard of each is still to be called.
func (l *Library) EnterTogether(all []Entry) error {
	l.change.Lock()
	defer l.change.Unlock()
	for _, e := range all {
		err := e.write(e.Call, e.Transcripts)
		if err == nil {
			err = l.vacant(e.id)
		}
		if err != nil {
			return fmt.Errorf("receive call %s: %w", e.id, err)
		}
	}
	if err := l.promise(all); err != nil {
		return fmt.Errorf("receive calls: %w", err)
	}
	for i, e := range all {
		if err := l.changing(e.id, func() error { return l.files.Rename(e.place, folder(e.id)) }); err != nil {
			return errors.Join(fmt.Errorf("receive call %s: %w", e.id, err), l.takeBack(all[:i+1]))
		}
	}
	for _, e := range all {
		delete(l.arriving, e.place)
	}
	if err := l.files.Remove(togetherName); err != nil { // it promises nothing any more: the next start removes it
		l.log.Warn("list of calls that came together is left behind", "error", err)
	}
	return nil
}

// promise writes down that calls enter together. From now on a crash does not keep one of them out.
func (l *Library) promise(all []Entry) error {
	var list []promise
	for _, e := range all {
		list = append(list, promise{e.id, e.place})
	}
	content, err := json.Marshal(list)
	if err == nil {
		err = l.files.Mkdir(incomingName)
	}
	if err == nil {
		err = l.files.WriteFile(togetherName, content)
	}
	return err
}

// takeBack makes arrivals again of calls that entered. The index is told when it can be; if not, the next Open sees it.
func (l *Library) takeBack(all []Entry) (err error) {
	for _, e := range all {
		there, looked := l.files.Exists(folder(e.id))
		if there {
			looked = l.files.Rename(folder(e.id), e.place)
			l.unsettled[e.id] = true
		}
		err = errors.Join(err, looked)
	}
	if settled := l.settle(); settled != nil {
		l.log.Warn("index could not be told that calls did not enter", "error", settled)
	}
	if err != nil {
		return err // the promise stands
	}
	return l.files.Remove(togetherName)
}

// keepPromise lets those enter that were entering together when the program died.
func (l *Library) keepPromise() error {
	content, err := l.files.ReadFile(togetherName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var list []promise
	if err := json.Unmarshal(content, &list); err != nil { // what the calls were made from is where it was
		l.log.Warn("list of calls that were coming together makes no sense", "error", err)
	}
	for _, p := range list {
		if err := l.enterPromised(p); err != nil {
			return err
		}
	}
	return l.files.Remove(togetherName)
}

func (l *Library) enterPromised(p promise) error {
	if checkID(p.ID) != nil || !isTemp(p.Place) || path.Dir(p.Place) != path.Dir(folder(p.ID)) {
		l.log.Warn("call that was coming with others makes no sense", "call", p.ID)
		return nil
	}
	waits, err := l.files.Exists(p.Place)
	if err != nil || !waits {
		return err // it has entered
	}
	if err := l.vacant(p.ID); err != nil {
		return err
	}
	return l.files.Rename(p.Place, folder(p.ID))
}
