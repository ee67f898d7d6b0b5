package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrPlaybook means that the file of a playbook cannot be used as it stands. The error says what is wrong with it, and where.
var ErrPlaybook = errors.New("playbook that cannot be used")

// Playbook is a short list of what to ask and say in a kind of call.
type Playbook struct {
	ID     string  `json:"id"` // the name of its file, without the ending
	Name   string  `json:"name"`
	About  string  `json:"about,omitempty"` // what calls it is for
	Points []Point `json:"points"`
}

// Point is one thing to ask or say, which is ticked when it is done.
type Point struct {
	ID   string `json:"id"`   // within the playbook; stays when the words change
	Text string `json:"text"` // what a tick says was done, in a few words
	Say  string `json:"say,omitempty"`
	// Means says what a tick states for the rules: kinds of facts. Phrases of these kinds propose the tick.
	Means []string `json:"means,omitempty"`
}

// What a playbook may hold at most. Characters, not bytes.
const (
	MostPlaybook = 64 << 10 // bytes of its file
	mostPoints   = 40
	mostText     = 80
	mostSay      = 400
)

// playbookFormat is the newest form of a file that is understood.
const playbookFormat = 1

// Point finds a point by its ID.
func (p Playbook) Point(id string) (Point, bool) {
	i := slices.IndexFunc(p.Points, func(one Point) bool { return one.ID == id })
	if i < 0 {
		return Point{}, false
	}
	return p.Points[i], true
}

// ReadPlaybook reads a playbook from the content of its file. Its points may mean what is known to be a kind of fact. It fails with ErrPlaybook.
func ReadPlaybook(id string, content []byte, known func(kind string) bool) (Playbook, error) {
	p, err := readPlaybook(content)
	if err == nil {
		err = p.check(known)
	}
	if err != nil {
		return Playbook{}, fmt.Errorf("%w: %w", ErrPlaybook, err)
	}
	p.ID = id
	return p, nil
}

// readPlaybook refuses fields that it does not know: people write these files, and a word that is spelt wrongly must not go unnoticed.
func readPlaybook(content []byte) (Playbook, error) {
	var file struct {
		Format int     `json:"format"`
		Name   string  `json:"name"`
		About  string  `json:"about"`
		Points []Point `json:"points"`
	}
	if len(content) > MostPlaybook {
		return Playbook{}, fmt.Errorf("it has more than %d KB", MostPlaybook>>10)
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(content, &head); err == nil && head.Format > playbookFormat {
		return Playbook{}, errors.New("it was written for a newer version of OnRecord")
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return Playbook{}, atLine(content, decoder.InputOffset(), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Playbook{}, atLine(content, decoder.InputOffset(), errors.New("something stands behind its end"))
	}
	if file.Format != playbookFormat {
		return Playbook{}, fmt.Errorf("it does not say \"format\": %d", playbookFormat)
	}
	return Playbook{Name: file.Name, About: file.About, Points: append([]Point{}, file.Points...)}, nil
}

// atLine says in which line of a file something is wrong.
func atLine(content []byte, offset int64, err error) error {
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		offset, err = wrong.Offset, fmt.Errorf("%q cannot be a %s", wrong.Field, wrong.Value)
	}
	line := 1 + bytes.Count(content[:min(max(offset, 0), int64(len(content)))], []byte("\n"))
	return fmt.Errorf("line %d: %s", line, strings.TrimPrefix(err.Error(), "json: "))
}

// check says what is wrong with what a file holds.
func (p Playbook) check(known func(kind string) bool) error {
	if err := checkWords("its name", p.Name, mostText, true); err != nil {
		return err
	}
	if err := checkWords("\"about\"", p.About, mostSay, false); err != nil {
		return err
	}
	if len(p.Points) > mostPoints {
		return fmt.Errorf("it has %d points; %d is the most", len(p.Points), mostPoints)
	}
	seen := map[string]bool{}
	for i, point := range p.Points {
		name := fmt.Sprintf("point %d", i+1)
		if seen[point.ID] {
			return fmt.Errorf("%s has the ID %q, as an earlier one has", name, point.ID)
		}
		seen[point.ID] = true
		if err := point.check(name, known); err != nil {
			return err
		}
	}
	return nil
}

func (p Point) check(name string, known func(kind string) bool) error {
	for _, err := range []error{
		checkWords("the ID of "+name, p.ID, mostText, true), checkWords("the text of "+name, p.Text, mostText, true),
		checkWords("what "+name+" says", p.Say, mostSay, false),
	} {
		if err != nil {
			return err
		}
	}
	for _, kind := range p.Means {
		if !known(kind) {
			return fmt.Errorf("%s means %q, which is no kind of fact", name, kind)
		}
	}
	return nil
}

func checkWords(what, text string, most int, needed bool) error {
	switch {
	case needed && strings.TrimSpace(text) == "":
		return fmt.Errorf("%s is missing", what)
	case utf8.RuneCountInString(text) > most:
		return fmt.Errorf("%s has more than %d characters", what, most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return fmt.Errorf("%s holds signs that cannot be shown", what)
	}
	return nil
}

// Written gives the content of a file that holds the playbook, a line for each point.
func (p Playbook) Written() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"format\": %d,\n  \"name\": %s,\n  \"about\": %s,\n  \"points\": [", playbookFormat, quoted(p.Name), quoted(p.About))
	for i, point := range p.Points {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n    {\"id\": %s, \"text\": %s", quoted(point.ID), quoted(point.Text))
		if point.Say != "" {
			fmt.Fprintf(&b, ", \"say\": %s", quoted(point.Say))
		}
		if len(point.Means) > 0 {
			fmt.Fprintf(&b, ", \"means\": %s", strings.ReplaceAll(quoted(point.Means), ",", ", ")) // no kind of fact holds a comma
		}
		b.WriteString("}")
	}
	if len(p.Points) > 0 {
		b.WriteString("\n  ")
	}
	b.WriteString("]\n}\n")
	return b.Bytes()
}

// quoted writes what cannot fail as JSON.
func quoted(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // texts and lists of texts are always JSON
	}
	return strings.TrimSuffix(b.String(), "\n")
}
