package transcribe

import (
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// What an earlier attempt has found is passed over in no time. How long the rest takes is told by what is really done.
func TestTimeLeftCountsWhatIsDone(t *testing.T) {
	const frames = 100 * Rate
	f := newFeeder(Track{Party: call.Local, Frames: frames}, []Window{{End: 60 * Rate}})
	var told Progress
	r := run{feeders: []*feeder{f}, tell: func(p Progress) { told = p }, began: time.Now().Add(-time.Second)}
	f.written = 60 * Rate
	r.window(f, Window{End: 60 * Rate})
	r.report()
	if told.Fraction != 0.6 || told.Remaining >= 0 {
		t.Errorf("after what was known: %+v", told)
	}
	r.began = r.began.Add(-40 * time.Second) // as if the next window took so long
	f.written = 80 * Rate
	r.window(f, Window{Start: 60 * Rate, End: 80 * Rate})
	r.report()
	if told.Fraction != 0.8 || (told.Remaining-40*time.Second).Abs() > 5*time.Second {
		t.Errorf("after as much as is left: %+v", told)
	}
}
