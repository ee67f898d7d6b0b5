package app

import (
	"errors"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio/voice"
)

// readVoice reads the weights that tell speech from other sound.
func readVoice() (*voice.Model, error) {
	weights, err := assets.VAD()
	if err != nil {
		return nil, err
	}
	model, err := voice.New(weights)
	return model, errors.Join(err, weights.Close())
}

// voice gives the voice detection. Without it a take runs all the same, and nobody is seen to speak.
func (a *App) voice() *voice.Model {
	a.hearing.Do(func() {
		model, err := readVoice()
		if err != nil {
			a.config.Log.Error("read voice detection", "err", err)
		}
		a.heard = model
	})
	return a.heard
}
