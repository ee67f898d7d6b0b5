package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// arriveTogether brings in two calls, the first with two transcripts.
func arriveTogether(l *Library) (err error) {
	var all []Entry
	for n := range 2 {
		c := imported(n+5, fmt.Sprint("bytes ", n))
		c.Case = "together"
		a, err := l.Arrive(c.ID)
		if err != nil {
			return errors.Join(err, discardAll(all))
		}
		e := Entry{Arrival: a, Call: c}
		if n == 0 {
			e.Transcripts = []call.Transcript{someTranscript("first reading"), someTranscript("second hearing")}
		}
		all = append(all, e)
		if err := errors.Join(fill(a.CreateAudio, "sound"), fill(func() (File, error) { return a.Create("original.mp3") }, fmt.Sprint("bytes ", n))); err != nil {
			return errors.Join(err, discardAll(all))
		}
	}
	if err := l.EnterTogether(all); err != nil {
		return errors.Join(err, discardAll(all))
	}
	return nil
}

func discardAll(all []Entry) (err error) {
	for _, e := range all {
		err = errors.Join(err, e.Discard())
	}
	return err
}

func TestCallsEnterTogether(t *testing.T) {
	l := open(t, t.TempDir())
	if err := arriveTogether(l); err != nil {
		t.Fatal(err)
	}
	if list := must[[]Summary](t)(l.List(Filter{Case: "together"})); len(list) != 2 {
		t.Fatalf("%d calls entered", len(list))
	}
	if err := errors.Join(found(l, "first", 1), found(l, "second", 0)); err != nil {
		t.Error(err)
	}
	layers := must[[]TranscriptEntry](t)(l.Transcripts(imported(5, "").ID))
	if len(layers) != 2 {
		t.Errorf("transcripts: %+v", layers)
	}
	mustBeClean(t, l)
}

// Every operation fails once: for itself, and with all after it, as when the power goes. Never is one call there without the other.
func TestCallsEnterTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, lasting := range []bool{false, true} {
		for n := 0; ; n++ {
			opt, _ := testOptions(t)
			strike := faults{left: -1, lasting: lasting, err: syscall.EIO}
			opt.Fail = strike.fail
			l := prepared(t, opt)
			before := len(must[[]Summary](t)(l.List(Filter{})))
			strike.arm(n)
			err := arriveTogether(l)
			struck := strike.struck
			strike.arm(-1)
			if got := len(must[[]Summary](t)(l.List(Filter{Case: "together"}))); !lasting && (got != 0 && got != 2 || err == nil && got != 2) {
				t.Errorf("%d calls entered when %s failed, and it says %v", got, struck, err)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
			again := must[*Library](t)(Open(l.Dir(), opt))
			got := len(must[[]Summary](t)(again.List(Filter{Case: "together"})))
			all := len(must[[]Summary](t)(again.List(Filter{})))
			if got != 0 && got != 2 || err == nil && got != 2 || all != before+got {
				t.Errorf("%d calls of %d are there after a restart when %s failed (%v), and it said %v", got, all-before, struck, lasting, err)
			}
			if left := must[[]string](t)(filepath.Glob(filepath.Join(l.Dir(), incomingName, "*"))); len(left) > 0 {
				t.Errorf("left behind when %s failed: %v", struck, left)
			}
			recoverAll(t, again)
			mustBeClean(t, again)
			if err := again.Close(); err != nil {
				t.Error(err)
			}
			if t.Failed() {
				return
			}
			if struck == "" {
				break
			}
		}
	}
}

// A list that nobody could have written lets nothing in, and hinders nothing but the sweeping.
func TestAPromiseThatMakesNoSense(t *testing.T) {
	for _, content := range []string{"", "[", `[{"id":"x","place":"y"}]`, `[{"id":"20260312-140200-aaaa","place":"../x.tmp-aaaa"}]`} {
		l := open(t, t.TempDir())
		must[string](t)(l.Incoming())
		if err := l.files.WriteFile(togetherName, []byte(content)); err != nil {
			t.Fatal(err)
		}
		shut(t, l)
		l = open(t, l.Dir())
		list := must[[]Summary](t)(l.List(Filter{}))
		if there := must[bool](t)(l.files.Exists(togetherName)); there || len(list) != 0 {
			t.Errorf("%q let in %v; it is still there: %v", content, list, there)
		}
	}
}
