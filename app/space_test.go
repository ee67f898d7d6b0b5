package app

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

const megabyte = 1 << 20

func TestDiskLasts(t *testing.T) {
	for _, c := range []struct {
		name            string
		free            uint64
		usual, measured float64
		want            time.Duration
	}{
		{"nothing measured", reserve + 45*megabyte, 90 * megabyte, 0, 30 * time.Minute},
		{"measured", reserve + 45*megabyte, 90 * megabyte, 45 * megabyte, time.Hour},
		{"louder than usual", reserve + 45*megabyte, 90 * megabyte, 180 * megabyte, 15 * time.Minute},
		{"silent until now", reserve + 45*megabyte, 90 * megabyte, 1, 90 * time.Minute},
		{"nothing but the reserve", reserve, 90 * megabyte, 0, 0},
		{"less than the reserve", 0, 90 * megabyte, 0, 0},
	} {
		if got := lasts(c.free, c.usual, c.measured); got != c.want {
			t.Errorf("%s: %v, wants %v", c.name, got, c.want)
		}
	}
}

func TestGrowthIsMeasuredFromTheRecording(t *testing.T) {
	var g growth
	size, at := int64(0), time.Duration(0)
	record := func(seconds int, perHour int64, paused bool) {
		for range seconds {
			at += time.Second
			size += perHour * megabyte / 3600
			g.add(size, at, paused)
		}
	}
	near := func(when string, want float64) {
		t.Helper()
		if got := g.perHour / megabyte; got < want*0.95 || got > want*1.05 {
			t.Errorf("%s: %.1f MB an hour, wants %.0f", when, got, want)
		}
	}
	record(59, 60, false)
	if g.perHour != 0 {
		t.Errorf("known before a minute was recorded: %.0f", g.perHour)
	}
	record(62, 60, false)
	near("at first", 60)
	record(600, 0, true)
	record(120, 60, false)
	near("after a pause", 60)
	record(240, 120, false)
	near("when it grows faster", 120)
	record(3600, 30, false)
	near("when it grows more slowly again, the whole counts", 37)
}

// A steady recording is measured rightly whatever its speed, and however the looks are spread.
func TestGrowthOfASteadyRecording(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		perSecond := rapid.Int64Range(100, 200_000).Draw(t, "bytes a second")
		var g growth
		at := time.Duration(0)
		for at < 3*time.Minute {
			at += time.Duration(rapid.IntRange(500, 3000).Draw(t, "step")) * time.Millisecond
			g.add(int64(at.Seconds()*float64(perSecond)), at, false)
		}
		want := float64(perSecond) * 3600
		if g.perHour < want*0.99 || g.perHour > want*1.01 {
			t.Fatalf("%.0f bytes an hour, wants %.0f", g.perHour, want)
		}
	})
}
