package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// faults makes file operations fail: the one that is counted down to, and if lasting all after it, as when the power
// goes or the disk is full.
type faults struct {
	left    int // operations until the fault; negative for never
	lasting bool
	struck  string // the operation that failed first
	err     error
}

func (f *faults) fail(op, name string) error {
	if f.left < 0 || op == "read" {
		return nil // what is read is tried apart
	}
	if f.left--; f.left >= 0 {
		return nil
	}
	if f.struck == "" {
		f.struck = op + " " + name
	}
	if f.lasting {
		f.left = 0
	}
	return f.err
}

// arm sets the next fault.
func (f *faults) arm(after int) { f.left, f.struck = after, "" }

// under is a change whose every operation is made to fail once.
type under struct {
	name   string
	change func(l *Library) error
	// kept says whether the change is there after it succeeded.
	kept func(l *Library) error
}

func changesUnderFaults() []under {
	one, two := someCall(1), someCall(2)
	done, saved := two, two
	done.Outcome = call.Complete
	saved.Outcome, saved.Case, saved.Audio.File = call.Complete, "saved", audioName
	return []under{
		{"Begin", func(l *Library) error {
			f, err := l.Begin(someCall(3))
			if err != nil {
				return err
			}
			_, err = io.WriteString(f, "sound")
			return errors.Join(err, f.Close())
		}, func(l *Library) error { _, err := l.OpenPartial(someCall(3).ID); return err }},
		{"Commit", func(l *Library) error { return l.Commit(done) }, func(l *Library) error {
			f, err := l.OpenAudio(two.ID)
			if err == nil {
				err = f.Close()
			}
			return err
		}},
		{"Save", func(l *Library) error { return l.Save(saved) }, func(l *Library) error {
			return one1(l.List(Filter{Case: "saved"}))
		}},
		{
			"Arrive", func(l *Library) error { return arrive(l, 5, "bytes") },
			func(l *Library) error { return found(l, "arrived", 1) },
		},
		{
			"SaveTranscript", func(l *Library) error { return l.SaveTranscript(two.ID, someTranscript("new words")) },
			func(l *Library) error { return found(l, "new", 1) },
		},
		{
			"SaveTranscript again", func(l *Library) error { return l.SaveTranscript(one.ID, someTranscript("precious second words")) },
			func(l *Library) error { return found(l, "second", 1) },
		},
		{
			"Correct", func(l *Library) error { return l.Correct(one.ID, retext(1, "precious corrected words")) },
			func(l *Library) error { return found(l, "corrected", 1) },
		},
		{
			"Correct a name", func(l *Library) error { return l.Correct(one.ID, rename("Linda")) },
			func(l *Library) error {
				c, err := l.Call(one.ID)
				if err == nil && c.Title() != "Linda" {
					err = fmt.Errorf("it is called %q", c.Title())
				}
				return err
			},
		},
		{
			"UseTranscript", func(l *Library) error {
				err := l.SaveTranscript(one.ID, someTranscript("precious second words"))
				return errors.Join(err, l.UseTranscript(one.ID, 1))
			},
			func(l *Library) error { return found(l, "second", 0) },
		},
		{"Adopt", adoptOther, func(l *Library) error { return found(l, "elsewhere", 1) }},
		{
			"KeepDetails", func(l *Library) error {
				return l.KeepDetails(one.ID, "details.json", []byte("{}"), func(c *call.Call) error { c.Case = "saved"; return nil })
			},
			func(l *Library) error { return one1(l.List(Filter{Case: "saved"})) },
		},
		{"Enqueue", func(l *Library) error { _, err := l.Enqueue(Job{Call: one.ID}); return err }, nil},
		{"MoveJob", func(l *Library) error { return l.MoveJob(2, MoveTop) }, func(l *Library) error { return queueIs(l, 2, 1) }},
		{"SetPaused", func(l *Library) error { return l.SetPaused(true) }, func(l *Library) error {
			paused, err := l.Paused()
			if err == nil && !paused {
				err = errors.New("the queue is not paused")
			}
			return err
		}},
		{"UpdateJob", func(l *Library) error {
			_, err := l.UpdateJob(1, func(j *Job) { j.State = JobFailed })
			return err
		}, func(l *Library) error { return queueIs(l, 1, 2) }},
		{"NextJob", func(l *Library) error { _, _, err := l.NextJob("", false); return err }, nil},
		{"KeepPart", func(l *Library) error { return l.KeepPart(1, "new", []byte("part")) }, nil},
		{"RemoveJob", func(l *Library) error { return l.RemoveJob(1) }, func(l *Library) error { return queueIs(l, 2) }},
		{"EditVocabulary", func(l *Library) error {
			_, err := l.EditVocabulary(func(v *call.Vocabulary) error { v.Words = call.Words{"Berg"}; return nil })
			return err
		}, func(l *Library) error {
			v, err := l.Vocabulary()
			if err == nil && len(v.Words) != 1 {
				err = fmt.Errorf("%d words are listed", len(v.Words))
			}
			return err
		}},
		{"EditCase", func(l *Library) error {
			_, err := l.EditCase("solar", func(c *call.Case) error { c.Words = call.Words{"Berg"}; return nil })
			return err
		}, func(l *Library) error {
			c, err := l.Case("Solar")
			if err == nil && len(c.Words) != 1 {
				err = fmt.Errorf("%d words are listed", len(c.Words))
			}
			return err
		}},
		{"Enter", func(l *Library) error { return l.Enter(someCall(6)) }, func(l *Library) error {
			c, err := l.Call(someCall(6).ID)
			if err == nil && (c.Outcome != call.Noted || !errors.Is(l.Enter(c), ErrExists)) {
				err = fmt.Errorf("it is %+v", c)
			}
			return err
		}},
		{"AddPlaybook", func(l *Library) error { _, err := l.AddPlaybook("mine", []byte("{}")); return err }, func(l *Library) error {
			all, err := l.Playbooks(10)
			if err == nil && (len(all) != 1 || string(all[0].Content) != "{}") {
				err = fmt.Errorf("the playbooks are %+v", all)
			}
			return err
		}},
		{"EditContact", func(l *Library) error {
			_, err := l.EditContact(linda.ID, func(c *call.Contact) error { c.Numbers = []string{"+12125550142"}; return nil })
			return err
		}, func(l *Library) error {
			c, err := l.Contact(linda.ID)
			if err == nil && (c.Name != linda.Name || len(c.Numbers) != 1) {
				err = fmt.Errorf("the contact is %+v", c)
			}
			return err
		}},
		{"RemoveContact", func(l *Library) error { return l.RemoveContact(linda.ID) }, func(l *Library) error {
			all, err := l.Contacts()
			if err == nil && len(all) > 0 {
				err = fmt.Errorf("there are still %d contacts", len(all))
			}
			removed, wrong := l.RemovedContacts()
			if wrong == nil && len(removed) != 1 {
				wrong = fmt.Errorf("there are %d contacts in the trash", len(removed))
			}
			return errors.Join(err, wrong)
		}},
		{"Destroy", func(l *Library) error {
			refused := someCall(3)
			refused.Refusal = &call.Refusal{Destroyed: true}
			f, err := l.Begin(refused)
			if err != nil {
				return err
			}
			_, err = io.WriteString(f, "sound")
			if err := errors.Join(err, f.Close()); err != nil {
				return err
			}
			refused.Outcome = call.Noted
			return l.Destroy(refused)
		}, func(l *Library) error {
			if f, err := l.OpenPartial(someCall(3).ID); !errors.Is(err, ErrNoAudio) {
				return errors.Join(err, f.Close(), errors.New("the sound is still there"))
			}
			return nil
		}},
		{"Discard", func(l *Library) error { return l.Discard(someCall(4).ID) }, nil},
		{
			"RebuildIndex", func(l *Library) error { return l.RebuildIndex(ctx()) },
			func(l *Library) error { return found(l, "precious", 1) },
		},
	}
}

// queueIs makes sure that the queue holds just these jobs in this order.
func queueIs(l *Library, ids ...uint64) error {
	jobs, err := l.Jobs()
	var got []uint64
	for _, j := range jobs {
		got = append(got, j.ID)
	}
	if err == nil && !slices.Equal(got, ids) {
		err = fmt.Errorf("the queue holds %v in place of %v", got, ids)
	}
	return err
}

func one1(list []Summary, err error) error {
	if err == nil && len(list) != 1 {
		err = fmt.Errorf("%d calls in the list", len(list))
	}
	return err
}

func found(l *Library, query string, want int) error {
	results, err := l.Search(context.Background(), query, 0)
	if err == nil && results.Total != want {
		err = fmt.Errorf("%q is found %d times", query, results.Total)
	}
	return err
}

var linda = call.Contact{Format: call.Format, ID: someCall(9).ID, Name: "Linda Berg", Numbers: []string{}, Emails: []string{}}

// prepared makes a library with a finished call, one whose take has stopped, one of which nothing was recorded, and a contact. The first
// two are in the queue.
func prepared(t *testing.T, opt Options) *Library {
	t.Helper()
	l, err := Open(filepath.Join(quickDir(t), "library"), opt)
	if err != nil {
		t.Fatal(err)
	}
	c := record(t, l, 1, "precious")
	if err := l.SaveTranscript(c.ID, someTranscript("precious words")); err != nil {
		t.Fatal(err)
	}
	f := must[File](t)(l.Begin(someCall(2)))
	if _, err := io.WriteString(f, "taken"); err != nil {
		t.Fatal(err)
	}
	empty := must[File](t)(l.Begin(someCall(4)))
	if err := errors.Join(f.Close(), empty.Close()); err != nil {
		t.Fatal(err)
	}
	if err := contactShelf.write(l, linda.ID, linda, nil); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 2} {
		j := must[Job](t)(l.Enqueue(Job{Call: someCall(n).ID}))
		if err := l.KeepPart(j.ID, "part", []byte("part")); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func TestEveryOperationMayFail(t *testing.T) {
	for _, u := range changesUnderFaults() {
		for _, lasting := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/lasting=%v", u.name, lasting), func(t *testing.T) {
				t.Parallel()
				for n := 0; failOnce(t, u, n, lasting); n++ {
					if n > 100 {
						t.Fatal("never succeeds")
					}
				}
			})
		}
	}
}

// failOnce makes the nth operation of a change fail, and reports whether the change had so many.
func failOnce(t *testing.T, u under, n int, lasting bool) bool {
	f := &faults{left: -1, lasting: lasting, err: syscall.ENOSPC}
	opt, _ := testOptions(t)
	opt.Fail = f.fail
	l := prepared(t, opt)
	if u.name == "Save" {
		must[call.Call](t)(call.Call{}, l.Commit(func() call.Call { c := someCall(2); c.Outcome = call.Complete; return c }()))
	}
	f.arm(n)
	err := u.change(l)
	struck := f.struck
	f.arm(-1)
	if err == nil && struck == "" && u.kept != nil {
		if err := u.kept(l); err != nil {
			t.Errorf("%s succeeded, but %v", u.name, err)
		}
	}
	if err != nil && !errors.Is(err, ErrFull) {
		t.Errorf("failing %s gives %v, wants ErrFull", struck, err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	opt.Fail = nil
	again, err := Open(l.Dir(), opt)
	if err != nil {
		t.Fatal(err)
	}
	nothingLost(t, again)
	if jobs, err := again.Jobs(); err != nil || len(jobs) < 2 && u.name != "RemoveJob" {
		t.Errorf("%d jobs are left, %v", len(jobs), err)
	}
	recoverAll(t, again)
	findings, err := again.Repair(ctx())
	if err != nil {
		t.Error(err)
	}
	for _, finding := range findings {
		if !finding.Mended {
			t.Errorf("after failing %s: %s: %s %s", struck, finding.Path, finding.Problem, finding.Action)
		}
	}
	mustBeClean(t, again)
	if err := again.Close(); err != nil {
		t.Error(err)
	}
	if t.Failed() {
		t.Fatalf("when operation %d failed: %s", n, struck)
	}
	return struck != ""
}

// nothingLost makes sure that what was there before is there still.
func nothingLost(t *testing.T, l *Library) {
	t.Helper()
	audio := must[File](t)(l.OpenAudio(someCall(1).ID))
	if content := must[[]byte](t)(io.ReadAll(audio)); string(content) != "precious" {
		t.Errorf("recording is %q", content)
	}
	take := must[File](t)(l.OpenPartial(someCall(2).ID))
	if content := must[[]byte](t)(io.ReadAll(take)); string(content) != "taken" {
		t.Errorf("take is %q", content)
	}
	if err := errors.Join(audio.Close(), take.Close(), found(l, "precious", 1)); err != nil {
		t.Error(err)
	}
	must[call.Call](t)(l.Call(someCall(1).ID))
	must[call.Call](t)(l.Call(someCall(2).ID))
}

// TestIndexIsToldLater makes the index update of a change fail and sees that the next change brings it.
func TestIndexIsToldLater(t *testing.T) {
	var refuse bool
	opt, _ := testOptions(t)
	updates := 0
	opt.Fail = func(op, _ string) error {
		if op == "update" && refuse {
			if updates++; updates == 2 { // the first one marks the call
				return syscall.EIO
			}
		}
		return nil
	}
	l := must[*Library](t)(Open(t.TempDir(), opt))
	c := record(t, l, 1, "x")
	other := record(t, l, 2, "x")
	refuse = true
	if err := l.SaveTranscript(c.ID, someTranscript("late words")); err == nil {
		t.Error("the index was told")
	}
	refuse = false
	if err := l.Save(other); err != nil {
		t.Fatal(err)
	}
	if err := found(l, "late", 1); err != nil {
		t.Error(err)
	}
	mustBeClean(t, l)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// TestReadsMayFail makes one read after the other fail while opening and using a library: nothing may be lost, and
// what the index believes must be right again afterwards.
func TestReadsMayFail(t *testing.T) {
	t.Parallel()
	for n := 0; ; n++ {
		opt, _ := testOptions(t)
		l := prepared(t, opt)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if n%2 == 0 {
			removeIndex(t, l.Dir())
		}
		reads, struck := 0, false
		opt.Fail = func(op, _ string) error {
			if op == "read" {
				if reads++; reads == n/2+1 {
					struck = true
					return syscall.EIO
				}
			}
			return nil
		}
		if l, err := Open(l.Dir(), opt); err == nil {
			_ = l.SaveTranscript(someCall(2).ID, someTranscript("words")) // may fail
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
		opt.Fail = nil
		again := must[*Library](t)(Open(l.Dir(), opt))
		nothingLost(t, again)
		recoverAll(t, again)
		mustBeClean(t, again)
		if err := again.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("when read %d failed", n/2+1)
		}
		if !struck && n%2 == 1 {
			return
		}
	}
}

// adoptOther brings in a call with its papers, as they lie in another library.
func adoptOther(l *Library) error {
	c := someCall(3)
	c.Outcome, c.Audio.File = call.Complete, audioName
	document, err := encode(c, nil)
	if err != nil {
		return err
	}
	words := someTranscript("words from elsewhere")
	words.Format = call.Format
	transcript, err := encode(words, nil)
	if err != nil {
		return err
	}
	papers := []Paper{{Name: callName, Content: document}, {Name: transcriptName, Content: transcript}}
	if _, err := Understand(papers); err != nil {
		return err
	}
	a, err := l.Arrive(c.ID)
	if err != nil {
		return err
	}
	err = fill(a.CreateAudio, "sound")
	if err == nil {
		err = a.Adopt(papers)
	}
	if err != nil {
		return errors.Join(err, a.Discard())
	}
	return nil
}

// A library that could not be opened is not locked: the next try opens it.
func TestAFailedOpenLeavesNoLock(t *testing.T) {
	dir := t.TempDir()
	for failing := 1; ; failing++ {
		synced := 0
		l, err := Open(dir, Options{Fail: func(op, name string) error {
			if op == "sync folder" && name == "." {
				if synced++; synced == failing {
					return syscall.EIO
				}
			}
			return nil
		}})
		if err == nil {
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			if failing == 1 {
				t.Fatal("nothing failed")
			}
			return
		}
		if l, err = Open(dir, Options{}); err != nil {
			t.Fatalf("after failure %d: %v", failing, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
