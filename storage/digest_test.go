package storage

import (
	"errors"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// digests gives what is kept of all calls, as "ID=digest" with a dash for none.
func digests(t testing.TB, l *Library, version string) map[call.ID]string {
	t.Helper()
	all := map[call.ID]string{}
	err := l.Digests(version, func(d Digest) error {
		all[d.Call] = "-"
		if d.Content != nil {
			all[d.Call] = string(d.Content)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func keepDigest(t testing.TB, l *Library, id call.ID, version, digest string) {
	t.Helper()
	d, err := l.Digest(id, version)
	if d.Content = []byte(digest); err == nil {
		err = l.KeepDigests(version, d)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func mustDigest(t testing.TB, l *Library, version string, want map[call.ID]string) {
	t.Helper()
	got := digests(t, l, version)
	if len(got) != len(want) {
		t.Errorf("digests of %d calls, want %d", len(got), len(want))
	}
	for id, digest := range want {
		one, err := l.Digest(id, version)
		if got[id] != digest || err != nil || string(one.Content) != strings.TrimPrefix(digest, "-") {
			t.Errorf("digest of %s in version %s is %q among all and %q alone, %v; want %q", id, version, got[id], one.Content, err, digest)
		}
	}
}

func TestADigestIsKeptUntilItsCallChanges(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	a, b := record(t, l, 1, "sound").ID, record(t, l, 2, "sound").ID
	mustDigest(t, l, "1", map[call.ID]string{a: "-", b: "-"})
	keepDigest(t, l, a, "1", "one")
	keepDigest(t, l, b, "1", "two")
	mustDigest(t, l, "1", map[call.ID]string{a: "one", b: "two"})
	mustDigest(t, l, "11", map[call.ID]string{a: "-", b: "-"})
	shut(t, l)

	l = open(t, dir)
	mustDigest(t, l, "1", map[call.ID]string{a: "one", b: "two"})
	change := func(id call.ID) {
		must[call.Call](t)(l.Edit(id, func(c *call.Call) error { c.Notes = append(c.Notes, call.Note{Text: "x"}); return nil }))
	}
	change(a)
	mustDigest(t, l, "1", map[call.ID]string{a: "-", b: "two"})
	keepDigest(t, l, a, "2", "three")
	mustDigest(t, l, "2", map[call.ID]string{a: "three", b: "-"})
	if err := l.SaveTranscript(b, call.Transcript{Format: call.Format}); err != nil {
		t.Fatal(err)
	}
	mustDigest(t, l, "1", map[call.ID]string{a: "-", b: "-"})
	if err := l.RebuildIndex(ctx()); err != nil {
		t.Fatal(err)
	}
	mustDigest(t, l, "2", map[call.ID]string{a: "-", b: "-"})
	if found, err := l.Check(ctx()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
}

// What was made of a call that is another one by then, or has gone, is not kept.
func TestADigestThatComesTooLateIsNotKept(t *testing.T) {
	l := open(t, t.TempDir())
	changed, gone, rebuilt := record(t, l, 1, "sound").ID, record(t, l, 2, "sound").ID, record(t, l, 3, "sound").ID
	var late []Digest
	for _, id := range []call.ID{changed, gone, rebuilt} {
		d := must[Digest](t)(l.Digest(id, "1"))
		d.Content = []byte("late")
		late = append(late, d)
	}
	must[call.Call](t)(l.Edit(changed, func(c *call.Call) error { c.Case = "x"; return nil }))
	if err := errors.Join(l.Trash(gone), l.KeepDigests("1", late[:2]...), l.RebuildIndex(ctx()), l.KeepDigests("1", late[2])); err != nil {
		t.Fatal(err)
	}
	mustDigest(t, l, "1", map[call.ID]string{changed: "-", rebuilt: "-"})
	if _, err := l.Digest(gone, "1"); !errors.Is(err, ErrNoCall) {
		t.Errorf("of a call that is gone: %v", err)
	}
	wanted := errors.New("enough")
	if err := l.Digests("1", func(Digest) error { return wanted }); !errors.Is(err, wanted) {
		t.Errorf("what the caller gives is %v", err)
	}
}
