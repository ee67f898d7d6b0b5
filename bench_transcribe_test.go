//go:build bench

package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
	"github.com/onrecord/onrecord/transcribe/widen"
)

const benchThreads = "2"

// outcome is what it took to write down a call, and what came of it.
type outcome struct {
	wall, cpu time.Duration
	segments  []call.Segment
	mixed     bool // nobody knows which side said it
}

// benchCall is a call to be written down in every way.
type benchCall struct {
	name, file string
	turns      map[call.Party][]transcribetest.Turn
}

// benchTranscription compares the whole program with whisper-cli in three ways: same model, same threads, side by side in one
// run. The model is the demo model at the cost of a real one: BENCH_SHAPE is tiny, base or small.
//
// Each line is printed when it is known, because the whole takes a while.
func benchTranscription(t *testing.T, _ *tabwriter.Writer) {
	rival := newRival(t)
	folder := t.TempDir()
	if rival != nil {
		folder = rival.folder
	}
	shape := widen.Shape(cmp.Or(os.Getenv("BENCH_SHAPE"), string(widen.Base)))
	model := filepath.Join(folder, "wide.bin")
	widened(t, model, shape)
	m := &machine{t: t, home: shortDir(t)}
	m.library = filepath.Join(m.home, "library")
	m.run("models", "add", model)
	fmt.Printf("Transcription with the demo model in the shape of %s, %s threads\n", shape, benchThreads)
	row("", "wall", "processor", "wall", "processor", "WER you", "WER them", "wrong side", "in silence")
	for _, c := range benchCalls(t) {
		ours := m.written(c, "wide")
		row(c.name+": OnRecord", slices.Concat(ours.times(), []string{"", ""}, c.marks(ours))...)
		if rival == nil {
			fmt.Println("whisper-cli is not here to compare with: see scripts/rival.sh")
			continue
		}
		for _, w := range rival.ways() {
			theirs := rival.write(w, model, c.file)
			ratios := []string{times(theirs.wall, ours.wall), times(theirs.cpu, ours.cpu)}
			row(w.name, slices.Concat(theirs.times(), ratios, c.marks(theirs))...)
		}
	}
}

func row(what string, columns ...string) {
	fmt.Printf("%-34s", what)
	for _, column := range columns {
		fmt.Printf("%11s", column)
	}
	fmt.Println()
}

func times(theirs, ours time.Duration) string {
	return fmt.Sprintf("%.2f x", theirs.Seconds()/ours.Seconds())
}

// written lets the program write down a call.
func (m *machine) written(c benchCall, model string) outcome {
	m.t.Helper()
	var transcript call.Transcript
	cmd := m.command("--json", "transcribe", "--threads", benchThreads, "--model", model, "--file", c.file)
	var out bytes.Buffer
	cmd.Stdout = &out
	o := measured(m.t, cmd)
	if err := json.Unmarshal(out.Bytes(), &transcript); err != nil {
		m.t.Fatal(err)
	}
	o.segments, _ = transcript.Said()
	return o
}

// marks gives the columns that tell how true an outcome is.
func (c benchCall) marks(o outcome) []string {
	everybody := slices.Concat(c.turns[call.Local], c.turns[call.Remote])
	slices.SortFunc(everybody, func(a, b transcribetest.Turn) int { return cmp.Compare(a.Start, b.Start) })
	if o.mixed {
		mark := transcribetest.Score(everybody, o.segments)
		return []string{"both:", fmt.Sprintf("%.1f %%", 100*mark.WER), "all", fmt.Sprint(transcribetest.Invented(mark.Extra, everybody))}
	}
	var columns []string
	strayed, invented := 0, 0
	for i, party := range call.Parties {
		said := slices.DeleteFunc(slices.Clone(o.segments), func(s call.Segment) bool { return s.Party != party })
		mark := transcribetest.Score(c.turns[party], said)
		columns = append(columns, fmt.Sprintf("%.1f %%", 100*mark.WER))
		strayed += transcribetest.Strayed(mark.Extra, c.turns[call.Parties[1-i]])
		invented += transcribetest.Invented(mark.Extra, c.turns[party])
	}
	return append(columns, fmt.Sprint(strayed), fmt.Sprint(invented))
}

// benchCalls gives the sample calls, and one of twenty minutes made of them.
func benchCalls(t *testing.T) (all []benchCall) {
	t.Helper()
	const rate = 16000
	var samples []transcribetest.Sample
	for _, sample := range sampleCalls {
		turns := map[call.Party][]transcribetest.Turn{}
		for _, party := range call.Parties {
			turns[party] = transcribetest.Reference(t, filepath.Join("assets", "calls", sample.name+".json"), party)
		}
		sides := audiotest.Sound(os.DirFS("."), sample.file(), rate)
		samples = append(samples, transcribetest.Sample{Sides: [2][]int16(sides), Turns: turns})
		all = append(all, benchCall{sample.name, absolute(t, sample.file()), turns})
	}
	long := transcribetest.Long(samples, rate, 20*60)
	file := filepath.Join(t.TempDir(), "long.wav")
	var raw bytes.Buffer
	for i := range long.Sides[0] {
		raw.Write(binary.LittleEndian.AppendUint16(nil, uint16(long.Sides[0][i])))
		raw.Write(binary.LittleEndian.AppendUint16(nil, uint16(long.Sides[1][i])))
	}
	sox := exec.Command("sox", "-t", "raw", "-r", fmt.Sprint(rate), "-e", "signed", "-b", "16", "-c", "2", "-", file)
	sox.Stdin = &raw
	measured(t, sox)
	spoken := call.Seconds(0)
	for _, turns := range long.Turns {
		for _, turn := range turns {
			spoken += turn.End - turn.Start
		}
	}
	length := call.AtFrame(int64(len(long.Sides[0])), rate)
	return append(all, benchCall{fmt.Sprintf("20 minutes, %.0f %% speech", 100*spoken/length), file, long.Turns})
}

// widened writes the demo model in a shape.
func widened(t *testing.T, path string, shape widen.Shape) {
	t.Helper()
	packed, err := assets.DemoModel()
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := widen.Widen(file, packed, shape); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
