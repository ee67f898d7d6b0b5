package storage

import "github.com/onrecord/onrecord/call"

// Finding is one thing that is wrong with a library, in words for a person.
type Finding struct {
	Call    call.ID `json:"call,omitempty"` // empty when it concerns no one call
	Path    string  `json:"path"`           // library-relative, with forward slashes
	Problem string  `json:"problem"`        // a sentence: what is wrong
	Mended  bool    `json:"mended"`         // by Repair
	Action  string  `json:"action"`         // a sentence: what Repair did, or what can be done
}
