package app

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// What is said can be read while the call goes on, hardly anything is left to do after it, and the transcript is the one
// that is made later.
func TestCaptionsDuringTheCall(t *testing.T) {
	sides := audiotest.Sound(os.DirFS(".."), "assets/calls/debt_collector.flac", 16000)
	a := open(t, t.TempDir(), devices{
		audio.Microphone: {Frames: sides[0]}, audio.FarSide: {Frames: sides[1]},
	})
	a.StartJobs()
	feed := a.Subscribe()
	defer feed.Close()
	id, err := a.StartTake(t.Context(), TakeRequest{})
	if err != nil {
		t.Fatal(err)
	}
	reading, enough := context.WithTimeout(t.Context(), time.Minute) // on a busy machine they come late, but they come
	defer enough()
	spoken := map[call.Party]call.Seconds{} // up to where the captions have come
	words := 0
	for words < 20 || spoken[call.Local] < 5 || spoken[call.Remote] < 5 {
		event, more := feed.Next(reading)
		if !more {
			t.Fatalf("%d words were read during the call, up to %v", words, spoken)
		}
		changed, ok := event.(JobChanged)
		if !ok || changed.Job.Call != id {
			continue
		}
		words = 0
		for _, s := range slices.Concat(changed.Job.Segments, changed.Job.Guesses) {
			spoken[s.Party] = max(spoken[s.Party], s.End)
			words += len(s.Words)
		}
	}
	stopped := time.Now()
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	job, found, err := a.jobOf(id)
	if err != nil {
		t.Fatal(err)
	}
	if found {
		if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d words were read up to %v; the transcript was ready %v after the call", words, spoken, time.Since(stopped))
	live := segmentsOf(t, a, id)
	again, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), again.ID, nil); err != nil {
		t.Fatal(err)
	}
	if later := segmentsOf(t, a, id); len(live) == 0 || !reflect.DeepEqual(live, later) {
		t.Errorf("during the call %d segments were found, later %d:\n%+v\n%+v", len(live), len(later), live, later)
	}
}

func segmentsOf(t *testing.T, a *App, id call.ID) []call.Segment {
	t.Helper()
	doc, err := a.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Transcript == nil {
		t.Fatal("there is no transcript")
	}
	return doc.Transcript.Segments
}

// A transcript that is wanted for later leaves the queue alone until the call is over.
func TestTranscribeLater(t *testing.T) {
	a := open(t, t.TempDir(), both())
	settings := a.Settings()
	settings.TranscribeLater = true
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	id, err := a.StartTake(t.Context(), TakeRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := a.jobOf(id); found || err != nil {
		t.Errorf("a job is queued during the take (%v)", err)
	}
	time.Sleep(300 * time.Millisecond)
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	if _, found, err := a.jobOf(id); !found || err != nil {
		t.Errorf("no job is queued after the take (%v)", err)
	}
}

// A job that is broken off goes on where it was, in the next run of the program.
func TestJobGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	id, err := a.Import(t.Context(), "../assets/calls/accountant.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	job, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	a.StartJobs()
	var done [][]byte
	for deadline := time.Now().Add(time.Minute); len(done) == 0; time.Sleep(time.Millisecond) {
		if done, err = a.library.Parts(job.ID); err != nil || time.Now().After(deadline) {
			t.Fatalf("no window is kept: %v", err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, dir, both())
	done, err = a.library.Parts(job.ID)
	if err != nil || len(done) == 0 {
		t.Fatalf("%d windows are kept, error %v", len(done), err)
	}
	var before part
	if err := json.Unmarshal(done[0], &before); err != nil {
		t.Fatal(err)
	}
	before.Window.Segments[0].Text = "A word from before."
	if err := a.keepPart(job, before); err != nil {
		t.Fatal(err)
	}
	a.StartJobs()
	if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
		t.Fatal(err)
	}
	found := slices.ContainsFunc(segmentsOf(t, a, id), func(s call.Segment) bool { return s.Text == "A word from before." })
	if !found {
		t.Error("the window was decoded again")
	}
	if left, err := a.library.Parts(job.ID); err != nil || len(left) > 0 {
		t.Errorf("%d windows are left, error %v", len(left), err)
	}
}

// A take that a crash broke off was in the queue already. Its job waits until the recording is whole, and keeps what it has.
func TestJobOfABrokenOffTakeWaitsForItsRecording(t *testing.T) {
	dir := t.TempDir()
	library, err := storage.Open(filepath.Join(dir, "library"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var jobs []Job
	for _, withSound := range []bool{true, false} {
		job, err := library.Enqueue(Job{Call: unfinished(t, library, withSound), Model: DemoModel})
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, job)
	}
	if err := library.Close(); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both(), Worker: []string{program, "worker"}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.StartJobs() // as the window does, without waiting
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err != nil {
		t.Errorf("the job of what was recorded: %v", err)
	}
	if err := a.WaitJob(t.Context(), jobs[1].ID, nil); !errors.Is(err, ErrCancelled) {
		t.Errorf("the job of a call without sound: %v", err)
	}
	if left, err := a.Jobs(); err != nil || len(left) > 0 {
		t.Errorf("jobs %+v are left, error %v", left, err)
	}
}

// No job begins while a recording may still be made whole.
func TestJobsWaitForRecovery(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	job, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	a.recovered = make(chan struct{})
	a.StartJobs()
	time.Sleep(300 * time.Millisecond)
	if waiting, _, err := a.jobOf(id); err != nil || waiting.State != storage.JobQueued {
		t.Errorf("job %+v, error %v", waiting, err)
	}
	close(a.recovered)
	if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
		t.Error(err)
	}
}
