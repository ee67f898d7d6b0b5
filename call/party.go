package call

// Party is one side of a call.
type Party string

// The two parties: who sits at this machine, and everybody at the far side.
const (
	Local  Party = "local"
	Remote Party = "remote"
)

// Parties lists both in the order of the recording's channels.
var Parties = [2]Party{Local, Remote}

// Channel is the party's position in a recording: 0 for local, 1 for remote.
func (p Party) Channel() int {
	if p == Remote {
		return 1
	}
	return 0
}

// Valid reports whether p is one of the two parties.
func (p Party) Valid() bool { return p == Local || p == Remote }
