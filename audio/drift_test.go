package audio

import (
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// crowd is a device in made-up time: its clock drifts, its deliveries come late, in lumps and bursts.
type crowd struct {
	rate   float64 // frames in a true second
	late   time.Duration
	jitter time.Duration // most by which a delivery is late
	burst  float64       // how often deliveries are held up for up to half a second
	chunk  int           // frames at a time
	held   []int         // milliseconds by which all deliveries are late, for ten seconds each
	random *rand.Rand

	in    *intake
	sent  int64
	until time.Duration // held up until then
}

// deliver hands over what is due. The value of each frame tells when it was captured: the click at every whole second.
func (c *crowd) deliver(now time.Duration) {
	if now < c.until {
		return
	}
	if now > 2*time.Second && c.random.Float64() < c.burst {
		c.until = now + time.Duration(c.random.Float64()*float64(400*time.Millisecond))
		return
	}
	if at := int(now / (10 * time.Second)); at < len(c.held) {
		now -= time.Duration(c.held[at]) * time.Millisecond
	}
	due := int64((now - c.late - time.Duration(c.random.Float64()*float64(c.jitter))).Seconds() * c.rate)
	for c.sent+int64(c.chunk) <= due {
		frames := make([]int16, c.chunk)
		for i := range frames {
			at := float64(c.sent+int64(i))/c.rate + c.late.Seconds()
			if off := at - math.Round(at); math.Abs(off) < 0.004 {
				frames[i] = int16(20000 * (0.5 + 0.5*math.Cos(math.Pi*off/0.004)))
			}
		}
		c.in.deliver(frames)
		c.sent += int64(c.chunk)
	}
}

// worst runs a side for so long and gives by how much its clicks are off at worst, in seconds, within the first minute and
// after it, and the side itself.
func worst(t testing.TB, c *crowd, rate int, length time.Duration) (young, old float64, l *lane) {
	var now time.Duration
	var off atomic.Bool
	c.in = newIntake(func() time.Duration { return now }, &off)
	l = newLane(rate, "")
	l.attach(delivery{in: c.in, rate: int(math.Round(c.rate)), convert: newResampler(int(math.Round(c.rate/100))*100, rate)}, 0)
	l.from = int64(math.Round(c.rate/100)) * 100 // what the device says of itself
	l.pace.rate = l.from
	written, before := int64(0), [2]int16{}
	for now < length {
		now += 5 * time.Millisecond
		c.deliver(now)
		if now%tick == 0 {
			l.advance(now, true)
			for i, f := range l.queue {
				if before[1] > 10000 && before[1] >= before[0] && before[1] > f {
					at := float64(written+int64(i)-1) / float64(rate)
					miss := math.Abs(at - math.Round(at))
					if at < 60 {
						young = max(young, miss)
					} else {
						old = max(old, miss)
					}
				}
				before[0], before[1] = before[1], f
			}
			written += int64(len(l.queue))
			l.queue = l.queue[:0]
		}
	}
	if missing := length.Seconds() - float64(written)/float64(rate); missing > 1 || missing < -0.1 {
		t.Errorf("%.3f s are missing at the end", missing)
	}
	return young, old, l
}

// Two devices that drift apart by 400 ppm would be 5.8 s apart after four hours. Each is kept within 10 ms of the clock,
// and so within 20 ms of the other. In the beginning, when a place is found from a third of a second of late deliveries,
// each may be late by 20 ms.
func TestFourHoursOfDrift(t *testing.T) {
	const rate = 1000 // to be quick: nothing in a lane depends on it
	for _, ppm := range []float64{-200, 200} {
		c := &crowd{
			rate: rate * (1 + ppm/1e6), jitter: 30 * time.Millisecond, chunk: rate / 40, burst: 0.002,
			random: rand.New(rand.NewPCG(1, uint64(ppm+1000))),
		}
		young, old, l := worst(t, c, rate, 4*time.Hour)
		drift := l.drift()
		if drift == nil {
			t.Fatal("no drift was measured")
		}
		t.Logf("%+.0f ppm: off by at most %.1f ms, %.1f ms in the first minute; measured %+.2f ppm, gaps %v", ppm, 1000*old, 1000*young, *drift, l.gaps)
		if old > 0.010 || young > 0.020 || math.Abs(*drift-ppm) > 2 || len(l.gaps) > 0 {
			t.Errorf("%+.0f ppm: off by %.1f ms, %.1f ms in the first minute; measured %+.2f ppm, gaps %v", ppm, 1000*old, 1000*young, *drift, l.gaps)
		}
	}
}

// Whatever a device's rate, drift, lateness and habits of delivery, its sounds stay where they belong and none is lost.
func TestDriftIsFollowed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const rate = 2000
		nominal := rapid.SampledFrom([]float64{1000, 2000, 2700, 4000}).Draw(rt, "rate")
		ppm := rapid.Float64Range(-200, 200).Draw(rt, "drift")
		c := &crowd{
			rate:   nominal * (1 + ppm/1e6),
			late:   time.Duration(rapid.IntRange(0, 800).Draw(rt, "late")) * time.Millisecond,
			jitter: time.Duration(rapid.IntRange(0, 60).Draw(rt, "jitter")) * time.Millisecond,
			burst:  rapid.Float64Range(0, 0.01).Draw(rt, "burst"),
			chunk:  rapid.IntRange(int(nominal)/200, int(nominal)/10).Draw(rt, "chunk"),
			random: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)),
		}
		young, old, l := worst(t, c, rate, 100*time.Second)
		if old > 0.010 || young > 0.030 || len(l.gaps) > 0 {
			rt.Fatalf("off by %.1f ms, and %.1f ms in the first minute; gaps %v", 1000*old, 1000*young, l.gaps)
		}
	})
}

// A server may hold sound for longer or shorter when programs begin and end to play. Nothing is lost by it, and no gap is
// claimed.
func TestServerThatHoldsSoundLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const rate = 2000
		c := &crowd{
			rate: rate, chunk: rate / 20, jitter: 5 * time.Millisecond,
			held:   rapid.SliceOfN(rapid.IntRange(0, 80), 10, 10).Draw(rt, "held"),
			random: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)),
		}
		if _, _, l := worst(t, c, rate, 100*time.Second); len(l.gaps) > 0 {
			rt.Fatalf("gaps %v", l.gaps)
		}
	})
}
