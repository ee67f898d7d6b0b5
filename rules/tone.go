package rules

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// ErrTone means that the file of how a recording is announced cannot be used as it stands. The error says what is wrong with it.
var ErrTone = errors.New("file of notices that cannot be used")

const notificationFile = "law/notification.json"

// Tone is the periodic tone that tells the other side of a recording, as the data has it, with what it rests on.
type Tone struct {
	Hertz   float64      `json:"hertz"`
	Every   float64      `json:"every_s"` // from the beginning of one to that of the next
	Off     float64      `json:"off_s"`   // how far that may be off, as it is often quoted
	Lengths []ToneLength `json:"lengths"` // the usual one first
	Level   string       `json:"level"`
	Status  string       `json:"status"`   // what of this is sure, and by which source
	Cites   []string     `json:"cites"`    // where it is accepted
	Warning string       `json:"warning"`  // about what it cannot do
	Checked call.Day     `json:"checked"`  // when somebody looked at it last
	Sure    string       `json:"sureness"` // of hertz and interval
}

// ToneLength is one of the lengths that the sources give.
type ToneLength struct {
	Seconds float64 `json:"seconds"`
	Source  string  `json:"source"` // empty where none could be opened
}

// notificationRules is law/notification.json: how the other side is told of a recording.
type notificationRules struct {
	lawFile
	Methods []NoticeMethod `json:"methods"`
	Beep    struct {
		Hertz      float64 `json:"frequency_hz"`
		Length     float64 `json:"duration_s"`
		Every      float64 `json:"interval_s"`
		Off        float64 `json:"interval_tolerance_s"`
		Level      string  `json:"level"`
		Status     string  `json:"status"`
		Alternates []struct {
			Source string  `json:"source"`
			Length float64 `json:"duration_s"`
		} `json:"alternates"`
		Confidence struct {
			Hertz string `json:"frequency"`
		} `json:"confidence"`
	} `json:"beep_tone"`
}

// ReadTone reads law/notification.json. It fails with ErrTone.
func ReadTone(law fs.FS) (tone Tone, err error) {
	err = readFile(law, notificationFile, ErrTone, tone.take)
	return tone, err
}

func (t *Tone) take(file notificationRules) error {
	b := file.Beep
	*t = Tone{
		Hertz: b.Hertz, Every: b.Every, Off: b.Off, Level: b.Level, Status: b.Status, Checked: file.Checked, Sure: b.Confidence.Hertz,
		Lengths: []ToneLength{{Seconds: b.Length}},
	}
	for _, other := range b.Alternates {
		t.Lengths = append(t.Lengths, ToneLength{other.Length, other.Source})
	}
	for _, m := range file.Methods {
		if m.ID == "periodic_tone" {
			t.Cites, t.Warning = m.AcceptedBy, m.Warning
		}
	}
	return t.check()
}

// check refuses what no ear would take for a tone that comes back.
func (t Tone) check() error {
	if t.Hertz < 300 || t.Hertz > 3400 {
		return fmt.Errorf("a tone of %g Hz is not heard on a telephone", t.Hertz)
	}
	for _, l := range t.Lengths {
		if !(l.Seconds > 0 && l.Seconds < t.Every) {
			return fmt.Errorf("a tone of %g s cannot come back every %g s", l.Seconds, t.Every)
		}
	}
	if t.Every > 60 || t.Status == "" || len(t.Cites) == 0 || t.Warning == "" {
		return fmt.Errorf("a tone every %g s, or one of which nothing says what it rests on", t.Every)
	}
	return nil
}
