package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Settings are the user's choices. Empty strings mean "the usual one".
type Settings struct {
	Library    string `json:"library,omitempty"`    // folder of the library, used from the next start
	Microphone string `json:"microphone,omitempty"` // device ID
	FarSide    string `json:"far_side,omitempty"`   // device ID
	Rate       int    `json:"rate,omitempty"`       // frames per second of new recordings: 16000 or 48000
	Model      string `json:"model,omitempty"`      // name of the model that transcribes
	Language   string `json:"language,omitempty"`   // code, or "auto"
	Threads    int    `json:"threads,omitempty"`    // of the worker; 0 lets the app choose
	// TranscribeLater leaves the processor alone while a take runs: the transcript is begun after it.
	TranscribeLater  bool `json:"transcribe_later,omitempty"`
	WaitOnBattery    bool `json:"wait_on_battery,omitempty"`    // nothing is written down while the machine runs on battery
	QueueDuringTakes bool `json:"queue_during_takes,omitempty"` // other calls are written down while one is recorded

	// WatchFolder is a folder whose sound files, and those that come into it, are brought into the library; empty: none.
	WatchFolder string `json:"watch_folder,omitempty"`

	Who        string   `json:"who,omitempty"`         // the name that corrections carry; empty: the user's on this machine
	Stay       bool     `json:"stay,omitempty"`        // with the device a take began with, also when the system's default changes
	Preroll    int      `json:"preroll_s,omitempty"`   // seconds kept in memory before a take is started: 0 (off), 30 or 60
	OfferCalls bool     `json:"offer_calls,omitempty"` // to record when another program uses the microphone
	AutoRecord []string `json:"auto_record,omitempty"` // programs that are recorded without asking
	WarnSound  bool     `json:"warn_sound,omitempty"`  // warnings are heard, too

	Playbook string      `json:"playbook,omitempty"`   // that a take begins with; empty: none
	Marks    []QuickMark `json:"quick_marks,omitzero"` // nil: the usual ones; see QuickMarks

	// Place is where the user is, for the law of recording: the ID of a jurisdiction, as US-CA; empty: not said.
	Place          string `json:"place,omitempty"`
	ScriptLanguage string `json:"script_language,omitempty"` // of what is read aloud, as de; empty: English
	DestroyRefused bool   `json:"destroy_refused,omitempty"` // the sound so far is destroyed when the other side refuses to be recorded; else it is kept

	CallMicrophone bool       `json:"call_microphone,omitempty"` // one is made for the programs people make calls with, in which notices can be played
	Notice         Notice     `json:"notice,omitzero"`
	Tone           ToneChoice `json:"tone,omitzero"`

	Calls          Arrangement `json:"calls,omitzero"`            // of the list of calls
	NoCalendar     bool        `json:"no_calendar,omitempty"`     // below it
	ForgetSearches bool        `json:"forget_searches,omitempty"` // what was searched for is not kept
	KeepYears      int         `json:"keep_years,omitempty"`      // for how long calls are wanted, so that older ones can be shown; 0: for ever
}

// takes gives what a take that stands by depends on.
func (s Settings) takes() [5]any { return [5]any{s.Microphone, s.FarSide, s.Rate, s.Stay, s.Preroll} }

const settingsFile = "settings.json"

// mostPreroll is how many seconds are kept in memory at most, whatever somebody wrote into the file.
const mostPreroll = 60

// withUsual fills in what the user left open, and takes back what cannot be.
func (s Settings) withUsual() Settings {
	if s.Rate != 48000 {
		s.Rate = 16000
	}
	if s.Language == "" {
		s.Language = "auto"
	}
	s.Tone = s.Tone.withUsual()
	s.Preroll, s.Threads = min(max(s.Preroll, 0), mostPreroll), max(s.Threads, 0)
	return s
}

// RecordsAlways tells whether the calls of a program are recorded without asking.
func (s Settings) RecordsAlways(program string) bool {
	return slices.ContainsFunc(s.AutoRecord, func(p string) bool { return strings.EqualFold(p, program) })
}

// RecordAlways has the calls of a program recorded without asking, or no longer.
func (s *Settings) RecordAlways(program string, always bool) {
	rest := slices.DeleteFunc(slices.Clone(s.AutoRecord), func(p string) bool { return strings.EqualFold(p, program) })
	if always {
		rest = append(rest, program)
	}
	s.AutoRecord = rest
}

// readSettings gives the settings kept in dir. A file that cannot be understood is an error and stays as it is.
func readSettings(dir string) (Settings, error) {
	var settings Settings
	content, err := os.ReadFile(filepath.Join(dir, settingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return settings.withUsual(), nil
	}
	if err != nil {
		return settings, fmt.Errorf("read settings: %w", err)
	}
	if err := json.Unmarshal(content, &settings); err != nil {
		return Settings{}.withUsual(), fmt.Errorf("%w: %s: %w", ErrSettingsDamaged, filepath.Join(dir, settingsFile), err)
	}
	return settings.withUsual(), nil
}

// writeSettings keeps the settings in dir.
func writeSettings(dir string, settings Settings) error {
	if err := writeJSON(dir, settingsFile, settings); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	return nil
}

// writeJSON keeps a document in a file of dir, so that either the old or the new one survives a power cut.
func writeJSON(dir, name string, document any) error {
	content, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, name+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(append(content, '\n'))
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
