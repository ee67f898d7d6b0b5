package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// exportSound writes what was heard, or a part of it.
func (a *App) exportSound(ctx context.Context, id call.ID, form Form, w io.Writer) error {
	if len(encoders[form.As]) > 0 {
		return encode(ctx, form.As, w, func(wav io.Writer) error {
			return a.exportSound(ctx, id, Form{As: "wav", Part: form.Part}, wav)
		})
	}
	if form.Part != (Part{}) {
		return a.exportClip(id, form, w)
	}
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return err
	}
	if form.As == "flac" {
		_, err = io.Copy(w, file)
		return errors.Join(err, file.Close())
	}
	recording, err := audio.OpenRecording(file)
	if err == nil {
		err = audio.WriteWAV(w, recording)
	}
	return errors.Join(err, file.Close())
}

func (a *App) exportClip(id call.ID, form Form, w io.Writer) error {
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	part, err := form.Part.within(doc.Audio.Duration)
	if err != nil {
		return fmt.Errorf("export %s: %w", id, err)
	}
	return a.Clip(id, part.From, part.To, form.As, w)
}
