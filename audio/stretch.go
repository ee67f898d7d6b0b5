package audio

import "math"

// Speech is made quicker or slower without a change of pitch by WSOLA: the sound is taken apart into short overlapping
// pieces that are laid down closer together, or further apart, than they were. Each piece is taken not quite from where it
// should be but from the place nearby that best goes on with what was laid down before, so that the waves of a voice meet.

const (
	stretchPiece = 0.015 // seconds from one piece to the next; each is twice as long and fades into the next
	stretchReach = 0.010 // seconds that a piece may be off its place: more than one period of the lowest voice, both ways
	stretchLook  = 8000  // looks a second are enough to find about where a piece fits
)

// stretcher changes how long mono sound takes. What is given out at a time t was at t·speed before, give or take 25 ms: that
// does not add up.
type stretcher struct {
	speed  float64
	hop    int       // samples from one piece to the next
	reach  int       // samples that a piece may be off
	stride int       // of the first look
	rise   []float32 // how a piece fades in, over a hop; the one before fades out by the rest

	in     []float32 // the sound from sample start on
	start  int64
	fed    int64
	pieces int64
	made   int64
	tail   []float32 // what follows the last piece where it came from: it fades into the next
}

// newStretcher makes sound at a rate last 1/speed of its time.
func newStretcher(rate int, speed float64) *stretcher {
	s := &stretcher{speed: speed, hop: int(stretchPiece * float64(rate)), reach: int(stretchReach * float64(rate))}
	s.stride = max(1, rate/stretchLook)
	s.rise = make([]float32, s.hop)
	for i := range s.rise {
		s.rise[i] = float32(0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(s.hop)))
	}
	s.tail = make([]float32, s.hop)
	return s
}

// feed takes samples that follow those before, and appends to dst what can be given out by now.
func (s *stretcher) feed(dst, samples []int16) []int16 {
	for _, v := range samples {
		s.in = append(s.in, float32(v))
	}
	s.fed += int64(len(samples))
	for s.place()+int64(s.reach+2*s.hop) <= s.start+int64(len(s.in)) {
		dst = s.lay(dst)
	}
	s.forget()
	return dst
}

// forget drops what no later piece can need.
func (s *stretcher) forget() {
	if done := min(int(s.place()-int64(s.reach)-s.start), len(s.in)); done > 0 {
		s.in = s.in[:copy(s.in, s.in[done:])]
		s.start += int64(done)
	}
}

// flush appends to dst what is left, so that all together lasts just as long as it should. The stretcher is ready for other
// sound then.
func (s *stretcher) flush(dst []int16) []int16 {
	want := int64(math.Round(float64(s.fed) / s.speed))
	for s.made < want {
		if lacking := s.place() + int64(s.reach+2*s.hop) - s.start - int64(len(s.in)); lacking > 0 {
			s.in = append(s.in, make([]float32, lacking)...)
		}
		dst = s.lay(dst)
	}
	dst = dst[:len(dst)-int(s.made-want)]
	s.reset()
	return dst
}

// reset forgets the sound.
func (s *stretcher) reset() {
	s.in, s.start, s.fed, s.pieces, s.made = s.in[:0], 0, 0, 0, 0
}

// place is where the next piece should come from.
func (s *stretcher) place() int64 {
	return int64(math.Round(float64(s.pieces) * float64(s.hop) * s.speed))
}

// lay appends one hop of sound.
func (s *stretcher) lay(dst []int16) []int16 {
	at := int(s.place() - s.start)
	if s.pieces == 0 {
		copy(s.tail, s.in[at:])
	} else {
		at = s.fitting(at)
	}
	piece := s.in[at : at+2*s.hop]
	for i, rise := range s.rise {
		dst = append(dst, round16(s.tail[i]+rise*(piece[i]-s.tail[i])))
	}
	copy(s.tail, piece[s.hop:])
	s.pieces++
	s.made += int64(s.hop)
	return dst
}

func round16(v float32) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, math.Round(float64(v)))))
}

// fitting is where the sound best goes on with the tail, near a place. It looks roughly first, and closely around the best.
func (s *stretcher) fitting(at int) int {
	first := max(0, at-s.reach)
	best, found := s.best(at, first, at+s.reach, s.stride)
	if s.stride == 1 || found == 0 {
		return best
	}
	best, _ = s.best(best, max(first, best-s.stride+1), min(at+s.reach, best+s.stride-1), 1)
	return best
}

// best gives the place from first to last whose sound is most like the tail, and how much: 0 where nothing is. It looks at
// every stride-th sample, beginning with the place that it is given.
func (s *stretcher) best(at, first, last, stride int) (int, float64) {
	best, most := at, s.likeness(at, stride)
	for place := first; place <= last; place += stride {
		if likeness := s.likeness(place, stride); likeness > most {
			best, most = place, likeness
		}
	}
	return best, most
}

// likeness is the correlation of the tail with the sound at a place, however loud that is.
func (s *stretcher) likeness(at, stride int) float64 {
	sound := s.in[at : at+s.hop]
	var product, energy float32
	for i := 0; i < s.hop; i += stride {
		product += s.tail[i] * sound[i]
		energy += sound[i] * sound[i]
	}
	if energy == 0 {
		return 0
	}
	return float64(product) / math.Sqrt(float64(energy))
}
