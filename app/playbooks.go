package app

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

var (
	// ErrNoPlaybook: there is no playbook of that name.
	ErrNoPlaybook = errors.New("no such playbook")
	// ErrPlaybookName: a playbook cannot have that name, because its file could not.
	ErrPlaybookName = errors.New("a playbook cannot have that name")
)

// What faces need of playbooks.
type (
	// Playbook is a short list of what to ask and say in a kind of call.
	Playbook = rules.Playbook
	// Point is one thing to ask or say.
	Point = rules.Point
)

// BlankPlaybook is the one without points.
const BlankPlaybook = "blank"

// PlaybookFile is a playbook, and where it is from.
type PlaybookFile struct {
	Playbook
	Own  bool   `json:"own"`            // the user's, from the library; one of the program's of that name is not used then
	File string `json:"file,omitempty"` // in the library
}

// BadPlaybook is a file of a playbook that cannot be used.
type BadPlaybook struct {
	File string `json:"file"` // in the library
	Why  string `json:"why"`  // without a full stop
}

// What says that the file is left out, and why, without a full stop.
func (l BadPlaybook) What() string {
	return fmt.Sprintf("The playbook %s is left out: %s", l.File, l.Why)
}

// Playbooks gives all that can be used: the program's in their order, then those that only the user has, by name. A file that cannot be used hinders no
// other; it is in left.
func (a *App) Playbooks() (all []PlaybookFile, left []BadPlaybook, err error) {
	phrases, err := lawPhrases()
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ownOrder {
		content, err := fs.ReadFile(assets.Playbooks, path.Join("playbooks", id+".json"))
		if err != nil {
			return nil, nil, fmt.Errorf("read playbook %s: %w", id, err)
		}
		one, err := rules.ReadPlaybook(id, content, phrases.Known)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, PlaybookFile{Playbook: one})
	}
	files, err := a.library.Playbooks(rules.MostPlaybook)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		one, err := readPlaybook(file, phrases)
		if err != nil {
			left = append(left, BadPlaybook{file.Path, wrongWith(err)})
			continue
		}
		if i := slices.IndexFunc(all, func(p PlaybookFile) bool { return p.ID == one.ID }); i >= 0 {
			all[i] = one
		} else {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b PlaybookFile) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return all, left, nil
}

// ownOrder is the order of the program's playbooks; the user's come before the last one.
var ownOrder = []string{"telemarketer", "debt-collector", "consultation", "dispute", BlankPlaybook}

func rank(p PlaybookFile) int {
	switch i := slices.Index(ownOrder, p.ID); {
	case p.ID == BlankPlaybook:
		return len(ownOrder)
	case i >= 0:
		return i
	}
	return len(ownOrder) - 1
}

func readPlaybook(file storage.PlaybookFile, phrases *rules.Phrases) (PlaybookFile, error) {
	if file.Err != nil {
		return PlaybookFile{}, file.Err
	}
	one, err := rules.ReadPlaybook(file.ID, file.Content, phrases.Known)
	return PlaybookFile{one, true, file.Path}, err
}

// wrongWith says in the middle of a sentence why a file cannot be used.
func wrongWith(err error) string {
	if text, is := strings.CutPrefix(err.Error(), rules.ErrPlaybook.Error()+": "); is {
		return text
	}
	return causeOf(err)
}

// Playbook finds a playbook by its ID. It fails with ErrNoPlaybook.
func (a *App) Playbook(id string) (PlaybookFile, error) {
	all, left, err := a.Playbooks()
	if err != nil {
		return PlaybookFile{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	for _, l := range left {
		if strings.TrimSuffix(path.Base(l.File), ".json") == id {
			return PlaybookFile{}, fmt.Errorf("%w: %s: %s", rules.ErrPlaybook, l.File, l.Why)
		}
	}
	return PlaybookFile{}, fmt.Errorf("%w: %q", ErrNoPlaybook, id)
}

// fileNames are such that every system can give to a file.
var fileNames = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} _-]{0,58}[\p{L}\p{N}]$`)

// CopyPlaybook puts a copy of a playbook into the library, for the user to change, and gives the path of the file. Under the same name as one of the program's
// it is used in place of that. It fails with ErrNoPlaybook, ErrPlaybookName, or storage.ErrPlaybookExists.
func (a *App) CopyPlaybook(id, as string) (string, error) {
	from, err := a.Playbook(id)
	if err != nil {
		return "", err
	}
	if as = cmp.Or(as, id); !fileNames.MatchString(as) {
		return "", fmt.Errorf("%w: %q", ErrPlaybookName, as)
	}
	if as != id && from.Name != "" {
		from.Name = as
	}
	return a.library.AddPlaybook(as, from.Written())
}

// usualPlaybook is the one that the settings choose; none when it is there no more, which must cost no recording.
func (a *App) usualPlaybook(settings Settings) string {
	if settings.Playbook == "" {
		return ""
	}
	if _, err := a.Playbook(settings.Playbook); err != nil {
		a.trouble(err, "open the usual playbook")
		return ""
	}
	return settings.Playbook
}

// checkPlaybooks names the files that cannot be used.
func (a *App) checkPlaybooks() (found []Finding, err error) {
	_, left, err := a.Playbooks()
	for _, l := range left {
		found = append(found, Finding{
			Path: l.File, Problem: "This playbook is left out: " + l.Why + ".", Action: "Mend it in a text editor, or move it out of the library.",
		})
	}
	return found, err
}
