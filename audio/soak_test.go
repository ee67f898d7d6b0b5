//go:build soak

package audio_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// Eight hours in made-up time, on two devices whose clocks drift apart, with something going wrong every few minutes.
func TestSoakEightHours(t *testing.T) {
	const length = 8 * time.Hour
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	synctest.Test(t, func(t *testing.T) {
		s := &soak{began: time.Now(), random: rand.New(rand.NewPCG(seed, 1))}
		file := audiotest.NewFile(nil)
		take, err := audio.StartTake(audio.TakeOptions{
			Rate: rate, File: file, Renew: s.renew,
			Sources: map[call.Party]audio.Source{call.Local: s.source(call.Local), call.Remote: s.source(call.Remote)},
			Clock:   func() time.Duration { return time.Since(s.began) + time.Duration(s.slept.Load()) },
			Asleep:  func() time.Duration { return time.Duration(s.slept.Load()) },
		})
		if err != nil {
			t.Fatal(err)
		}
		for time.Since(s.began) < length {
			time.Sleep(time.Minute)
			if s.random.IntN(60) == 0 {
				s.slept.Add(int64(time.Duration(2+s.random.IntN(600)) * time.Second))
			}
		}
		total := time.Since(s.began) + time.Duration(s.slept.Load())
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		if off := float64(result.Audio.Duration) - total.Seconds(); math.Abs(off) > 0.01 || result.Capture.Complete {
			t.Errorf("%.2f s too long; %q", off, result.Capture.Verdict)
		}
		for i, party := range call.Parties {
			side := result.Capture.Sides[party]
			sum := call.Seconds(0)
			for _, gap := range side.Gaps {
				sum += gap.Duration
			}
			t.Logf("%s: %d devices one after the other, %d gaps of %.0f s in all, drift %.1f ppm", party, len(side.Devices), len(side.Gaps), sum, *side.Drift)
			t.Logf("%s: gaps %+v", party, side.Gaps)
			late := call.Gap{Duration: call.Seconds(side.Offset / 1000)} // too short for a gap, but noted
			if err := s.check(file.Bytes(), i, append(side.Gaps, late)); err != nil {
				t.Errorf("%s: %v", party, err)
			}
		}
	})
}

// soak is a machine on which little goes well.
type soak struct {
	began  time.Time
	random *rand.Rand
	slept  atomic.Int64
}

// heard is what sounds at a moment: clicks by the clock that goes on while the system sleeps.
func (s *soak) heard(at float64) int16 { return clicks(at + time.Duration(s.slept.Load()).Seconds()) }

// source makes a device that works for up to an hour, loses frames now and then, and dies.
func (s *soak) source(party call.Party) audio.Source {
	script := audiotest.Script{
		Device: audio.Device{ID: string(party), Name: "Scripted", Kind: audio.Microphone},
		Sound:  s.heard, Began: s.began,
		Rate:   []int{8000, 16000, 44100, 48000}[s.random.IntN(4)],
		Drift:  s.random.Float64()*400 - 200,
		Late:   time.Duration(s.random.IntN(300)) * time.Millisecond,
		Jitter: func(i int) time.Duration { return time.Duration(i*7919%20) * time.Millisecond },
	}
	at := time.Duration(0)
	for range s.random.IntN(6) {
		at += time.Minute + time.Duration(s.random.IntN(600_000))*time.Millisecond
		lost := time.Duration(150+s.random.IntN(5000)) * time.Millisecond
		script.Stalls = append(script.Stalls, audiotest.Stall{At: at, For: lost, Burst: s.random.IntN(4) == 0 && lost < time.Second})
		at += lost
	}
	at += time.Minute + time.Duration(s.random.IntN(1_800_000))*time.Millisecond
	script.Stalls = append(script.Stalls, audiotest.Stall{At: at, For: 100 * time.Hour})
	return audiotest.New(script)
}

func (s *soak) renew(party call.Party, _ audio.Device, lost bool) (audio.Source, bool, error) {
	switch {
	case !lost:
		return nil, false, nil
	case s.random.IntN(3) == 0:
		return nil, true, audio.ErrNoServer
	default:
		return s.source(party), true, nil
	}
}

// check wants every click within 20 ms of its place, unless a gap is there.
func (s *soak) check(content []byte, side int, gaps []call.Gap) error {
	found, frames, err := clicksIn(content, side)
	if err != nil {
		return err
	}
	k, worst := 0, 0.0
	var flaws []string
	for at := clickAt(0); at < float64(frames)/rate-0.5; at = clickAt(k) {
		i, hit := slices.BinarySearch(found, at)
		nearest := math.Inf(1)
		for _, j := range []int{i - 1, i} {
			if j >= 0 && j < len(found) {
				nearest = min(nearest, math.Abs(found[j]-at))
			}
		}
		inGap := slices.ContainsFunc(gaps, func(g call.Gap) bool {
			return at >= float64(g.Start)-0.03 && at <= float64(g.Start+g.Duration)+0.03
		})
		if !hit && nearest > 0.020 && !inGap {
			flaws = append(flaws, fmt.Sprintf("%.3f s (%.0f ms)", at, 1000*nearest))
		} else if nearest <= 0.020 {
			worst = max(worst, nearest)
		}
		k++
	}
	if len(flaws) > 0 {
		return fmt.Errorf("%d of %d clicks are out of place (the others within %.1f ms): %v", len(flaws), k, 1000*worst, flaws)
	}
	return nil
}

// clicksIn finds the clicks of one side of a long recording, in seconds.
func clicksIn(content []byte, side int) (found []float64, frames int64, err error) {
	rec, err := audio.OpenRecording(bytes.NewReader(content))
	if err != nil {
		return nil, 0, err
	}
	block := make([]int16, 2*4096)
	var before [2]int16
	for at := int64(0); ; {
		n, err := rec.Read(block)
		for i := range n {
			f := block[2*i+side]
			if before[1] > clickPeak/2 && before[1] >= before[0] && before[1] > f {
				found = append(found, float64(at+int64(i)-1)/rate)
			}
			before[0], before[1] = before[1], f
		}
		at += int64(n)
		if errors.Is(err, io.EOF) {
			return found, at, nil
		}
		if err != nil {
			return nil, 0, err
		}
	}
}
