package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/onrecord/onrecord/call"
)

// exportSound writes what was heard, or a part of it.
func (a *App) exportSound(ctx context.Context, id call.ID, form Form, w io.Writer) error {
	switch {
	case len(encoders[form.As]) > 0:
		place, err := a.library.Incoming()
		if err != nil {
			return err
		}
		return encode(ctx, form.As, place, w, func(wav io.Writer) error {
			form.As = "wav"
			return a.exportSound(ctx, id, form, wav)
		})
	case form.As == "flac" && form.Part == (Part{}) && !form.Redact:
		return a.exportOriginal(id, w)
	}
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	part, err := form.Part.within(doc.Audio.Duration)
	if err != nil {
		return fmt.Errorf("export %s: %w", id, err)
	}
	recording, file, err := a.openSound(id, form.Redact)
	if err != nil {
		return err
	}
	if form.Part == (Part{}) {
		part.To = call.AtFrame(recording.Frames(), recording.Rate())
	}
	return errors.Join(clip(w, recording, part.From, part.To, clipWriters[form.As]), file.Close())
}

// exportOriginal writes the recording as it lies in the library.
func (a *App) exportOriginal(id call.ID, w io.Writer) error {
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, file)
	return errors.Join(err, file.Close())
}
