package call_test

import (
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestOnlyWhatWasMeasuredIsWhole(t *testing.T) {
	for _, outcome := range []call.Outcome{call.Recording, call.Complete, call.Recovered, call.Failed, call.Imported, ""} {
		doc := call.Call{Outcome: outcome, Capture: call.Capture{Complete: true}}
		if got := doc.Whole(); got != (outcome == call.Complete) {
			t.Errorf("%q: whole is %v", outcome, got)
		}
		doc.Capture.Complete = false
		if doc.Whole() {
			t.Errorf("%q: an incomplete capture is whole", outcome)
		}
	}
}

func TestSilentSides(t *testing.T) {
	at := call.Seconds(1)
	for _, c := range []struct {
		name    string
		outcome call.Outcome
		side    call.Side
		want    bool
	}{
		{"speech", call.Complete, call.Side{FirstSignal: &at, Peak: -12}, false},
		{"digital silence", call.Complete, call.Side{Peak: call.Silence}, true},
		{"the noise of an open input", call.Complete, call.Side{FirstSignal: &at, Peak: -80}, true},
		{"not measured", call.Recovered, call.Side{}, false},
	} {
		doc := call.Call{Outcome: c.outcome, Capture: call.Capture{Samples: 10, Sides: map[call.Party]call.Side{call.Remote: c.side}}}
		if got := doc.Silent(call.Remote); got != c.want {
			t.Errorf("%s: silent is %v", c.name, got)
		}
	}
}
