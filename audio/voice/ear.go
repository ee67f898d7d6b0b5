package voice

const (
	// quiet is the peak of a frame (of 32768) up to which it is silence without asking further: -66 dBFS, the noise of a
	// muted line. It keeps the silent half of every call from costing anything.
	quiet = 16
	// hearing is how many quiet frames the network still hears. After them it begins afresh.
	hearing = 10
)

// Ear gives the network's opinion of one party's frames as they come, with the energy gate in front. It is for one
// goroutine at a time, and allocates nothing as it goes.
type Ear struct {
	network *network
	quiet   int // frames in a row
}

// NewEar begins with a party of which nothing was heard.
func (m *Model) NewEar() *Ear { return &Ear{network: m.network()} }

// Probability tells how likely the next frame holds speech, 0 to 1.
func (e *Ear) Probability(frame *[Frame]int16) float32 {
	if e.quiet++; loud(frame) {
		e.quiet = 0
	}
	if e.quiet <= hearing {
		return e.network.probability(frame)
	}
	if e.quiet == hearing+1 {
		e.network.reset()
	}
	return 0
}

func loud(frame *[Frame]int16) bool {
	for _, s := range frame {
		if s > quiet || s < -quiet {
			return true
		}
	}
	return false
}
