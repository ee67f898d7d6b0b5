package storage

import (
	"log/slog"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Summary is what a list shows of a call. It comes from the index alone.
type Summary struct {
	ID          call.ID        `json:"id"`
	Started     time.Time      `json:"started"`
	Title       string         `json:"title"` // as call.Call.Title gives it
	Number      string         `json:"number"`
	Contact     call.ID        `json:"contact,omitempty"` // as the call's document says
	Direction   call.Direction `json:"direction"`
	Duration    call.Seconds   `json:"duration"` // of the recording
	Outcome     call.Outcome   `json:"outcome"`
	Complete    bool           `json:"complete"` // as call.Call.Whole tells
	Silent      Silent         `json:"silent,omitzero"`
	Audio       bool           `json:"audio"`       // there is a finished recording
	Transcribed bool           `json:"transcribed"` // there is a transcript that can be read
	Case        string         `json:"case"`
	Tags        []string       `json:"tags,omitempty"`
	Sizes       Sizes          `json:"sizes,omitzero"` // of the files in its folder; zero while it is being recorded
	// FollowUps are all of the call, those that are done too.
	FollowUps []call.FollowUp `json:"follow_ups,omitempty"`
	Reached   call.Reached    `json:"reached,omitempty"`
	Lasted    call.Seconds    `json:"lasted,omitempty"` // of a call without sound: how long it went on, as far as somebody said
	// Damaged says why the call's document cannot be read; empty when it can. Of a damaged call only ID, Started
	// (from the ID), Audio and Transcribed are known.
	Damaged string `json:"damaged,omitempty"`
}

// Silent tells of which party nothing was heard throughout, as call.Call.Silent does.
type Silent struct {
	Local  bool `json:"local,omitempty"`
	Remote bool `json:"remote,omitempty"`
}

// Filter chooses which calls a list holds. The zero value chooses all.
type Filter struct {
	Since         time.Time // calls that began then or later; zero for no limit
	Until         time.Time // calls that began before; zero for no limit
	Case          string    // of this case only; empty for any
	Untranscribed bool      // only those that have a recording but no transcript, and could be transcribed
	Limit         int       // how many at most; 0 for all
	Offset        int       // how many of the newest to pass over
}

// LogValue keeps the name and the number out of logs.
func (s Summary) LogValue() slog.Value { return slog.StringValue("[call " + string(s.ID) + "]") }
