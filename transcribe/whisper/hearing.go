package whisper

import (
	"cmp"
	"context"
	"slices"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// hearing follows one track. It decodes each window as soon as that is full, and what it finds does not depend on how the
// track was cut into pieces.
type hearing struct {
	engine   *Engine
	listen   transcribe.Listener
	known    []transcribe.Window // from an earlier attempt
	ear      *voice.Ear
	finder   *finder
	packer   packer
	store    store
	part     [voice.Frame]int16 // the beginning of a frame
	held     int                // samples in part
	speech   int                // samples
	guessed  int                // sample up to which the speech was guessed
	language string             // "": the first window decides
}

// Hear takes the samples that follow those before.
func (h *hearing) Hear(ctx context.Context, pcm []int16) error {
	for len(pcm) > 0 {
		n := copy(h.part[h.held:], pcm)
		pcm = pcm[n:]
		if h.held += n; h.held < len(h.part) {
			return nil
		}
		h.held = 0
		h.store.add(h.part[:])
		if err := h.judge(ctx); err != nil {
			return err
		}
	}
	return nil
}

// judge deals with the frame that part holds.
func (h *hearing) judge(ctx context.Context) error {
	if s, ok := h.finder.next(h.ear.Probability(&h.part)); ok {
		if err := h.pack(ctx, s); err != nil {
			return err
		}
	}
	const slack = transcribe.Rate // kept in vain at most, so that there is little copying
	if needed := h.needed(); h.store.size() > total(needed)+slack {
		h.store.keep(needed)
	}
	return nil
}

// needed gives the sound that is needed yet: around the speech that is in no window, and the newest.
func (h *hearing) needed() []span {
	newest := span{h.store.heard - margin, h.store.heard}
	if h.finder.begin >= 0 {
		newest.start = h.finder.begin*voice.Frame - margin
	}
	newest.start = max(0, newest.start)
	all := h.packer.needed(h.store.heard)
	if n := len(all); n > 0 && all[n-1].end >= newest.start {
		all[n-1].end = newest.end
		return all
	}
	return append(all, newest)
}

// pack puts a span into the window under way, unless it is a tone, and decodes what is full by it.
func (h *hearing) pack(ctx context.Context, s span) error {
	if voice.Tone(h.store.sound(s)) {
		return nil
	}
	h.speech += s.length()
	for _, w := range h.packer.add(s, h.store.heard) {
		if err := h.decode(ctx, w); err != nil {
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
func (h *hearing) Guess(ctx context.Context) ([]call.Segment, error) {
	n := len(h.packer.spans)
	if n == 0 || h.packer.spans[n-1].end <= h.guessed {
		return nil, nil
	}
	end := h.packer.spans[n-1].end
	if h.store.heard-end < settled && end-h.guessed < plenty {
		return nil, nil
	}
	h.guessed = end
	w := gather(h.packer.spans, h.packer.from, h.store.heard)
	return h.engine.decode(ctx, w, w.samples(&h.store), h.language, h.listen.Alive)
}

// End decodes what is left at the end of the track.
func (h *hearing) End(ctx context.Context) (transcribe.Heard, error) {
	if h.held > 0 { // judged as if silence followed
		clear(h.part[h.held:])
		h.store.add(h.part[:h.held])
		if s, ok := h.finder.next(h.ear.Probability(&h.part)); ok {
			if err := h.pack(ctx, s); err != nil {
				return transcribe.Heard{}, err
			}
		}
	}
	if s, ok := h.finder.finish(h.store.heard); ok {
		if err := h.pack(ctx, s); err != nil {
			return transcribe.Heard{}, err
		}
	}
	if w, ok := h.packer.rest(h.store.heard); ok {
		if err := h.decode(ctx, w); err != nil {
			return transcribe.Heard{}, err
		}
	}
	return transcribe.Heard{Speech: call.AtFrame(int64(h.speech), transcribe.Rate), Language: h.language}, nil
}

// decode tells what was said in a window.
func (h *hearing) decode(ctx context.Context, w window) error {
	found := transcribe.Window{Start: int64(w.parts[0].start), End: int64(w.parts[len(w.parts)-1].end)}
	i := slices.IndexFunc(h.known, func(k transcribe.Window) bool { return k.Start == found.Start && k.End == found.End })
	if i >= 0 {
		found = h.known[i]
	} else {
		var err error
		if found.Segments, err = h.engine.decode(ctx, w, w.samples(&h.store), h.language, h.listen.Alive); err != nil {
			return err
		}
		found.Language = cmp.Or(h.language, h.engine.model.language())
	}
	h.language = cmp.Or(h.language, found.Language)
	h.listen.Window(found)
	return nil
}

func total(spans []span) int {
	sum := 0
	for _, s := range spans {
		sum += s.length()
	}
	return sum
}
