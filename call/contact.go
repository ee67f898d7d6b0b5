package call

import (
	"log/slog"
	"time"
)

// Contact is a person or an organisation at the far side of calls: contacts/<ID>.json. All of its numbers are one and the same to
// the rules, however different they are.
type Contact struct {
	Format       int       `json:"format"`
	ID           ID        `json:"id"`
	Name         string    `json:"name,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	Numbers      []string  `json:"numbers"` // as E.164 says, +12125550142, where the number is understood; else as it was typed
	Emails       []string  `json:"emails"`
	Address      string    `json:"address,omitempty"`
	Place        string    `json:"place,omitempty"` // where they are, as the user says: the ID of a jurisdiction, as US-CA
	Notes        string    `json:"notes,omitempty"`
	Made         time.Time `json:"made"`
	Removed      time.Time `json:"removed,omitzero"` // when it went into the trash; zero: it is there
	Joined       *Joining  `json:"joined,omitempty"` // into which other it went; nil: into none
}

// Joining says how one contact became part of another, so that it can be taken apart.
type Joining struct {
	Into   ID      `json:"into"`
	Before Contact `json:"before"`           // the other one as it was without this one
	Calls  []ID    `json:"calls,omitempty"`  // that were said to be with this one
	Cases  []ID    `json:"cases,omitempty"`  // in which this one was involved, and the other was not
	Beside []ID    `json:"beside,omitempty"` // in which both were
}

// Title is what a list shows for the contact: name and organisation, else one of them, else a number or address.
func (c Contact) Title() string {
	switch {
	case c.Name != "" && c.Organisation != "" && c.Name != c.Organisation:
		return c.Name + ", " + c.Organisation
	case c.Name != "":
		return c.Name
	case c.Organisation != "":
		return c.Organisation
	case len(c.Numbers) > 0:
		return c.Numbers[0]
	case len(c.Emails) > 0:
		return c.Emails[0]
	}
	return ""
}

// LogValue keeps what is known of the contact out of logs.
func (c Contact) LogValue() slog.Value { return slog.StringValue("[contact " + string(c.ID) + "]") }
