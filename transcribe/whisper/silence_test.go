package whisper

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/transcribe"
)

// noise is so many seconds of white noise at a level in dBFS.
func noise(seconds, level float64) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	pcm := make([]int16, samplesIn(seconds))
	for i := range pcm {
		pcm[i] = int16(random.NormFloat64() * 32767 * math.Pow(10, level/20))
	}
	return pcm
}

// bell is a ringing telephone: partials, each a frequency and a strength, on and off.
func bell(warble float64, partials ...float64) []int16 {
	pcm := make([]int16, samplesIn(12))
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

func TestNoWordsWithoutSpeech(t *testing.T) {
	e := loaded(t)
	for name, pcm := range map[string][]int16{
		"nothing":          nil,
		"one frame":        make([]int16, 1),
		"digital silence":  make([]int16, 60*transcribe.Rate),
		"noise at -60":     noise(20, -60),
		"noise at -30":     noise(20, -30),
		"noise":            sound(t, "audio/sb_noise1.flac", 0),
		"hold music":       sound(t, "audio/hold_music.flac", 0),
		"dial tone":        sound(t, "audio/us_dialtone.flac", 0),
		"busy tone":        sound(t, "audio/us_busy.flac", 0),
		"American ringing": sound(t, "audio/us_ringback.flac", 0),
		"British ringing":  sound(t, "audio/uk_ringback.flac", 0),
		"keys":             sound(t, "audio/dtmf_1234567890.flac", 0),
		"beeps":            sound(t, "audio/rec_beep_1400.flac", 0),
		"bell":             bell(20, 1000, 1, 1250, 1),
		"deep bell":        bell(25, 440, 1, 480, 1, 1320, 0.3),
	} {
		if got, h := heard(t, e, pcm); len(got) != 0 {
			t.Errorf("%s: %q out of %.1f s taken for speech", name, got[0].Text, h.Speech)
		}
	}
}

// speech finds the spans of a track.
func speech(m *voice.Model, pcm []int16) []span {
	var spans []span
	ear, f := m.NewEar(), newFinder()
	for at := 0; at < len(pcm); at += voice.Frame {
		var frame [voice.Frame]int16
		copy(frame[:], pcm[at:])
		if s, ok := f.next(ear.Probability(&frame)); ok {
			spans = append(spans, s)
		}
	}
	if s, ok := f.finish(len(pcm)); ok {
		spans = append(spans, s)
	}
	return spans
}

func TestRealVoicesAreNotTakenForTones(t *testing.T) {
	e := loaded(t)
	for name, channels := range map[string]int{
		"audio/jfk.flac": 1, "audio/librivox_austen.flac": 1,
		"calls/telemarketer.flac": 2,
	} {
		for channel := range channels {
			pcm := sound(t, name, channel)
			spans := speech(e.voice, pcm)
			if total(spans) < transcribe.Rate {
				t.Errorf("%s: only %d samples of speech", name, total(spans))
			}
			for _, s := range spans {
				if voice.Tone(pcm[s.start:s.end]) {
					t.Errorf("%s: the voice from sample %d is taken for a tone", name, s.start)
				}
			}
		}
	}
}
