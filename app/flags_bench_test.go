package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// manyTold writes calls with what was said in the samples straight into folders: each number calls twenty times.
func manyTold(b *testing.B, library string, calls int) {
	b.Helper()
	var said [][]byte
	for _, name := range []string{"telemarketer", "debt_collector", "accountant"} {
		var t call.Transcript
		content, err := os.ReadFile("../rules/testdata/calls/" + name + ".json")
		if err = errors.Join(err, json.Unmarshal(content, &t)); err != nil {
			b.Fatal(err)
		}
		t.Format = call.Format
		if content, err = json.Marshal(t); err != nil {
			b.Fatal(err)
		}
		said = append(said, content)
	}
	for n := range calls {
		started := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * 53 * time.Minute)
		c := call.Call{
			Format: call.Format, ID: call.NewID(started), Started: started, Ended: started.Add(time.Minute), Direction: call.Incoming, Outcome: call.Complete,
			Audio:   call.Audio{File: "audio.flac", Duration: 60},
			Parties: map[call.Party]call.Person{call.Remote: {Number: fmt.Sprintf("+1 212 555 %04d", n%(calls/20))}},
		}
		content, err := json.Marshal(c)
		place := filepath.Join(library, "calls", c.ID.Month(), string(c.ID))
		err = errors.Join(err, os.MkdirAll(place, 0o700),
			os.WriteFile(filepath.Join(place, "call.json"), content, 0o600),
			os.WriteFile(filepath.Join(place, "audio.flac"), []byte("x"), 0o600),
			os.WriteFile(filepath.Join(place, "transcript.json"), said[n%len(said)], 0o600))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTenThousandFlags measures what a search for flags costs: with nothing known of the calls, after one has changed, and again.
func BenchmarkTenThousandFlags(b *testing.B) {
	dir := b.TempDir()
	manyTold(b, filepath.Join(dir, "library"), 10_000)
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both()})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	list, err := a.Calls(Filter{Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	search := func(b *testing.B) {
		calls, err := a.Matching(b.Context(), "flag:any")
		if err != nil || len(calls) < 1000 {
			b.Fatal(len(calls), err)
		}
	}
	began := time.Now()
	search(b)
	b.Logf("the first search took %v", time.Since(began))
	b.Run("flag: after a change", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			b.StopTimer()
			if _, err := a.Edit(list[0].ID, func(c *call.Call) error { c.Tags = []string{fmt.Sprint(n)}; return nil }); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			search(b)
		}
	})
	b.Run("flag: again", func(b *testing.B) {
		for b.Loop() {
			search(b)
		}
	})
	b.Run("flags of one call", func(b *testing.B) {
		for b.Loop() {
			if _, err := a.Flags(list[0].ID); err != nil {
				b.Fatal(err)
			}
		}
	})
}
