package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		writeForEver(dir)
	}
	if dir := os.Getenv(churnEnv); dir != "" {
		churn(dir)
	}
	goleak.VerifyTestMain(m)
}

// strict is a log that fails the test when something is logged as an error, which the storage does only when it
// finds its index damaged.
type strict struct {
	slog.Handler
	t       testing.TB
	allowed *atomic.Bool
}

func (s strict) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError && !s.allowed.Load() {
		s.t.Errorf("logged: %s", r.Message)
	}
	return s.Handler.Handle(ctx, r)
}

func testOptions(t testing.TB) (Options, *atomic.Bool) {
	var damageAllowed atomic.Bool
	handler := slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})
	return Options{Log: slog.New(strict{handler, t, &damageAllowed})}, &damageAllowed
}

// open opens a library and, when the test is over, checks and closes it.
func open(t testing.TB, dir string) *Library {
	t.Helper()
	opt, _ := testOptions(t)
	l, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if l.index != nil {
			mustBeClean(t, l)
			shut(t, l)
		}
	})
	return l
}

// shut closes a library before the test is over.
func shut(t testing.TB, l *Library) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	l.index = nil
}

// mustBeClean runs the library's own check, and bbolt's.
func mustBeClean(t testing.TB, l *Library) {
	t.Helper()
	findings, err := l.Check(context.Background())
	if err != nil {
		t.Error(err)
	}
	for _, f := range findings {
		t.Errorf("check: %s: %s", f.Path, f.Problem)
	}
	err = l.index.db.View(func(tx *bbolt.Tx) error {
		var all []error
		for err := range tx.Check() {
			all = append(all, err)
		}
		return errors.Join(all...)
	})
	if err != nil {
		t.Errorf("bbolt's check: %v", err)
	}
}

// quickDir is a folder in memory where there is one: the tests that write most would only wait for the disk.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "storage")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// someCall makes the document of the nth call, n minutes after noon.
func someCall(n int) call.Call {
	started := noon.Add(time.Duration(n) * time.Minute)
	id := call.ID(fmt.Sprintf("%s-%s", started.Format("20060102-150405"), letters(n)))
	return call.Call{
		Format: 1, ID: id, Started: started, Direction: call.Incoming,
		Parties: map[call.Party]call.Person{call.Remote: {Name: fmt.Sprintf("Caller %d", n), Number: "+1555"}},
		Tags:    []string{}, Notes: []call.Note{}, Consent: []call.Consent{},
		Capture: call.Capture{Complete: true, Sides: map[call.Party]call.Side{call.Local: {Gaps: []call.Gap{}}}},
	}
}

func letters(n int) string {
	b := []byte("aaaa")
	for i := range b {
		b[i] += byte(n % 26)
		n /= 26
	}
	return string(b)
}

func someTranscript(texts ...string) call.Transcript {
	t := call.Transcript{Format: 1, Language: "en", Segments: []call.Segment{}}
	for i, text := range texts {
		s := call.Segment{Party: call.Parties[i%2], Start: call.Seconds(i * 5), End: call.Seconds(i*5 + 4), Text: text, Words: []call.Word{}}
		for k, w := range strings.Fields(text) {
			at := s.Start + call.Seconds(k)*0.25
			s.Words = append(s.Words, call.Word{Text: w, Start: at, End: at + 0.25, P: 1})
		}
		t.Segments = append(t.Segments, s)
	}
	return t
}

// record makes a finished call with a recording of the given bytes.
func record(t testing.TB, l *Library, n int, audio string) call.Call {
	t.Helper()
	c := someCall(n)
	f, err := l.Begin(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, audio); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	c.Outcome, c.Ended = call.Complete, c.Started.Add(time.Minute)
	if err := l.Commit(c); err != nil {
		t.Fatal(err)
	}
	c.Audio.File = audioName
	return c
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestLifeOfACall(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "not", "there", "yet"))
	c := someCall(1)
	f := must[File](t)(l.Begin(c))
	if _, err := l.Begin(c); !errors.Is(err, ErrExists) {
		t.Errorf("beginning twice gives %v", err)
	}
	if ids := must[[]call.ID](t)(l.Unfinished()); len(ids) != 0 {
		t.Errorf("a take that runs is unfinished: %v", ids)
	}
	if list := must[[]Summary](t)(l.List(Filter{})); len(list) != 1 || list[0].Outcome != call.Recording {
		t.Errorf("while recording the list is %+v", list)
	}
	mustBeClean(t, l)
	if _, err := f.Write([]byte("sound")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	c.Outcome = call.Complete
	for range 2 { // may be made twice
		if err := l.Commit(c); err != nil {
			t.Fatal(err)
		}
	}
	if pending := must[[]Summary](t)(l.List(Filter{Untranscribed: true})); len(pending) != 1 {
		t.Errorf("to transcribe: %+v", pending)
	}
	if _, err := l.Transcript(c.ID); !errors.Is(err, ErrNoTranscript) {
		t.Errorf("transcript before there is one: %v", err)
	}
	if err := l.SaveTranscript(c.ID, someTranscript("the quarterly payment", "is late")); err != nil {
		t.Fatal(err)
	}
	got := must[call.Call](t)(l.Edit(c.ID, func(c *call.Call) error { c.Case = "debt"; return nil }))
	if got.Audio.File != audioName || got.Case != "debt" {
		t.Errorf("edited: %+v", got)
	}
	list := must[[]Summary](t)(l.List(Filter{Case: "debt"}))
	if len(list) != 1 || !list[0].Transcribed || !list[0].Audio || list[0].Title != "Caller 1" {
		t.Errorf("list is %+v", list)
	}
	results := must[search.Results](t)(l.Search(context.Background(), `"quarterly payment"`, 5))
	if len(results.Hits) != 1 || results.Hits[0].Call != c.ID || results.Hits[0].At != 0.25 {
		t.Errorf("search gives %+v", results)
	}
	audio := must[File](t)(l.OpenAudio(c.ID))
	if content := must[[]byte](t)(io.ReadAll(audio)); string(content) != "sound" {
		t.Errorf("recording is %q", content)
	}
	if err := audio.Close(); err != nil {
		t.Error(err)
	}
	if err := l.Discard(c.ID); !errors.Is(err, ErrExists) {
		t.Errorf("discarding a recording gives %v", err)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	l := open(t, t.TempDir())
	missing := someCall(9).ID
	_, callErr := l.Call(missing)
	_, transcriptErr := l.Transcript(missing)
	_, audioErr := l.OpenAudio(missing)
	_, formErr := l.Call("../../etc/passwd")
	_, editErr := l.Edit(missing, func(*call.Call) error { return nil })
	_, jobErr := l.Enqueue(Job{Call: missing})
	_, lastErr := l.Find("last")
	for i, err := range []error{
		callErr, transcriptErr, audioErr, formErr, editErr, jobErr, lastErr,
		l.Save(someCall(9)), l.Commit(someCall(9)), l.SaveTranscript(missing, someTranscript()),
	} {
		if !errors.Is(err, ErrNoCall) {
			t.Errorf("%d gives %v, wants ErrNoCall", i, err)
		}
	}
	f := must[File](t)(l.Begin(someCall(9)))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	done := someCall(9)
	done.Outcome = call.Complete
	if err := l.Commit(done); !errors.Is(err, ErrNoAudio) {
		t.Errorf("committing nothing gives %v", err)
	}
	if err := l.Discard(missing); err != nil {
		t.Error(err)
	}
	if n := must[int](t)(l.Count()); n != 0 {
		t.Errorf("%d calls after discarding the only one", n)
	}
}

func TestFailedTakeKeepsWhatThereIs(t *testing.T) {
	l := open(t, t.TempDir())
	c := someCall(1)
	f := must[File](t)(l.Begin(c))
	if _, err := f.Write([]byte("not sound")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	c.Outcome, c.Failure = call.Failed, "The device broke."
	if err := l.Commit(c); err != nil {
		t.Fatal(err)
	}
	kept := must[[]string](t)(filepath.Glob(filepath.Join(l.Dir(), folder(c.ID), "audio.partial.kept-*")))
	if len(kept) != 1 {
		t.Errorf("kept %v", kept)
	}
}

func TestBothPartialAndRecording(t *testing.T) {
	l := open(t, t.TempDir())
	c := record(t, l, 1, "older")
	if err := os.WriteFile(filepath.Join(l.Dir(), inFolder(c.ID, partialName)), []byte("newer"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Commit(c); err != nil {
		t.Fatal(err)
	}
	old := must[[]string](t)(filepath.Glob(filepath.Join(l.Dir(), folder(c.ID), "audio.flac.kept-*")))
	if len(old) != 1 || string(must[[]byte](t)(os.ReadFile(old[0]))) != "older" {
		t.Errorf("the recording that was there is kept as %v", old)
	}
}

func TestListAndFind(t *testing.T) {
	l := open(t, t.TempDir())
	for n := range 10 {
		c := record(t, l, n, "x")
		if n%2 == 0 {
			c.Case = "even"
			if err := l.Save(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		filter Filter
		want   []int
	}{
		{Filter{Limit: 3}, []int{9, 8, 7}},
		{Filter{Limit: 3, Offset: 8}, []int{1, 0}},
		{Filter{Offset: 10}, nil},
		{Filter{Case: "even", Limit: 2, Offset: 1}, []int{6, 4}},
		{Filter{Since: someCall(3).Started, Until: someCall(6).Started}, []int{5, 4, 3}},
		{Filter{Until: someCall(1).Started}, []int{0}},
		{Filter{Since: someCall(8).Started.Add(1)}, []int{9}},
		{Filter{Until: someCall(0).Started}, nil},
	} {
		var got []int
		for _, s := range must[[]Summary](t)(l.List(c.filter)) {
			got = append(got, int(s.Started.Sub(noon)/time.Minute))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v gives %v, wants %v", c.filter, got, c.want)
		}
	}
	if id := must[call.ID](t)(l.Find("last")); id != someCall(9).ID {
		t.Errorf("last is %s", id)
	}
	if s, err := l.Summary(someCall(4).ID); err != nil || s.Title != "Caller 4" || s.Case != "even" {
		t.Errorf("the summary is %+v, %v", s, err)
	}
	if _, err := l.Summary(someCall(99).ID); !errors.Is(err, ErrNoCall) {
		t.Errorf("the summary of no call gives %v", err)
	}
	if id := must[call.ID](t)(l.Find(string(someCall(4).ID[:15]))); id != someCall(4).ID {
		t.Errorf("prefix finds %s", id)
	}
	if _, err := l.Find("2026"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("2026 gives %v", err)
	}
	for _, ref := range []string{"", "1999", "zzz"} {
		if _, err := l.Find(ref); !errors.Is(err, ErrNoCall) {
			t.Errorf("%q gives %v", ref, err)
		}
	}
	moved := someCall(0)
	moved.Started = noon.Add(time.Hour)
	moved.Audio.File, moved.Outcome = audioName, call.Complete
	if err := l.Save(moved); err != nil {
		t.Fatal(err)
	}
	if id := must[call.ID](t)(l.Find("last")); id != moved.ID {
		t.Errorf("last after moving a call is %s", id)
	}
}

func TestPartsGoWithTheirJob(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	var jobs []Job
	for n := range 2 {
		jobs = append(jobs, must[Job](t)(l.Enqueue(Job{Call: record(t, l, n, "x").ID})))
		for _, name := range []string{"b", "a", "b"} {
			if err := l.KeepPart(jobs[n].ID, name, fmt.Appendf(nil, "%s of %d", name, n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	shut(t, l)
	l = open(t, dir)
	if err := l.RemoveJob(jobs[0].ID); err != nil {
		t.Fatal(err)
	}
	if left := must[[][]byte](t)(l.Parts(jobs[0].ID)); len(left) != 0 {
		t.Errorf("%q is left of a job that is gone", left)
	}
	if got := must[[][]byte](t)(l.Parts(jobs[1].ID)); len(got) != 2 || string(got[0]) != "a of 1" || string(got[1]) != "b of 1" {
		t.Errorf("parts %q", got)
	}
	if err := l.KeepPart(jobs[0].ID, "a", nil); !errors.Is(err, ErrNoJob) {
		t.Errorf("keeping a part of a job that is gone gives %v", err)
	}
}

func TestQueue(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	for n := range 3 {
		c := record(t, l, n, "x")
		must[Job](t)(l.Enqueue(Job{Call: c.ID, Model: "tiny"}))
	}
	first, ok, err := l.NextJob("", false)
	if err != nil || !ok || first.Call != someCall(0).ID || first.Attempts != 1 || first.State != JobRunning {
		t.Errorf("first is %+v, %v, %v", first, ok, err)
	}
	second, _, _ := l.NextJob("", false)
	must[Job](t)(l.UpdateJob(second.ID, func(j *Job) { j.State, j.Error = JobFailed, "broken" }))
	shut(t, l)
	l = open(t, dir)
	again, _, err := l.NextJob("", false)
	if err != nil || again.ID != first.ID || again.Attempts != 2 {
		t.Errorf("after opening again first is %+v, %v", again, err)
	}
	if err := l.RemoveJob(again.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := l.UpdateJob(again.ID, func(*Job) {}); !errors.Is(err, ErrNoJob) {
		t.Errorf("updating a job that is gone gives %v", err)
	}
	if err := l.RebuildIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	jobs := must[[]Job](t)(l.Jobs())
	if len(jobs) != 2 || jobs[0].Error != "broken" || jobs[1].Call != someCall(2).ID {
		t.Errorf("after rebuilding the queue is %+v", jobs)
	}
	if j := must[Job](t)(l.Enqueue(Job{Call: someCall(0).ID})); j.ID <= jobs[1].ID {
		t.Errorf("new job has ID %d", j.ID)
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	if _, err := Open(dir, Options{Wait: time.Millisecond}); !errors.Is(err, ErrLocked) {
		t.Errorf("opening twice gives %v", err)
	}
	if err := l.RebuildIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{Wait: time.Millisecond}); !errors.Is(err, ErrLocked) {
		t.Errorf("opening twice after rebuilding the index gives %v", err)
	}
}

func TestRunningTakeIsUnfinishedAfterwards(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c := someCall(1)
	f := must[File](t)(l.Begin(c))
	if _, err := f.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	shut(t, l)
	l = open(t, dir)
	if ids := must[[]call.ID](t)(l.Unfinished()); !slices.Equal(ids, []call.ID{c.ID}) {
		t.Fatalf("unfinished: %v", ids)
	}
	partial := must[File](t)(l.OpenPartial(c.ID))
	if err := partial.Close(); err != nil {
		t.Fatal(err)
	}
	c.Outcome = call.Recovered
	if err := l.Commit(c); err != nil {
		t.Fatal(err)
	}
	if ids := must[[]call.ID](t)(l.Unfinished()); len(ids) != 0 {
		t.Errorf("unfinished after recovering: %v", ids)
	}
}

func TestRecordedTellsTheSizeOfATake(t *testing.T) {
	l := open(t, t.TempDir())
	c := someCall(1)
	f := must[File](t)(l.Begin(c))
	for _, want := range []int64{0, 5, 10} {
		if got, err := l.Recorded(c.ID); got != want || err != nil {
			t.Errorf("got %d, %v, wants %d", got, err, want)
		}
		must[int](t)(io.WriteString(f, "sound"))
	}
	c.Outcome, c.Ended = call.Complete, c.Started.Add(time.Minute)
	if err := errors.Join(f.Close(), l.Commit(c)); err != nil {
		t.Fatal(err)
	}
	if size, err := l.Recorded(c.ID); err == nil {
		t.Errorf("a take that is over has taken %d", size)
	}
}
