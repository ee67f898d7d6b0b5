package audio

import (
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestVerdict(t *testing.T) {
	at := call.Seconds(1)
	good := call.Side{Peak: -3, FirstSignal: &at, LastSignal: &at}
	with := func(gaps ...call.Gap) call.Side {
		side := good
		side.Gaps = gaps
		return side
	}
	stall := func(from, to call.Seconds) call.Gap {
		return call.Gap{Start: from, Duration: to - from, Cause: string(causeStall)}
	}
	for _, c := range []struct {
		want          string
		local, remote call.Side
		wall          call.Seconds
	}{
		{"both sides complete", good, good, 3600.4},
		{"recording 0.6 s shorter than the clock", good, good, 3600.6},
		{"recording 0.6 s longer than the clock", good, good, 3599.4},
		{"far side silent", good, call.Side{}, 3600},
		{"microphone silent (never above -80 dBFS)", call.Side{Peak: -80, FirstSignal: &at}, good, 3600},
		{"microphone missing 00:12:03–00:12:31: device delivers nothing", with(stall(723.2, 751)), good, 3600},
		{"far side missing 0.25 s at 00:00:10: overrun", good, with(call.Gap{Start: 10, Duration: 0.25, Cause: string(causeOverrun)}), 3600},
		{"far side missing throughout: no device", good, call.Side{Gaps: []call.Gap{{Duration: 3600, Cause: string(causeMissing)}}}, 3600},
		{"microphone missing 00:00:01–00:00:03: device delivers nothing; microphone missing 00:00:05–00:00:07: device delivers nothing; " +
			"microphone missing 2 times more; far side silent", with(stall(1, 3), stall(5, 7), stall(9, 11), stall(13, 15)), call.Side{}, 3600},
	} {
		capture := call.Capture{Wall: c.wall, Samples: 3600, Sides: map[call.Party]call.Side{call.Local: c.local, call.Remote: c.remote}}
		judge(&capture)
		if capture.Verdict != c.want || capture.Complete != (c.want == allComplete) {
			t.Errorf("%q (%v), wants %q", capture.Verdict, capture.Complete, c.want)
		}
	}
}
