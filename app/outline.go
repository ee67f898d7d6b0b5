package app

import (
	"context"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// Waveform draws a recording's outline with so many points. soFar may be nil; on the way it is told what there is by then. The
// outline is kept, so that of sound that has not changed it is there at once the next time. The first one is as coarse as what is
// kept: a call looks the same whenever it is opened.
func (a *App) Waveform(ctx context.Context, id call.ID, buckets int, soFar func(Waveform)) (Waveform, error) {
	kept, keep, err := a.library.Outline(id, buckets)
	if err != nil {
		return Waveform{}, err
	}
	if kept != nil {
		outline, err := audio.UnpackWaveform(kept)
		if err == nil {
			return outline, nil
		}
		a.config.Log.Warn("kept outline is damaged and is drawn again", "call", id, "err", err)
	}
	outline, err := a.drawWaveform(ctx, id, buckets, soFar)
	if err != nil {
		return outline, err
	}
	packed, err := outline.Pack()
	if err != nil {
		return outline, err
	}
	if err := keep(packed); err != nil { // the disk may be full, or the call gone: it can be looked at all the same
		a.config.Log.Warn("outline could not be kept", "call", id, "err", err)
	}
	return audio.UnpackWaveform(packed)
}

func (a *App) drawWaveform(ctx context.Context, id call.ID, buckets int, soFar func(Waveform)) (Waveform, error) {
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return Waveform{}, err
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		return Waveform{}, err
	}
	return audio.DrawWaveform(ctx, recording, buckets, soFar)
}
