package written

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// worldForm is the World Transcription Format, draft-howe-vcon-wtf-extension: one form for what many services write.
type worldForm struct {
	Transcript struct {
		Language string `json:"language"`
	} `json:"transcript"`
	Segments list[worldSegment] `json:"segments"`
	Words    list[worldWord]    `json:"words"`
	Speakers json.RawMessage    `json:"speakers"` // by the number or word that segments name them by
	Metadata struct {
		Provider string `json:"provider"`
		Model    string `json:"model"`
	} `json:"metadata"`

	labels map[string]worldSpeaker
	used   int // words that segments named
}

type worldSpeaker struct {
	Label string `json:"label"`
}

// mostSpeakers is how many speakers are named.
const mostSpeakers = 1000

type worldSegment struct {
	Start   float64         `json:"start"`
	End     float64         `json:"end"`
	Text    string          `json:"text"`
	Speaker json.RawMessage `json:"speaker"` // a number or a word
	Words   json.RawMessage `json:"words"`   // places in the words of all
}

type worldWord struct {
	Start      float64 `json:"start"`
	End        float64 `json:"end"`
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"`
	Sign       bool    `json:"is_punctuation"`
}

// isWorldForm tells the form from the others by what it always has.
func isWorldForm(content []byte) bool {
	var d struct {
		Transcript struct{ Text json.RawMessage }
		Metadata   *struct{}
		Segments   json.RawMessage
	}
	return json.Unmarshal(content, &d) == nil && d.Transcript.Text != nil && d.Segments != nil && d.Metadata != nil
}

func parseWorldForm(content []byte) (Transcript, error) {
	var d worldForm
	if err := json.Unmarshal(content, &d); err != nil {
		return Transcript{}, wrong(0, "it is not the World Transcription Format that it seems to be")
	}
	if bytes.Count(d.Speakers, []byte(":")) <= 8*mostSpeakers {
		_ = json.Unmarshal(d.Speakers, &d.labels) // names that make no sense are none
	}
	t := Transcript{Form: "World Transcription Format", Language: d.Transcript.Language, MadeBy: d.Metadata.Provider}
	if model := d.Metadata.Model; model != "" {
		t.MadeBy = strings.TrimPrefix(t.MadeBy+", model "+model, ", ")
	}
	for i, s := range d.Segments {
		if !possible(s.Start, s.End) {
			return t, wrong(0, "passage %d has impossible times", i+1)
		}
		t.Lines = append(t.Lines, Line{
			Start: call.Seconds(s.Start), End: call.Seconds(s.End), Text: oneLine(s.Text), Speaker: d.speaker(s), Words: d.words(s),
		})
	}
	return t, nil
}

// speaker is the name of whoever spoke, or the number under which the service kept them apart.
func (d *worldForm) speaker(s worldSegment) string {
	var name string
	if json.Unmarshal(s.Speaker, &name) != nil {
		var number json.Number
		if json.Unmarshal(s.Speaker, &number) != nil {
			return ""
		}
		name = number.String()
	}
	label := oneLine(cmp.Or(d.labels[name].Label, name))
	if _, err := strconv.Atoi(label); err == nil {
		return "Speaker " + label
	}
	return label
}

// words are those of a segment, with the signs behind them; they are used whole or not at all.
func (d *worldForm) words(s worldSegment) (words []call.Word) {
	var places []int
	most := len(d.Words) - d.used // each word is said once
	if len(s.Words) == 0 || bytes.Count(s.Words, []byte(",")) >= most || json.Unmarshal(s.Words, &places) != nil {
		return nil
	}
	d.used += len(places)
	for _, at := range places {
		if at < 0 || at >= len(d.Words) {
			return nil
		}
		w := d.Words[at]
		text := oneLine(w.Text)
		switch {
		case text == "" || !possible(w.Start, w.End):
			return nil
		case w.Sign && len(words) > 0:
			last := &words[len(words)-1]
			last.Text, last.End = last.Text+text, max(last.End, call.Seconds(w.End))
		default:
			words = append(words, call.Word{Text: text, Start: call.Seconds(w.Start), End: call.Seconds(w.End), P: min(1, max(0, w.Confidence))})
		}
	}
	return words
}
