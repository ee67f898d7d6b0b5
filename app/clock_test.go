package app

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestClockGoesLikeTheSystems(t *testing.T) {
	const slack = time.Millisecond // they need not tick at the same instants
	before := time.Now()
	c := startClock()
	after := time.Now()
	time.Sleep(time.Second)
	early := time.Since(after) - slack
	elapsed, awake := c.elapsed(), c.awake()
	late := time.Since(before) + slack
	if elapsed < early || elapsed > late {
		t.Errorf("elapsed %v, the system's clock says %v to %v", elapsed, early, late)
	}
	if awake < early || awake > late {
		t.Errorf("awake %v, the system's clock says %v to %v", awake, early, late)
	}
	if slept := c.asleep(); slept != 0 {
		t.Errorf("slept %v while the test ran", slept)
	}
}

// Sleep cannot be made in a test, so the clock is started as if it had been before some.
func TestClockCountsSleep(t *testing.T) {
	c := startClock()
	const nap = 90 * time.Second
	c.before -= nap
	c.began -= nap
	for range 100 { // a reading may be interrupted; the best one counts
		c.asleep()
	}
	if slept := c.asleep(); slept > nap || slept < nap-50*time.Millisecond {
		t.Errorf("slept %v, wants %v", slept, nap)
	}
	if awake := c.awake(); awake < 0 || awake > time.Second {
		t.Errorf("awake for %v", awake)
	}
}

func TestClockNeverGoesBack(t *testing.T) {
	c := startClock()
	c.before -= time.Hour // so that asleep has something to say
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			var elapsed, asleep time.Duration
			for range 5000 {
				e, a := c.elapsed(), c.asleep()
				if e < elapsed || a < asleep {
					t.Errorf("went back: elapsed %v to %v, asleep %v to %v", elapsed, e, asleep, a)
					return
				}
				elapsed, asleep = e, a
			}
		})
	}
	readers.Wait()
}

func TestClockDoesNotAllocate(t *testing.T) {
	c := startClock()
	if n := testing.AllocsPerRun(100, func() { c.elapsed(); c.asleep() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkClock(b *testing.B) {
	c := startClock()
	b.Run("elapsed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.elapsed()
		}
	})
	b.Run("asleep", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.asleep()
		}
	})
}

func TestEndOfACall(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal("no time zones here: ", err)
	}
	for _, c := range []struct {
		name, started string
		lasted        time.Duration
		ended         string
	}{
		{"an ordinary day", "2026-11-24T22:00:00+01:00", 90 * time.Minute, "2026-11-24T23:30:00+01:00"},
		{"into summer time", "2026-03-29T01:50:00+01:00", 20 * time.Minute, "2026-03-29T03:10:00+02:00"},
		{"out of summer time", "2026-10-25T02:50:00+02:00", 20 * time.Minute, "2026-10-25T02:10:00+01:00"},
	} {
		started, err := time.Parse(time.RFC3339, c.started)
		if err != nil {
			t.Fatal(err)
		}
		got := endOf(started.In(berlin), c.lasted)
		if got.Format(time.RFC3339) != c.ended || got.Sub(started) != c.lasted {
			t.Errorf("%s: ended %s after %v, wants %s after %v", c.name, got.Format(time.RFC3339), got.Sub(started), c.ended, c.lasted)
		}
	}
}

// Whatever the moment and the zone, the length survives the document.
func TestEndOfKeepsTheLength(t *testing.T) {
	zones := []*time.Location{time.UTC, time.Local}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"} {
		if zone, err := time.LoadLocation(name); err == nil {
			zones = append(zones, zone)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		started := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "started"), 0).In(rapid.SampledFrom(zones).Draw(t, "zone"))
		lasted := time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "lasted"))
		var kept struct{ Started, Ended time.Time }
		document, err := json.Marshal(struct{ Started, Ended time.Time }{started, endOf(started, lasted)})
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(document, &kept); err != nil {
			t.Fatal(err)
		}
		if got := kept.Ended.Sub(kept.Started); got != lasted {
			t.Fatalf("lasted %v, wants %v: %s", got, lasted, document)
		}
	})
}
