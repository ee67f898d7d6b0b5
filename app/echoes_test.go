package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// onLoudspeakers writes the first seconds of a sample call as a WAV file in which the far side leaks into the microphone:
// 10 dB weaker, 20 ms later.
func onLoudspeakers(t testing.TB, sample string, seconds call.Seconds) string {
	t.Helper()
	file, err := os.Open(sample)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, 2*seconds.Frames(recording.Rate()))
	if n, err := recording.Read(frames); err != nil || 2*n < len(frames) {
		t.Fatalf("%d frames, %v", n, err)
	}
	lag := 2 * recording.Rate() / 50
	for i := len(frames) - 2; i >= lag; i -= 2 {
		frames[i] += int16(float64(frames[i+1-lag]) * 0.316)
	}
	path := filepath.Join(t.TempDir(), "loudspeakers.wav")
	if err := os.WriteFile(path, stereoWAV(recording.Rate(), frames), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func stereoWAV(rate int, frames []int16) []byte {
	size := uint32(2 * len(frames))
	wav := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, 36+size)...)
	wav = append(wav, "WAVEfmt "...)
	for _, field := range []any{uint32(16), uint16(1), uint16(2), uint32(rate), uint32(4 * rate), uint16(4), uint16(16)} {
		wav, _ = binary.Append(wav, binary.LittleEndian, field)
	}
	wav = binary.LittleEndian.AppendUint32(append(wav, "data"...), size)
	wav, _ = binary.Append(wav, binary.LittleEndian, frames)
	return wav
}

// TestWhatLoudspeakersGiveAwayIsMarked takes the whole way: a call on loudspeakers is brought in and written down by the
// real worker.
func TestWhatLoudspeakersGiveAwayIsMarked(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.StartJobs()
	id, err := a.Import(t.Context(), onLoudspeakers(t, "../assets/calls/accountant.flac", 46.5), ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	job, err := a.Transcribe(id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
		t.Fatal(err)
	}
	doc, err := a.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	own := transcribetest.Reference(t, "../assets/calls/accountant.json", call.Local)
	marked, kept := 0, 0
	for _, s := range doc.Transcript.Segments {
		switch mine := spokenIn(own, s); {
		case s.Echo != nil && (mine || s.Party == call.Remote):
			t.Errorf("hidden: %s %v %q", s.Party, s.Start, s.Text)
		case s.Echo == nil && s.Party == call.Local && !mine:
			t.Errorf("the far side's words stand under the user's name: %v %q", s.Start, s.Text)
		case s.Echo != nil && (math.Abs(s.Echo.Gain+10) > 1 || math.Abs(s.Echo.Lag-20) > 5):
			t.Errorf("%q leaked with %+v", s.Text, *s.Echo)
		case s.Echo != nil:
			marked++
		case s.Party == call.Local:
			kept++
		}
	}
	if marked < 8 || kept < 6 {
		t.Errorf("%d segments are marked and %d left to the user", marked, kept)
	}
	marksAreMadeAgain(t, a, id, doc.Transcript.Segments)
}

// TestCaptionsLeaveOutWhatLoudspeakersGiveAway: what the microphone hears of the far side is marked while the call runs.
func TestCaptionsLeaveOutWhatLoudspeakersGiveAway(t *testing.T) {
	const rate = 16000
	sides := audiotest.Sound(os.DirFS(".."), "assets/calls/accountant.flac", rate)
	for i := rate / 50; i < len(sides[0]); i++ {
		sides[0][i] += int16(float64(sides[1][i-rate/50]) * 0.316)
	}
	a := open(t, t.TempDir(), devices{audio.Microphone: {Frames: sides[0]}, audio.FarSide: {Frames: sides[1]}})
	a.StartJobs()
	feed := a.Subscribe()
	defer feed.Close()
	if _, err := a.StartTake(t.Context(), TakeRequest{}); err != nil {
		t.Fatal(err)
	}
	own := transcribetest.Reference(t, "../assets/calls/accountant.json", call.Local)
	patience, enough := context.WithTimeout(t.Context(), 90*time.Second)
	defer enough()
	for marked, kept := 0, 0; marked < 4 || kept < 2; {
		event, more := feed.Next(patience)
		if !more {
			t.Fatalf("%d captions are marked and %d left to the user", marked, kept)
		}
		changed, ok := event.(JobChanged)
		if !ok {
			continue
		}
		marked, kept = 0, 0
		for _, s := range slices.Concat(changed.Job.Segments, changed.Job.Guesses) {
			switch mine := spokenIn(own, s); {
			case s.Echo != nil && (mine || s.Party == call.Remote):
				t.Errorf("hidden: %s %v %q", s.Party, s.Start, s.Text)
			case s.Echo != nil:
				marked++
			case s.Party == call.Local && mine:
				kept++
			}
		}
	}
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
}

// spokenIn tells whether somebody's turns cover the middle of a segment.
func spokenIn(turns []transcribetest.Turn, s call.Segment) bool {
	for _, turn := range turns {
		if middle := (s.Start + s.End) / 2; middle > turn.Start && middle < turn.End {
			return true
		}
	}
	return false
}

// marksAreMadeAgain takes all marks away and puts wrong ones there: the sound decides again, in the same way.
func marksAreMadeAgain(t *testing.T, a *App, id call.ID, segments []call.Segment) {
	t.Helper()
	again := slices.Clone(segments)
	for i := range again {
		again[i].Echo = nil
		if segments[i].Echo == nil {
			again[i].Echo = &call.Echo{Gain: -1}
		}
	}
	openAudio := func() (audio.File, error) { return a.library.OpenAudio(id) }
	if err := markEchoes(t.Context(), openAudio, again); err != nil || !reflect.DeepEqual(again, segments) {
		t.Errorf("marked again it is %+v, %v", again, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := markEchoes(cancelled, openAudio, again); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestOnlyWhatTheFarSideSaysTooIsAskedAbout(t *testing.T) {
	far := call.Segment{Party: call.Remote, Start: 10, End: 12, Text: "All right."}
	for name, c := range map[string]struct {
		own  call.Segment
		want bool
	}{
		"at the same time":             {call.Segment{Party: call.Local, Start: 10.1, End: 12.1, Text: "Alright."}, true},
		"mostly":                       {call.Segment{Party: call.Local, Start: 11, End: 13, Text: "Yes."}, true},
		"hardly":                       {call.Segment{Party: call.Local, Start: 11, End: 15, Text: "Yes."}, false},
		"later":                        {call.Segment{Party: call.Local, Start: 13, End: 15, Text: "All right."}, false},
		"the far side itself":          {call.Segment{Party: call.Remote, Start: 10, End: 12, Text: "All right."}, false},
		"in no time, the same words":   {call.Segment{Party: call.Local, Start: 10, End: 10, Text: "all right."}, true},
		"in no time, words of its own": {call.Segment{Party: call.Local, Start: 10, End: 10, Text: "Yes."}, false},
	} {
		if got := len(saidTwice([]call.Segment{far, c.own})) == 1; got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEchoesAreLeftOutOfWhatIsWritten(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.Import(t.Context(), "../assets/calls/accountant.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	leak := &call.Echo{Gain: -10, Lag: 20}
	err = a.library.SaveTranscript(id, call.Transcript{Engine: "test", Segments: []call.Segment{
		{Party: call.Remote, Start: 1, End: 2, Text: "Said by them."},
		{Party: call.Local, Start: 1, End: 2, Text: "Leaked from them.", Echo: leak},
		{Party: call.Local, Start: 3, End: 4, Text: "Said by you."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for format, has := range map[string]struct {
		leaked bool
		words  string
	}{
		"txt":  {false, "Left out: 1 passage of the far side, heard again by the microphone\n"},
		"srt":  {false, "2\n00:00:03,000 --> "},
		"vtt":  {false, "00:00:03.000 --> "},
		"json": {true, `"gain_db": -10`},
	} {
		var out bytes.Buffer
		err := a.Export(t.Context(), id, Form{As: format}, &out)
		if text := out.String(); err != nil || strings.Contains(text, "Leaked") != has.leaked || !strings.Contains(text, has.words) ||
			!strings.Contains(text, "Said by you.") {
			t.Errorf("%s: %v, %s", format, err, text)
		}
	}
	if found, err := a.Search(t.Context(), "leaked", 10); err != nil || found.Total != 0 {
		t.Errorf("an echo is found: %+v, %v", found, err)
	}
}

// BenchmarkEchoesOfAnHour marks a call on loudspeakers, in which everything the far side says leaks, and reports what an
// hour of it costs.
func BenchmarkEchoesOfAnHour(b *testing.B) {
	dir := b.TempDir()
	src, err := os.Open(onLoudspeakers(b, "../assets/calls/accountant.flac", 84))
	if err != nil {
		b.Fatal(err)
	}
	defer src.Close()
	sound, err := os.Create(filepath.Join(dir, "audio.flac"))
	if err != nil {
		b.Fatal(err)
	}
	defer sound.Close()
	facts, err := audio.Import(sound, src, audio.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	var segments []call.Segment
	for _, turn := range transcribetest.Reference(b, "../assets/calls/accountant.json", call.Remote) {
		for _, party := range call.Parties {
			segments = append(segments, call.Segment{Party: party, Start: turn.Start, End: turn.End, Text: turn.Text})
		}
	}
	for b.Loop() {
		if err := markEchoes(b.Context(), func() (audio.File, error) { return os.Open(sound.Name()) }, segments); err != nil {
			b.Fatal(err)
		}
	}
	if _, echoes := (call.Transcript{Segments: segments}).Said(); echoes != len(segments)/2 {
		b.Errorf("%d of %d are marked", echoes, len(segments)/2)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)*3600/float64(facts.Duration), "s/hour")
}
