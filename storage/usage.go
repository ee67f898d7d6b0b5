package storage

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// Sizes tell how many bytes the files of calls have.
type Sizes struct {
	Sound int64 `json:"sound,omitempty"` // recordings, and the files that they were imported from
	Words int64 `json:"words,omitempty"` // transcripts and corrections
	Rest  int64 `json:"rest,omitempty"`  // documents, logs and whatever else lies in a call's folder
}

// All is the sum.
func (s Sizes) All() int64 { return s.Sound + s.Words + s.Rest }

// Add gives both together.
func (s Sizes) Add(more Sizes) Sizes {
	return Sizes{s.Sound + more.Sound, s.Words + more.Words, s.Rest + more.Rest}
}

// weigh adds up what was listed in the folder of a call.
func (l *Library) weigh(place string, entries []fs.DirEntry) (s Sizes, err error) {
	for _, entry := range entries {
		name := entry.Name()
		if isTemp(name) {
			continue
		}
		size, err := l.files.Weigh(path.Join(place, name), entry)
		if err != nil {
			return Sizes{}, err
		}
		switch _, number, _ := readNumbered(name); {
		case number > 0:
			s.Words += size
		case isOrWas(name, audioName), isOrWas(name, partialName):
			s.Sound += size
		default:
			s.Rest += size
		}
	}
	return s, nil
}

// Share is what some of the calls take.
type Share struct {
	Name  string `json:"name,omitempty"` // a year, or a case; empty for calls that belong to none
	Calls int    `json:"calls"`
	Sizes
}

// Usage tells what a library takes on the disk, in bytes.
type Usage struct {
	Calls Share     `json:"calls"` // all that are not in the trash
	Trash Share     `json:"trash"`
	Index int64     `json:"index"`
	Rest  int64     `json:"rest"`    // what is known of the library and of cases
	Years []Share   `json:"years"`   // in which calls began, the newest first
	Cases []Share   `json:"cases"`   // the largest first
	Most  []Summary `json:"largest"` // the largest calls
}

// All is the sum of everything.
func (u Usage) All() int64 { return u.Calls.All() + u.Trash.All() + u.Index + u.Rest }

// Usage adds up what the library takes. Of all calls but those that are being recorded the index knows the sizes. The largest
// calls are listed, so many at most.
func (l *Library) Usage(largest int) (Usage, error) {
	u, err := l.usage(largest)
	if err != nil {
		return Usage{}, fmt.Errorf("measure the library: %w", err)
	}
	return u, nil
}

func (l *Library) usage(largest int) (u Usage, err error) {
	list, err := l.List(Filter{})
	if err != nil {
		return u, err
	}
	years, cases := shares{}, shares{}
	for i := range list {
		s := &list[i]
		if s.Sizes == (Sizes{}) {
			if s.Sizes, err = l.weighNow(s.ID); err != nil {
				return u, err
			}
		}
		u.Calls.add(s.Sizes)
		years.of(strconv.Itoa(s.Started.Local().Year())).add(s.Sizes)
		cases.of(s.Case).add(s.Sizes)
	}
	u.Years = years.sorted(func(a, b Share) int { return cmp.Compare(b.Name, a.Name) })
	u.Cases = cases.sorted(func(a, b Share) int { return cmp.Or(cmp.Compare(b.All(), a.All()), cmp.Compare(a.Name, b.Name)) })
	slices.SortStableFunc(list, func(a, b Summary) int { return cmp.Compare(b.Sizes.All(), a.Sizes.All()) })
	u.Most = list[:min(largest, len(list))]
	err = l.view(func(tx *bbolt.Tx) error {
		u.Trash = Share{}
		return eachTrashed(tx, func(_ call.ID, t Trashed) { u.Trash.add(t.Sizes) })
	})
	if err == nil {
		u.Index, u.Rest, err = l.weighRoot()
	}
	return u, err
}

// weighNow looks at the folder of a call itself.
func (l *Library) weighNow(id call.ID) (Sizes, error) {
	entries, err := l.files.List(folder(id))
	if err != nil {
		return Sizes{}, err
	}
	return l.weigh(folder(id), entries)
}

// weighRoot measures what belongs to no call.
func (l *Library) weighRoot() (index, rest int64, err error) {
	entries, err := l.files.List(".")
	for _, entry := range entries {
		name := entry.Name()
		if err != nil || name == callsName || name == trashName {
			continue
		}
		size, wrong := l.files.Weigh(name, entry)
		if err = wrong; isOrWas(name, indexName) {
			index += size
		} else {
			rest += size
		}
	}
	return index, rest, err
}

func (s *Share) add(sizes Sizes) {
	s.Calls++
	s.Sizes = s.Sizes.Add(sizes)
}

// shares are found by their name, without regard to capitals and spaces around.
type shares map[string]*Share

func (s shares) of(name string) *Share {
	name = strings.TrimSpace(name)
	key := strings.ToLower(name)
	if s[key] == nil {
		s[key] = &Share{Name: name}
	}
	return s[key]
}

func (s shares) sorted(by func(a, b Share) int) []Share {
	all := []Share{}
	for share := range maps.Values(s) {
		all = append(all, *share)
	}
	slices.SortFunc(all, by)
	return all
}
