package transcribetest

import (
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/transcribe"
)

// Sound reads one channel of a FLAC file, at transcribe.Rate.
func Sound(tb testing.TB, file string, channel int) []int16 {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	recording, err := audio.OpenRecording(f)
	if err != nil {
		tb.Fatal(err)
	}
	var pcm []int16
	for piece := make([]int16, 4096*recording.Channels()); ; {
		n, err := recording.Read(piece)
		for i := range n {
			pcm = append(pcm, piece[i*recording.Channels()+channel])
		}
		switch {
		case errors.Is(err, io.EOF):
			return audio.Resample(pcm, recording.Rate(), transcribe.Rate)
		case err != nil:
			tb.Fatal(err)
		}
	}
}

// noise is so many seconds of white noise at a level in dBFS.
func noise(seconds int, level float64) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	pcm := make([]int16, seconds*transcribe.Rate)
	for i := range pcm {
		pcm[i] = int16(random.NormFloat64() * 32767 * math.Pow(10, level/20))
	}
	return pcm
}

// bell is a ringing telephone: partials, each a frequency and a strength, on and off.
func bell(warble float64, partials ...float64) []int16 {
	pcm := make([]int16, 12*transcribe.Rate)
	for i := range pcm {
		at := float64(i) / transcribe.Rate
		if math.Mod(at, 3) > 2 {
			continue
		}
		sum := 0.0
		for p := 0; p < len(partials); p += 2 {
			sum += partials[p+1] * math.Sin(2*math.Pi*partials[p]*at)
		}
		pcm[i] = int16(6000 * sum * (1 + math.Sin(2*math.Pi*warble*at)) / 2)
	}
	return pcm
}
