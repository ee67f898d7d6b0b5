package written

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"math"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// document is what the JSON forms have in common: each has some of it.
type document struct {
	Transcript *document `json:"transcript"` // a call of ours, exported

	// Ours, and OpenAI's.
	Format   int           `json:"format"`
	Engine   string        `json:"engine"`
	Language string        `json:"language"`
	Segments list[segment] `json:"segments"`

	// Of whisper.cpp.
	Model         json.RawMessage `json:"model"`
	Result        struct{ Language string }
	Transcription list[passage] `json:"transcription"`
}

type segment struct {
	Party   call.Party `json:"party"`
	Speaker string     `json:"speaker"`
	Start   float64    `json:"start"`
	End     float64    `json:"end"`
	Text    string     `json:"text"`
	Words   list[word] `json:"words"`
	Suspect *string    `json:"suspect"`
	Echo    *call.Echo `json:"echo"`
}

type word struct {
	Text        string  `json:"text"`
	Word        string  `json:"word"`
	Start       float64 `json:"start"`
	End         float64 `json:"end"`
	P           float64 `json:"p"`
	Probability float64 `json:"probability"`
}

type passage struct {
	Offsets struct{ From, To int64 } // milliseconds
	Text    string
	Speaker string // the channel, from 0, or a question mark
}

// list is an array of objects. Anything else in it ends the reading: two bytes would stand for a hundred in memory.
type list[T any] []T

func (l *list[T]) UnmarshalJSON(content []byte) error {
	in := json.NewDecoder(bytes.NewReader(content))
	switch begin, err := in.Token(); {
	case err != nil || begin == nil:
		return err
	case begin != json.Delim('['):
		return errors.New("no list")
	}
	for in.More() {
		var one *T
		if err := in.Decode(&one); err != nil {
			return err
		}
		if one == nil {
			return errors.New("nothing in a list")
		}
		*l = append(*l, *one)
	}
	return nil
}

// mostParts is how many objects the JSON of a transcript may have: each takes some two hundred bytes of memory. The words of
// three days have fewer.
const mostParts = 2 << 20

func parseJSON(content []byte) (Transcript, error) {
	if bytes.Count(content, []byte("{")) > mostParts {
		return Transcript{}, wrong(0, "it has too many parts")
	}
	if isWorldForm(content) {
		return parseWorldForm(content)
	}
	var d document
	if err := json.Unmarshal(content, &d); err != nil {
		return Transcript{}, wrong(0, "it is not the JSON of a transcript")
	}
	if d.Transcript != nil {
		d = *d.Transcript
	}
	switch {
	case d.Transcription != nil:
		return ofWhisperCpp(d)
	case d.Segments == nil:
		return Transcript{}, wrong(0, "there is no transcript in this JSON")
	}
	t := Transcript{Form: "JSON of whisper", Language: d.Language}
	if d.Format > 0 {
		t.Form = "JSON of OnRecord"
		t.MadeBy, t.Demo = madeBy(d)
	}
	for i, s := range d.Segments {
		line, err := s.line(i + 1)
		if err != nil {
			return Transcript{}, err
		}
		t.Lines = append(t.Lines, line)
	}
	return t, nil
}

// madeBy names engine and model of one of our own transcripts.
func madeBy(d document) (name string, demo bool) {
	var model call.Model
	if json.Unmarshal(d.Model, &model) == nil && model.Name != "" {
		return strings.TrimSpace(d.Engine + ", model " + model.Name), model.Demo
	}
	return d.Engine, false
}

func (s segment) line(number int) (Line, error) {
	if !possible(s.Start, s.End) {
		return Line{}, wrong(0, "passage %d has impossible times", number)
	}
	line := Line{Start: call.Seconds(s.Start), End: call.Seconds(s.End), Text: oneLine(s.Text), Speaker: oneLine(s.Speaker)}
	if s.Party.Valid() {
		line.Party, line.Suspect, line.Echo = s.Party, s.Suspect, s.Echo
	}
	for _, w := range s.Words {
		text := oneLine(cmp.Or(w.Text, w.Word))
		if text == "" || !possible(w.Start, w.End) {
			return line, nil // words are used whole or not at all
		}
		p := min(1, max(0, cmp.Or(w.P, w.Probability)))
		line.Words = append(line.Words, call.Word{Text: text, Start: call.Seconds(w.Start), End: call.Seconds(w.End), P: p})
	}
	return line, nil
}

func possible(start, end float64) bool {
	return start >= 0 && end >= start && end <= longest && !math.IsNaN(start) && !math.IsNaN(end)
}

func ofWhisperCpp(d document) (Transcript, error) {
	t := Transcript{Form: "JSON of whisper.cpp", Language: cmp.Or(d.Result.Language, d.Language), MadeBy: "whisper.cpp"}
	var model struct{ Type string }
	if json.Unmarshal(d.Model, &model) == nil && model.Type != "" {
		t.MadeBy += ", model " + model.Type
	}
	for i, p := range d.Transcription {
		from, to := float64(p.Offsets.From)/1000, float64(p.Offsets.To)/1000
		if !possible(from, to) {
			return t, wrong(0, "passage %d has impossible times", i+1)
		}
		line := Line{Start: call.Seconds(from), End: call.Seconds(to), Text: oneLine(p.Text)}
		switch p.Speaker {
		case "0":
			line.Channel = 1
		case "1":
			line.Channel = 2
		}
		t.Lines = append(t.Lines, line)
	}
	return t, nil
}
