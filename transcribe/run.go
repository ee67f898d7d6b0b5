package transcribe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/onrecord/onrecord/call"
)

// run is the parent's side of the protocol, for one attempt.
type run struct {
	*conversation
	req    Request
	tell   func(Progress)
	result call.Transcript

	began         time.Time
	before        int64        // frames of the tracks that are done
	furthest      float64      // fraction told so far
	longestSpeech call.Seconds // of one track: its language counts
}

// all goes through the protocol from beginning to end.
func (r *run) all(ctx context.Context, log *slog.Logger) error {
	ready, err := r.hear(ctx, sayReady, unexpected)
	if err != nil {
		return err
	}
	if err := yield(r.cmd.Process.Pid); err != nil {
		log.Debug("the worker keeps its priority", "cause", err)
	}
	r.begin(ready.Engine)
	if err := r.load(ctx); err != nil {
		return err
	}
	r.began = time.Now()
	for _, track := range r.req.Tracks {
		if err := r.track(ctx, track); err != nil {
			return err
		}
		r.before += track.Frames
	}
	if err := r.order(order{Type: doFinish}); err != nil {
		return err
	}
	if _, err := r.hear(ctx, sayDone, unexpected); err != nil {
		return err
	}
	byTime(r.result.Segments)
	return nil // the worker has nothing to lose: it is simply killed
}

func unexpected(said report) error {
	if said.Type == sayProgress {
		return nil
	}
	return fmt.Errorf("%w: it said %q at the wrong time", ErrWorkerGarbled, said.Type)
}

// begin fills in what is known of the transcript beforehand.
func (r *run) begin(engine string) {
	r.result = call.Transcript{
		Format:   call.Format,
		Model:    r.req.Model,
		Engine:   engine,
		Segments: []call.Segment{},
		Settings: call.Settings{
			Language: r.req.Language, Threads: r.req.Threads, VAD: filepath.Base(r.req.VADPath),
		},
	}
}

func (r *run) load(ctx context.Context) error {
	load := order{
		Type: doLoad, Version: protocolVersion,
		Model: r.req.ModelPath, VAD: r.req.VADPath, Language: r.req.Language, Threads: r.req.Threads,
	}
	if err := r.order(load); err != nil {
		return err
	}
	_, err := r.hear(ctx, sayLoaded, unexpected)
	return err
}

// order tells the worker something short. When it cannot be told, what it says next gives the reason.
func (r *run) order(o order) error {
	if err := writeLine(r.stdin, o); err != nil {
		return r.broken(errors.Join(io.EOF, err))
	}
	return nil
}

// track feeds one track while it listens to what comes of it.
func (r *run) track(ctx context.Context, track Track) error {
	sound, err := track.Open()
	if err != nil {
		return fmt.Errorf("open the %s track: %w: %w", track.Party, ErrBadTrack, err)
	}
	listening, interrupt := context.WithCancelCause(ctx)
	defer interrupt(nil)
	fed := make(chan struct{})
	go func() { // joined below
		defer close(fed)
		if err := feed(r.stdin, track.Party, sound); errors.Is(err, ErrBadTrack) {
			interrupt(err) // any other error comes from the worker, which will speak for itself
		}
	}()
	heard, err := r.hear(listening, sayHeard, func(said report) error { return r.take(track, said) })
	if err == nil {
		err = prompt(fed)
	} else if ctx.Err() == nil && listening.Err() != nil {
		err = context.Cause(listening)
	}
	if err != nil {
		r.kill() // or the feeder could wait for a worker that reads no more
	}
	<-fed
	if err := errors.Join(err, sound.Close()); err != nil {
		return err
	}
	r.conclude(track, heard)
	return nil
}

// prompt makes sure that a worker which says it has heard a track was also given all of it.
func prompt(fed <-chan struct{}) error {
	select {
	case <-fed:
		return nil
	case <-time.After(linger):
		return fmt.Errorf("%w: it finished before it had heard all", ErrWorkerGarbled)
	}
}

// feed tells the worker the sound of one track. Only what goes wrong with the track wraps ErrBadTrack.
func feed(worker io.Writer, party call.Party, sound io.Reader) error {
	if err := writeLine(worker, order{Type: doTrack, Party: party}); err != nil {
		return err
	}
	chunk := make([]byte, 2*chunkFrames)
	for {
		n, err := io.ReadFull(sound, chunk)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("read the %s track: %w: %w", party, ErrBadTrack, err)
		}
		if n -= n % 2; n > 0 {
			if err := writeLine(worker, order{Type: doAudio, PCM: chunk[:n]}); err != nil {
				return err
			}
		}
		if err != nil {
			return writeLine(worker, order{Type: doEnd})
		}
	}
}

// take deals with what the worker says about a track.
func (r *run) take(track Track, said report) error {
	switch {
	case said.Type == sayProgress:
		r.report(track, said.Fraction)
	case said.Type == saySegment && said.Party == track.Party:
		said.Segment.Party = track.Party
		r.result.Segments = append(r.result.Segments, *said.Segment)
	default:
		return unexpected(said)
	}
	return nil
}

// conclude adds up a track that is done.
func (r *run) conclude(track Track, heard report) {
	r.report(track, 1)
	length := call.AtFrame(track.Frames, Rate)
	r.result.Duration = max(r.result.Duration, length)
	r.result.Timing.Audio = r.result.Duration
	r.result.Timing.Speech += heard.Speech
	if r.result.Language == "" || heard.Speech > 0 && r.longestSpeech < heard.Speech {
		r.result.Language = heard.Language
	}
	r.longestSpeech = max(r.longestSpeech, heard.Speech)
}

// report tells how far the whole work is when so much of one track is done.
func (r *run) report(track Track, fraction float64) {
	var all int64
	for _, t := range r.req.Tracks {
		all += t.Frames
	}
	if r.tell == nil || all == 0 {
		return
	}
	r.furthest = max(r.furthest, min(1, (float64(r.before)+fraction*float64(track.Frames))/float64(all)))
	remaining := time.Duration(-1)
	if r.furthest > 0.03 { // before that, a guess would be wild
		spent := time.Since(r.began)
		remaining = time.Duration(float64(spent) * (1 - r.furthest) / r.furthest).Round(time.Second)
	}
	r.tell(Progress{Fraction: r.furthest, Remaining: remaining})
}
