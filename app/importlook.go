package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/written"
)

// Found is a sound file, with what is known of its call before its sound is read.
type Found struct {
	Path       string
	Kind       decode.Kind
	Size       int64
	Modified   time.Time
	Details    Details
	VCon       bool   // it is a call of another library or program, and tells all that is known of it
	Transcript string // path of what was said, which lies beside it; empty when nothing does
	Nameless   bool   // that names nobody
}

// Unclear tells whether whoever imports the file may know more of the call than the file does: nothing but its date says when
// it was, or nothing who said what was written down.
func (f Found) Unclear() bool { return f.Undated() || f.Nameless }

// Undated tells whether nothing but the file's date says when the call was.
func (f Found) Undated() bool { return f.Details.Reckoned == call.FromFileDate }

// Details are what a call recorder noted of a call, or what a file's name and date tell of it.
type Details struct {
	Started      time.Time
	Reckoned     call.Reckoning
	Name, Number string
	Direction    call.Direction
	File         string // path of the call recorder's notes; empty when there are none
}

// look finds out what a file is, by its content, and what is known of the call in it.
func (a *App) look(path string) (Found, error) {
	found, file, err := openFound(path)
	if err != nil {
		return found, err
	}
	defer file.Close()
	if IsVCon(path) {
		found.VCon, found.Details = true, Details{Started: found.Modified, Reckoned: call.FromDetails}
		return found, nil
	}
	err = found.recognise(file)
	return found, err
}

// lookAtSound is look for a file that can be nothing but sound.
func lookAtSound(path string) (Found, error) {
	found, file, err := openFound(path)
	if err != nil {
		return found, err
	}
	defer file.Close()
	err = found.recognise(file)
	return found, err
}

func openFound(path string) (Found, *os.File, error) {
	facts, err := os.Stat(path)
	switch {
	case err != nil:
	case facts.IsDir():
		err = ErrIsFolder
	case !facts.Mode().IsRegular(): // a pipe may never give anything, a device no end of it
		err = audio.ErrNotAudio
	}
	if err != nil {
		return Found{}, nil, fmt.Errorf("open sound file: %w", err)
	}
	file, err := os.Open(path)
	if err != nil {
		return Found{}, nil, fmt.Errorf("open sound file: %w", err)
	}
	return Found{Path: path, Size: facts.Size(), Modified: facts.ModTime()}, file, nil
}

// recognise finds out what kind of sound a file holds, and what is known of its call.
func (f *Found) recognise(file *os.File) (err error) {
	if f.Kind, err = decode.Recognise(file); err != nil {
		return err
	}
	f.Details = detailsOfName(filepath.Base(f.Path), f.Modified)
	for _, beside := range besides(f.Path) {
		switch notes, what := readBeside(beside); what {
		case isNotes:
			notes.File = beside
			f.Details = notes
		case isTranscript:
			if f.Transcript == "" {
				f.Transcript, f.Nameless = beside, namesNobody(beside)
			}
		}
	}
	return nil
}

// besides are the files that may belong to a sound file: of the same name with another ending, or with one more ending.
func besides(path string) (list []string) {
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	for _, ending := range []string{".json", ".vtt", ".srt"} {
		for _, name := range []string{stem + ending, path + ending, stem + strings.ToUpper(ending)} {
			if facts, err := os.Stat(name); err == nil && facts.Mode().IsRegular() && name != path {
				list = append(list, name)
			}
		}
	}
	return list
}

// What a file beside a sound file can be.
const (
	isOther = iota
	isNotes
	isTranscript
)

// readBeside tells what a file beside a sound file is. What cannot be read is told when it is to be used.
func readBeside(path string) (Details, int) {
	if !isJSON(path) {
		return Details{}, isTranscript
	}
	content, err := readSmall(path, written.Most)
	if err != nil {
		return Details{}, isOther
	}
	if notes, err := parseNotes(content); err == nil {
		return notes, isNotes
	}
	if _, err := written.Parse(content); err == nil {
		return Details{}, isTranscript
	}
	return Details{}, isOther
}

// namesNobody tells whether a transcript can be read and says of no word who spoke it.
func namesNobody(path string) bool {
	content, err := readSmall(path, written.Most)
	if err != nil {
		return false
	}
	text, err := written.Parse(content)
	return err == nil && text.Nameless()
}

func isJSON(path string) bool { return strings.EqualFold(filepath.Ext(path), ".json") }

// recorderNotes are what the Android call recorder BCR writes beside a recording.
type recorderNotes struct {
	UnixMS    *int64 `json:"timestamp_unix_ms"`
	Timestamp string `json:"timestamp"`
	Direction string `json:"direction"`
	LogName   string `json:"call_log_name"`
	Calls     []struct {
		Number    string `json:"phone_number"`
		Formatted string `json:"phone_number_formatted"`
		Caller    string `json:"caller_name"`
		Contact   string `json:"contact_name"`
	} `json:"calls"`
}

// mostNotes is how large a call recorder's notes may be. Those of BCR have some 2 KB.
const mostNotes = 64 << 10

// parseNotes reads a call recorder's notes.
func parseNotes(content []byte) (Details, error) {
	if len(content) > mostNotes {
		return Details{}, errors.New("read the call recorder's notes: too large for any")
	}
	var notes recorderNotes
	if err := json.Unmarshal(content, &notes); err != nil {
		return Details{}, err
	}
	d := Details{Reckoned: call.FromDetails, Direction: directionOf(notes.Direction)}
	started, err := time.Parse(time.RFC3339Nano, notes.Timestamp)
	switch {
	case err == nil:
		d.Started = started
	case notes.UnixMS != nil:
		d.Started = time.UnixMilli(*notes.UnixMS)
	default:
		return Details{}, fmt.Errorf("read the call recorder's notes: no time")
	}
	if !likely(d.Started) {
		return Details{}, fmt.Errorf("read the call recorder's notes: an impossible time")
	}
	var names, numbers []string
	for _, c := range notes.Calls {
		names = appendWord(names, c.Contact, c.Caller)
		numbers = appendWord(numbers, c.Formatted, c.Number)
	}
	if len(names) == 0 {
		names = appendWord(names, notes.LogName)
	}
	d.Name, d.Number = strings.Join(names, ", "), strings.Join(numbers, ", ")
	return d, nil
}

// appendWord adds the first of the choices that says something.
func appendWord(list []string, choices ...string) []string {
	for _, choice := range choices {
		if choice = strings.Join(strings.Fields(choice), " "); choice != "" {
			return append(list, choice)
		}
	}
	return list
}

func directionOf(word string) call.Direction {
	return map[string]call.Direction{"in": call.Incoming, "out": call.Outgoing, "conference": call.Conference}[word]
}

// likely tells whether a call may have been recorded at a time at all.
func likely(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }
