package transcribe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/onrecord/onrecord/call"
)

// run is the parent's side of the protocol, for one attempt.
type run struct {
	*conversation
	req     Request
	tell    func(Progress)
	worker  orders
	feeders []*feeder
	found   []Window // that were not known
	result  call.Transcript

	began         time.Time      // the part of the work that must be done in this attempt
	from          float64        // fraction that was known already
	skipping      bool           // what was heard last was known
	furthest      float64        // fraction told so far
	told, guesses []call.Segment // with the progress
	longestSpeech call.Seconds   // of one track: its language counts
}

// prepare goes through the protocol until the model is loaded.
func (r *run) prepare(ctx context.Context, log *slog.Logger) error {
	if _, err := r.hear(ctx, sayReady, unexpected); err != nil {
		return err
	}
	if err := yield(r.cmd.Process.Pid); err != nil {
		log.Debug("the worker keeps its priority", "cause", err)
	}
	loaded, err := r.load(ctx)
	if err != nil {
		return err
	}
	r.begin(loaded)
	return nil
}

// all goes through the rest of the protocol.
func (r *run) all(ctx context.Context) error {
	r.began = time.Now()
	if err := r.tracks(ctx); err != nil {
		return err
	}
	if err := r.order(order{Type: doFinish}); err != nil {
		return err
	}
	_, err := r.hear(ctx, sayDone, unexpected)
	return err // the worker has nothing to lose: it is simply killed
}

func unexpected(said report) error {
	if said.Type == sayAlive {
		return nil
	}
	return fmt.Errorf("%w: it said %q at the wrong time", ErrWorkerGarbled, said.Type)
}

// begin fills in what is known of the transcript once the model is loaded.
func (r *run) begin(loaded report) {
	r.result = call.Transcript{
		Format:   call.Format,
		Model:    r.req.Model,
		Engine:   loaded.Engine,
		Segments: []call.Segment{},
		Settings: call.Settings{
			Language: r.req.Language, Threads: r.req.Threads, Windows: r.req.Windows, VAD: filepath.Base(r.req.VADPath), People: r.req.People,
			Words: loaded.Words, WordsLeftOut: without(r.req.Words, loaded.Words),
		},
	}
}

// load gives what the worker says when the model is loaded.
func (r *run) load(ctx context.Context) (report, error) {
	load := order{
		Type: doLoad, Version: protocolVersion,
		Model: r.req.ModelPath, SHA256: r.req.Model.SHA256, VAD: r.req.VADPath,
		Language: r.req.Language, Threads: r.req.Threads, Windows: r.req.Windows, People: r.req.People, Live: r.req.Live,
		Words: r.req.Words,
	}
	if err := r.order(load); err != nil {
		return report{}, err
	}
	return r.hear(ctx, sayLoaded, unexpected)
}

// without gives those of all that are none of some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(some, w) })
}

// order tells the worker something short. When it cannot be told, what it says next gives the reason.
func (r *run) order(o order) error {
	if err := r.worker.give(o); err != nil {
		return r.broken(errors.Join(io.EOF, err))
	}
	return nil
}

// tracks feeds all tracks side by side while it listens to what comes of them.
func (r *run) tracks(ctx context.Context) error {
	working, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	var feeding sync.WaitGroup
	for _, track := range r.req.Tracks {
		f := newFeeder(track, r.knownOf(track.Party))
		r.feeders = append(r.feeders, f)
		feeding.Go(func() {
			if err := f.feed(working, &r.worker); err != nil {
				giveUp(err)
			}
		})
	}
	r.idle = func() bool { return !slices.ContainsFunc(r.feeders, (*feeder).waits) }
	defer func() { r.idle = nil }()
	err := r.listen(working)
	if err != nil {
		if ctx.Err() == nil && working.Err() != nil {
			err = context.Cause(working)
		}
		giveUp(err)
		r.kill() // or a feeder could wait for a worker that reads no more
	}
	feeding.Wait()
	return err
}

// listen takes what the worker says until it has heard all tracks.
func (r *run) listen(ctx context.Context) error {
	for range r.feeders {
		heard, err := r.hear(ctx, sayHeard, r.take)
		if err != nil {
			return err
		}
		f := r.feeder(heard.Party)
		if f == nil || f.heard {
			return unexpected(heard)
		}
		if err := f.prompt(); err != nil {
			return err
		}
		f.heard = true
		r.conclude(f, heard)
	}
	return nil
}

// feeder gives the one of a party; nil if there is none.
func (r *run) feeder(party call.Party) *feeder {
	i := slices.IndexFunc(r.feeders, func(f *feeder) bool { return f.track.Party == party })
	if i < 0 {
		return nil
	}
	return r.feeders[i]
}

// prompt makes sure that a worker which says it has heard a track was also given all of it.
func (f *feeder) prompt() error {
	select {
	case <-f.fed:
		return nil
	case <-time.After(linger):
		return fmt.Errorf("%w: it finished before it had heard all", ErrWorkerGarbled)
	}
}

// take deals with what the worker says about a track.
func (r *run) take(said report) error {
	f := r.feeder(said.Party)
	switch {
	case said.Type == sayTook && f != nil && f.took(said.Frames):
		f.written = max(f.written, said.Written)
		r.report()
	case said.Type == sayWindow && f != nil && !f.heard:
		r.window(f, *said.Window)
		r.report()
	case said.Type == sayGuess && f != nil && !f.heard:
		r.guess(said.Party, math.MaxFloat64, said.Segments)
		r.report()
	default:
		return unexpected(said)
	}
	return nil
}

// window takes what was found in one.
func (r *run) window(f *feeder, w Window) {
	w.Party = f.track.Party
	f.written = max(f.written, w.End)
	for _, s := range w.Segments {
		s.Party = w.Party
		r.result.Segments = insert(r.result.Segments, s)
	}
	r.told = slices.Clone(r.result.Segments)
	r.guess(w.Party, call.AtFrame(w.End, Rate), nil)
	r.skipping = slices.ContainsFunc(f.known, func(k Window) bool { return k.Start == w.Start && k.End == w.End })
	if r.skipping {
		return
	}
	r.found = append(r.found, w)
	if r.req.Found != nil {
		r.req.Found(r.result.Engine, w)
	}
}

// known gives all windows that the next attempt need not find again.
func (r *run) known() Known {
	if len(r.found) == 0 {
		return r.req.Known
	}
	known := Known{Engine: r.result.Engine, Windows: r.found}
	if r.req.Known.Engine == known.Engine {
		known.Windows = slices.Concat(r.req.Known.Windows, r.found)
	}
	return known
}

// knownOf gives the windows of a party that need not be found again.
func (r *run) knownOf(party call.Party) []Window {
	if r.req.Known.Engine != r.result.Engine {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.req.Known.Windows), func(w Window) bool { return w.Party != party })
}

// insert puts a segment where it belongs by its time.
func insert(all []call.Segment, s call.Segment) []call.Segment {
	at, _ := slices.BinarySearchFunc(all, s, func(other, s call.Segment) int {
		// One that is equal stays before those found later, so that the order depends on nothing else.
		return cmp.Or(cmp.Compare(other.Start, s.Start), cmp.Compare(other.Party, s.Party), -1)
	})
	return slices.Insert(all, at, s)
}

// guess puts guesses in the place of those of a party that began before a time.
func (r *run) guess(party call.Party, before call.Seconds, with []call.Segment) {
	guesses := slices.DeleteFunc(slices.Clone(r.guesses), func(s call.Segment) bool { return s.Party == party && s.Start < before })
	for _, s := range with {
		s.Party = party
		guesses = insert(guesses, s)
	}
	r.guesses = guesses
}

// conclude adds up a track that is done.
func (r *run) conclude(f *feeder, heard report) {
	r.report()
	length := call.AtFrame(f.frames, Rate)
	r.result.Duration = max(r.result.Duration, length)
	r.result.Timing.Audio = r.result.Duration
	r.result.Timing.Speech += heard.Speech
	if r.result.Language == "" || heard.Speech > 0 && r.longestSpeech < heard.Speech {
		r.result.Language = heard.Language
	}
	r.longestSpeech = max(r.longestSpeech, heard.Speech)
}

// report tells how far the whole work is, and what was found.
func (r *run) report() {
	if r.tell == nil {
		return
	}
	done, all, least, live := int64(0), int64(0), int64(math.MaxInt64), false
	for _, f := range r.feeders {
		all += f.track.Frames
		if f.heard {
			done += f.track.Frames
		} else {
			done += min(f.written, f.track.Frames)
		}
		least = min(least, f.frames)
		live = live || f.track.Frames == 0
	}
	p := Progress{Remaining: -1, Heard: call.AtFrame(least, Rate), Segments: r.told, Guesses: r.guesses}
	if live {
		r.tell(p)
		return
	}
	r.furthest = max(r.furthest, float64(done)/float64(max(all, 1)))
	p.Fraction = r.furthest
	if r.skipping { // which takes next to no time, and says nothing of the rest
		r.began, r.from = time.Now(), r.furthest
	}
	if done := r.furthest - r.from; done > 0.03 { // before that, a guess would be wild
		spent := time.Since(r.began)
		p.Remaining = time.Duration(float64(spent) * (1 - r.furthest) / done).Round(time.Second)
	}
	r.tell(p)
}
