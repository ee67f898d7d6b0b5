//go:build soak

package main

import (
	"math"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio/audiotest/pulse"
)

// Ten minutes of the real program while every core is busy: no frame may be lost, and memory must not grow.
func TestSoakUnderStress(t *testing.T) {
	const length = 10 * time.Minute
	m := newMachine(t)
	tone := pulse.Tone(t, 440, length+time.Minute)
	m.sound.PlayBackground(m.mouth, tone)
	m.sound.PlayBackground(speakers, tone)
	record := m.command("record", "--mic", microphone, "--far", speakers+".monitor", "--for", length.String(), "--no-transcribe")
	record.Stderr = os.Stderr
	if err := record.Start(); err != nil {
		t.Fatal(err)
	}
	m.awaitTake()
	stop := burn(runtime.NumCPU())
	defer stop()
	var memory []float64
	began := processOf(t, record.Process.Pid)
	at := time.Now()
	for time.Since(at) < length-5*time.Second {
		time.Sleep(5 * time.Second)
		memory = append(memory, processOf(t, record.Process.Pid).memory/1e6)
	}
	spent := processOf(t, record.Process.Pid).cpu - began.cpu
	t.Logf("processor: %.2f %% of a core", 100*spent.Seconds()/time.Since(at).Seconds())
	if err := record.Wait(); err != nil {
		t.Fatal(err)
	}
	checkFlat(t, memory)
	var doc document
	m.json(&doc, "show", "last")
	t.Logf("verdict: %s", doc.Capture.Verdict)
	for party, side := range doc.Capture.Sides {
		drift := math.NaN()
		if side.Drift != nil {
			drift = *side.Drift
		}
		t.Logf("%s: %d overruns, gaps %+v, drift %.2f ppm, offset %.1f ms", party, side.Overruns, side.Gaps, drift, side.Offset)
		if side.Overruns > 0 || len(side.Gaps) > 0 {
			t.Errorf("%s: %d frames were lost here, gaps %+v", party, side.Overruns, side.Gaps)
		}
	}
	if off := math.Abs(float64(doc.Audio.Duration) - length.Seconds()); off > 0.5 {
		t.Errorf("%.2f s were recorded", doc.Audio.Duration)
	}
}

// checkFlat wants no more memory in the last quarter than in the second, but for what a collector leaves to chance.
func checkFlat(t *testing.T, memory []float64) {
	t.Helper()
	quarter := len(memory) / 4
	early, late := slices.Max(memory[quarter:2*quarter]), slices.Max(memory[3*quarter:])
	t.Logf("memory: %.1f MB in the second quarter, %.1f MB in the last", early, late)
	if late > early+4 {
		t.Errorf("memory grew from %.1f to %.1f MB", early, late)
	}
}

// burn keeps so many cores busy until stop is called.
func burn(cores int) (stop func()) {
	quit := make(chan struct{})
	for range cores {
		go func() {
			x := 1.0
			for i := 0; ; i++ {
				x = math.Sqrt(x + float64(i))
				if i%1_000_000 == 0 {
					select {
					case <-quit:
						return
					default:
					}
				}
			}
		}()
	}
	return func() { close(quit) }
}
