package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// many writes a library of so many calls without transcripts straight into folders.
func many(b *testing.B, calls int) string {
	b.Helper()
	dir := b.TempDir()
	for n := range calls {
		c := someCall(n * 60) // one an hour
		c.Outcome, c.Audio.File = call.Complete, audioName
		content, err := encode(c, nil)
		place := filepath.Join(dir, folder(c.ID))
		err = errors.Join(err, os.MkdirAll(place, 0o700),
			os.WriteFile(filepath.Join(place, callName), content, 0o600),
			os.WriteFile(filepath.Join(place, audioName), []byte("x"), 0o600))
		if err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

func mustOpen(b *testing.B, dir string) *Library {
	b.Helper()
	l, err := Open(dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	return l
}

func BenchmarkTenThousandCalls(b *testing.B) {
	dir := many(b, 10_000)
	b.Run("first open", func(b *testing.B) {
		for b.Loop() {
			if err := os.Remove(filepath.Join(dir, indexName)); err != nil && !errors.Is(err, os.ErrNotExist) {
				b.Fatal(err)
			}
			if err := mustOpen(b, dir).Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if err := mustOpen(b, dir).Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	l := mustOpen(b, dir)
	for _, f := range []struct {
		name   string
		filter Filter
	}{
		{"list first page", Filter{Limit: 100}},
		{"list last page", Filter{Limit: 100, Offset: 9900}},
		{"list all", Filter{}},
		{"list untranscribed", Filter{Untranscribed: true, Limit: 10}},
	} {
		b.Run(f.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := l.List(f.filter); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("usage", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.Usage(10); err != nil {
				b.Fatal(err)
			}
		}
	})
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkScrub measures what it costs to overwrite the traces of one call in an index, beside copying the index.
func BenchmarkScrub(b *testing.B) {
	const calls = 500
	dir := many(b, calls)
	l := mustOpen(b, dir)
	for n := range calls {
		if err := l.SaveTranscript(someCall(n*60).ID, tenMinutes()); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("purge one call", func(b *testing.B) {
		n := 0
		for b.Loop() {
			id := someCall(n * 60).ID
			n++
			if err := errors.Join(l.Trash(id), l.Purge(b.Context(), []call.ID{id}, nil)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("copy the index", func(b *testing.B) {
		for b.Loop() {
			fresh := filepath.Join(b.TempDir(), "copy.db")
			to, err := bbolt.Open(fresh, 0o600, nil)
			if err != nil {
				b.Fatal(err)
			}
			if err := errors.Join(bbolt.Compact(to, l.index.db, 1<<20), to.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}

// tenMinutes is a transcript of 1,500 words.
func tenMinutes() call.Transcript {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.07, 2, 20_000)
	texts := make([]string, 125)
	for i := range texts {
		words := make([]string, 12)
		for k := range words {
			words[k] = fmt.Sprintf("w%d", zipf.Uint64())
		}
		texts[i] = strings.Join(words, " ")
	}
	return someTranscript(texts...)
}

func BenchmarkSaveTranscript(b *testing.B) {
	transcript := tenMinutes()
	l := mustOpen(b, many(b, 200))
	for n := 0; b.Loop(); n++ {
		if err := l.SaveTranscript(someCall(n%200*60).ID, transcript); err != nil {
			b.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}
