package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/echo"
	"github.com/onrecord/onrecord/call"
)

// markEchoes marks the local party's segments that are the far side's words, heard again by the microphone from
// loudspeakers. The sound decides; but a segment is only asked about where the far side has words of its own at the
// same time, so that nothing is hidden that does not also stand under their name. It may be done again.
func markEchoes(ctx context.Context, open func() (audio.File, error), segments []call.Segment) error {
	for i := range segments {
		segments[i].Echo = nil
	}
	doubled := saidTwice(segments)
	if len(doubled) == 0 {
		return nil
	}
	found, err := judgeEchoes(ctx, open, doubled)
	if err != nil {
		return fmt.Errorf("look for echoes: %w", err)
	}
	settleEchoes(doubled, found)
	return nil
}

// settleEchoes marks those of the segments that leaked, by what the sound said of each.
func settleEchoes(segments []*call.Segment, found []echo.Finding) {
	echo.Settle(found)
	for i, f := range found {
		if f.Leaked {
			segments[i].Echo = &call.Echo{Gain: tenths(f.Gain), Lag: tenths(f.Lag)}
		}
	}
}

const (
	loose   = call.Seconds(0.2) // how far the times of words can be off
	instant = call.Seconds(0.3) // a segment that claims to be shorter has its times wrong
)

// saidTwice gives the local segments at whose time the far side has words too.
func saidTwice(segments []call.Segment) []*call.Segment {
	var doubled []*call.Segment
	for i, own := range segments {
		if own.Party == call.Local && coveredByFar(own, segments) {
			doubled = append(doubled, &segments[i])
		}
	}
	return doubled
}

// coveredByFar tells whether the far side speaks for at least half of a segment's time. Of one that lasts no time it must
// also have the same words.
func coveredByFar(own call.Segment, segments []call.Segment) bool {
	both := call.Seconds(0)
	for _, far := range segments {
		overlap := min(own.End, far.End+loose) - max(own.Start, far.Start-loose)
		switch {
		case far.Party != call.Remote || overlap < 0:
		case own.End-own.Start >= instant:
			both += overlap
		case strings.EqualFold(own.Text, far.Text):
			return true
		}
	}
	return both > 0 && both >= (own.End-own.Start)/2
}

// judgeEchoes reads the sound of segments, which are in order of time, and says of each for itself whether it leaked.
func judgeEchoes(ctx context.Context, open func() (audio.File, error), segments []*call.Segment) ([]echo.Finding, error) {
	recording, file, err := openRecording(open)
	if err != nil {
		return nil, err
	}
	sound := &excerpts{recording: recording}
	found := make([]echo.Finding, len(segments))
	for i, segment := range segments {
		passage, err := readPassage(sound, *segment)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		found[i] = echo.Judge(passage)
	}
	return found, file.Close()
}

// readPassage reads the sound of a segment with what lies around it.
func readPassage(sound *excerpts, segment call.Segment) (echo.Passage, error) {
	rate, channels := sound.recording.Rate(), sound.recording.Channels()
	frame := func(at call.Seconds) int64 { return min(max(at.Frames(rate), 0), sound.recording.Frames()) }
	end := max(segment.End, segment.Start+instant)
	from, to := frame(segment.Start-echo.Margin), frame(end+echo.Margin)
	passage := echo.Passage{Rate: rate, From: int(frame(segment.Start) - from), To: int(frame(end) - from)}
	frames, err := sound.read(from, to)
	for i := 0; i < len(frames); i += channels {
		passage.Local = append(passage.Local, frames[i])
		passage.Far = append(passage.Far, frames[i+channels-1])
	}
	return passage, err
}
