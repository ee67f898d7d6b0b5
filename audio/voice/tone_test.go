package voice_test

import (
	"testing"

	"github.com/onrecord/onrecord/audio/voice"
)

func TestTonesAreToldFromVoices(t *testing.T) {
	tones := trills()
	tones["dial tone"] = sound("testdata/audio/us_dialtone.flac")[0]
	tones["ring"] = sound("testdata/audio/us_ringback.flac")[0][:2*voice.Rate]
	tones["short ring"] = tones["ring"][:voice.Rate/4]
	tones["keys"] = sound("testdata/audio/dtmf_1234567890.flac")[0]
	tones["bell"] = ringer(0, -12, partial{1000, 1}, partial{1250, 1})[:2*voice.Rate]
	tones["bell in noise"] = mixed(tones["bell"], 0, -30)
	for name, pcm := range tones {
		if !voice.Tone(pcm) {
			t.Errorf("%s passes for a voice", name)
		}
	}
	for name, pcm := range map[string][]int16{
		"noise":   mixed(make([]int16, 2*voice.Rate), 0, -30),
		"silence": make([]int16, 2*voice.Rate),
		"nothing": nil,
	} {
		if voice.Tone(pcm) {
			t.Errorf("%s passes for a tone", name)
		}
	}
}

// Real and made voices must stay well below what makes a sound a tone.
func TestVoicesAreNotTakenForTones(t *testing.T) {
	m := loaded(t)
	var most [3]float32
	for _, name := range []string{
		"testdata/audio/jfk.flac", "testdata/audio/librivox_austen.flac",
		"assets/calls/telemarketer.flac",
	} {
		for channel, pcm := range sound(name) {
			spans := spoken(m.Probabilities(pcm))
			if len(spans) == 0 {
				t.Errorf("%s: no speech", name)
			}
			for _, s := range spans {
				span := pcm[s[0]*voice.Frame : min(len(pcm), s[1]*voice.Frame)]
				if voice.Tone(span) {
					t.Errorf("%s: the voice from frame %d of channel %d is taken for a tone", name, s[0], channel)
				}
				still, recurrence, keys := voice.Tonalities(span, 8)
				most = [3]float32{max(most[0], still), max(most[1], recurrence), max(most[2], keys)}
			}
		}
	}
	t.Logf("of a tone, voices have at most: still %.3f, recurrence %.3f, keys %.3f", most[0], most[1], most[2])
}

// spoken gives the runs of at least six frames that the network takes for speech.
func spoken(probs []float32) (spans [][2]int) {
	begin := 0
	for i, p := range append(probs, 0) {
		if p >= 0.5 {
			continue
		}
		if i-begin >= 6 {
			spans = append(spans, [2]int{begin, i})
		}
		begin = i + 1
	}
	return spans
}
