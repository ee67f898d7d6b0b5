//go:build bench

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// TestBench prints the table of `make bench`. It measures the built program as a whole; nothing fails for being slow.
func TestBench(t *testing.T) {
	for _, part := range []struct {
		name    string
		measure func(*testing.T, *tabwriter.Writer)
	}{
		{"take", benchTake}, {"transcription", benchTranscription}, {"search", benchSearch}, {"window", benchWindow},
	} {
		t.Run(part.name, func(t *testing.T) {
			table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
			defer table.Flush() // what it cannot print is printed nowhere
			part.measure(t, table)
			fmt.Fprintln(table)
		})
	}
}

// benchTake measures a take of half a minute of two talking parties: processor time and memory of the process.
func benchTake(t *testing.T, table *tabwriter.Writer) {
	fmt.Fprintln(table, "what\tfigure\tcompared with\tratio")
	m := newMachine(t)
	record := m.command("record", "--mic", microphone, "--far", speakers+".monitor", "--no-transcribe")
	if err := record.Start(); err != nil {
		t.Fatal(err)
	}
	m.awaitTake()
	begin := processOf(t, record.Process.Pid)
	began := time.Now()
	m.playBothSides(filepath.Join("assets", "calls", "telemarketer.flac"))
	end := processOf(t, record.Process.Pid)
	took := time.Since(began)
	if err := record.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := record.Wait(); err != nil {
		t.Fatal(err)
	}
	share := (end.cpu - begin.cpu).Seconds() / took.Seconds()
	fmt.Fprintf(table, "take, processor time per recorded hour\t%.0f s\tone core\t%.2f %%\n", 3600*share, 100*share)
	fmt.Fprintf(table, "take, memory\t%.0f MB\t\t\n", end.memory/1e6)
}

// benchSearch measures a search from the command line and inside the program, at a thousand calls of 1,500 words.
func benchSearch(t *testing.T, table *tabwriter.Writer) {
	const calls, wordsPerCall = 1000, 1500
	library, err := storage.Open(filepath.Join(t.TempDir(), "library"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer library.Close()
	fill := timed(func() { fillLibrary(t, library, calls, wordsPerCall) })
	fmt.Fprintf(table, "index, time to add a call of %d words\t%.1f ms\t\t\n", wordsPerCall, fill.Seconds()*1000/calls)
	for _, query := range []string{"payment", `"quarterly payment"`, "payment lawyer", `"the next quarterly payment is"`} {
		var took []time.Duration
		total := 0
		for range 50 {
			took = append(took, timed(func() {
				results, err := library.Search(t.Context(), query, 50)
				if err != nil {
					t.Fatal(err)
				}
				total = results.Total
			}))
		}
		slices.Sort(took)
		fmt.Fprintf(table, "search %s in %d calls (%d hits)\t%.1f ms\tslowest of 50: %.1f ms\t\n", query, calls, total,
			took[25].Seconds()*1000, took[49].Seconds()*1000)
	}
}

// fillLibrary adds calls whose words follow the model's vocabulary with the frequencies of language (Zipf).
func fillLibrary(t *testing.T, library *storage.Library, calls, words int) {
	t.Helper()
	vocabulary := strings.Fields("the i you to a of and is that it we my your call please in for this on not payment " +
		"thank will have number letter account dollars quarterly tax return lawyer debt receipt office next deadline " +
		"solar panels list company name written validation creditor balance Tuesday morning afternoon income deduct penalty")
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.3, 3, uint64(len(vocabulary)-1))
	for i := range calls {
		began := time.Date(2026, 1, 1, 9, i, 0, 0, time.UTC)
		doc := call.Call{Format: call.Format, ID: call.NewID(began), Started: began, Outcome: call.Failed}
		noSound, err := library.Begin(doc)
		if err == nil {
			err = errors.Join(noSound.Close(), library.Commit(doc))
		}
		if err != nil {
			t.Fatal(err)
		}
		transcript := call.Transcript{Format: call.Format}
		for at := 0; at < words; at += 10 {
			segment := call.Segment{Party: call.Parties[at/10%2], Start: call.Seconds(at) / 2.5, End: call.Seconds(at+10) / 2.5}
			for j := range 10 {
				word := call.Word{Text: vocabulary[zipf.Uint64()], Start: call.Seconds(at+j) / 2.5, End: call.Seconds(at+j+1) / 2.5, P: 1}
				segment.Words = append(segment.Words, word)
				segment.Text += " " + word.Text
			}
			segment.Text = strings.TrimSpace(segment.Text)
			transcript.Segments = append(transcript.Segments, segment)
		}
		if err := library.SaveTranscript(doc.ID, transcript); err != nil {
			t.Fatal(err)
		}
	}
}

// benchWindow measures the real window: time to the first frame, and memory idle and while a take runs.
func benchWindow(t *testing.T, table *tabwriter.Writer) {
	m := newMachine(t)
	screen := newScreen(t)
	began := time.Now()
	window := m.openWindow(screen)
	window.awaitFrame()
	fmt.Fprintf(table, "window, start to first frame (software drawing)\t%.2f s\t\t\n", time.Since(began).Seconds())
	time.Sleep(3 * time.Second)
	idle := processOf(t, window.pid())
	time.Sleep(5 * time.Second)
	later := processOf(t, window.pid())
	fmt.Fprintf(table, "window idle, memory and processor\t%.0f MB\tone core\t%.1f %%\n", idle.memory/1e6,
		100*(later.cpu-idle.cpu).Seconds()/5)
	m.run("start")
	m.awaitTake()
	time.Sleep(3 * time.Second)
	begin := processOf(t, window.pid())
	time.Sleep(10 * time.Second)
	end := processOf(t, window.pid())
	fmt.Fprintf(table, "window recording, memory and processor\t%.0f MB\tone core\t%.1f %%\n", end.memory/1e6,
		100*(end.cpu-begin.cpu).Seconds()/10)
	m.run("stop")
}

func (w *window) pid() int { return w.cmd.Process.Pid }

func timed(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
