package device

import (
	"sync/atomic"
	"testing"

	"github.com/gen2brain/malgo"
	"pgregory.net/rapid"
)

// However the two threads meet, nobody is inside once close returned.
func TestGate(t *testing.T) {
	for range 200 {
		var g gate
		var closed atomic.Bool
		passed := make(chan int)
		go func() {
			n := 0
			for ; g.enter(); n++ {
				if closed.Load() {
					t.Error("inside a closed gate")
				}
				g.leave()
			}
			passed <- n
		}()
		g.close()
		closed.Store(true)
		<-passed
	}
}

// The audio thread must not make the garbage collector run.
func TestProcessingAllocatesNothing(t *testing.T) {
	var s stream
	heard := 0
	m := newMono(form{malgo.FormatS24, 2, 48000})
	deliver := func(frames []int16) { heard += len(frames) }
	process := s.through(func(_, input []byte) { m.through(input, deliver) })
	buffer := make([]byte, 6*4000)
	if n := testing.AllocsPerRun(100, func() { process(nil, buffer, 4000) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if heard%4000 != 0 || heard == 0 {
		t.Errorf("heard %d frames", heard)
	}
}

// Every pair of bytes is one sample, and the slice is a view, not a copy.
func TestSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		buffer := rapid.SliceOf(rapid.Byte()).Draw(t, "buffer")
		view := samples(buffer)
		if len(view) != len(buffer)/2 {
			t.Fatalf("%d samples from %d bytes", len(view), len(buffer))
		}
		for i := range view {
			view[i] = 0x0101
		}
		for i, b := range buffer[:2*len(view)] {
			if b != 1 {
				t.Fatalf("byte %d is %d", i, b)
			}
		}
	})
}
