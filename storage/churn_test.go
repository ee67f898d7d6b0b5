package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// churnEnv makes the test binary a child that changes a library in every way, one after the other at random, until it is killed.
const churnEnv = "ONRECORD_STORAGE_CHURN"

// churn says on its output, after each change, what is done, and which word only that call has.
func churn(dir string) {
	l, err := Open(dir, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Println("ready")
	for err == nil {
		err = churnOnce(l)
	}
	fmt.Println("error", err)
	os.Exit(1)
}

// someWords are spoken in many calls, so that they meet in the index.
var someWords = strings.Fields("pay pays paid debt debts the quarterly payment call me never again wonderful halibut smith smyth")

// secretOf is a word that is spoken in no other call.
func secretOf(id call.ID) string { return "secret" + strings.ReplaceAll(string(id)[9:], "-", "") }

func randomTranscript(id call.ID) call.Transcript {
	var texts []string
	for range 1 + rand.IntN(5) {
		words := []string{secretOf(id)}
		for range rand.IntN(12) {
			words = append(words, someWords[rand.IntN(len(someWords))])
		}
		texts = append(texts, strings.Join(words, " "))
	}
	return someTranscript(texts...)
}

func churnOnce(l *Library) error {
	list, err := l.List(Filter{})
	if err != nil {
		return err
	}
	trashed, err := l.Trashed()
	if err != nil {
		return err
	}
	what := rand.IntN(8)
	switch {
	case len(list) < 3 || what == 0 && len(list) < 20:
		return churnNew(l)
	case what == 1:
		id := list[rand.IntN(len(list))].ID
		return said("transcribed", id, l.SaveTranscript(id, randomTranscript(id)))
	case what == 2:
		id := list[rand.IntN(len(list))].ID
		_, err := l.Edit(id, func(c *call.Call) error { c.Case = someWords[rand.IntN(len(someWords))]; return nil })
		return said("edited", id, err)
	case what == 3:
		return churnMerge(l)
	case what == 4 && len(trashed) > 0:
		id := trashed[rand.IntN(len(trashed))].ID
		return said("restored", id, l.Restore(id))
	case what == 5 && len(trashed) > 0:
		id := trashed[rand.IntN(len(trashed))].ID
		return said("purged", id, l.Purge(context.Background(), []call.ID{id}, nil))
	}
	id := list[rand.IntN(len(list))].ID
	return said("trashed", id, l.Trash(id))
}

func said(what string, id call.ID, err error) error {
	if err == nil {
		fmt.Println(what, id)
	}
	return err
}

func churnNew(l *Library) error {
	c := someCall(0)
	c.Started = time.Now()
	c.ID = call.NewID(c.Started)
	f, err := l.Begin(c)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, "sound of "+secretOf(c.ID))
	c.Outcome = call.Complete
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	err = l.Commit(c)
	if err == nil {
		err = l.SaveTranscript(c.ID, randomTranscript(c.ID))
	}
	if err == nil {
		_, err = l.Enqueue(Job{Call: c.ID})
	}
	return said("made", c.ID, err)
}

// churnMerge moves some words into blocks, fewer than there are.
func churnMerge(l *Library) error {
	l.change.Lock()
	defer l.change.Unlock()
	return l.update(func(tx *bbolt.Tx) error {
		_, err := search.Merge(tx.Bucket(searchBucket), 1+rand.IntN(100))
		return err
	})
}

// churnAndKill lets a child work for a while once it is ready, kills it, and gives what it said.
func churnAndKill(t *testing.T, dir string) (lines []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), churnEnv+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	if !said.Scan() || said.Text() != "ready" {
		t.Fatalf("child said %q", said.Text())
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(60_000))*time.Microsecond, func() { _ = child.Process.Kill() }) // it may be over
	defer timer.Stop()
	for said.Scan() {
		lines = append(lines, said.Text())
	}
	_ = child.Wait() // killed
	if i := slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, "error") }); i >= 0 {
		t.Fatalf("child said %s", lines[i])
	}
	return lines
}

// churnRuns is how often the child is killed; the soak tests do it 200 times.
var churnRuns = 20

// A library that is killed in the midst of indexing, merging, deleting, restoring and purging is in order at the next start, with
// no repair but the start's own: what was said to be done is done, what was under way is done or not, no call is in two places or
// in none, searching finds just what is written in the folders, and of what was purged nothing is left.
func TestKilledInTheMidstOfEverything(t *testing.T) {
	dir, done := "", 0
	where := map[call.ID]string{} // what was last said of each call
	for run := range churnRuns {
		if run%20 == 0 {
			dir = quickDir(t)
			clear(where)
		}
		lines := churnAndKill(t, dir)
		done += len(lines)
		for _, line := range lines {
			what, id, _ := strings.Cut(line, " ")
			where[call.ID(id)] = what
		}
		opt, _ := testOptions(t)
		l, err := Open(dir, opt)
		if err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		recoverAll(t, l)
		mustBeClean(t, l)
		mustBeWhereItWasSaid(t, l, where)
		mustFindWhatIsWritten(t, l)
		shut(t, l)
		if t.Failed() {
			t.Fatalf("in run %d, after %v", run, lines)
		}
	}
	t.Logf("%d things were done in %d runs", done, churnRuns)
}

// mustBeWhereItWasSaid makes sure that each call is where the child said, but for one that was on its way. It corrects that one.
func mustBeWhereItWasSaid(t *testing.T, l *Library, where map[call.ID]string) {
	t.Helper()
	moved := 0
	for id, what := range where {
		library, trash := inPlaces(t, l.Dir(), id)
		is := map[[2]bool]string{{true, false}: "library", {false, true}: "trash", {false, false}: "nowhere"}[[2]bool{library, trash}]
		should := map[string]string{"trashed": "trash", "purged": "nowhere"}[what]
		if should == "" {
			should = "library"
		}
		switch {
		case is == "":
			t.Errorf("call %s is in the library and in the trash", id)
		case is == should:
		case is == "nowhere" && should != "trash":
			t.Errorf("call %s was last said to be %s, and is gone", id, what)
		default:
			moved++
		}
		where[id] = map[string]string{"library": "made", "trash": "trashed", "nowhere": "purged"}[is]
		if is == "nowhere" {
			mustHoldNothingOf(t, l.Dir(), string(id), secretOf(id))
		}
	}
	if moved > 1 {
		t.Errorf("%d calls are not where they were said to be", moved)
	}
}

// mustFindWhatIsWritten compares searching with reading every call.
func mustFindWhatIsWritten(t *testing.T, l *Library) {
	t.Helper()
	var docs []search.Document
	for _, s := range must[[]Summary](t)(l.List(Filter{})) {
		read := must[state](t)(l.observe(s.ID))
		docs = append(docs, read.document)
	}
	onDisk := must[[]string](t)(filepath.Glob(filepath.Join(l.Dir(), callsName, "*", "*", "*")))
	if len(onDisk) != len(docs) {
		t.Errorf("%d calls are listed, and %d have a folder", len(docs), len(onDisk))
	}
	for range 25 {
		mustAgree(t, l, docs, randomQuery())
	}
}

func randomQuery() string {
	word := func() string { return someWords[rand.IntN(len(someWords))] }
	forms := []func() string{
		word, func() string { return `"` + word() + " " + word() + `"` }, func() string { return word()[:2] + "*" },
		func() string { return word() + " -" + word() }, func() string { return word() + " OR " + word() },
		func() string { return word() + " NEAR/3 " + word() }, func() string { return "~" + word() },
		func() string { return "sounds:" + word() }, func() string { return "case:" + word() + " " + word() },
		func() string { return "secret*" }, func() string { return word() + " from:me" },
	}
	return forms[rand.IntN(len(forms))]()
}

func mustAgree(t *testing.T, l *Library, docs []search.Document, query string) {
	t.Helper()
	results := must[search.Results](t)(l.Search(ctx(), query, 0))
	expr := must[search.Expr](t)(search.Query(query))
	var got, wanted []string
	for _, hit := range results.Hits {
		got = append(got, path.Join(string(hit.Call), string(hit.Kind), fmt.Sprint(hit.Segment)))
	}
	var languages []string
	for _, doc := range docs {
		languages = append(languages, doc.Language)
	}
	slices.Sort(languages)
	languages = slices.DeleteFunc(slices.Compact(languages), func(l string) bool { return l == "" })
	total := 0
	for _, doc := range docs {
		hits, places, err := search.Scan(doc, expr, languages)
		if err != nil {
			t.Fatal(err)
		}
		total += places
		for _, hit := range hits {
			wanted = append(wanted, path.Join(string(doc.Call), string(hit.Kind), fmt.Sprint(hit.Segment)))
		}
	}
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) || results.Total != total {
		t.Errorf("%s is found %d times in %v, and is written %d times in %v", query, results.Total, got, total, wanted)
	}
}
