package written

import (
	"html"
	"regexp"
	"strings"
)

var (
	vttVoice = regexp.MustCompile(`<v(?:\.[^\s<>]*)?\s+([^<>]*)>`)
	vttTags  = regexp.MustCompile(`<[^<>]*>`)
)

// parseVTT reads WebVTT. The voices of a passage become lines of their own.
func parseVTT(content []byte) (Transcript, error) {
	t := Transcript{Form: "WebVTT"}
	for i, b := range blocks(content) {
		if i == 0 || vttAside(b) {
			continue // the header
		}
		number, lines := b.first, b.lines
		if !strings.Contains(lines[0], "-->") && len(lines) > 1 {
			number, lines = number+1, lines[1:] // the passage has a name
		}
		start, end, err := interval(lines[0], number)
		if err != nil {
			return t, err
		}
		for _, said := range voices(strings.Join(lines[1:], "\n")) {
			said.Start, said.End = start, end
			t.Lines = append(t.Lines, said)
		}
	}
	for _, line := range t.Lines {
		if line.Speaker != "" {
			return t, nil
		}
	}
	takeNames(t.Lines)
	return t, nil
}

// vttAside tells blocks that nobody said.
func vttAside(b block) bool {
	word := strings.Fields(b.lines[0])[0]
	return word == "NOTE" || len(b.lines) > 0 && (word == "STYLE" || word == "REGION") && !strings.Contains(b.lines[0], "-->")
}

// voices takes the text of a passage apart where another one speaks.
func voices(text string) (lines []Line) {
	speaker := ""
	add := func(piece string) {
		if words := oneLine(html.UnescapeString(vttTags.ReplaceAllString(piece, ""))); words != "" {
			lines = append(lines, Line{Speaker: speaker, Text: words})
		}
	}
	at := 0
	for _, m := range vttVoice.FindAllStringSubmatchIndex(text, -1) {
		add(text[at:m[0]])
		speaker, at = oneLine(html.UnescapeString(text[m[2]:m[3]])), m[1]
	}
	add(text[at:])
	return lines
}
