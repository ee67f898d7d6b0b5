package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// conversation makes ten minutes of talk: 1,500 words, as often each as in a language.
func conversation(n int) Document {
	random := rand.New(rand.NewPCG(uint64(n), 1))
	zipf := rand.NewZipf(random, 1.07, 2, 20_000)
	doc := document(n)
	at := call.Seconds(0)
	for range 125 {
		words := make([]string, 12)
		for i := range words {
			words[i] = fmt.Sprintf("w%d", zipf.Uint64())
		}
		s := said(call.Parties[random.IntN(2)], at, strings.Join(words, " "))
		doc.Segments = append(doc.Segments, s)
		at = s.End
	}
	return doc
}

func BenchmarkSearch(b *testing.B) {
	const calls = 1000
	db := newIndex(b)
	for n := 0; n < calls; n += 50 {
		var docs []Document
		for i := range 50 {
			docs = append(docs, conversation(n+i))
		}
		put(b, db, docs...)
		update(b, db, func(bucket *bbolt.Bucket) error { _, err := Merge(bucket, 1<<30); return err })
	}
	size := int64(0)
	if err := db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, query string }{
		{"rare word", "w15000"},
		{"word", "w300"},
		{"commonest word", "w0"},
		{"two words", "w40 w300"},
		{"two commonest words", "w0 w1"},
		{"phrase", `"w3 w40"`},
		{"commonest phrase", `"w0 w1"`},
	} {
		b.Run(c.name, func(b *testing.B) {
			total := 0
			for b.Loop() {
				total = find(b, db, c.query, 50).Total
			}
			b.ReportMetric(float64(total), "hits")
			b.ReportMetric(float64(size)/(1<<20), "MiB")
		})
	}
}
