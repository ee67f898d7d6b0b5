package voice_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/voice"
)

const weightsFile = "../../assets/models/ggml-silero-v6.2.0.bin"

func loaded(t testing.TB) *voice.Model {
	t.Helper()
	file, err := os.Open(weightsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m, err := voice.New(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// sound gives a file's channels at the detection's rate.
func sound(name string) [][]int16 { return audiotest.Sound(os.DirFS("../.."), name, voice.Rate) }

// doubled gives sound at twice its rate.
func doubled(pcm []int16) []int16 {
	twice := make([]int16, 0, 2*len(pcm))
	for i, s := range pcm {
		next := pcm[min(i+1, len(pcm)-1)]
		twice = append(twice, s, int16((int(s)+int(next))/2))
	}
	return twice
}

// halved gives sound at half its rate.
func halved(pcm []int16) []int16 {
	half := make([]int16, 0, len(pcm)/2)
	for i := 0; i+1 < len(pcm); i += 2 {
		half = append(half, int16((int(pcm[i])+int(pcm[i+1]))/2))
	}
	return half
}

// mixed gives the sound at a gain in dB with white noise at a level in dBFS.
func mixed(pcm []int16, gain, noise float64) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]int16, len(pcm))
	for i, s := range pcm {
		v := float64(s)*math.Pow(10, gain/20) + 32767*math.Pow(10, noise/20)*random.NormFloat64()
		out[i] = int16(max(math.MinInt16, min(math.MaxInt16, v)))
	}
	return out
}

const noNoise = -200

// turn is a passage of a sample call in which one speaks.
type turn struct {
	Speaker    string
	Start, End float64
}

// turns gives the reference of a sample call for each channel.
func turns(t testing.TB, name string) [2][]turn {
	t.Helper()
	content, err := os.ReadFile("../../assets/calls/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all []turn
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	var sides [2][]turn
	for _, one := range all {
		channel := map[string]int{"me": 0, "them": 1}[one.Speaker]
		sides[channel] = append(sides[channel], one)
	}
	return sides
}

// partial is a part of a tone.
type partial struct{ frequency, strength float64 }

// harmonics gives the partials of a tone that has a lowest frequency.
func harmonics(lowest float64, strengths ...float64) []partial {
	var all []partial
	for i, strength := range strengths {
		all = append(all, partial{lowest * float64(i+1), strength})
	}
	return all
}

// ringer is a bell, two seconds of each three. Its partials take turns, every other one at a time, so many times a
// second; at 0 all sound together.
func ringer(rate, level float64, partials ...partial) []int16 {
	whole := 0.0
	for _, p := range partials {
		whole += p.strength
	}
	pcm := make([]int16, 6*voice.Rate)
	for i := range pcm {
		at := float64(i) / voice.Rate
		if math.Mod(at, 3) > 2 {
			continue
		}
		sum := 0.0
		for n, p := range partials {
			if rate == 0 || (int(at*rate)+n)%2 == 1 {
				sum += p.strength * math.Sin(2*math.Pi*p.frequency*at)
			}
		}
		pcm[i] = int16(32767 * math.Pow(10, level/20) * sum / whole)
	}
	return pcm
}

// trills are ringing telephones that the network takes for speech.
func trills() map[string][]int16 {
	return map[string][]int16{
		"trill of seven partials": ringer(14, -19, harmonics(525, 0.2, 0.15, 0.2, 0.15, 0.3, 0.6, 0.45)...),
		"trill of nine partials":  ringer(13, -18, harmonics(531, 0.55, 0.4, 0.3, 0.15, 0.5, 0.2, 0.35, 0.55, 0.5)...),
		"trill of two partials":   ringer(10, -30, partial{314, 0.2}, partial{538, 0.55}),
		"bell of a telephone": ringer(9, -32, partial{2727, 0.75}, partial{928, 0.2}, partial{837, 0.75}, partial{685, 0.2},
			partial{333, 0.6}, partial{2240, 0.35}, partial{598, 0.95}, partial{975, 0.15}, partial{1091, 0.8}),
	}
}
