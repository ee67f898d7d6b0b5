package search

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// Pages know just what was put into them, in its order, whatever was changed in which order and in how many goes.
func TestPagesAreASortedMap(t *testing.T) {
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "pages.db"), 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := []byte("pages")
	rapid.Check(t, func(t *rapid.T) {
		want := map[string][]byte{}
		key := rapid.StringMatching(`[ab]{1,2}[a-f]{0,3}`)
		err := db.Update(func(tx *bbolt.Tx) error {
			if tx.Bucket(name) != nil {
				if err := tx.DeleteBucket(name); err != nil {
					return err
				}
			}
			b, err := tx.CreateBucket(name)
			if err != nil {
				return err
			}
			for range rapid.IntRange(1, 4).Draw(t, "goes") {
				e := edit(b)
				for range rapid.IntRange(0, 60).Draw(t, "changes") {
					k := key.Draw(t, "key")
					if rapid.IntRange(0, 3).Draw(t, "what") == 0 {
						e.delete([]byte(k))
						delete(want, k)
						continue
					}
					value := bytes.Repeat([]byte{k[0]}, rapid.SampledFrom([]int{0, 1, 200, 3000}).Draw(t, "length"))
					e.put([]byte(k), value)
					want[k] = value
				}
				if err := e.close(); err != nil {
					return err
				}
			}
			return samePages(t, pages{b}, want, key.Draw(t, "from"))
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func samePages(t *rapid.T, p pages, want map[string][]byte, from string) error {
	keys := slices.Sorted(maps.Keys(want))
	for _, k := range append(slices.Clone(keys), from, "", "zz") {
		value, ok, err := p.get([]byte(k))
		if err != nil {
			return err
		}
		if known, there := want[k]; ok != there || ok && !bytes.Equal(value, known) {
			t.Fatalf("%q has %d bytes (%v) instead of %d (%v)", k, len(value), ok, len(known), there)
		}
	}
	var got []string
	err := p.each([]byte(from), func(key, value []byte) bool {
		got = append(got, string(key))
		return true
	})
	wanted := slices.DeleteFunc(keys, func(k string) bool { return k < from })
	if !slices.Equal(got, wanted) {
		t.Fatalf("from %q: %q instead of %q", from, got, wanted)
	}
	return err
}

// However it is damaged, a page is read to its end or gives an error.
func FuzzPage(f *testing.F) {
	var items []item
	for _, key := range []string{"a", "ab", "abc", "b"} {
		items = append(items, item{[]byte(key), []byte(key)})
	}
	f.Add(encodePage(items), []byte("ab"))
	f.Add([]byte{0, 0, 0, 0}, []byte{})
	f.Add([]byte{0, 0, 0, 9, 0, 0, 0, 1}, []byte("x"))
	f.Fuzz(func(_ *testing.T, record, key []byte) {
		at := openPage(record)
		for more := at.seek(key); more; more = at.next() {
			_ = bytes.Compare(at.key, at.value)
		}
	})
}
