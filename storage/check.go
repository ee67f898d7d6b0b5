package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// inspect finds every problem. The lock is held for one call at a time, so that a recording can be saved meanwhile.
func (l *Library) inspect(ctx context.Context) ([]problem, error) {
	index, sound, err := l.inspectIndex()
	if err != nil {
		return nil, err
	}
	root, err := l.inspectRoot()
	if err != nil {
		return nil, err
	}
	ids, strays, err := l.folders()
	if err != nil {
		return nil, err
	}
	cases, err := caseShelf.inspect(l)
	if err != nil {
		return nil, err
	}
	contacts, err := contactShelf.inspect(l)
	if err != nil {
		return nil, err
	}
	playbooks, err := l.inspectPlaybooks()
	if err != nil {
		return nil, err
	}
	trash, trashed, err := l.inspectTrash()
	if err != nil {
		return nil, err
	}
	left, err := l.inspectStrays(strays)
	if err != nil {
		return nil, err
	}
	known := map[call.ID]bool{}
	for _, id := range ids {
		known[id] = true
	}
	var jobs []problem
	if sound {
		var listed []call.ID
		if listed, jobs, err = l.inspectLists(known); err != nil {
			return nil, err
		}
		trashed = append(trashed, listed...)
	}
	for _, id := range trashed {
		known[id] = true
	}
	calls, err := l.inspectCalls(ctx, slices.Sorted(maps.Keys(known)), sound)
	return slices.Concat(root, l.inspectVocabulary(), cases, contacts, playbooks, index, trash, left, jobs, calls), err
}

// inspectStrays looks at what lies among the calls and is none.
func (l *Library) inspectStrays(strays []stray) (found []problem, err error) {
	for _, s := range strays {
		if !s.arrival {
			found = append(found, l.inspectStray(s))
			continue
		}
		left, err := l.inspectArrival(s)
		if err != nil {
			return nil, err
		}
		found = append(found, left...)
	}
	return found, nil
}

// inspectCalls looks at each call, and at what it was made from.
func (l *Library) inspectCalls(ctx context.Context, ids []call.ID, sound bool) (found []problem, err error) {
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		problems, err := l.inspectCall(id, sound)
		if err != nil {
			return nil, err
		}
		origin, err := l.inspectOrigin(ctx, id)
		if err != nil {
			return nil, err
		}
		found = append(append(found, problems...), origin...)
	}
	return found, nil
}

// inspectRoot looks at the library's own folder.
func (l *Library) inspectRoot() ([]problem, error) {
	entries, err := l.files.List(".")
	if err != nil {
		return nil, err
	}
	var found []problem
	for _, entry := range entries {
		if isTemp(entry.Name()) {
			found = append(found, l.leftover("", entry.Name()))
		} else if !belongsInRoot(entry.Name()) {
			found = append(found, foreign("", entry.Name()))
		}
	}
	content, err := l.files.readIfThere(identityName)
	if err != nil {
		return nil, err
	}
	var known identity
	err = decode(identityName, content, newest, &known)
	if errors.Is(err, ErrNewerFormat) {
		return nil, err
	}
	if err != nil || known.ID != l.id {
		found = append(found, problem{Finding: Finding{
			Path:    identityName,
			Problem: "The file that says which library this is is missing, damaged or another library's.",
			Action:  "It was kept under another name and written again.",
		}, mend: l.reidentify})
	}
	return found, nil
}

// leftover is a file that was being written when the program died. What it was to replace is whole.
func (l *Library) leftover(id call.ID, name string) problem {
	return problem{Finding: Finding{
		Call: id, Path: name,
		Problem: "A file was being written when the program ended; it was never finished.",
		Action:  "The unfinished file was removed. What it was to replace is whole.",
	}, mend: func() error { return l.files.Remove(name) }}
}

// foreign is a file that no program of ours has written. It is left where it is.
func foreign(id call.ID, name string) problem {
	return problem{Finding: Finding{
		Call: id, Path: name,
		Problem: "This does not belong to the library.",
		Action:  "It is left alone. Move it out of the library if you do not need it there.",
	}}
}

// inspectStray says what lies among the calls and is none.
func (l *Library) inspectStray(s stray) problem {
	p := foreign(s.id, s.path)
	p.Problem = "This is not the folder of a call."
	if s.id == "" {
		return p
	}
	p.Problem = "The folder of this call lies in the wrong month."
	p.Action = "It was moved to " + path.Dir(folder(s.id)) + "."
	p.mend = func() error {
		there, err := l.files.Exists(folder(s.id))
		if err == nil && there {
			err = errors.New("there is a call of that ID in the right month too")
		}
		if err == nil {
			err = l.files.Mkdir(path.Dir(folder(s.id)))
		}
		if err != nil {
			return err
		}
		return l.changing(s.id, func() error { return l.files.Rename(s.path, folder(s.id)) })
	}
	return p
}

// inspectLists gives the calls that the index knows, and the problems of the queue. A call may have come since its folder was not among those listed.
func (l *Library) inspectLists(folders map[call.ID]bool) (listed []call.ID, found []problem, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	err = l.peek(func(tx *bbolt.Tx) error {
		listed, found = listedCalls(tx), nil
		jobs, err := readJobs(tx)
		for _, j := range jobs {
			there := folders[j.Call]
			if !there && err == nil {
				there, err = l.files.Exists(folder(j.Call))
			}
			if !there && err == nil {
				found = append(found, problem{Finding: Finding{
					Call: j.Call, Path: indexName,
					Problem: fmt.Sprintf("Job %d is to transcribe a call that is not there.", j.ID),
					Action:  "The job was removed from the queue.",
				}, mend: func() error { return l.removeJob(j.ID) }})
			}
		}
		return err
	})
	return listed, found, err
}

// listedCalls gives the calls that the index knows anything about.
func listedCalls(tx *bbolt.Tx) []call.ID {
	var listed []call.ID
	for _, name := range [][]byte{callsBucket, pendingBucket, unfinishedBucket, trashBucket, outlinesBucket, digestsBucket} {
		bucket := tx.Bucket(name)
		if bucket == nil {
			continue // those that are made when they are needed
		}
		cursor := bucket.Cursor()
		for id, _ := cursor.First(); id != nil; id, _ = cursor.Next() {
			listed = append(listed, call.ID(id))
		}
	}
	return slices.Concat(listed, searchedCalls(tx))
}
