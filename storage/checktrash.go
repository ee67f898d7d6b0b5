package storage

import (
	"errors"
	"io/fs"
	"path"

	"github.com/onrecord/onrecord/call"
)

// inspectTrash looks at the folder of the trash, and gives the calls that are in it.
func (l *Library) inspectTrash() (found []problem, ids []call.ID, err error) {
	ids, purging, strays, err := l.trashFolders()
	for _, name := range strays {
		if isTemp(name) {
			found = append(found, l.leftover("", name))
		} else {
			found = append(found, foreign("", name))
		}
	}
	if len(purging) > 0 {
		found = append(found, l.unfinishedPurge(purging[0]))
	}
	for _, id := range ids {
		empty, wrong := l.inspectEmpty(id)
		found, err = append(found, empty...), errors.Join(err, wrong)
	}
	return found, ids, err
}

// unfinishedPurge is that calls were being removed for good when the program ended.
func (l *Library) unfinishedPurge(id call.ID) problem {
	return problem{Finding: Finding{
		Path:    purgingFolder(id),
		Problem: "Calls were being removed for good when the program ended, and traces of them are left.",
		Action:  "What was left of them was removed.",
	}, steps: l.finishPurges}
}

// inspectEmpty looks whether there is nothing in a folder of the trash.
func (l *Library) inspectEmpty(id call.ID) ([]problem, error) {
	place := trashFolder(id)
	entries, err := l.files.List(place)
	if err != nil || len(entries) > 0 {
		return nil, err
	}
	return []problem{{Finding: Finding{
		Call: id, Path: place,
		Problem: "The folder of this call in the trash is empty.",
		Action:  "The empty folder was removed.",
	}, mend: func() error { return l.files.Remove(place) }}}, nil
}

// inspectTrashed looks at a call that is in the trash.
func (l *Library) inspectTrashed(id call.ID, s state) (found []problem) {
	place := trashFolder(id)
	entries, err := l.files.List(place)
	for _, entry := range entries {
		switch name := path.Join(place, entry.Name()); {
		case isTemp(name):
			found = append(found, l.leftover(id, name))
		case !belongsToCall(entry.Name()):
			found = append(found, foreign(id, name))
		}
	}
	if !s.gone {
		found = append(found, problem{Finding: Finding{
			Call: id, Path: place, Problem: "This call is in the trash and in the library.",
			Action: "Both are left alone. Look at them, then remove the one in the trash: “onrecord trash empty " + string(id) + "”.",
		}})
	}
	if _, wrong := l.trashedCall(id); err == nil && wrong != nil {
		found = append(found, problem{Finding: Finding{
			Call: id, Path: path.Join(place, callName), Problem: "The document of this call, which is in the trash, cannot be read: " + wrong.Error() + ".",
			Action: "Bring the call back, then repair the library; or remove it for good.",
		}})
	}
	return append(found, l.inspectDate(id)...)
}

// inspectDate looks at what says when a call went into the trash.
func (l *Library) inspectDate(id call.ID) []problem {
	place := trashFolder(id)
	name := path.Join(place, removalName)
	_, err := l.readRemoval(place)
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDamaged) {
		return l.inspectDocument(name, "", "", err) // newer, or cannot be read
	}
	return []problem{{Finding: Finding{
		Call: id, Path: name, Problem: "It is not known when this call went into the trash.",
		Action: "It counts as having gone there now.",
	}, mend: func() error {
		return l.changing(id, func() error { return l.writeRemoval(place, nil) })
	}}}
}

// inspectRemoval is a call among the others that says it was in the trash.
func (l *Library) inspectRemoval(id call.ID) problem {
	p := problem{Finding: Finding{
		Call: id, Path: inFolder(id, removalName), Problem: "This call was about to go into the trash, or has just come back.",
		Action: "It stays in the library.",
	}, mend: func() error {
		return l.changing(id, func() error { return l.unremove(id) })
	}}
	if _, err := l.readRemoval(folder(id)); errors.Is(err, ErrNewerFormat) {
		return l.unreadable(id, removalName, err)
	}
	return p
}
