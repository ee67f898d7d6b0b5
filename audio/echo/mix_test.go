package echo

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/onrecord/onrecord/audio/audiotest"
)

const rate = 16000

// load gives the channels of a file.
func load(name string) [][]int16 { return audiotest.Sound(os.DirFS("../.."), name, rate) }

type sentence []int16

// cast is what can be said, by voice.
type cast [][]sentence

// two gives two sentences by different voices.
func (c cast) two(random *rand.Rand) (sentence, sentence) {
	a := random.IntN(len(c))
	b := (a + 1 + random.IntN(len(c)-1)) % len(c)
	return c[a][random.IntN(len(c[a]))], c[b][random.IntN(len(c[b]))]
}

var onlyCast struct {
	sync.Once
	cast
}

// newCast gives what can be said; it is read once.
func newCast(t testing.TB) cast {
	t.Helper()
	onlyCast.Do(func() { onlyCast.cast = readCast(t) })
	return onlyCast.cast
}

// readCast cuts the sample calls into what each voice says, and adds real speech.
func readCast(t testing.TB) cast {
	t.Helper()
	var all cast
	for _, name := range []string{"accountant", "debt_collector", "telemarketer"} {
		channels := load("assets/calls/" + name + ".flac")
		text, err := os.ReadFile("../../assets/calls/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var turns []struct {
			Speaker    string
			Start, End float64
		}
		if err := json.Unmarshal(text, &turns); err != nil {
			t.Fatal(err)
		}
		var voices [2][]sentence
		for _, turn := range turns {
			c := slices.Index([]string{"me", "them"}, turn.Speaker)
			voices[c] = append(voices[c], channels[c][int(turn.Start*rate):int(turn.End*rate)])
		}
		all = append(all, voices[:]...)
	}
	var kennedy []sentence
	jfk := load("testdata/audio/jfk.flac")[0]
	for _, at := range [][2]float64{{0.3, 2.3}, {3.2, 4.5}, {5.3, 7.7}, {8.1, 10.7}} {
		kennedy = append(kennedy, jfk[int(at[0]*rate):int(at[1]*rate)])
	}
	return append(all, kennedy, []sentence{load("testdata/audio/librivox_austen.flac")[0]})
}

func level(s []int16) float64 {
	sum := 0.0
	for _, x := range s {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum/float64(len(s))) / 32768
}

func times(level float64) float64 { return math.Pow(10, level/20) }

// add mixes src into dst.
func add(dst []int16, at int, src []int16, by float64) {
	for i, x := range src {
		if k := at + i; k >= 0 && k < len(dst) {
			dst[k] = whole(float64(dst[k]) + by*float64(x))
		}
	}
}

func whole(x float64) int16 { return int16(max(-32768, min(32767, x))) }

// loudest cuts out the loudest so many seconds.
func loudest(s sentence, seconds float64) sentence {
	n := min(int(seconds*rate), len(s))
	best := s[:n]
	for at := 0; at+n <= len(s); at += rate / 20 {
		if level(s[at:at+n]) > level(best) {
			best = s[at : at+n]
		}
	}
	return best
}

// inRoom adds echoes that die away by 60 dB in so many seconds; all together have the given level beside the sound itself.
func inRoom(src []int16, seconds, level float64, random *rand.Rand) []int16 {
	const echoes = 40
	var at [echoes]int
	var gain [echoes]float64
	sum := 0.0
	for i := range at {
		at[i] = 20 + int(random.Float64()*seconds*0.8*rate)
		gain[i] = random.NormFloat64() * times(-60*float64(at[i])/seconds/rate)
		sum += gain[i] * gain[i]
	}
	out := slices.Clone(src)
	for i := range at {
		add(out, at[i], src, gain[i]/math.Sqrt(sum)*times(level))
	}
	return out
}

// fromSmallSpeaker takes the bass away and lets 1200 Hz ring.
func fromSmallSpeaker(src []int16) []int16 {
	out := make([]int16, len(src))
	const ring = 0.93
	turn := 2 * ring * math.Cos(2*math.Pi*1200/rate)
	var before, high, a, b float64
	for i, x := range src {
		high = 0.85 * (high + float64(x) - before)
		before = float64(x)
		a, b = 0.2*high+turn*a-ring*ring*b, a
		out[i] = whole(0.6*high + 0.4*a)
	}
	return out
}

// scene is a stretch of a call: the far side says a sentence after a second.
type scene struct {
	Passage
	random *rand.Rand
}

const loud = -26 // dBFS, of the far side's sentence

func newScene(random *rand.Rand, said sentence) *scene {
	s := &scene{random: random}
	s.Rate, s.From, s.To = rate, rate, rate+len(said)
	s.Far = make([]int16, len(said)+4*rate)
	s.Local = make([]int16, len(s.Far))
	add(s.Far, s.From, said, times(loud)/level(said))
	return s
}

// leak lets the microphone hear the far side, so many dB weaker and so many ms later.
func (s *scene) leak(attenuation, lag float64, through func([]int16) []int16) *scene {
	heard := s.Far
	if through != nil {
		heard = through(heard)
	}
	add(s.Local, int(lag*rate/1000), heard, times(-attenuation))
	return s
}

// says lets the user speak, so many seconds after the far side began, at a level in dBFS.
func (s *scene) says(words sentence, after, dbfs float64) *scene {
	add(s.Local, s.From+int(after*rate), words, times(dbfs)/level(words))
	return s
}

// noise is that of a quiet room and its microphone.
func (s *scene) noise(dbfs float64) *scene {
	loud := 32768 * times(dbfs)
	for i, x := range s.Local {
		s.Local[i] = whole(float64(x) + loud*s.random.NormFloat64())
	}
	return s
}
