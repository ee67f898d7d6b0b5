package app

import (
	"context"
	"errors"
	"testing"
	"time"
)

// A recording that begins ends the measuring at once, and while it runs there is none.
func TestRecordingComesBeforeMeasuring(t *testing.T) {
	a := open(t, t.TempDir(), both())
	begun := make(chan struct{})
	measured := make(chan error)
	go func() {
		first := true
		measured <- a.Measure(t.Context(), func(float64) {
			if first {
				close(begun)
			}
			first = false
		})
	}()
	<-begun
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := <-measured; !errors.Is(err, ErrBusy) {
		t.Errorf("measuring goes on beside a recording: %v", err)
	}
	t.Logf("broken off in %v", time.Since(began))
	if err := a.Measure(t.Context(), nil); !errors.Is(err, ErrBusy) {
		t.Errorf("measured while recording: %v", err)
	}
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	if a.Scribe().MeasuredHere(t.Context()) {
		t.Error("something was kept")
	}
}

// A measuring that waited for a recording follows it, and one that is not needed does nothing.
func TestMeasuringWaitsForItsTime(t *testing.T) {
	a := open(t, t.TempDir(), both())
	feed := a.Subscribe()
	defer feed.Close()
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	a.MeasureOnce()
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	await(t, feed, func(e Event) bool { _, ok := e.(Measuring); return ok })
	request, err := a.scribe.work(heard{}, FileRequest{})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := a.scribe.worker.Engine(t.Context(), request)
	if err != nil || engine == "" {
		t.Fatalf("the engine is %q, %v", engine, err)
	}
	known := calibration(1)
	if err := a.scribe.bench.keep(known); err != nil {
		t.Fatal(err)
	}
	if a.Scribe().MeasuredHere(t.Context()) {
		t.Error("what was measured with another engine counts")
	}
	known.Engine = engine
	if err := a.scribe.bench.keep(known); err != nil {
		t.Fatal(err)
	}
	if !a.Scribe().MeasuredHere(t.Context()) {
		t.Error("it would be measured again")
	}
}

// await reads events until one fits.
func await(t *testing.T, feed *Feed, fits func(Event) bool) {
	t.Helper()
	ctx, enough := context.WithTimeout(t.Context(), time.Minute)
	defer enough()
	for {
		event, ok := feed.Next(ctx)
		if !ok {
			t.Fatal("the event does not come")
		}
		if fits(event) {
			return
		}
	}
}
