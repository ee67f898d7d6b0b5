package app

import (
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

func TestPaces(t *testing.T) {
	dir := t.TempDir()
	p, err := readPaces(dir)
	if err != nil {
		t.Fatal(err)
	}
	must := func(model string, want float64) {
		t.Helper()
		got, known := p.of(model)
		if known != (want > 0) || math.Abs(got-want) > 1e-9 {
			t.Errorf("the pace of %s is %v, %v; wants %v", model, got, known, want)
		}
	}
	add := func(model string, sound, work call.Seconds) {
		t.Helper()
		if err := p.add(model, sound, work); err != nil {
			t.Fatal(err)
		}
	}
	must("base", 0)
	add("base", 10, 30) // too little to tell
	must("base", 0)
	add("base", 30, 10)
	must("base", 1)
	add("small", 100, 250)
	if p, err = readPaces(dir); err != nil {
		t.Fatal(err)
	}
	must("base", 1)
	must("small", 2.5)
	for range 20 { // the machine has become slower
		add("base", 3600, 7200)
	}
	if got, _ := p.of("base"); got < 1.99 {
		t.Errorf("after twenty hours the pace is still %v", got)
	}
	if err := os.WriteFile(filepath.Join(dir, paceFile), []byte("no document"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err = readPaces(dir); err == nil {
		t.Error("nobody is told that the file is damaged")
	}
	must("base", 0)
	add("base", 60, 6)
	must("base", 0.1)
	newer := []byte(`{"format":2,"models":{"base":{"audio_s":"long"}}}`)
	if err := os.WriteFile(filepath.Join(dir, paceFile), newer, 0o600); err != nil {
		t.Fatal(err)
	}
	if p, _ = readPaces(dir); p == nil {
		t.Fatal("there are no paces")
	}
	must("base", 0)
}

func TestAbout(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-1: "", 0: "a few seconds", 9 * time.Second: "a few seconds", 42 * time.Second: "about 40 s", 54 * time.Second: "about 50 s",
		55 * time.Second: "about 1 min", 70 * time.Second: "about 1 min", 5 * time.Minute: "about 5 min",
		59*time.Minute + 29*time.Second: "about 59 min", 59*time.Minute + 30*time.Second: "about 1 h",
		90 * time.Minute: "about 1.5 h", 11 * time.Hour: "about 11 h",
	} {
		if got := About(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

// How long the queue will take is told from what calls took before; nothing is told before that.
func TestTimeLeftIsMeasured(t *testing.T) {
	a := open(t, t.TempDir(), both())
	jobs := queued(t, a, "accountant.flac", "telemarketer.flac")
	told := func() Queue {
		t.Helper()
		q, err := a.Queue()
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	if q := told(); q.Left() >= 0 || q.Jobs[0].Remaining >= 0 {
		t.Errorf("nothing was measured, but %v is left", q.Left())
	}
	a.StartJobs()
	eventually(t, "a window is kept", func() bool { return len(a.parts(t, jobs[0])) > 0 })
	if err := a.PauseQueue(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is put back", func() bool { return a.mustJob(t, jobs[0].ID).State == storage.JobQueued })
	if err := a.JobAnyway(jobs[1].ID); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), jobs[1].ID, nil); err != nil {
		t.Fatal(err)
	}
	pace, known := a.Pace(DemoModel)
	if !known || pace <= 0 {
		t.Fatalf("the pace is %v, %v", pace, known)
	}
	q := told()
	job := q.Jobs[0]
	if job.Fraction <= 0 || job.Fraction >= 1 {
		t.Errorf("%v is done of what was put back", job.Fraction)
	}
	whole := time.Duration(pace * float64(job.Length.Duration()))
	if want := time.Duration(float64(whole) * (1 - job.Fraction)); (job.Remaining-want).Abs() > time.Second || q.Left() != job.Remaining {
		t.Errorf("%v is left of %v, in all %v", job.Remaining, whole, q.Left())
	}
	if err := a.ResumeQueue(); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
		t.Fatal(err)
	}
	if again, _ := a.Pace(DemoModel); again != pace {
		t.Error("a job that went on where it was counts as a whole one")
	}
	if q := told(); q.Left() != 0 || len(q.Jobs) != 0 {
		t.Errorf("left are %+v", q)
	}
}
