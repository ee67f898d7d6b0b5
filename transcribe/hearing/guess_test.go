package hearing

import (
	"context"
	"fmt"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// metronome hears a word in every half second.
type metronome struct{}

func (metronome) Places() int { return 1 }

func (metronome) Recognise(_ context.Context, sound Sound) (Heard, error) {
	var pieces []Piece
	for at := 0.0; at < float64(len(sound.Samples))/transcribe.Rate; at += 0.5 {
		pieces = append(pieces, Piece{fmt.Sprintf(" w%d", len(pieces)), at, at + 0.4, 1})
	}
	return Heard{Stretches: []Stretch{{Pieces: pieces}}, Language: "en"}, nil
}

// guesses listens to a track in quarters of a second, and gives each guess with the time at which it was made.
func guesses(t *testing.T, pcm []int16) map[call.Seconds][]call.Segment {
	t.Helper()
	h := Begin(metronome{}, voices(t).NewEar(), "en", transcribe.Listener{Alive: func() {}, Window: func(transcribe.Window) {}}, nil)
	all := map[call.Seconds][]call.Segment{}
	for at := 0; at < len(pcm); at += transcribe.Rate / 4 {
		to := min(at+transcribe.Rate/4, len(pcm))
		if err := h.Hear(context.Background(), pcm[at:to]); err != nil {
			t.Fatal(err)
		}
		guess, err := h.Guess(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(guess) > 0 {
			all[call.AtFrame(int64(to), transcribe.Rate)] = guess
		}
	}
	return all
}

// Who goes on speaking is guessed at all the same, but for the word that may not be over.
func TestGuessesWhileSomebodySpeaks(t *testing.T) {
	var pcm []int16 // somebody who never draws breath
	sound := transcribetest.Sound(t, "../../testdata/calls/debt_collector.flac", 1)
	for _, s := range speech(voices(t), sound)[:8] {
		pcm = append(pcm, sound[s.start:s.end]...)
	}
	spoken := speech(voices(t), pcm)
	during := 0
	for at, guess := range guesses(t, pcm) {
		last := guess[len(guess)-1].End
		for _, s := range spoken {
			begin, end := call.AtFrame(int64(s.start), transcribe.Rate), call.AtFrame(int64(s.end), transcribe.Rate)
			if at <= begin+1.1 || at >= end {
				continue
			}
			during++
			if last > at-0.25 || last < at-2.5 {
				t.Errorf("at %v the last word guessed ends at %v", at, last)
			}
		}
	}
	if during < 8 {
		t.Errorf("%d guesses while somebody spoke without a pause in %v", during, spoken)
	}
}

// Hold music and telephone tones are not guessed at while they go on either.
func TestNoGuessesWithoutSpeech(t *testing.T) {
	for _, name := range []string{"hold_music", "us_ringback", "uk_ringback", "us_busy", "dtmf_1234567890", "sb_noise1"} {
		if all := guesses(t, transcribetest.Sound(t, "../../testdata/audio/"+name+".flac", 0)); len(all) > 0 {
			t.Errorf("%s: %v", name, all)
		}
	}
}
