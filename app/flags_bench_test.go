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

// manyCalls makes a library of calls of so many each by so many callers, 70 words long each. The folders are written straight, and the index is built when
// the library is opened. Of each caller some calls are asked about not calling, and some sound like a collector.
func manyCalls(b *testing.B, callers, each int) (a *App, last call.ID) {
	b.Helper()
	dir := b.TempDir()
	started := time.Date(2024, 1, 1, 15, 0, 0, 0, time.UTC)
	for i := range callers * each {
		started = started.Add(2 * time.Hour)
		c := call.Call{
			Format: call.Format, ID: call.NewID(started), Started: started, Ended: started.Add(time.Minute), Direction: call.Incoming, Outcome: call.Noted,
			Parties: map[call.Party]call.Person{call.Remote: {Number: fmt.Sprintf("+1212555%04d", i%callers)}},
		}
		words := call.Transcript{Format: call.Format, Engine: "some 1"}
		for at := range 10 {
			words.Segments = append(words.Segments, turnOf(call.Parties[at%2], call.Seconds(4*at), call.Seconds(4*at+3), sentencesOfMany[(i+7*at)%len(sentencesOfMany)]))
		}
		place := filepath.Join(dir, "library", "calls", c.ID.Month(), string(c.ID))
		err := os.MkdirAll(place, 0o700)
		for name, document := range map[string]any{"call.json": c, "transcript.json": words} {
			content, wrong := json.Marshal(document)
			err = errors.Join(err, wrong, os.WriteFile(filepath.Join(place, name), content, 0o600))
		}
		if err != nil {
			b.Fatal(err)
		}
		last = c.ID
	}
	return open(b, dir, both()), last
}

var sentencesOfMany = []string{
	"Good afternoon, this is about the quarterly payment.", "Please put this number on your do not call list.", "I will send the invoice on Monday.", "Can you hear me?",
	"The refund was promised in March.", "Who is calling, please?", "We have a special offer this week.", "This is an attempt to collect a debt.", "I dispute this debt.",
	"You owe nine hundred dollars.", "My lawyer will call you.", "We may take legal action.", "It was a nice day yesterday.",
}

// BenchmarkFlagsTenThousand works out flags in a library of ten thousand calls: of all of them, when nothing is known and when all were looked through; in a
// search after one has changed, and again; and of one call. Its caller called 20 times, or made all calls.
func BenchmarkFlagsTenThousand(b *testing.B) {
	for _, by := range []struct {
		name          string
		callers, each int
	}{{"500 callers", 500, 20}, {"1 caller", 1, 10_000}} {
		a, last := manyCalls(b, by.callers, by.each)
		all := func() {
			a.marks.of, a.marks.all = flagSources{}, nil // as if nothing were worked out yet
			if _, err := a.FlagMarks(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		search := func() {
			if calls, err := a.Matching(b.Context(), "flag:any"); err != nil || len(calls) < 1000 {
				b.Fatal(len(calls), err)
			}
		}
		changes := 0
		change := func() {
			changes++
			if _, err := a.Edit(last, func(c *call.Call) error { c.Tags = []string{fmt.Sprint(changes)}; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		began := time.Now()
		all()
		b.Logf("%s: all flags for the first time in %v", by.name, time.Since(began))
		for _, work := range []struct {
			name        string
			before, act func()
		}{
			{"all", func() {}, all},
			{"search after a change", change, search},
			{"search again", func() {}, search},
			{"one", func() {}, func() {
				if _, err := a.Flags(last); err != nil {
					b.Fatal(err)
				}
			}},
		} {
			b.Run(by.name+", "+work.name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					work.before()
					b.StartTimer()
					work.act()
				}
			})
		}
	}
}
