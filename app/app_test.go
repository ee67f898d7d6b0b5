package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/engines"
)

// The test binary is its own transcription worker.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		if err := transcribe.Serve(context.Background(), os.Stdin, os.Stdout, engines.New()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if dir := os.Getenv(queueEnv); dir != "" {
		fmt.Fprintln(os.Stderr, workForEver(dir))
		os.Exit(1)
	}
	if dir := os.Getenv(importEnv); dir != "" {
		fmt.Fprintln(os.Stderr, importForEver(dir))
		os.Exit(1)
	}
	if dir := os.Getenv(refuseEnv); dir != "" {
		fmt.Println("error", refuseForEver(dir))
		os.Exit(1)
	}
	if dir := os.Getenv(jotEnv); dir != "" {
		fmt.Println("error", jotForEver(dir))
		os.Exit(1)
	}
	for _, bus := range []string{"DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"} {
		if os.Getenv(sleeplessEnv) == "" { // tests leave the user's own machine in peace
			os.Setenv(bus, "unix:path=/no/bus")
		}
	}
	goleak.VerifyTestMain(m)
}

// sleeplessEnv is set for a child of a test that keeps the machine awake on the bus of its parent.
const sleeplessEnv = "ONRECORD_TEST_SLEEPLESS"

// devices are scripted: a kind that has no script has no device.
type devices map[audio.Kind]audiotest.Script

func (d devices) List() ([]audio.Device, error) {
	var all []audio.Device
	for kind := range d {
		all = append(all, audio.Device{ID: string(kind), Name: "Scripted " + string(kind), Kind: kind, Default: true})
	}
	return all, nil
}

func (d devices) Open(kind audio.Kind, id string, rate int) (audio.Source, error) {
	script, ok := d[kind]
	if !ok || (id != "" && id != string(kind)) {
		return nil, fmt.Errorf("open %s %q: %w", kind, id, audio.ErrNoDevice)
	}
	script.Rate = rate
	script.Device = audio.Device{ID: string(kind), Name: "Scripted " + string(kind), Kind: kind}
	return audiotest.New(script), nil
}

func (d devices) Output() (audio.Output, error) { return nil, audio.ErrNoDevice }

// Watch tells of the devices, which never change.
func (d devices) Watch(ctx context.Context, changed func(audio.Scene)) error {
	list, err := d.List()
	if err != nil {
		return err
	}
	changed(audio.Scene{Devices: list})
	<-ctx.Done()
	return ctx.Err()
}

func (d devices) Backend() string { return "script" }

func tone(seconds int) []int16 {
	frames := make([]int16, seconds*16000)
	for i := range frames {
		frames[i] = int16(8000 * math.Sin(float64(i)*2*math.Pi*440/16000))
	}
	return frames
}

func both() devices {
	return devices{audio.Microphone: {Frames: tone(60)}, audio.FarSide: {Frames: tone(60)}}
}

// open opens an App on a library in dir; at the end of the test it is closed and the library checked.
func open(t testing.TB, dir string, devices Devices) *App {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: devices, Worker: []string{program, "worker"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if a.ctx.Err() != nil { // the test closed it
			return
		}
		if findings, err := a.Check(context.Background()); err != nil || len(findings) > 0 { // t.Context has ended
			t.Errorf("check: %+v, %v", findings, err)
		}
		a.Close()
	})
	if err := a.Recovered(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTakeBecomesACall(t *testing.T) {
	a := open(t, t.TempDir(), both())
	feed := a.Subscribe()
	defer feed.Close()
	id, err := a.StartTake(t.Context(), TakeRequest{Name: "Acme", Number: "+1 212 555 0142", Direction: call.Incoming, NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.StartTake(t.Context(), TakeRequest{}); !errors.Is(err, ErrTakeRunning) {
		t.Errorf("a second take: %v", err)
	}
	time.Sleep(1200 * time.Millisecond)
	if _, err := a.AddNote(id, "said hello", nil); err != nil {
		t.Error(err)
	}
	time.Sleep(300 * time.Millisecond)
	doc, err := a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.StopTake(); !errors.Is(err, ErrNoTake) {
		t.Errorf("a second stop: %v", err)
	}
	kept, err := a.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Outcome != call.Complete || kept.Audio.Duration < 1.4 || kept.Audio.Duration > 2.5 || kept.Title() != "Acme" {
		t.Errorf("kept %+v", kept)
	}
	if len(kept.Notes) != 1 || len(doc.Notes) != 1 || kept.Notes[0].At < 0.6 || kept.Notes[0].At > 2 {
		t.Errorf("notes %+v, returned %+v", kept.Notes, doc.Notes)
	}
	var seen []string
	for len(seen) < 4 {
		event, _ := feed.Next(t.Context())
		if _, queue := event.(QueueChanged); !queue { // it waits for takes
			seen = append(seen, fmt.Sprintf("%T", event))
		}
	}
	if got := strings.Join(seen, " "); got != "app.TakeChanged app.CallChanged app.TakeChanged app.CallSaved" {
		t.Errorf("events %s", got)
	}
}

func TestTakeGoesOnWithOneSideAndSaysSo(t *testing.T) {
	a := open(t, t.TempDir(), devices{audio.Microphone: {Frames: tone(60)}})
	if _, err := a.StartTake(t.Context(), TakeRequest{FarSide: "typo"}); !errors.Is(err, audio.ErrNoDevice) {
		t.Errorf("a device that was named but is not there: %v", err)
	}
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	doc, err := a.StopTake()
	if err != nil || doc.Capture.Complete || !strings.Contains(doc.Capture.Verdict, "far side") {
		t.Errorf("verdict %q, complete %v, %v", doc.Capture.Verdict, doc.Capture.Complete, err)
	}
}

func TestNoDeviceLeavesNothingBehind(t *testing.T) {
	a := open(t, t.TempDir(), devices{})
	if _, err := a.StartTake(t.Context(), TakeRequest{}); !errors.Is(err, ErrNoSound) || !errors.Is(err, audio.ErrNoDevice) {
		t.Errorf("got %v", err)
	}
	if count, err := a.CountCalls(); count != 0 || err != nil {
		t.Errorf("%d calls, %v", count, err)
	}
	if _, err := a.StopTake(); !errors.Is(err, ErrNoTake) {
		t.Errorf("stop: %v", err)
	}
}

func TestCloseSavesTheTake(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(600 * time.Millisecond)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	doc, err := open(t, dir, both()).Call(id)
	if err != nil || doc.Outcome != call.Complete || doc.Audio.Duration < 0.5 {
		t.Errorf("got %+v, %v", doc, err)
	}
}

// A process that dies leaves a partial take; the next one salvages it without being asked. What it leaves is made here
// by the same rooms, without the commit.
func TestUnfinishedTakesAreRecovered(t *testing.T) {
	dir := t.TempDir()
	library, err := storage.Open(filepath.Join(dir, "library"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	withSound, empty := unfinished(t, library, true), unfinished(t, library, false)
	if err := library.Close(); err != nil {
		t.Fatal(err)
	}
	a := open(t, dir, both())
	doc, err := a.Call(withSound)
	if err != nil || doc.Outcome != call.Recovered || doc.Audio.Duration < 0.5 || doc.Capture.Complete {
		t.Errorf("with sound: %+v, %v", doc, err)
	}
	doc, err = a.Call(empty)
	if err != nil || doc.Outcome != call.Failed || doc.Failure == "" || doc.Capture.Complete {
		t.Errorf("without sound: %+v, %v", doc, err)
	}
}

func unfinished(t *testing.T, library *storage.Library, withSound bool) call.ID {
	t.Helper()
	doc := newDocument(call.NewID(time.Now()), time.Now(), TakeRequest{}, nil)
	file, err := library.Begin(doc)
	if err != nil {
		t.Fatal(err)
	}
	if withSound {
		source := audiotest.New(audiotest.Script{Frames: tone(10)})
		take, err := audio.StartTake(audio.TakeOptions{Rate: 16000, Sources: map[call.Party]audio.Source{call.Local: source}, File: file})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(1200 * time.Millisecond)
		if _, err := take.Stop(); err != nil {
			t.Fatal(err)
		}
		return doc.ID
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return doc.ID
}

func TestImportTranscribeSearchExport(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.StartJobs()
	id, err := a.Import(t.Context(), "../assets/calls/telemarketer.flac", ImportRequest{Name: "Acme <Solar>", NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Export(t.Context(), id, Form{As: "srt"}, &bytes.Buffer{}); !errors.Is(err, storage.ErrNoTranscript) {
		t.Errorf("export without a transcript: %v", err)
	}
	job, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
		t.Fatal(err)
	}
	found, err := a.Search(t.Context(), `"do not call list"`, 10)
	if err != nil || found.Total == 0 || found.Hits[0].Call != id {
		t.Errorf("search: %+v, %v", found, err)
	}
	wants := map[string]string{
		"txt":  DemoBanner,
		"md":   `# Acme \<Solar\>`,
		"vcon": `"vcon": "0.4.0"`,
		"srt":  "Acme ‹Solar›: ",
		"vtt":  "<v Acme &lt;Solar&gt;>",
		"json": `"model": {`,
		"flac": "fLaC",
		"wav":  "RIFF",
		"docx": "PK",
		"pdf":  "%PDF",
	}
	a.config.Typeface = noto()
	for format := range wants {
		var out bytes.Buffer
		if err := a.Export(t.Context(), id, Form{As: format}, &out); err != nil || !strings.Contains(out.String(), wants[format]) {
			t.Errorf("%s: %v, wants %q in it", format, err, wants[format])
		}
		if (format == "json" || format == "vcon") && !json.Valid(out.Bytes()) {
			t.Error("the json is none")
		}
	}
	if err := a.Export(t.Context(), id, Form{As: "doc"}, &bytes.Buffer{}); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("doc: %v", err)
	}
}

func TestBadFilesLeaveNothingBehind(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	whole, err := os.ReadFile("../assets/calls/telemarketer.flac")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"halved.flac": string(whole[:len(whole)/2]),
		"empty.wav":   "", "text.wav": "not sound at all", "cut.flac": "fLaC\x00\x00\x00\x22short", "riff.wav": "RIFF\x24\x00\x00\x00WAVEfmt ",
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := a.Import(t.Context(), file, ImportRequest{})
		if err == nil || strings.Contains(Explain(err).What, ":") {
			t.Errorf("%s: %v is explained as %q", name, err, Explain(err).What)
		}
	}
	if count, err := a.CountCalls(); count != 0 || err != nil {
		t.Errorf("%d calls, %v", count, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "library/calls/*/*/*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestCancelledJobEndsAtOnce(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.Import(t.Context(), "../assets/calls/accountant.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	job, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	var cancelled time.Time
	a.StartJobs()
	err = a.WaitJob(t.Context(), job.ID, func(JobStatus) {
		once.Do(func() {
			cancelled = time.Now()
			if err := a.CancelJob(job.ID); err != nil {
				t.Error(err)
			}
		})
	})
	t.Logf("cancelled within %v", time.Since(cancelled))
	if !errors.Is(err, ErrCancelled) || time.Since(cancelled) > 5*time.Second { // a second, where nothing else goes on
		t.Errorf("got %v after %v", err, time.Since(cancelled))
	}
	if jobs, err := a.Jobs(); len(jobs) != 0 || err != nil {
		t.Errorf("left in the queue: %+v, %v", jobs, err)
	}
	if err := a.CancelJob(job.ID); !errors.Is(err, ErrNoJob) {
		t.Errorf("cancelled again: %v", err)
	}
}

// A worker that cannot work fails the job with a reason, keeps the recording, and the job can be tried again.
func TestFailedJobKeepsItsReason(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both(), Worker: []string{"/bin/false"}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.StartJobs()
	id, err := a.Import(t.Context(), "../assets/calls/accountant.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		job, err := a.Transcribe(id, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := a.WaitJob(t.Context(), job.ID, nil); !errors.Is(err, transcribe.ErrWorkerDied) {
			t.Errorf("got %v", err)
		}
		jobs, err := a.Jobs()
		if err != nil || len(jobs) != 1 || jobs[0].State != storage.JobFailed || jobs[0].Error == "" {
			t.Errorf("queue %+v, %v", jobs, err)
		}
	}
	if findings, err := a.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %+v, %v", findings, err)
	}
}

func TestDemoFillsAnEmptyLibraryOnce(t *testing.T) {
	a := open(t, t.TempDir(), both())
	for range 2 {
		if err := a.Demo(t.Context()); err != nil {
			t.Fatal(err)
		}
		if count, err := a.CountCalls(); count != 3 || err != nil {
			t.Errorf("%d calls, %v", count, err)
		}
	}
	if _, err := a.Import(t.Context(), "../assets/calls/accountant.flac", ImportRequest{Name: "my own", Again: true, NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	if err := a.Demo(t.Context()); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a library of one's own: %v", err)
	}
}
