package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// ImportRequest says what is known of a recording made elsewhere.
type ImportRequest struct {
	Started      time.Time // zero: the file's own date
	Name, Number string
	Direction    call.Direction
	Case         string
	MonoIs       call.Party // who speaks in a file with one channel; empty means both
	NoTranscript bool

	// Notice may be nil. It is told, in a sentence, what should be known of a call that was brought in.
	Notice func(sentence string)
}

// Import brings a WAV or FLAC file, or a vCon (see ImportVCon), into the library. A file that cannot be read leaves nothing behind.
func (a *App) Import(ctx context.Context, path string, request ImportRequest) (call.ID, error) {
	if IsVCon(path) {
		return a.ImportVCon(ctx, path, request)
	}
	src, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("open sound file: %w", err)
	}
	defer src.Close()
	facts, err := src.Stat()
	if err != nil {
		return "", fmt.Errorf("open sound file: %w", err)
	}
	if request.Started.IsZero() {
		request.Started = facts.ModTime()
	}
	id, err := a.importSound(ctx, src, filepath.Base(path), request)
	if err != nil {
		return "", err
	}
	a.hub.send(CallSaved{id})
	a.queueTranscript(id, request.NoTranscript)
	return id, nil
}

func (a *App) importSound(ctx context.Context, src io.ReadSeeker, name string, request ImportRequest) (call.ID, error) {
	doc := newDocument(call.NewID(request.Started), request.Started, TakeRequest{
		Name: request.Name, Number: request.Number, Direction: request.Direction, Case: request.Case,
	}, nil)
	doc.Source = name
	file, err := a.library.Begin(doc)
	if err != nil {
		return "", err
	}
	doc.Audio, err = audio.Import(storageFile{ctx, file}, src, audio.ImportOptions{MonoIs: request.MonoIs})
	if err != nil {
		return "", errors.Join(err, a.discard(doc.ID, file))
	}
	if err := file.Close(); err != nil {
		return "", fmt.Errorf("close imported sound: %w", err)
	}
	doc.Outcome = call.Imported
	doc.Ended = doc.Started.Add(doc.Audio.Duration.Duration())
	doc.Capture.Samples = doc.Audio.Duration
	doc.Capture.Verdict = "imported: OnRecord did not see it being recorded"
	return doc.ID, a.library.Commit(doc)
}

// discard undoes what was begun. The library never removes a call that holds sound, so the sound goes first.
func (a *App) discard(id call.ID, partial storage.File) error {
	return errors.Join(partial.Truncate(0), partial.Close(), a.library.Discard(id))
}

// storageFile lets go of a long import when ctx ends.
type storageFile struct {
	ctx context.Context
	storage.File
}

func (f storageFile) Write(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	return f.File.Write(p)
}
