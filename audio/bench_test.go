package audio

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const benchRate = 16000

// talk makes an hour's worth of two people who talk in turn, a minute of it, over the noise of a room.
func talk() [2][]int16 {
	random := rand.New(rand.NewPCG(5, 6))
	var sides [2][]int16
	slow := [2]float64{}
	for i := range 60 * benchRate {
		for side := range sides {
			slow[side] += 0.3 * (random.NormFloat64() - slow[side])
			level := 30.0
			if i/(5*benchRate)%2 == side {
				level = 4000 * (1 + math.Sin(float64(i)/3000))
			}
			sides[side] = append(sides[side], int16(slow[side]*level))
		}
	}
	return sides
}

// cpu gives the processor time this process has used.
func cpu(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkTakeHour runs the writer through an hour of both sides as fast as it goes, on a real file, and reports the
// processor time.
func BenchmarkTakeHour(b *testing.B) {
	sides := talk()
	for b.Loop() {
		before := cpu(b)
		file, err := os.Create(filepath.Join(b.TempDir(), "hour.flac"))
		if err != nil {
			b.Fatal(err)
		}
		out, err := newFLACWriter(file, benchRate)
		if err != nil {
			b.Fatal(err)
		}
		var now time.Duration
		var off atomic.Bool
		clock := func() time.Duration { return now }
		ins := [2]*intake{newIntake(clock, &off), newIntake(clock, &off)}
		var lanes [2]*lane
		for i, in := range ins {
			lanes[i] = newLane(benchRate, "")
			lanes[i].attach(delivery{in: in, rate: benchRate, convert: newResampler(benchRate, benchRate)}, 0)
		}
		w := newWriter(out, benchRate, lanes, nil)
		chunk := benchRate / 20
		for now < time.Hour {
			now += tick
			at := int(now/tick) % (60*benchRate/chunk - 1) * chunk
			for i, in := range ins {
				in.deliver(sides[i][at : at+chunk])
			}
			if err := w.step(now); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.end(now); err != nil {
			b.Fatal(err)
		}
		if err := out.finish(); err != nil {
			b.Fatal(err)
		}
		if err := file.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((cpu(b) - before).Seconds(), "cpu-s/hour")
		b.ReportMetric(float64(out.size)/1e6, "MB/hour")
	}
}

// BenchmarkDelivery measures what a device's thread does for each delivery of 50 ms while a take runs, and reports the time
// that one in a thousand exceeds.
func BenchmarkDelivery(b *testing.B) {
	var off atomic.Bool
	began := time.Now()
	in := newIntake(func() time.Duration { return time.Since(began) }, &off)
	frames := make([]int16, benchRate/20)
	sink := make([]int16, 2*len(frames))
	var took []time.Duration
	for b.Loop() {
		before := time.Now()
		in.deliver(frames)
		took = append(took, time.Since(before))
		in.ring.pull(sink)
		in.marks.clear()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*999/1000].Nanoseconds()), "ns-p99.9")
}

// benchFile is a minute of talk as a file.
func benchFile(b *testing.B) *bytes.Reader {
	name := filepath.Join(b.TempDir(), "minute.flac")
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	out, err := newFLACWriter(file, benchRate)
	if err != nil {
		b.Fatal(err)
	}
	sides := talk()
	if err := out.write(sides[0], sides[1]); err != nil {
		b.Fatal(err)
	}
	if err := out.finish(); err != nil {
		b.Fatal(err)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	return bytes.NewReader(content)
}

// perRealTime reports how much faster than real time a minute went.
func perRealTime(b *testing.B) {
	b.ReportMetric(60*float64(b.N)/b.Elapsed().Seconds(), "x-realtime")
}

func BenchmarkEncodeMinute(b *testing.B) {
	sides := talk()
	file, err := os.Create(filepath.Join(b.TempDir(), "minute.flac"))
	if err != nil {
		b.Fatal(err)
	}
	out, err := newFLACWriter(file, benchRate)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := out.write(sides[0], sides[1]); err != nil {
			b.Fatal(err)
		}
	}
	perRealTime(b)
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkDecodeMinute(b *testing.B) {
	file := benchFile(b)
	for b.Loop() {
		rec, err := OpenRecording(file)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := DrawWaveform(b.Context(), rec, 1000, nil); err != nil {
			b.Fatal(err)
		}
	}
	perRealTime(b)
}

func BenchmarkSeek(b *testing.B) {
	rec, err := OpenRecording(benchFile(b))
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 8))
	for b.Loop() {
		if err := rec.SeekFrame(random.Int64N(rec.Frames())); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResampleMinute(b *testing.B) {
	in := make([]int16, 60*48000)
	var out []int16
	for b.Loop() {
		r := newResampler(48000, benchRate)
		out = r.flush(r.feed(out[:0], in))
	}
	perRealTime(b)
}
