package storage

import (
	"io/fs"
	"path"
	"regexp"

	"github.com/onrecord/onrecord/call"
)

var (
	yearForm  = regexp.MustCompile(`^\d{4}$`)
	monthForm = regexp.MustCompile(`^\d{2}$`)
)

// stray is something among the calls that is no call's folder, or not at its place.
type stray struct {
	path string
	id   call.ID // when it has the name of a call
	// arrival is set for the folder of a call that was to come into the library and did not.
	arrival bool
}

// folders lists the calls that have a folder, by ID, and what else lies among them.
func (l *Library) folders() (ids []call.ID, strays []stray, err error) {
	years, err := l.files.List(callsName)
	if err != nil {
		return nil, nil, err
	}
	for _, year := range years {
		place := path.Join(callsName, year.Name())
		if !year.IsDir() || !yearForm.MatchString(year.Name()) {
			strays = append(strays, newStray(place, year))
			continue
		}
		months, err := l.files.List(place)
		if err != nil {
			return nil, nil, err
		}
		for _, month := range months {
			place := path.Join(place, month.Name())
			if !month.IsDir() || !monthForm.MatchString(month.Name()) {
				strays = append(strays, newStray(place, month))
				continue
			}
			entries, err := l.files.List(place)
			if err != nil {
				return nil, nil, err
			}
			for _, entry := range entries {
				s := newStray(path.Join(place, entry.Name()), entry)
				if s.id != "" && folder(s.id) == s.path {
					ids = append(ids, s.id)
				} else {
					strays = append(strays, s)
				}
			}
		}
	}
	return ids, strays, nil
}

func newStray(place string, entry fs.DirEntry) stray {
	id, err := call.ParseID(entry.Name())
	if err != nil || !entry.IsDir() {
		id = ""
	}
	return stray{path: place, id: id, arrival: entry.IsDir() && isTemp(place)}
}
