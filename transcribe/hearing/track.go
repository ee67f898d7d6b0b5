package hearing

import (
	"cmp"
	"context"
	"slices"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// Track is the hearing of one track. It has each window recognised as soon as that is full, while it listens on, and what it
// finds does not depend on how the track was cut into pieces. It implements transcribe.Hearing.
type Track struct {
	recogniser Recogniser
	listen     transcribe.Listener
	known      []transcribe.Window // from an earlier attempt
	ear        *voice.Ear
	finder     *finder
	packer     packer
	line       *line
	store      store
	part       [voice.Frame]int16 // the beginning of a frame
	held       int                // samples in part
	speech     int                // samples
	guessed    int                // sample up to which the speech was guessed
	guessing   int                // samples that would have come in while that was done
	language   string             // "": the first window decides
}

// Begin begins with a track in a language, or in the one that its first window is recognised as ("").
func Begin(r Recogniser, ear *voice.Ear, language string, listen transcribe.Listener, known []transcribe.Window) *Track {
	return &Track{recogniser: r, ear: ear, language: language, listen: listen, known: known, finder: newFinder(), line: newLine(r.Places(), listen.Window)}
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

// End decodes what is left at the end of the track.
func (t *Track) End(ctx context.Context) (transcribe.Heard, error) {
	err := t.rest(ctx)
	if _, failed := t.line.wait(); err == nil {
		err = failed
	}
	if err != nil {
		return transcribe.Heard{}, err
	}
	return transcribe.Heard{Speech: call.AtFrame(int64(t.speech), transcribe.Rate), Language: t.language}, nil
}

// rest lets what is left stand in line.
func (t *Track) rest(ctx context.Context) error {
	if t.held > 0 { // judged as if silence followed
		clear(t.part[t.held:])
		t.store.add(t.part[:t.held])
		if s, ok := t.finder.next(t.ear.Probability(&t.part)); ok {
			if err := t.pack(ctx, s); err != nil {
				return err
			}
		}
	}
	if s, ok := t.finder.finish(t.store.heard); ok {
		if err := t.pack(ctx, s); err != nil {
			return err
		}
	}
	if w, ok := t.packer.rest(t.store.heard); ok {
		return t.decode(ctx, w)
	}
	return nil
}

// decode lets a window stand in line. The first one decides about the language, if nobody else did, so all others wait for it.
func (t *Track) decode(ctx context.Context, w window) error {
	found, known := t.foundBefore(w)
	recognise := func() (transcribe.Window, error) { return found, nil }
	if !known {
		sound := t.sound(w)
		recognise = func() (transcribe.Window, error) { return t.recognise(ctx, w, sound) }
	}
	if err := t.line.add(ctx, w.parts[0].start, recognise); err != nil || t.language != "" {
		return err
	}
	first, err := t.line.wait()
	t.language = first.Language
	return err
}

func (t *Track) sound(w window) Sound {
	return Sound{Samples: w.samples(&t.store), Language: t.language, Alive: t.listen.Alive}
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
func (t *Track) recognise(ctx context.Context, w window, sound Sound) (transcribe.Window, error) {
	heard, err := t.recogniser.Recognise(ctx, sound)
	if err != nil {
		return transcribe.Window{}, err
	}
	sound.Language = cmp.Or(sound.Language, heard.Language)
	said, err := t.spell(ctx, words(heard.Stretches, w), sound, w)
	if err != nil {
		return transcribe.Window{}, err
	}
	start, end := w.bounds()
	return transcribe.Window{
		Start: start, End: end, Language: sound.Language, Segments: segments(said),
	}, nil
}

// Written gives the frame up to which nothing is left to write down.
func (t *Track) Written() int64 {
	begun := t.needed()[0].start
	if first, waiting := t.line.first(); waiting {
		begun = min(begun, first)
	}
	return int64(begun)
}

func total(spans []span) int {
	sum := 0
	for _, s := range spans {
		sum += s.length()
	}
	return sum
}
