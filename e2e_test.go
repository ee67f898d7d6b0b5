package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// These tests drive the real, built program: real sound servers, real devices, the real worker.

var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "onrecord-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "onrecord")
		if out, err := exec.Command("go", "build", "-tags", "no_emoji", "-o", program, ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// machine is a person's computer: a home with an empty library, and a sound server with a headset's microphone and
// speakers.
type machine struct {
	t       *testing.T
	sound   *pulse.Server
	mouth   string // what is played here is heard by the microphone
	home    string
	library string
}

const (
	microphone = "headset"
	speakers   = "speakers"
)

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{t: t, sound: pulse.Start(t), home: shortDir(t)}
	m.mouth = m.sound.AddMicrophone(microphone, "Headset")
	m.sound.AddOutput(speakers, "Speakers")
	m.sound.Hasten(m.mouth)
	m.sound.Hasten(speakers)
	m.library = filepath.Join(m.home, "library")
	return m
}

// shortDir is a folder whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "onr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func (m *machine) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = os.Environ()
	if m.sound != nil {
		cmd.Env = append(cmd.Env, m.sound.Env()...)
	}
	cmd.Env = append(cmd.Env, "HOME="+m.home, "XDG_DATA_HOME="+m.home, "XDG_CONFIG_HOME="+m.home, "XDG_RUNTIME_DIR="+m.home,
		"ONRECORD_LIBRARY="+m.library)
	cmd.Dir = m.home
	return cmd
}

// try runs the program to its end.
func (m *machine) try(args ...string) (stdout, stderr string, exit int) {
	m.t.Helper()
	var out, errOut bytes.Buffer
	cmd := m.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	if exitErr := new(exec.ExitError); err != nil && !errors.As(err, &exitErr) {
		m.t.Fatalf("onrecord %v: %v", args, err)
	}
	return out.String(), errOut.String(), cmd.ProcessState.ExitCode()
}

// run is try for a command that must succeed.
func (m *machine) run(args ...string) string {
	m.t.Helper()
	out, errOut, exit := m.try(args...)
	if exit != 0 {
		m.t.Fatalf("onrecord %v: exit %d\n%s%s", args, exit, out, errOut)
	}
	return out
}

func (m *machine) json(into any, args ...string) {
	m.t.Helper()
	out := m.run(append([]string{"--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		m.t.Fatalf("onrecord %v: %v\n%s", args, err, out)
	}
}

// awaitTake waits until a take has begun, which its document shows, and gives its call.
func (m *machine) awaitTake() (id string) {
	m.t.Helper()
	m.await(20*time.Second, "a take", func() bool {
		partial, err := filepath.Glob(filepath.Join(m.library, "calls/*/*/*/audio.partial"))
		if err != nil || len(partial) == 0 {
			return false
		}
		id = filepath.Base(filepath.Dir(partial[0]))
		return true
	})
	return id
}

func (m *machine) await(limit time.Duration, what string, ready func() bool) {
	m.t.Helper()
	for end := time.Now().Add(limit); !ready(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			m.t.Fatalf("waited %v for %s", limit, what)
		}
	}
}

// document is what show --json prints, as far as the tests look at it.
type document struct {
	call.Call
	Transcript *call.Transcript `json:"transcript"`
}

func decodeDocument(t *testing.T, text string) document {
	t.Helper()
	var doc document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Errorf("%v in %s", err, text)
	}
	return doc
}

type searchAnswer struct {
	Total int `json:"total"`
	Hits  []struct {
		Call    call.ID      `json:"call"`
		Party   call.Party   `json:"party"`
		At      call.Seconds `json:"at"`
		Snippet string       `json:"snippet"`
	} `json:"hits"`
}

// sampleCall is a sample dialogue with what is known of it: the word error rates that whisper-cli reaches with this
// model, and a phrase that begins a turn.
type sampleCall struct {
	name          string
	local, remote float64 // percent
	phrase        string
	party         call.Party
	saidAt        call.Seconds
}

var sampleCalls = []sampleCall{
	{"telemarketer", 10.5, 10.9, "I want a copy of your", call.Local, 55.88},
	{"debt_collector", 0, 9.4, "the original creditor is", call.Remote, 27.79},
	{"accountant", 8.1, 1.9, "my fee is ninety dollars", call.Remote, 64.74},
}

func (s sampleCall) file() string { return filepath.Join("assets", "calls", s.name+".flac") }

// The main job: both sides of a call are recorded, written down under the right party, and found again to the second.
func TestRecordedWordsAreFound(t *testing.T) {
	for _, sample := range sampleCalls {
		t.Run(sample.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.checkCall(sample, m.hold(sample.file(), "--name", "Test"))
		})
	}
}

// hold records a dialogue as it would sound on this machine, and gives the call.
func (m *machine) hold(file string, args ...string) string {
	m.t.Helper()
	length := playingTime(m.t, file) + 3*time.Second
	record := m.command(append([]string{"record", "--mic", microphone, "--far", speakers + ".monitor", "--for", length.String()}, args...)...)
	var out, errOut bytes.Buffer
	record.Stdout, record.Stderr = &out, &errOut
	if err := record.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.awaitTake()
	m.playBothSides(file)
	if err := record.Wait(); err != nil {
		m.t.Fatalf("record: %v\n%s%s", err, out.String(), errOut.String())
	}
	printed := strings.Fields(out.String())
	if len(printed) == 0 {
		m.t.Fatalf("record printed no ID\n%s", errOut.String())
	}
	return printed[len(printed)-1]
}

// playBothSides plays a dialogue as it would sound on this machine: left into the microphone, right from the speakers.
func (m *machine) playBothSides(file string) {
	m.t.Helper()
	m.beginBothSides(file)()
}

// beginBothSides is playBothSides for a test that does something meanwhile; over waits for the end.
func (m *machine) beginBothSides(file string) (over func()) {
	m.t.Helper()
	var waits []func()
	for channel, output := range []string{m.mouth, speakers} {
		side := filepath.Join(m.home, fmt.Sprintf("side%d.wav", channel))
		m.sox(file, side, "remix", fmt.Sprint(channel+1))
		waits = append(waits, m.sound.PlayBackground(output, side))
	}
	return func() {
		for _, wait := range waits {
			wait()
		}
	}
}

func (m *machine) sox(args ...string) {
	m.t.Helper()
	if out, err := exec.Command("sox", args...).CombinedOutput(); err != nil {
		m.t.Fatalf("sox: %v\n%s", err, out)
	}
}

// checkCall compares a call in the library with the dialogue that was played.
func (m *machine) checkCall(sample sampleCall, id string) {
	t := m.t
	t.Helper()
	var doc document
	m.json(&doc, "show", id)
	if doc.Outcome != call.Complete || !doc.Capture.Complete || doc.Capture.Verdict != "both sides complete" {
		t.Errorf("outcome %q, verdict %q, complete %v", doc.Outcome, doc.Capture.Verdict, doc.Capture.Complete)
	}
	if doc.Transcript == nil {
		t.Fatal("there is no transcript")
	}
	shift := checkSound(t, sample.file(), m.recordingOf(id))
	for _, party := range call.Parties {
		limit := map[call.Party]float64{call.Local: sample.local, call.Remote: sample.remote}[party] + 5
		want := transcribetest.Reference(t, filepath.Join("assets", "calls", sample.name+".json"), party)
		var got []call.Segment
		for _, segment := range doc.Transcript.Segments {
			if segment.Party == party {
				got = append(got, segment)
				checkSpokenBy(t, segment, want, shift[party.Channel()])
			}
		}
		wer := transcribetest.Score(want, got).WER
		t.Logf("%s %s: word error rate %.1f %% (limit %.1f %%)", sample.name, party, 100*wer, limit)
		if 100*wer > limit {
			t.Errorf("%s: word error rate %.1f %%, limit %.1f %%", party, 100*wer, limit)
		}
	}
	m.checkSearch(sample, id, shift[sample.party.Channel()])
	if out, _, exit := m.try("check"); exit != 0 {
		t.Errorf("check: exit %d\n%s", exit, out)
	}
}

// checkSpokenBy fails unless the party was talking when the segment says so: nothing may stand under the other party.
func checkSpokenBy(t *testing.T, segment call.Segment, turns []transcribetest.Turn, shift call.Seconds) {
	t.Helper()
	middle := (segment.Start+segment.End)/2 - shift
	for _, turn := range turns {
		if middle > turn.Start-1 && middle < turn.End+1 {
			return
		}
	}
	t.Errorf("%q stands under %s at %s, who was silent then", segment.Text, segment.Party, segment.Start.Clock())
}

func (m *machine) checkSearch(sample sampleCall, id string, shift call.Seconds) {
	t := m.t
	t.Helper()
	var found searchAnswer
	m.json(&found, "search", `"`+sample.phrase+`"`)
	if len(found.Hits) == 0 {
		t.Fatalf("search finds no %q", sample.phrase)
	}
	hit := found.Hits[0]
	off := float64(hit.At - shift - sample.saidAt)
	t.Logf("%q found at %s, %+.2f s off", sample.phrase, hit.At.Clock(), off)
	if string(hit.Call) != id || hit.Party != sample.party || math.Abs(off) > 0.7 {
		t.Errorf("hit %+v, wants call %s, %s, within 0.7 s of %s", hit, id, sample.party, (sample.saidAt + shift).Clock())
	}
}

func (m *machine) recordingOf(id string) string {
	m.t.Helper()
	files, err := filepath.Glob(filepath.Join(m.library, "calls/*/*", id, "audio.flac"))
	if err != nil || len(files) != 1 {
		m.t.Fatalf("recordings of %s: %v, %v", id, files, err)
	}
	return files[0]
}

func playingTime(t *testing.T, file string) time.Duration {
	t.Helper()
	recording, done := openRecording(t, file)
	defer done()
	return time.Duration(float64(recording.Frames()) / float64(recording.Rate()) * float64(time.Second))
}

func openRecording(t *testing.T, file string) (*audio.Recording, func()) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	recording, err := audio.OpenRecording(f)
	if err != nil {
		t.Fatal(err)
	}
	return recording, func() { f.Close() }
}

// checkSound fails where a recording is not as loud as what was played: a hole, or sound at another time. It gives how
// much later than in the original each side stands in the recording.
func checkSound(t *testing.T, original, recorded string) [2]call.Seconds {
	t.Helper()
	const (
		syllable = 10        // in steps of 10 ms: what is compared, because steps do not fall on the same samples
		audible  = 160 * 160 // 160 samples in 10 ms, at -46 dBFS
		nearby   = 3         // steps by which a side may be off
	)
	played, kept := loudness(t, original), loudness(t, recorded)
	var shift [2]call.Seconds
	for side := range shift {
		lag := lagOf(played[side], kept[side])
		shift[side] = call.Seconds(float64(lag) / 100)
		for at := 0; at+syllable <= len(played[side]); at += syllable {
			want := mean(played[side], at, syllable)
			least, most := math.Inf(1), 0.0
			for near := -nearby; near <= nearby; near++ {
				got := mean(kept[side], at+lag+near, syllable)
				least, most = min(least, got), max(most, got)
			}
			if want > audible && most < want/2 || least > 2*want+audible {
				t.Errorf("%s: at %.2f s the level is %.0f to %.0f, and %.0f was played",
					call.Parties[side], float64(at+lag)/100, least, most, want)
			}
		}
	}
	t.Logf("played %.2f s and %.2f s into the recording", shift[0], shift[1])
	return shift
}

// lagOf finds by how many steps the levels of a side stand later in its recording.
func lagOf(played, kept []float64) int {
	best, lag := math.Inf(1), 0
	for try := range 1000 {
		sum := 0.0
		for i := 0; i < len(played) && i+try < len(kept); i++ {
			sum += math.Abs(played[i] - kept[i+try])
		}
		if sum < best {
			best, lag = sum, try
		}
	}
	return lag
}

// mean is the mean of n levels from at on; what lies outside counts as silence.
func mean(levels []float64, at, n int) float64 {
	sum := 0.0
	for i := max(at, 0); i < min(at+n, len(levels)); i++ {
		sum += levels[i]
	}
	return sum / float64(n)
}

// loudness gives the mean level of every 10 ms of both sides.
func loudness(t *testing.T, file string) [2][]float64 {
	t.Helper()
	recording, done := openRecording(t, file)
	defer done()
	frames := make([]int16, 0, 2*recording.Frames())
	block := make([]int16, 4096)
	for {
		n, err := recording.Read(block)
		frames = append(frames, block[:2*n]...)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var levels [2][]float64
	step := recording.Rate() / 100 * 2
	for ; len(frames) >= step; frames = frames[step:] {
		var sum [2]float64
		for i, sample := range frames[:step] {
			sum[i%2] += math.Abs(float64(sample))
		}
		for side := range levels {
			levels[side] = append(levels[side], sum[side])
		}
	}
	return levels
}
