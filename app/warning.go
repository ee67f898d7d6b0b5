package app

import "github.com/onrecord/onrecord/call"

// WarningKind is what a warning is about.
type WarningKind string

// The warnings of a running take.
const (
	WarnUnheard   WarningKind = "unheard"   // a side has had no signal for ten seconds while the other spoke
	WarnGone      WarningKind = "gone"      // a side's device is gone; the take looks for another
	WarnDisk      WarningKind = "disk"      // the disk is full in half an hour or less
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
