package engines_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/engines"
	"github.com/onrecord/onrecord/transcribe/tally"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
	"github.com/onrecord/onrecord/transcribe/widen"
)

// BenchmarkWindow measures what a window costs with models in the shapes of those that people use: processor time, since
// that depends less than the time of day on what else the machine does, and memory.
func BenchmarkWindow(b *testing.B) {
	pcm := transcribetest.Sound(b, "../../testdata/calls/debt_collector.flac", 1)
	for _, model := range []struct {
		name  string
		write func(w io.Writer) error
	}{
		{"Whisper base f16", func(w io.Writer) error { return widened(w, widen.Base) }},
		{"Whisper small f16", func(w io.Writer) error { return widened(w, widen.Small) }},
		{"Parakeet v3 f16", func(w io.Writer) error { return tally.Write(w, tally.European(), tally.Halves) }},
		{"Parakeet v3 q8_0", func(w io.Writer) error { return tally.Write(w, tally.European(), tally.Bytes) }},
	} {
		for windows := range 2 {
			b.Run(fmt.Sprintf("%s, windows at once %d", model.name, windows+1), func(b *testing.B) {
				cost(b, model.write, windows+1, pcm)
			})
		}
	}
}

func widened(w io.Writer, shape widen.Shape) error {
	small, err := assets.DemoModel()
	if err != nil {
		return err
	}
	defer small.Close() // only read
	return widen.Widen(w, small, shape)
}

func cost(b *testing.B, write func(io.Writer) error, at int, pcm []int16) {
	file, err := os.Create(filepath.Join(b.TempDir(), "model.bin"))
	if err != nil {
		b.Fatal(err)
	}
	if err := write(file); err != nil {
		b.Fatal(err)
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	before := forgetPeak(b)
	e := engines.New()
	setup := transcribe.Setup{ModelPath: file.Name(), VADPath: "../../assets/models/ggml-silero-v6.2.0.bin", Language: "en", Threads: at, Windows: at}
	began := time.Now()
	if err := e.Load(context.Background(), setup, func() {}); err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	b.ReportMetric(time.Since(began).Seconds(), "s/load")
	var windows, words int
	var longest time.Duration // without a sign of life
	for b.Loop() {
		alive := time.Now()
		started, spent := time.Now(), processor(b)
		h := e.Begin(transcribe.Listener{Alive: func() {
			longest = max(longest, time.Since(alive))
			alive = time.Now()
		}, Window: func(w transcribe.Window) {
			windows++
			for _, s := range w.Segments {
				words += len(s.Words)
			}
		}}, nil)
		if err := h.Hear(context.Background(), pcm); err != nil {
			b.Fatal(err)
		}
		if _, err := h.End(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((processor(b)-spent).Seconds()/float64(windows), "cpu-s/window")
		b.ReportMetric(time.Since(started).Seconds()/float64(windows), "s/window")
	}
	b.ReportMetric(float64(windows), "windows")
	b.ReportMetric(float64(words), "words")
	b.ReportMetric(longest.Seconds(), "s-without-life")
	b.ReportMetric(float64(peak(b)-before-size)/1e6, "MB-beside-weights")
}

// processor is the processor time that this process has spent.
func processor(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// forgetPeak lets the peak of this process's memory begin anew, and gives what is in use.
func forgetPeak(b *testing.B) int64 {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Skip("the peak of memory cannot be measured here: ", err)
	}
	return peak(b)
}

// peak is the most memory that this process has used since then.
func peak(b *testing.B) int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	var kilobytes int64
	for line := range strings.Lines(string(text)) {
		fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes)
	}
	return kilobytes * 1024
}
