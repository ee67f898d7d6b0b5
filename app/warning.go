package app

import "github.com/onrecord/onrecord/call"

// WarningKind is what a warning is about.
type WarningKind string

// The warnings of a running take.
const (
	WarnUnheard   WarningKind = "unheard"   // a side has had no signal for ten seconds while the other spoke
	WarnGone      WarningKind = "gone"      // a side's device is gone; the take looks for another
	WarnDisk      WarningKind = "disk"      // the disk is full in half an hour or less
	WarnUntold    WarningKind = "untold"    // the recording was to be announced and was not
	WarnForgotten WarningKind = "forgotten" // both sides have been silent for so long that the call may be over
)

// Warning is something that the user must know while a take runs.
type Warning struct {
	Kind  WarningKind
	Call  call.ID
	Party call.Party // of WarnUnheard and WarnGone
	Over  bool       // what was warned of is over
	Problem
}

// warned is the table of words for warnings, as problem.go has them for errors.
var warned = map[subject]Problem{
	{WarnUnheard, call.Local}: {
		"Nothing is heard from your microphone", "The other side is being recorded.",
		"Check that the microphone is on and not muted, or choose another one in the settings.",
	},
	{WarnUnheard, call.Remote}: {
		"Nothing is heard from the other side", "Your side is being recorded.",
		"Check that the call is played on the output that OnRecord listens to, or choose another one in the settings.",
	},
	{WarnGone, call.Local}: {
		"Your microphone is not there", "Everything recorded up to now is kept.",
		"Plug it in again, or another one: the recording goes on with it by itself.",
	},
	{WarnGone, call.Remote}: {
		"The output that plays the other side is not there", "Everything recorded up to now is kept.",
		"Plug it in again, or another one: the recording goes on with it by itself.",
	},
	{WarnDisk, ""}: {
		"The disk will be full in less than half an hour",
		"Everything recorded up to now is kept, and the recording will be saved before the disk is full.",
		"Make room on the disk.",
	},
	{WarnForgotten, ""}: {
		"Nobody has spoken for 5 minutes: is the call over?", "Everything is kept, the silence too.",
		"Stop the recording, or say that you are still there (in a terminal: “onrecord resume”). Without an answer it " +
			"stops in a minute, unless the other side makes a sound.",
	},
}

// relieved has the words for warnings that are over.
var relieved = map[subject]Problem{
	{WarnUnheard, call.Local}:  {What: "Your microphone is heard again"},
	{WarnUnheard, call.Remote}: {What: "The other side is heard again"},
	{WarnGone, call.Local}:     {What: "A microphone is there again"},
	{WarnGone, call.Remote}:    {What: "The other side can be recorded again"},
	{WarnDisk, ""}:             {What: "There is enough room on the disk again"},
	{WarnForgotten, ""}:        {What: "The recording goes on"},
}
