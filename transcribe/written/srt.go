package written

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	srtTags  = regexp.MustCompile(`</?[A-Za-z][^<>]*>|\{\\[^{}]*\}`)
	srtNamed = regexp.MustCompile(`^\[?([^:\[\].!?,;]{1,40})\]?:\s+(\S.*)$`)
)

// parseSRT reads SubRip: blocks of a number, a time and words. Where every passage begins with a name and a colon, those
// are who spoke.
func parseSRT(content []byte) (Transcript, error) {
	t := Transcript{Form: "SRT"}
	for _, b := range blocks(content) {
		number, lines := b.first, b.lines
		if _, err := strconv.Atoi(strings.TrimSpace(lines[0])); err == nil && len(lines) > 1 {
			number, lines = number+1, lines[1:]
		}
		start, end, err := interval(lines[0], number)
		if err != nil {
			return t, err
		}
		text := oneLine(srtTags.ReplaceAllString(strings.Join(lines[1:], "\n"), ""))
		if text != "" {
			t.Lines = append(t.Lines, Line{Start: start, End: end, Text: text})
		}
	}
	takeNames(t.Lines)
	return t, nil
}

// takeNames takes "Name: words" apart where every line has that form.
func takeNames(lines []Line) {
	for _, line := range lines {
		if !srtNamed.MatchString(line.Text) {
			return
		}
	}
	for i, line := range lines {
		match := srtNamed.FindStringSubmatch(line.Text)
		lines[i].Speaker, lines[i].Text = strings.TrimSpace(match[1]), match[2]
	}
}
