package app

import (
	"errors"
	"testing"
	"time"

	"github.com/onrecord/onrecord/storage"
)

// What is being written down of a call that goes into the trash is broken off, and done when it comes back.
func TestACallThatIsBeingWrittenDownGoesIntoTheTrash(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.Import(t.Context(), "../assets/calls/telemarketer.flac", ImportRequest{Name: "Acme"})
	if err != nil {
		t.Fatal(err)
	}
	feed := a.Subscribe()
	defer feed.Close()
	a.StartJobs()
	for running := false; !running; {
		event, ok := feed.Next(t.Context())
		if !ok {
			t.Fatal("nothing is written down")
		}
		changed, is := event.(JobChanged)
		running = is && changed.Job.State == JobRunning
	}
	if moved, err := a.Trash(t.Context(), id); err != nil || len(moved) != 1 {
		t.Fatalf("moved %v, %v", moved, err)
	}
	if jobs, err := a.Jobs(); err != nil || len(jobs) > 0 {
		t.Errorf("the queue holds %v, %v", jobs, err)
	}
	if _, err := a.Find(string(id)); !errors.Is(err, storage.ErrTrashed) {
		t.Errorf("looking for it gives %v", err)
	}
	if _, err := a.TrashedBefore(time.Now().Add(-time.Hour)); err != nil {
		t.Error(err)
	}
	if err := a.Restore(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	jobs, err := a.Jobs()
	if err != nil || len(jobs) != 1 || jobs[0].Call != id {
		t.Fatalf("the queue holds %v, %v", jobs, err)
	}
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err != nil {
		t.Fatal(err)
	}
	if found, err := a.Search(t.Context(), `"do not call list"`, 10); err != nil || found.Total == 0 {
		t.Errorf("found %d times, %v", found.Total, err)
	}
}

func TestWhatIsOlderIsShownAndNotTouched(t *testing.T) {
	a := open(t, t.TempDir(), both())
	for file, years := range map[string]int{"telemarketer": 0, "accountant": 2, "debt_collector": 5} {
		started := time.Now().AddDate(-years, 0, -1)
		if _, err := a.Import(t.Context(), "../assets/calls/"+file+".flac", ImportRequest{Started: started, NoTranscript: true}); err != nil {
			t.Fatal(err)
		}
	}
	if before := a.KeepUntil(); !before.IsZero() {
		t.Errorf("calls are wanted from %s on, and nobody said so", before)
	}
	settings := a.Settings()
	settings.KeepYears = 3
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	old, err := a.Older(a.KeepUntil())
	if err != nil || len(old.Calls) != 1 || old.Sizes != old.Calls[0].Sizes || old.Sizes.Sound == 0 {
		t.Errorf("older are %+v, %v", old, err)
	}
	usage, err := a.Usage()
	if err != nil || usage.Calls.Calls != 3 || len(usage.Years) != 3 || usage.All() < usage.Calls.Sound {
		t.Errorf("usage is %+v, %v", usage, err)
	}
}
