package voice_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio/voice"
)

// BenchmarkDetector runs the sides of a sample call, one voice without a pause and silence through a detector, and
// reports how much faster than real time that goes and what share of a core it takes live, by the processor time used.
func BenchmarkDetector(b *testing.B) {
	m := loaded(b)
	call := sound("assets/calls/telemarketer.flac")
	for name, pcm := range map[string][]int16{
		"near side": call[0],
		"far side":  call[1],
		"voice":     sound("testdata/audio/librivox_austen.flac")[0],
		"noise":     sound("testdata/audio/sb_noise1.flac")[0],
		"silence":   make([]int16, 60*voice.Rate),
	} {
		b.Run(name, func(b *testing.B) {
			d := m.NewDetector()
			before := cpu(b)
			for b.Loop() {
				d.Add(pcm)
			}
			share := (cpu(b) - before).Seconds() / (float64(b.N) * float64(len(pcm)) / voice.Rate)
			b.ReportMetric(1/share, "x-realtime")
			b.ReportMetric(100*share, "%core")
		})
	}
}

// cpu gives the processor time this process has used.
func cpu(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
