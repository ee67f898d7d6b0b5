package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// ours is the index as the library keeps it.
type ours struct{ db *bbolt.DB }

var bucket = []byte("search")

func openOurs(folder string) (index, error) {
	db, err := bbolt.Open(filepath.Join(folder, "index.db"), 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType, NoStatistics: true})
	if err != nil {
		return nil, err
	}
	db.AllocSize = 1 << 20 // as the library has it
	return &ours{db}, db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(bucket)
		if err == nil {
			err = search.Create(b)
		}
		return err
	})
}

func document(c conversation) search.Document {
	doc := search.Document{Call: call.ID(fmt.Sprintf("20200101-%06d-aaaa", c.number)), Started: c.started, Language: "en"}
	at := call.Seconds(0)
	for i, text := range c.segments {
		s := call.Segment{Party: call.Parties[i%2], Start: at, Text: text}
		for _, word := range strings.Fields(text) {
			s.Words = append(s.Words, call.Word{Text: word, Start: at, End: at + 0.3})
			at += 0.4
		}
		s.End = at
		doc.Segments = append(doc.Segments, s)
	}
	return doc
}

func (o *ours) add(c conversation) error {
	doc := document(c)
	return o.db.Update(func(tx *bbolt.Tx) error { return search.Put(tx.Bucket(bucket), doc) })
}

func (o *ours) bulk(all []conversation) error {
	const atOnce = 32
	for len(all) > 0 {
		some := all[:min(atOnce, len(all))]
		all = all[len(some):]
		err := o.db.Update(func(tx *bbolt.Tx) error {
			for _, c := range some {
				if err := search.Put(tx.Bucket(bucket), document(c)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return o.settle()
}

func (o *ours) settle() error {
	for more := true; more; {
		err := o.db.Update(func(tx *bbolt.Tx) (err error) {
			more, err = search.Merge(tx.Bucket(bucket), 20_000)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (o *ours) search(q query) (found int, err error) {
	text := strings.Join(q.words, " ")
	switch {
	case q.phrase:
		text = `"` + text + `"`
	case q.prefix:
		text += "*"
	default:
		text = `"` + strings.Join(q.words, `" "`) + `"` // in this form only, as the others
	}
	if q.since > 0 {
		text += " after:" + startOf(q.since).Format(time.DateOnly)
	}
	expr, err := search.Query(text)
	if err != nil {
		return 0, err
	}
	err = o.db.View(func(tx *bbolt.Tx) error {
		results, err := search.Find(context.Background(), tx.Bucket(bucket), expr, 20)
		found = results.Calls
		return err
	})
	return found, err
}

func (o *ours) words() (bytes float64, err error) {
	err = o.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucket)
		return b.ForEachBucket(func(name []byte) error {
			if s := b.Bucket(name).Stats(); string(name) != "texts" {
				bytes += float64(s.BranchAlloc + s.LeafAlloc)
			}
			return nil
		})
	})
	return bytes, err
}

func (o *ours) close() error { return o.db.Close() }
