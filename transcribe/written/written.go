// Package written reads transcripts that were made elsewhere: SubRip, WebVTT, the World Transcription Format, and the JSON of
// this program, of whisper.cpp and of OpenAI's whisper. They are pure functions; what a transcript is, its content tells.
package written

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// ErrNotTranscript says that a file is no transcript, or is broken. It comes in a *FormError.
var ErrNotTranscript = errors.New("not a transcript that can be read")

// FormError is ErrNotTranscript with the place.
type FormError struct {
	Line int    // counted from 1; 0 where there is no one line
	What string // what is wrong, in the middle of a sentence
}

func (f *FormError) Error() string {
	if f.Line == 0 {
		return fmt.Sprintf("%v: %s", ErrNotTranscript, f.What)
	}
	return fmt.Sprintf("%v: line %d: %s", ErrNotTranscript, f.Line, f.What)
}

// Unwrap gives ErrNotTranscript.
func (f *FormError) Unwrap() error { return ErrNotTranscript }

func wrong(line int, what string, args ...any) error {
	return &FormError{Line: line, What: fmt.Sprintf(what, args...)}
}

// Transcript is what somebody or something wrote down.
type Transcript struct {
	Form     string // "SRT", "WebVTT", "JSON of whisper.cpp" …
	Language string // a code; empty when it does not say
	MadeBy   string // what made it; empty when it does not say
	Demo     bool   // by the model that knows synthetic voices only
	Untimed  bool   // the times of its lines mean nothing; see ParsePlain
	Lines    []Line // by start; there is at least one
}

// Line is a stretch of words.
type Line struct {
	Start, End call.Seconds
	Text       string      // never empty, without line breaks
	Speaker    string      // as the file names whoever spoke; empty when it does not
	Party      call.Party  // where the file says it in our own terms, else empty
	Channel    int         // of the sound, from 1, where the file says that; else 0
	Words      []call.Word // where the file has them
	Suspect    *string     // why the text is doubtful, where the file says that
	Echo       *call.Echo  // as in call.Segment, where the file says that
}

// Most is how large a transcript may be, in bytes.
const Most = 64 << 20

// Parse reads a transcript.
func Parse(content []byte) (Transcript, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if len(content) > Most {
		return Transcript{}, wrong(0, "it is too large")
	}
	if !utf8.Valid(content) {
		return Transcript{}, wrong(0, "it is not text in UTF-8")
	}
	parse := parseSRT
	switch trimmed := bytes.TrimLeft(content, " \t\r\n"); {
	case bytes.HasPrefix(trimmed, []byte("{")):
		parse = parseJSON
	case bytes.HasPrefix(content, []byte("WEBVTT")):
		parse = parseVTT
	}
	t, err := parse(content)
	if err != nil {
		return Transcript{}, err
	}
	t.Lines = slices.DeleteFunc(t.Lines, func(l Line) bool { return l.Text == "" })
	if len(t.Lines) == 0 {
		return Transcript{}, wrong(0, "there are no words in it")
	}
	slices.SortStableFunc(t.Lines, func(a, b Line) int {
		return int(min(1, max(-1, 1e9*(a.Start-b.Start))))
	})
	return t, nil
}

// Speakers lists the names in a transcript in the order in which they first speak.
func (t Transcript) Speakers() (names []string) {
	seen := map[string]bool{"": true}
	for _, line := range t.Lines {
		if !seen[line.Speaker] {
			seen[line.Speaker] = true
			names = append(names, line.Speaker)
		}
	}
	return names
}

// Nameless tells whether nothing in a transcript says who spoke.
func (t Transcript) Nameless() bool {
	return !slices.ContainsFunc(t.Lines, func(l Line) bool { return l.Speaker != "" || l.Party.Valid() || l.Channel > 0 })
}

// block is some lines of text between empty ones.
type block struct {
	first int // the number of its first line
	lines []string
}

// blocks takes text apart at its empty lines.
func blocks(content []byte) (list []block) {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(content))
	var b block
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			if len(b.lines) == 0 {
				b.first = i + 1
			}
			b.lines = append(b.lines, line)
			continue
		}
		if len(b.lines) > 0 {
			list, b = append(list, b), block{}
		}
	}
	if len(b.lines) > 0 {
		list = append(list, b)
	}
	return list
}

// interval reads "00:01.000 --> 00:02.500" with what may stand behind it.
func interval(line string, number int) (start, end call.Seconds, err error) {
	from, to, ok := strings.Cut(line, "-->")
	if !ok {
		return 0, 0, wrong(number, "a time like 00:00:01,000 --> 00:00:02,000 is missing")
	}
	fields := strings.Fields(to)
	if len(fields) == 0 {
		return 0, 0, wrong(number, "the end of the passage is missing")
	}
	start, err = clock(strings.TrimSpace(from), number)
	if err == nil {
		end, err = clock(fields[0], number)
	}
	if err == nil && end < start {
		err = wrong(number, "the passage ends before it begins")
	}
	return start, end, err
}

// longest is the latest moment that is believed: longer calls are none.
const longest = 1000 * 3600

func clock(text string, number int) (call.Seconds, error) {
	s, err := call.ParseClock(strings.Replace(text, ",", ".", 1))
	if err != nil || s > longest {
		return 0, wrong(number, "%q is not a time like 00:00:01,000", text)
	}
	return s, nil
}

// oneLine joins what stands in several lines.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
