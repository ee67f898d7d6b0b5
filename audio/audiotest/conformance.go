package audiotest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// TestSource checks that the sources open makes keep the promises of audio.Source. Each call of open gives a fresh
// source that can deliver at once. It takes a few seconds of real time.
func TestSource(t *testing.T, open func() audio.Source) {
	t.Helper()
	t.Run("says what it is", func(t *testing.T) { testIdentity(t, open()) })
	t.Run("delivers at its rate", func(t *testing.T) { testDelivery(t, open()) })
	t.Run("one delivery at a time", func(t *testing.T) { testSerial(t, open()) })
	t.Run("nothing after stop", func(t *testing.T) { testStop(t, open()) })
	t.Run("stop without start", func(t *testing.T) { testStopAlone(t, open()) })
	t.Run("frames may be changed", func(t *testing.T) { testOwnership(t, open()) })
}

// patience is how long the first frames may take: real devices need up to two seconds.
const patience = 5 * time.Second

func testIdentity(t *testing.T, s audio.Source) {
	d := s.Device()
	if d.ID == "" || d.Name == "" {
		t.Errorf("Device() = %+v, wants an ID and a name", d)
	}
	if d.Kind != audio.Microphone && d.Kind != audio.FarSide {
		t.Errorf("Device().Kind = %q", d.Kind)
	}
	begin(t, s, func([]int16) {})
	rate := s.Rate()
	if rate < 8000 || rate > 192000 {
		t.Errorf("Rate() = %d once it was started", rate)
	}
	stop(t, s)
	if s.Rate() != rate {
		t.Errorf("Rate() was %d, and is %d after Stop", rate, s.Rate())
	}
}

// testDelivery measures the rate between two deliveries at least a second apart.
func testDelivery(t *testing.T, s audio.Source) {
	var mu sync.Mutex
	var first, last time.Time
	var total, early int
	enough := make(chan struct{})
	begin(t, s, func(frames []int16) {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		if first.IsZero() {
			first, early = now, len(frames)
		}
		total += len(frames)
		if last.Sub(first) < 2*time.Second && now.Sub(first) >= 2*time.Second {
			close(enough)
		}
		last = now
	})
	select {
	case <-enough:
	case <-time.After(patience + 3*time.Second):
		t.Error("no two seconds of sound came")
	}
	stop(t, s)
	mu.Lock()
	defer mu.Unlock()
	if first.IsZero() {
		t.Fatal("nothing was delivered")
	}
	got := float64(total-early) / last.Sub(first).Seconds()
	if want := float64(s.Rate()); got < want*0.85 || got > want*1.15 {
		t.Errorf("%.0f frames came per second, wants about %.0f", got, want)
	}
}

func testSerial(t *testing.T, s audio.Source) {
	var inside, calls atomic.Int32
	begin(t, s, func([]int16) {
		if inside.Add(1) > 1 {
			t.Error("delivered while a delivery was under way")
		}
		time.Sleep(5 * time.Millisecond)
		inside.Add(-1)
		calls.Add(1)
	})
	waitFor(t, func() bool { return calls.Load() >= 10 })
	stop(t, s)
}

func testStop(t *testing.T, s audio.Source) {
	var calls atomic.Int32
	var stopped atomic.Bool
	begin(t, s, func([]int16) {
		calls.Add(1)
		if stopped.Load() {
			t.Error("delivered after Stop had returned")
		}
	})
	waitFor(t, func() bool { return calls.Load() > 0 })
	if err := s.Stop(); err != nil {
		t.Errorf("Stop: %v", err)
	}
	stopped.Store(true)
	stop(t, s) // the second time
	time.Sleep(300 * time.Millisecond)
}

func testStopAlone(t *testing.T, s audio.Source) { stop(t, s) }

// testOwnership checks that what a receiver does with the frames does not come back.
func testOwnership(t *testing.T, s audio.Source) {
	const mark = -12345
	var calls, marked atomic.Int32
	begin(t, s, func(frames []int16) {
		whole := len(frames) > 0
		for i, f := range frames {
			whole = whole && f == mark
			frames[i] = mark
		}
		if whole {
			marked.Add(1)
		}
		calls.Add(1)
	})
	waitFor(t, func() bool { return calls.Load() >= 5 })
	stop(t, s)
	if marked.Load() > 0 {
		t.Error("frames that had been delivered before came again")
	}
}

func begin(t *testing.T, s audio.Source, deliver func([]int16)) {
	t.Helper()
	if err := s.Start(deliver); err != nil {
		t.Fatalf("Start: %v", err)
	}
}

func stop(t *testing.T, s audio.Source) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Errorf("Stop: %v", err)
	}
}

func waitFor(t *testing.T, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Error("too little was delivered")
			return
		}
	}
}
