package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

var (
	// ErrNoKind: there is no such kind of fact that something could mean.
	ErrNoKind = errors.New("no such kind of fact")
	// ErrQuickMark: a mark with a key of its own cannot be so.
	ErrQuickMark = errors.New("no such mark can have a key of its own")
)

// QuickMark is a marker or an action with a key of its own, for somebody who has one hand.
type QuickMark struct {
	Key   string        `json:"key"` // one capital letter
	Text  string        `json:"text"`
	Kind  call.NoteKind `json:"kind"` // marker or action
	Means string        `json:"means,omitempty"`
}

// takenKeys stand for something else while a call is recorded.
const takenKeys = "ACFMNPTWXY"

// mostMark is how many characters the text of a quick mark has at most.
const mostMark = 60

// usualMarks are those that are there at first.
func usualMarks() []QuickMark {
	return []QuickMark{
		{"I", "Important", call.Marker, ""},
		{"R", "They promised something", call.Marker, ""},
		{"S", "Form sent", call.Action, ""},
		{"D", "Service added", call.Action, ""},
	}
}

// QuickMarks are those in force, by their keys.
func (s Settings) QuickMarks() []QuickMark {
	marks := s.Marks
	if marks == nil {
		marks = usualMarks()
	}
	marks = slices.DeleteFunc(slices.Clone(marks), func(m QuickMark) bool { return checkMark(m) != nil }) // somebody else may have written them
	slices.SortStableFunc(marks, func(a, b QuickMark) int { return strings.Compare(a.Key, b.Key) })
	return slices.CompactFunc(marks, func(a, b QuickMark) bool { return a.Key == b.Key })
}

// FreeKeys are the letters that a quick mark can still have.
func (s Settings) FreeKeys() (free []string) {
	marks := s.QuickMarks()
	for letter := 'A'; letter <= 'Z'; letter++ {
		key := string(letter)
		if !strings.Contains(takenKeys, key) && !slices.ContainsFunc(marks, func(m QuickMark) bool { return m.Key == key }) {
			free = append(free, key)
		}
	}
	return free
}

// checkMark fails with ErrQuickMark or ErrNoKind.
func checkMark(m QuickMark) error {
	switch {
	case len(m.Key) != 1 || m.Key[0] < 'A' || m.Key[0] > 'Z':
		return fmt.Errorf("%w: its key %q is no letter", ErrQuickMark, m.Key)
	case strings.Contains(takenKeys, m.Key):
		return fmt.Errorf("%w: the key %s stands for something else", ErrQuickMark, m.Key)
	case strings.TrimSpace(m.Text) == "" || utf8.RuneCountInString(m.Text) > mostMark:
		return fmt.Errorf("%w: it needs a text of at most %d characters", ErrQuickMark, mostMark)
	case m.Kind != call.Marker && m.Kind != call.Action:
		return fmt.Errorf("%w: it is neither a marker nor an action", ErrQuickMark)
	}
	return checkKind(m.Means)
}

// checkKind fails with ErrNoKind unless something can mean that, or it is empty.
func checkKind(kind string) error {
	phrases, err := lawPhrases()
	if err != nil {
		return err
	}
	if kind != "" && !phrases.Known(kind) {
		return fmt.Errorf("%w: %q", ErrNoKind, kind)
	}
	return nil
}

// FactKinds lists what a tick, a marker or an action can mean to the rules. FactLabel names them.
func FactKinds() ([]string, error) {
	phrases, err := lawPhrases()
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, c := range phrases.Categories {
		if phrases.Known(c.ID) {
			kinds = append(kinds, c.ID)
		}
	}
	return slices.Compact(append(kinds, slices.DeleteFunc(slices.Clone(rules.SentAndReceived), func(k string) bool { return slices.Contains(kinds, k) })...)), nil
}

// SetQuickMark gives a key to a marker or an action, in place of what it stood for. It fails with ErrQuickMark or ErrNoKind.
func (a *App) SetQuickMark(mark QuickMark) error {
	mark.Key, mark.Text = strings.ToUpper(strings.TrimSpace(mark.Key)), oneLine(mark.Text)
	mark.Kind = cmp.Or(mark.Kind, call.Marker)
	if err := checkMark(mark); err != nil {
		return err
	}
	return a.ChangeSettings(func(s *Settings) { s.Marks = append(withoutMark(*s, mark.Key), mark) })
}

// RemoveQuickMark takes the key of a mark away. It fails with ErrQuickMark where there is none.
func (a *App) RemoveQuickMark(key string) error {
	key = strings.ToUpper(strings.TrimSpace(key))
	if _, err := a.quickMark(key); err != nil {
		return err
	}
	return a.ChangeSettings(func(s *Settings) { s.Marks = withoutMark(*s, key) })
}

// withoutMark gives the marks in force but for that of a key; none of them is an empty list, since no list stands for the usual ones.
func withoutMark(s Settings, key string) []QuickMark {
	return append([]QuickMark{}, slices.DeleteFunc(s.QuickMarks(), func(m QuickMark) bool { return m.Key == key })...)
}

func (a *App) quickMark(key string) (QuickMark, error) {
	for _, m := range a.Settings().QuickMarks() {
		if m.Key == key {
			return m, nil
		}
	}
	return QuickMark{}, fmt.Errorf("%w: no mark has the key %q", ErrQuickMark, key)
}

// AddQuickMark marks a moment of a call as a key says: the given second, else now if its take is running, else the beginning. It fails with ErrQuickMark.
func (a *App) AddQuickMark(id call.ID, key string, at *call.Seconds) (call.Note, error) {
	mark, err := a.quickMark(strings.ToUpper(strings.TrimSpace(key)))
	if err != nil {
		return call.Note{}, err
	}
	return a.remark(id, call.Note{Text: mark.Text, Kind: mark.Kind, Means: mark.Means}, at)
}

// AddAction writes down what was done in a call, with what it means to the rules, which may be nothing: at the given second, else now if its take is
// running, else at the beginning. It fails with ErrNoKind.
func (a *App) AddAction(id call.ID, text, means string, at *call.Seconds) (call.Note, error) {
	if err := checkKind(means); err != nil {
		return call.Note{}, err
	}
	return a.remark(id, call.Note{Text: text, Kind: call.Action, Means: means}, at)
}
