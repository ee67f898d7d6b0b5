package audio

import (
	"testing"

	"pgregory.net/rapid"
)

// TestRingNeverLosesCount pushes and pulls at random: what comes out, with the losses in their places, is what went in.
func TestRingNeverLosesCount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newCaptureRing(64)
		next, expected := int16(0), int16(0)
		buf := make([]int16, 50)
		take := func() bool {
			n, lost := r.pull(buf)
			for _, v := range buf[:n] {
				if v != expected {
					rt.Fatalf("got %d, wants %d", v, expected)
				}
				expected++
			}
			expected += int16(lost)
			return n > 0 || lost > 0
		}
		for range rapid.IntRange(1, 300).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "push") {
				frames := make([]int16, rapid.IntRange(0, 40).Draw(rt, "n"))
				for i := range frames {
					frames[i] = next
					next++
				}
				r.push(frames)
			} else {
				take()
			}
		}
		if rapid.Bool().Draw(rt, "drop") {
			expected += int16(r.drop())
		}
		for take() {
		}
		expected += int16(r.rest())
		if expected != next {
			rt.Fatalf("%d frames are accounted for, %d went in", expected, next)
		}
	})
}

// TestRingBetweenThreads is for the race detector.
func TestRingBetweenThreads(t *testing.T) {
	r := newCaptureRing(1000)
	const total = 200_000
	done := make(chan struct{})
	go func() {
		defer close(done)
		var chunk [97]int16
		for sent := 0; sent < total; sent += len(chunk) {
			for i := range chunk {
				chunk[i] = int16(sent + i)
			}
			r.push(chunk[:])
		}
	}()
	buf := make([]int16, 128)
	at := 0
	for stopped := false; ; {
		n, lost := r.pull(buf)
		for i, v := range buf[:n] {
			if v != int16(at+i) {
				t.Fatalf("frame %d is %d", at+i, v)
			}
		}
		at += n + int(lost)
		if n > 0 || lost > 0 {
			continue
		}
		if stopped {
			break
		}
		select {
		case <-done:
			stopped = true
		default:
		}
	}
	at += int(r.rest())
	if want := (total + 96) / 97 * 97; at != want {
		t.Errorf("%d frames are accounted for, wants %d", at, want)
	}
}
