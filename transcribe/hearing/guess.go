package hearing

import (
	"context"
	"slices"
	"time"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

const (
	settled  = 2 * transcribe.Rate / 5 // a pause after which what was said is worth a guess,
	plenty   = transcribe.Rate         // and so much more of it is worth one without a pause
	believed = transcribe.Rate         // how long a sound that goes on must last to be taken for speech
	ragged   = 3 * transcribe.Rate / 10
)

// Guess decodes the window under way, as if the track ended now. While somebody goes on speaking it takes no more than half of
// the time: the next guess waits for as long as the last one took.
func (t *Track) Guess(ctx context.Context) ([]call.Segment, error) {
	speech, goesOn := t.underWay()
	if len(speech) == 0 {
		return nil, nil
	}
	end := speech[len(speech)-1].end
	paused := t.store.heard-end >= settled
	if fresh := end - t.guessed; fresh <= 0 || !paused && fresh < max(plenty, t.guessing) {
		return nil, nil
	}
	began := time.Now()
	w := gather(speech, t.packer.from, t.store.heard)
	sound := t.sound(w)
	sound.Guess = true
	heard, err := t.recogniser.Recognise(ctx, sound)
	if err != nil {
		return nil, err
	}
	t.guessed, t.guessing = end, samplesIn(time.Since(began).Seconds())
	guessed := words(heard.Stretches, w)
	if goesOn { // the last word may be half a word
		sure := call.AtFrame(int64(end-ragged), transcribe.Rate)
		guessed = slices.DeleteFunc(guessed, func(x word) bool { return x.End > sure })
	}
	return segments(guessed), nil
}

// underWay gives the speech that is in no window yet, with that which goes on if it fits.
func (t *Track) underWay() (speech []span, goesOn bool) {
	speech = t.packer.spans
	if t.finder.begin < 0 {
		return speech, false
	}
	last := span{t.finder.begin * voice.Frame, t.store.heard}
	all := append(slices.Clip(speech), last)
	if last.length() < believed || fitting(all) < len(all) || voice.Tone(t.store.sound(last)) {
		return speech, false
	}
	return all, true
}
