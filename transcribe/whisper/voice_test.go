package whisper

import (
	"os"
	"testing"

	"github.com/onrecord/onrecord/audio/voice"
)

// The live detection of package voice must be the same as the one that decides what is transcribed.
func TestVoiceAgreesWithTheLibrary(t *testing.T) {
	ready()
	library, ok := loadVAD(vadWeights, 1)
	if !ok {
		t.Fatal("no voice detection")
	}
	defer library.free()
	file, err := os.Open(vadWeights)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	model, err := voice.New(file)
	if err != nil {
		t.Fatal(err)
	}
	most := float32(0)
	for _, name := range []string{
		"audio/jfk.flac", "audio/librivox_austen.flac", "calls/telemarketer.flac", "audio/hold_music.flac",
		"audio/us_ringback.flac", "audio/sb_noise1.flac",
	} {
		pcm := sound(t, name, 0)
		library.reset()
		want, ok := library.voiced(floats(pcm))
		got := model.Probabilities(pcm)
		if !ok || len(got) != len(want) || len(want) == 0 {
			t.Fatalf("%s: %d frames, %d in the library", name, len(got), len(want))
		}
		for i := range want {
			if off := max(got[i]-want[i], want[i]-got[i]); off > 0.01 {
				t.Errorf("%s: frame %d is speech with %.4f, in the library with %.4f", name, i, got[i], want[i])
			} else {
				most = max(most, off)
			}
		}
	}
	t.Logf("at most %.4f apart", most)
}
