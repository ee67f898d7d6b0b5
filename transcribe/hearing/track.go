package hearing

import (
	"cmp"
	"context"
	"slices"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// Track is the hearing of one track. It decodes each window as soon as that is full, and what it finds does not depend on
// how the track was cut into pieces. It implements transcribe.Hearing.
type Track struct {
	recogniser Recogniser
	listen     transcribe.Listener
	known      []transcribe.Window // from an earlier attempt
	ear        *voice.Ear
	finder     *finder
	packer     packer
	store      store
	part       [voice.Frame]int16 // the beginning of a frame
	held       int                // samples in part
	speech     int                // samples
	guessed    int                // sample up to which the speech was guessed
	language   string             // "": the first window decides
}

// Begin begins with a track in a language, or in the one that its first window is recognised as ("").
func Begin(r Recogniser, ear *voice.Ear, language string, listen transcribe.Listener, known []transcribe.Window) *Track {
	return &Track{recogniser: r, ear: ear, language: language, listen: listen, known: known, finder: newFinder()}
}

// Hear takes the samples that follow those before.
func (t *Track) Hear(ctx context.Context, pcm []int16) error {
	for len(pcm) > 0 {
		n := copy(t.part[t.held:], pcm)
		pcm = pcm[n:]
		if t.held += n; t.held < len(t.part) {
			return nil
		}
		t.held = 0
		t.store.add(t.part[:])
		if err := t.judge(ctx); err != nil {
			return err
		}
	}
	return nil
}

// judge deals with the frame that part holds.
func (t *Track) judge(ctx context.Context) error {
	if s, ok := t.finder.next(t.ear.Probability(&t.part)); ok {
		if err := t.pack(ctx, s); err != nil {
			return err
		}
	}
	const slack = transcribe.Rate // kept in vain at most, so that there is little copying
	if needed := t.needed(); t.store.size() > total(needed)+slack {
		t.store.keep(needed)
	}
	return nil
}

// needed gives the sound that is needed yet: around the speech that is in no window, and the newest.
func (t *Track) needed() []span {
	newest := span{t.store.heard - margin, t.store.heard}
	if t.finder.begin >= 0 {
		newest.start = t.finder.begin*voice.Frame - margin
	}
	newest.start = max(0, newest.start)
	all := t.packer.needed(t.store.heard)
	if n := len(all); n > 0 && all[n-1].end >= newest.start {
		all[n-1].end = newest.end
		return all
	}
	return append(all, newest)
}

// pack puts a span into the window under way, unless it is a tone, and decodes what is full by it.
func (t *Track) pack(ctx context.Context, s span) error {
	if voice.Tone(t.store.sound(s)) {
		return nil
	}
	t.speech += s.length()
	for _, w := range t.packer.add(s, t.store.heard) {
		if err := t.decode(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

const (
	settled = 2 * transcribe.Rate / 5 // a pause after which what was said is worth a guess,
	plenty  = 5 * transcribe.Rate     // and so much since the last guess is worth one without it
)

// Guess decodes the window under way, as if the track ended now.
func (t *Track) Guess(ctx context.Context) ([]call.Segment, error) {
	n := len(t.packer.spans)
	if n == 0 || t.packer.spans[n-1].end <= t.guessed {
		return nil, nil
	}
	end := t.packer.spans[n-1].end
	if t.store.heard-end < settled && end-t.guessed < plenty {
		return nil, nil
	}
	t.guessed = end
	found, err := t.recognise(ctx, gather(t.packer.spans, t.packer.from, t.store.heard))
	return found.Segments, err
}

// End decodes what is left at the end of the track.
func (t *Track) End(ctx context.Context) (transcribe.Heard, error) {
	if t.held > 0 { // judged as if silence followed
		clear(t.part[t.held:])
		t.store.add(t.part[:t.held])
		if s, ok := t.finder.next(t.ear.Probability(&t.part)); ok {
			if err := t.pack(ctx, s); err != nil {
				return transcribe.Heard{}, err
			}
		}
	}
	if s, ok := t.finder.finish(t.store.heard); ok {
		if err := t.pack(ctx, s); err != nil {
			return transcribe.Heard{}, err
		}
	}
	if w, ok := t.packer.rest(t.store.heard); ok {
		if err := t.decode(ctx, w); err != nil {
			return transcribe.Heard{}, err
		}
	}
	return transcribe.Heard{Speech: call.AtFrame(int64(t.speech), transcribe.Rate), Language: t.language}, nil
}

// decode tells what was said in a window.
func (t *Track) decode(ctx context.Context, w window) error {
	found, known := t.foundBefore(w)
	if !known {
		var err error
		if found, err = t.recognise(ctx, w); err != nil {
			return err
		}
	}
	t.language = cmp.Or(t.language, found.Language)
	t.listen.Window(found)
	return nil
}

// foundBefore gives what an earlier attempt has found in a window.
func (t *Track) foundBefore(w window) (transcribe.Window, bool) {
	start, end := w.bounds()
	i := slices.IndexFunc(t.known, func(k transcribe.Window) bool { return k.Start == start && k.End == end })
	if i < 0 {
		return transcribe.Window{}, false
	}
	return t.known[i], true
}

// recognise lets the engine write down what is said in a window.
func (t *Track) recognise(ctx context.Context, w window) (transcribe.Window, error) {
	heard, err := t.recogniser.Recognise(ctx, Sound{w.samples(&t.store), t.language, t.listen.Alive})
	if err != nil {
		return transcribe.Window{}, err
	}
	start, end := w.bounds()
	return transcribe.Window{
		Start: start, End: end, Language: cmp.Or(t.language, heard.Language), Segments: segments(words(heard.Stretches, w)),
	}, nil
}

func total(spans []span) int {
	sum := 0
	for _, s := range spans {
		sum += s.length()
	}
	return sum
}
