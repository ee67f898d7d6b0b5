package transcribe_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/transcribe"
)

func demoOf(weights []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(weights)), nil }
}

func TestMachineIsMeasured(t *testing.T) {
	var told []float64
	began := time.Now()
	got, err := worker(t, "real").Calibrate(t.Context(), runtime.NumCPU(), vadWeights, demoOf(demoWeights(t)), func(done float64) { told = append(told, done) })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("in %v: %+v", time.Since(began).Round(time.Millisecond), got)
	if !slices.IsSorted(told) || told[0] != 0 || told[len(told)-1] < 0.999 {
		t.Errorf("progress %v", told)
	}
	for format, large := range got.Large {
		if large.Encode < got.Small.Encode || large.Step <= 0 {
			t.Errorf("base in %s costs %+v, tiny %+v", format, large, got.Small)
		}
	}
	if len(got.Large) != 3 || got.Engine == "" || got.Plan.Threads() > runtime.NumCPU() {
		t.Errorf("%+v", got)
	}
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

func TestMeasuringIsBrokenOffAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var cancelled time.Time
	time.AfterFunc(time.Second, func() { cancelled = time.Now(); cancel() })
	_, err := worker(t, "real").Calibrate(ctx, 2, vadWeights, demoOf(demoWeights(t)), func(float64) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	t.Logf("broken off in %v", time.Since(cancelled))
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

func TestEngineThatCannotMeasure(t *testing.T) {
	_, err := worker(t, "words").Calibrate(t.Context(), 2, vadWeights, demoOf(demoWeights(t)), func(float64) {})
	if !errors.Is(err, transcribe.ErrWorkerGarbled) {
		t.Errorf("error %v", err)
	}
}
