package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// sample is one call of the sample library.
type sample struct {
	file         string // in assets
	name, number string
	direction    call.Direction
	started      time.Time
	note         string
	noteAt       call.Seconds
}

func samples() []sample {
	day := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, time.Local)
	}
	return []sample{
		{
			"accountant.flac", "Bennett, accountant", "+1 212 555 0117", call.Outgoing, day(time.March, 9, 10, 30),
			"quarterly payment: 850 dollars, due June 15", 42.9,
		},
		{
			"debt_collector.flac", "Summit Credit", "+1 646 555 0183", call.Incoming, day(time.March, 11, 8, 47),
			"asked for written validation", 38,
		},
		{
			"telemarketer.flac", "Acme Solar", "+1 212 555 0142", call.Incoming, day(time.March, 12, 14, 2),
			`gave the name "Linda"`, 20.9,
		},
	}
}

// SampleLibrary is the folder that Demo fills unless another is named.
func SampleLibrary() string { return filepath.Join(DefaultData(), "sample library") }

// Demo fills the open library with the sample calls and queues their transcripts, made for real by the demo model.
// It refuses a library with calls of its own (ErrNotEmpty), and does nothing if the sample calls are there already.
func (a *App) Demo(ctx context.Context) error {
	summaries, err := a.library.List(Filter{})
	if err != nil {
		return err
	}
	present := map[string]bool{}
	for _, summary := range summaries {
		present[summary.Title] = true
	}
	known := 0
	for _, sample := range samples() {
		if present[sample.name] {
			known++
		}
	}
	if known < len(summaries) {
		return fmt.Errorf("make sample library in %s: %w", a.Library(), ErrNotEmpty)
	}
	for _, sample := range samples() {
		if present[sample.name] {
			continue
		}
		if err := a.addSample(ctx, sample); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) addSample(ctx context.Context, sample sample) error {
	content, err := assets.Calls.ReadFile("calls/" + sample.file)
	if err != nil {
		return fmt.Errorf("read sample call: %w", err)
	}
	doc := newDocument(call.NewID(sample.started), sample.started, TakeRequest{
		Name: sample.name, Number: sample.number, Direction: sample.direction,
	}, nil)
	doc.Source, doc.Outcome, doc.Capture.Verdict = sample.file, call.Imported, importedVerdict
	if err := a.enterSample(ctx, doc, bytes.NewReader(content)); err != nil {
		return err
	}
	id := doc.ID
	if _, err := a.AddNote(id, sample.note, &sample.noteAt); err != nil {
		return err
	}
	a.hub.send(CallSaved{id})
	_, err = a.queue(Job{Call: id, Model: DemoModel, Language: "en", Anyway: true}) // somebody waits to look around
	return err
}

// enterSample puts a sample call into the library.
func (a *App) enterSample(ctx context.Context, doc call.Call, sound io.ReadSeeker) error {
	arrival, err := a.library.Arrive(doc.ID)
	if err != nil {
		return err
	}
	file, err := arrival.CreateAudio()
	if err == nil {
		doc.Audio, err = audio.Import(storageFile{ctx, file}, sound, audio.ImportOptions{})
		err = errors.Join(err, file.Close())
	}
	if err == nil {
		doc.Ended = doc.Started.Add(doc.Audio.Duration.Duration())
		doc.Capture.Samples = doc.Audio.Duration
		err = arrival.Enter(doc, nil)
	}
	if err != nil {
		return errors.Join(err, arrival.Discard())
	}
	return nil
}
