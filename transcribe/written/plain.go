package written

import (
	"bytes"
	"cmp"
	"encoding/json"
	"unicode/utf8"
)

// ParsePlain reads a transcript that may have no times: what Parse reads, text, and JSON that holds nothing but a text. One without
// times is Untimed, and has one line.
func ParsePlain(content []byte) (Transcript, error) {
	t, err := Parse(content)
	if err == nil || len(content) > Most || !utf8.Valid(content) {
		return t, err
	}
	t = Transcript{Form: "text without times", Untimed: true}
	text := string(content)
	if bytes.HasPrefix(bytes.TrimLeft(content, " \t\r\n"), []byte("{")) {
		if text, t.Language = textOf(content); text == "" {
			return Transcript{}, err
		}
	}
	if text = oneLine(text); text == "" {
		return Transcript{}, wrong(0, "there are no words in it")
	}
	t.Lines = []Line{{Text: text}}
	return t, nil
}

// textOf finds the text in JSON where services put it.
func textOf(content []byte) (text, language string) {
	var d struct {
		Text       string          `json:"text"`
		Language   string          `json:"language"`
		Transcript json.RawMessage `json:"transcript"`
	}
	if json.Unmarshal(content, &d) != nil {
		return "", ""
	}
	var inner struct{ Text, Language string }
	if json.Unmarshal(d.Transcript, &inner.Text) != nil {
		if json.Unmarshal(d.Transcript, &inner) != nil {
			inner.Text = ""
		}
	}
	return cmp.Or(d.Text, inner.Text), cmp.Or(d.Language, inner.Language)
}
