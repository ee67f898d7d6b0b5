package app

import (
	"context"
	"io"
	"sync"

	"github.com/onrecord/onrecord/audio"
)

// While a take runs its call is in the queue already: the worker reads the recording as it grows, so that captions appear
// and little is left to do after the call. It reads the file, never the take: however far it falls behind, that costs no
// sound.

// queueLive puts the call of a take that has begun into the queue. That it fails must not spoil the recording.
func (a *App) queueLive(running *runningTake, settings Settings) {
	if running.noTranscript || settings.TranscribeLater {
		return
	}
	if _, err := a.queue(Job{Call: running.id}); err != nil {
		a.trouble(err, "queue the transcript", "call", running.id)
	}
}

// growingSound is the recording of a running take.
func (a *App) growingSound(running *runningTake) heard {
	open := func() (audio.File, error) {
		running.reading.RLock()
		file, err := a.library.OpenGrowing(running.id)
		if err != nil {
			running.reading.RUnlock()
			return nil, err
		}
		return &lentFile{File: file, back: sync.OnceFunc(running.reading.RUnlock)}, nil
	}
	return heard{
		read: func(ctx context.Context) (*audio.Recording, io.Closer, error) {
			recording, err := audio.Follow(ctx, open, running.over)
			return recording, io.NopCloser(nil), err
		},
		open: func() (audio.File, error) { return a.library.OpenAudio(running.id) },
	}
}

// lentFile is a file that somebody waits for.
type lentFile struct {
	audio.File
	back func()
}

// Close gives it back.
func (f *lentFile) Close() error {
	defer f.back()
	return f.File.Close()
}
