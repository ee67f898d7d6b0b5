package app

import (
	"errors"
	"fmt"
	"io"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// ClipFormats names what Clip writes, by file ending.
func ClipFormats() []string { return []string{"flac", "wav"} }

// clipWriters write frames of a recording in one of ClipFormats.
var clipWriters = map[string]func(w io.Writer, r *audio.Recording, from, to int64) error{"flac": audio.ClipFLAC, "wav": audio.ClipWAV}

// Clip writes the sound of both sides of a call from one second to before another, sample for sample, in one of
// ClipFormats. An end beyond the call's stands for that. ErrNoPassage: there is no sound in between; ErrClipFormat: it is another form; ErrNotRedactable: private numbers are to
// be left out of a call that was not written down. Then nothing is written.
func (a *App) Clip(id call.ID, from, to call.Seconds, format string, redact bool, w io.Writer) error {
	write := clipWriters[format]
	if write == nil {
		return fmt.Errorf("%w: not as %q", ErrClipFormat, format)
	}
	recording, file, err := a.openSound(id, redact)
	if err != nil {
		return err
	}
	return errors.Join(clip(w, recording, from, to, write), file.Close())
}

func clip(w io.Writer, recording *audio.Recording, from, to call.Seconds, write func(io.Writer, *audio.Recording, int64, int64) error) error {
	rate := recording.Rate()
	to = min(to, call.AtFrame(recording.Frames(), rate))
	if from < 0 || !(from < to) || from.Frames(rate) == to.Frames(rate) { // what is no number is no time either
		return fmt.Errorf("cut from %g s to %g s: %w", float64(from), float64(to), ErrNoPassage)
	}
	return write(w, recording, from.Frames(rate), to.Frames(rate))
}
