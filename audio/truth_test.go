package audio_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// fault is something that happens to one side of a take.
type fault struct {
	kind     string
	from, to float64 // seconds
}

func (f fault) String() string { return fmt.Sprintf("%s %.2f–%.2f", f.kind, f.from, f.to) }

const (
	noFault = "nothing"
	stalls  = "stalls"       // delivers nothing, then goes on
	loses   = "loses frames" // too short to be noticed but by the clock
	dies    = "dies"         // never delivers again, and is opened anew
	mute    = "is mute"      // delivers digital silence
	refuses = "refuses"      // cannot be opened
	silent  = "is silent"    // digital silence throughout
)

func drawFault(rt *rapid.T, side string) fault {
	kinds := []string{noFault, noFault, stalls, loses, dies, refuses, silent}
	kinds = append(slices.Repeat(kinds, 3), mute) // which needs more than a minute
	f := fault{kind: rapid.SampledFrom(kinds).Draw(rt, side)}
	f.from = rapid.Float64Range(2, 8).Draw(rt, side+" from")
	switch f.kind {
	case stalls:
		f.to = f.from + rapid.Float64Range(1.3, 9).Draw(rt, side+" for")
	case loses:
		f.to = f.from + rapid.Float64Range(0.15, 0.9).Draw(rt, side+" for")
	case dies:
		f.to = f.from + 1.5 // at most
	case mute:
		f.to = f.from + rapid.Float64Range(61, 70).Draw(rt, side+" for")
	case refuses, silent:
		f.from, f.to = 0, 80 // and longer than any take
	}
	return f
}

// suffering is a source with a fault.
func suffering(f fault, device audio.Device) audio.Source {
	script := audiotest.Script{Device: device, Sound: clicks, Began: time.Now()}
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	switch f.kind {
	case stalls, loses:
		script.Stalls = []audiotest.Stall{{At: seconds(f.from), For: seconds(f.to - f.from)}}
	case dies:
		script.Stalls = []audiotest.Stall{{At: seconds(f.from), For: time.Hour}}
	case mute:
		script.Sound = func(at float64) int16 {
			if at > f.from && at < f.to {
				return 0
			}
			return clicks(at)
		}
	case refuses:
		script.Refuse = audio.ErrRefused
	case silent:
		script.Sound = func(float64) int16 { return 0 }
	}
	return audiotest.New(script)
}

// Whatever goes wrong, the verdict says it; and what went well is never called incomplete.
func TestVerdictIsTheTruth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		length := 20.0
		faults := [2]fault{drawFault(rt, "microphone"), drawFault(rt, "far side")}
		if faults[0].kind == mute || faults[1].kind == mute {
			length = 80
		}
		var flaw error
		synctest.Test(t, func(t *testing.T) { flaw = suffer(t, faults, length) })
		if flaw != nil {
			rt.Fatal(flaw)
		}
	})
}

func suffer(t *testing.T, faults [2]fault, length float64) error {
	w := &world{began: time.Now(), local: builtIn}
	devices := [2]audio.Device{builtIn, monitor}
	sources := map[call.Party]audio.Source{}
	for i, party := range call.Parties {
		sources[party] = suffering(faults[i], devices[i])
	}
	take, err := audio.StartTake(audio.TakeOptions{
		Rate: rate, Sources: sources, File: audiotest.NewFile(nil),
		Renew: func(party call.Party, _ audio.Device, lost bool) (audio.Source, bool, error) {
			switch f := faults[party.Channel()]; {
			case f.kind == dies:
				return w.source(devices[party.Channel()], 0), false, nil
			case lost:
				return nil, true, audio.ErrNoDevice
			default:
				return nil, false, nil
			}
		},
	})
	if faults[0].kind == refuses && faults[1].kind == refuses {
		if err == nil {
			return fmt.Errorf("a take began without any source")
		}
		return nil
	}
	if err != nil {
		return err
	}
	time.Sleep(time.Duration(length * float64(time.Second)))
	result, err := take.Stop()
	if err != nil {
		return err
	}
	return checkTruth(faults, result.Capture)
}

// checkTruth wants each fault in the capture and in its verdict, and nothing else there.
func checkTruth(faults [2]fault, c call.Capture) error {
	well := faults[0].kind == noFault && faults[1].kind == noFault
	if c.Complete != well || (c.Verdict == "both sides complete") != well {
		return fmt.Errorf("faults %v: complete %v, %q", faults, c.Complete, c.Verdict)
	}
	for i, name := range []string{"microphone", "far side"} {
		f, side := faults[i], c.Sides[call.Parties[i]]
		if strings.Contains(c.Verdict, name) != (f.kind != noFault) {
			return fmt.Errorf("%s %v: %q", name, f, c.Verdict)
		}
		noted := slices.Concat(side.Gaps, side.Mute)
		for _, gap := range noted {
			if float64(gap.Start) < f.from-0.6 || float64(gap.Start+gap.Duration) > f.to+0.6 {
				return fmt.Errorf("%s %v: %+v lies outside", name, f, gap)
			}
		}
		if f.kind != noFault && f.kind != dies && f.kind != silent {
			if err := covers(noted, fault{f.kind, f.from, min(f.to, float64(c.Samples))}); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// covers wants the fault in its full length in what was noted.
func covers(noted []call.Gap, f fault) error {
	total := 0.0
	for _, gap := range noted {
		total = max(total, float64(gap.Duration))
	}
	if total < f.to-f.from-0.6 {
		return fmt.Errorf("%v: only %+v was noted", f, noted)
	}
	return nil
}
