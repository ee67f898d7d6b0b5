package audio

// cause says in the document why frames are missing.
type cause string

// The causes of gaps.
const (
	causeStall     cause = "device delivers nothing"
	causeOverrun   cause = "overrun"
	causeSlip      cause = "device lost frames"
	causeChanged   cause = "device changed"
	causeGone      cause = "device gone"
	causeServer    cause = "sound server gone"
	causeSuspended cause = "system suspended"
	causeMissing   cause = "no device"
)

// outweighs reports whether c tells more than another cause of the same gap: a device that is gone delivers nothing,
// one whose server died is gone, and while the system sleeps nothing is there.
func (c cause) outweighs(other cause) bool { return c.weight() > other.weight() }

func (c cause) weight() int {
	switch c {
	case "":
		return 0
	case causeStall, causeSlip, causeChanged, causeOverrun:
		return 1
	case causeGone:
		return 3
	case causeServer:
		return 4
	case causeSuspended:
		return 5
	default: // what a device said of itself when it could not be opened
		return 2
	}
}
