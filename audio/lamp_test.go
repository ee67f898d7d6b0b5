package audio_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
)

// listener is the voice detection of the program.
func listener(t *testing.T) *voice.Model {
	t.Helper()
	weights, err := assets.VAD()
	if err != nil {
		t.Fatal(err)
	}
	defer weights.Close()
	model, err := voice.New(weights)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// speech is one side of a sample call, over and over, so many times as loud.
func speech(side int, gain float64) func(float64) int16 {
	frames := audiotest.Sound(assets.Calls, "calls/telemarketer.flac", 16000)[side]
	return func(at float64) int16 {
		return int16(float64(frames[int(at*16000)%len(frames)]) * gain)
	}
}

func TestLampsSeeSpeech(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		take := lampTake(t, speech(0, 1), func(float64) int16 { return 0 })
		spoke, unheardAt := 0, 0.0
		for second := range 60 {
			time.Sleep(time.Second)
			levels := take.Levels()
			if levels.Sides[0].Speaking {
				spoke++
			}
			if levels.Sides[1].Speaking || levels.Sides[0].Unheard || levels.Sides[1].Lamp != audio.LampNothing {
				t.Fatalf("after %d s: %+v", second, levels)
			}
			if levels.Sides[1].Unheard && unheardAt == 0 {
				unheardAt = float64(second)
			}
		}
		if unheardAt < 9 || unheardAt > 16 {
			t.Errorf("the far side counts as unheard after %.0f s", unheardAt)
		}
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		side := result.Capture.Sides[call.Local]
		if spoke < 10 || side.Speech < 15 || side.Speech > 40 || side.LongestSilence < 3 || side.LongestSilence > 30 {
			t.Errorf("spoke in %d of 60 seconds, %.1f s in all, silent for %.1f s at most", spoke, side.Speech, side.LongestSilence)
		}
	})
}

// Speech that is too soft shows, and what is no speech does not count as any, nor makes the other side unheard.
func TestLampsKnowSoftSpeechAndTones(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		take := lampTake(t, speech(0, 0.02), ringback)
		soft, heard := 0, 0
		for range 40 {
			time.Sleep(time.Second)
			levels := take.Levels()
			if levels.Sides[0].Lamp == audio.LampLow {
				soft++
			}
			if levels.Sides[0].Lamp == audio.LampHeard { // before it is known for speech
				heard++
			}
			if levels.Sides[1].Speaking || levels.Sides[0].Unheard {
				t.Errorf("%+v", levels)
			}
		}
		if soft < 8 || heard > soft/4 {
			t.Errorf("soft speech showed in %d of 40 seconds, and passed for well heard in %d", soft, heard)
		}
		if _, err := take.Stop(); err != nil {
			t.Fatal(err)
		}
	})
}

// ringback is what a caller hears in America while it rings: 440 and 480 Hz, two seconds of six.
func ringback(at float64) int16 {
	if math.Mod(at, 6) > 2 {
		return 0
	}
	return int16(4000 * (math.Sin(2*math.Pi*440*at) + math.Sin(2*math.Pi*480*at)))
}

func lampTake(t *testing.T, local, remote func(float64) int16) *audio.Take {
	t.Helper()
	take, err := audio.StartTake(audio.TakeOptions{
		Rate: rate, File: audiotest.NewFile(nil), Voice: listener(t),
		Sources: map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: local}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: remote}),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return take
}
