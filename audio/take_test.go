package audio_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

const (
	rate      = 16000
	beat      = 0.5   // seconds between clicks, roughly
	click     = 0.001 // seconds that one lasts
	clickPeak = 20000.0
	exactly   = 0.002 // seconds by which a click may be off where nothing disturbs the clocks
)

// clickAt is when the k-th click is heard, in seconds: no half second is like another, so that clicks out of place show.
func clickAt(k int) float64 { return (float64(k) + 0.2 + 0.3*math.Mod(float64(k)*0.618, 1)) * beat }

// clicks is a sound to find one's place by: a soft-edged click every half second or so.
func clicks(seconds float64) int16 {
	for k := int(seconds/beat) - 1; k <= int(seconds/beat); k++ {
		if x := (seconds - clickAt(k)) / click; k >= 0 && x > -0.5 && x < 0.5 {
			return int16(clickPeak * (0.5 + 0.5*math.Cos(2*math.Pi*x)))
		}
	}
	return 0
}

// record runs a take in made-up time.
func record(t *testing.T, sources map[call.Party]audio.Source, length time.Duration, during func(*audio.Take)) (audio.Result, []byte) {
	t.Helper()
	file := audiotest.NewFile(nil)
	take, err := audio.StartTake(audio.TakeOptions{Rate: rate, Sources: sources, File: file})
	if err != nil {
		t.Fatal(err)
	}
	end := time.Now().Add(length)
	if during != nil {
		during(take)
	}
	time.Sleep(time.Until(end))
	result, err := take.Stop()
	if err != nil {
		t.Fatal(err)
	}
	if !file.Closed() {
		t.Error("the file is still open")
	}
	if err := audio.Verify(bytes.NewReader(file.Bytes())); err != nil {
		t.Error(err)
	}
	return result, file.Bytes()
}

// sides decodes a recording.
func sides(t *testing.T, content []byte) [2][]int16 {
	t.Helper()
	rec, err := audio.OpenRecording(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, 2*rec.Frames())
	if n, err := rec.Read(frames); err != nil || int64(n) != rec.Frames() {
		t.Fatalf("read %d of %d frames: %v", n, rec.Frames(), err)
	}
	var out [2][]int16
	for i, f := range frames {
		out[i%2] = append(out[i%2], f)
	}
	return out
}

// places finds the clicks in a side, in seconds.
func places(frames []int16) []float64 {
	var found []float64
	for i := 1; i+1 < len(frames); i++ {
		if frames[i] > clickPeak/2 && frames[i] >= frames[i-1] && frames[i] > frames[i+1] {
			found = append(found, float64(i)/rate)
		}
	}
	return found
}

// checkClicks says what is wrong with the places of clicks, each of which may be off by so many seconds; those inside
// gaps, which have silence in their place, must be missing or right as well.
func checkClicks(frames []int16, gaps []call.Gap, off float64) error {
	found := places(frames)
	expected := 0
	for k := 0; clickAt(k) < float64(len(frames))/rate-0.4; k++ {
		at := clickAt(k)
		i := slices.IndexFunc(found, func(f float64) bool { return math.Abs(f-at) <= off })
		if i >= 0 {
			expected++
			continue
		}
		inGap := slices.ContainsFunc(gaps, func(g call.Gap) bool {
			return at >= float64(g.Start)-off-click && at <= float64(g.Start+g.Duration)+off+click
		})
		if !inGap {
			return fmt.Errorf("click %d at %.4f s is missing, and no gap says so: %+v", k, at, gaps)
		}
	}
	for ; len(found) > 0 && found[len(found)-1] >= float64(len(frames))/rate-0.4-off; found = found[:len(found)-1] {
	}
	if len(found) > expected {
		return fmt.Errorf("%d clicks are out of place: %v", len(found)-expected, found)
	}
	return nil
}

func scripted(kind audio.Kind, script audiotest.Script) audio.Source {
	script.Device = audio.Device{ID: string(kind), Name: "Scripted " + string(kind), Kind: kind}
	return audiotest.New(script)
}

func TestTakeIsComplete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		result, content := record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks, Chunk: func(i int) int { return 100 + i%700 }}),
		}, 10*time.Second, nil)
		if !result.Capture.Complete || result.Capture.Verdict != "both sides complete" {
			t.Errorf("verdict %q, %+v", result.Capture.Verdict, result.Capture)
		}
		if result.Audio.Frames != 10*rate || result.Audio.Duration != 10 {
			t.Errorf("audio %+v", result.Audio)
		}
		for i, frames := range sides(t, content) {
			if err := checkClicks(frames, nil, exactly); err != nil {
				t.Errorf("side %d: %v", i, err)
			}
		}
	})
}

// TestTimeline lets sources deliver as badly as devices do, and looks whether every sound is where the clock says.
func TestTimeline(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var scripts [2]audiotest.Script
		for i := range scripts {
			scripts[i] = drawScript(rt, i)
		}
		length := time.Duration(rapid.IntRange(3000, 7000).Draw(rt, "length")) * time.Millisecond
		var flaw error
		synctest.Test(t, func(t *testing.T) {
			result, content := record(t, map[call.Party]audio.Source{
				call.Local:  scripted(audio.Microphone, scripts[0]),
				call.Remote: scripted(audio.FarSide, scripts[1]),
			}, length, nil)
			flaw = checkTimeline(t, result, content, length)
		})
		if flaw != nil {
			rt.Fatal(flaw)
		}
	})
}

func drawScript(rt *rapid.T, i int) audiotest.Script {
	name := func(s string) string { return fmt.Sprintf("%s %d", s, i) }
	chunks := rapid.SliceOfN(rapid.IntRange(1, 1600), 1, 20).Draw(rt, name("chunks"))
	late := rapid.SliceOfN(rapid.IntRange(0, 80), 1, 7).Draw(rt, name("jitter"))
	script := audiotest.Script{
		Sound: clicks,
		Chunk: func(k int) int { return max(40, chunks[k%len(chunks)]) },
		Late:  time.Duration(rapid.IntRange(0, 2500).Draw(rt, name("late"))) * time.Millisecond,
		// Every third delivery is punctual: a device that always is late by the same time cannot be told from one that is not.
		Jitter: func(k int) time.Duration {
			if k%3 == 0 {
				return 0
			}
			return time.Duration(late[k%len(late)]) * time.Millisecond
		},
	}
	if rapid.Bool().Draw(rt, name("stalls")) {
		script.Stalls = []audiotest.Stall{{
			At:    time.Duration(rapid.IntRange(2600, 4000).Draw(rt, name("stall at"))) * time.Millisecond,
			For:   time.Duration(rapid.IntRange(1500, 2500).Draw(rt, name("stall for"))) * time.Millisecond,
			Burst: rapid.Bool().Draw(rt, name("burst")),
		}}
	}
	return script
}

func checkTimeline(t *testing.T, result audio.Result, content []byte, length time.Duration) error {
	want := length.Seconds() * rate
	if math.Abs(float64(result.Audio.Frames)-want) > 1 {
		return fmt.Errorf("%d frames, wants %.0f", result.Audio.Frames, want)
	}
	for i, frames := range sides(t, content) {
		side := result.Capture.Sides[call.Parties[i]]
		late := call.Gap{Duration: call.Seconds(side.Offset / 1000)} // too short for a gap, but noted
		if err := checkClicks(frames, append(side.Gaps, late), 0.02); err != nil {
			return fmt.Errorf("side %d: %w", i, err)
		}
	}
	return nil
}

func TestStallIsAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stall := audiotest.Stall{At: 5 * time.Second, For: 4 * time.Second}
		result, _ := record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks, Stalls: []audiotest.Stall{stall}}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks}),
		}, 12*time.Second, nil)
		gaps := result.Capture.Sides[call.Local].Gaps
		if len(gaps) != 1 || math.Abs(float64(gaps[0].Start-5)) > 0.03 || math.Abs(float64(gaps[0].Duration-4)) > 0.03 {
			t.Errorf("gaps %+v", gaps)
		}
		want := "microphone missing 00:00:05–00:00:09: device delivers nothing"
		if got := result.Capture.Verdict; !strings.HasPrefix(got, "microphone missing 00:00:0") || !strings.HasSuffix(got, ": device delivers nothing") || result.Capture.Complete {
			t.Errorf("verdict %q, wants about %q", got, want)
		}
	})
}

// When neither side delivers for a while, no one waits: what comes late then is put where it belongs, and none is left out.
func TestBothSidesHeldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := []audiotest.Stall{{At: 5 * time.Second, For: 2500 * time.Millisecond, Burst: true}}
		result, content := record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks, Stalls: held}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks, Stalls: held}),
		}, 12*time.Second, nil)
		if !result.Capture.Complete {
			t.Errorf("verdict %q", result.Capture.Verdict)
		}
		for i, frames := range sides(t, content) {
			if err := checkClicks(frames, nil, exactly); err != nil {
				t.Errorf("side %d: %v", i, err)
			}
		}
	})
}

func TestMissingAndSilentSides(t *testing.T) {
	for _, c := range []struct {
		name    string
		remote  audio.Source
		verdict string
	}{
		{"no source", nil, "far side missing throughout: no device; far side silent"},
		{"refuses", scripted(audio.FarSide, audiotest.Script{Refuse: errors.New("it is in use")}), "far side missing throughout: it is in use; far side silent"},
		{"absurd rate", scripted(audio.FarSide, audiotest.Script{Rate: 2000}), "far side missing throughout: device runs at 2000 frames per second; far side silent"},
		{"silent", scripted(audio.FarSide, audiotest.Script{}), "far side silent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sources := map[call.Party]audio.Source{call.Local: scripted(audio.Microphone, audiotest.Script{Sound: clicks})}
				if c.remote != nil {
					sources[call.Remote] = c.remote
				}
				result, content := record(t, sources, 3*time.Second, nil)
				if result.Capture.Verdict != strings.TrimSuffix(c.verdict, "; far side silent") && result.Capture.Verdict != c.verdict {
					t.Errorf("verdict %q", result.Capture.Verdict)
				}
				if result.Capture.Complete || result.Audio.Frames != 3*rate {
					t.Errorf("%+v", result)
				}
				if err := checkClicks(sides(t, content)[0], nil, exactly); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestNoSourceAtAll(t *testing.T) {
	file := audiotest.NewFile(nil)
	_, err := audio.StartTake(audio.TakeOptions{Rate: rate, File: file, Sources: map[call.Party]audio.Source{
		call.Local: scripted(audio.Microphone, audiotest.Script{Refuse: errors.New("it is in use")}),
	}})
	if !errors.Is(err, audio.ErrNoSource) || !strings.Contains(err.Error(), "it is in use") {
		t.Errorf("error %v", err)
	}
	if !file.Closed() {
		t.Error("the file is still open")
	}
}

func TestPauseIsOffTheRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		result, content := record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks, Chunk: func(int) int { return 333 }}),
		}, 10*time.Second, func(take *audio.Take) {
			time.Sleep(3200 * time.Millisecond)
			take.Pause()
			time.Sleep(time.Second)
			if !take.Levels().Paused {
				t.Error("the levels do not show the pause")
			}
			time.Sleep(2 * time.Second)
			take.Resume()
		})
		if result.Audio.Frames != 7*rate {
			t.Errorf("%d frames, wants %d", result.Audio.Frames, 7*rate)
		}
		if got := result.Capture.Pauses; len(got) != 1 || got[0].At != 3.2 || got[0].Length != 3 {
			t.Errorf("pauses %+v", got)
		}
		if !result.Capture.Complete {
			t.Errorf("verdict %q", result.Capture.Verdict)
		}
		for i, frames := range sides(t, content) {
			checkPaused(t, i, frames, 3.2, 3)
		}
	})
}

// checkPaused wants clicks before a pause where they were, and those after it earlier by its length.
func checkPaused(t *testing.T, side int, frames []int16, at, length float64) {
	t.Helper()
	var want []float64
	for k := 0; clickAt(k) < float64(len(frames))/rate+length; k++ {
		switch c := clickAt(k); {
		case c < at:
			want = append(want, c)
		case c > at+length:
			want = append(want, c-length)
		}
	}
	got := places(frames)
	same := slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) < exactly })
	if !same {
		t.Errorf("side %d: clicks at %.3f, wants %.3f", side, got, want)
	}
}

func TestPauseAndResumeInOneBreath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		result, _ := record(t, map[call.Party]audio.Source{
			call.Local: scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
		}, 5*time.Second, func(take *audio.Take) {
			for range 5 {
				time.Sleep(333 * time.Millisecond)
				take.Pause()
				take.Resume()
				take.Resume()
				take.Pause()
				take.Pause()
				take.Resume()
			}
		})
		if got := result.Audio.Duration; math.Abs(float64(got-5)) > 0.01 {
			t.Errorf("duration %v", got)
		}
		side := result.Capture.Sides[call.Local]
		if side.LastSignal == nil || *side.LastSignal < 4.4 {
			t.Errorf("nothing was captured after the pauses: %+v", side)
		}
	})
}

func TestLevelsShowWhoIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tone := make([]int16, 3*rate)
		for i := range tone {
			tone[i] = int16(16384 * math.Sin(float64(i)*0.3))
		}
		tone[rate] = math.MaxInt16
		record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Frames: tone}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{}),
		}, 8*time.Second, func(take *audio.Take) {
			time.Sleep(1500 * time.Millisecond)
			local, remote := take.Levels().Sides[0], take.Levels().Sides[1]
			if local.Lamp != audio.LampLoud || math.Abs(local.RMS+9) > 0.5 || math.Abs(local.Peak+6) > 0.5 {
				t.Errorf("local %+v", local)
			}
			if remote.Lamp != audio.LampNothing || remote.Peak != call.Silence {
				t.Errorf("remote %+v", remote)
			}
			time.Sleep(5 * time.Second)
			local = take.Levels().Sides[0]
			if local.Lamp != audio.LampNothing || math.Abs(float64(local.QuietFor)-3.4) > 0.3 {
				t.Errorf("local later %+v", local)
			}
			if got := take.Levels().Elapsed; math.Abs(float64(got)-6.5) > 0.15 {
				t.Errorf("elapsed %v", got)
			}
		})
	})
}

// TestFileIsCompleteWithinASecond looks at what a power cut would leave, at many moments.
func TestFileIsCompleteWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := audiotest.NewFile(nil)
		take, err := audio.StartTake(audio.TakeOptions{Rate: rate, File: file, Sources: map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks}),
		}})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		worst := time.Duration(0)
		for range 150 {
			time.Sleep(61 * time.Millisecond)
			kept := audiotest.NewFile(file.Durable())
			got, err := audio.Salvage(kept)
			if errors.Is(err, audio.ErrNoAudio) && time.Since(began) < time.Second {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			worst = max(worst, time.Since(began)-got.Duration.Duration())
		}
		t.Logf("at most %v were not yet durable", worst)
		if worst > time.Second {
			t.Errorf("%v were not yet durable", worst)
		}
		if _, err := take.Stop(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestFullDisk fails every write once: the take must end by itself with the reason, and what is there must be whole.
func TestFullDisk(t *testing.T) {
	for n := 1; n <= 14; n++ {
		synctest.Test(t, func(t *testing.T) { failWrite(t, n) })
	}
}

func failWrite(t *testing.T, n int) {
	file := audiotest.NewFile(nil)
	file.FailFrom(n)
	take, err := audio.StartTake(audio.TakeOptions{Rate: rate, File: file, Sources: map[call.Party]audio.Source{
		call.Local: scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
	}})
	if n == 1 {
		if !errors.Is(err, audiotest.ErrFault) || !file.Closed() {
			t.Errorf("start on a full disk: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-take.Done():
	case <-time.After(3 * time.Second): // the last writes are those of Stop
	}
	result, err := take.Stop()
	if file.Writes() < n {
		if err != nil {
			t.Errorf("write %d: %v without a fault", n, err)
		}
		return
	}
	if !errors.Is(err, audiotest.ErrFault) || !file.Closed() {
		t.Errorf("write %d: error %v", n, err)
	}
	file.FailFrom(0)
	got, err := audio.Salvage(file)
	if result.Audio.Frames == 0 && errors.Is(err, audio.ErrNoAudio) {
		return
	}
	if err != nil || got.Frames != result.Audio.Frames {
		t.Errorf("write %d: salvaged %+v, wants %+v: %v", n, got, result.Audio, err)
	}
	if err := audio.Verify(file); err != nil {
		t.Error(err)
	}
}

// slowFile holds up one write for a while.
type slowFile struct {
	*audiotest.File
	at   int
	hold time.Duration
}

func (f *slowFile) Write(p []byte) (int, error) {
	if f.Writes() == f.at {
		time.Sleep(f.hold)
	}
	return f.File.Write(p)
}

func TestOverrunIsCountedAndKeepsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := &slowFile{File: audiotest.NewFile(nil), at: 10, hold: 70 * time.Second}
		take, err := audio.StartTake(audio.TakeOptions{Rate: rate, File: file, Sources: map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, audiotest.Script{Sound: clicks}),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks}),
		}})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(90 * time.Second)
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		for i, frames := range sides(t, file.Bytes()) {
			side := result.Capture.Sides[call.Parties[i]]
			if side.Overruns < 3*rate || side.Overruns > 5*rate || len(side.Gaps) != 1 || side.Gaps[0].Cause != "overrun" {
				t.Errorf("side %d: %+v", i, side)
			}
			if got := side.Gaps[0].Duration.Frames(rate); got != side.Overruns {
				t.Errorf("side %d: a gap of %d frames for %d lost ones", i, got, side.Overruns)
			}
			if err := checkClicks(frames, side.Gaps, exactly); err != nil {
				t.Errorf("side %d: %v", i, err)
			}
		}
		if result.Audio.Frames != 90*rate || result.Capture.Complete {
			t.Errorf("%+v", result)
		}
	})
}

func TestLostFramesKeepTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// Shorter than a stall, so nothing but the clock tells.
		lost := audiotest.Stall{At: 5 * time.Second, For: 450 * time.Millisecond}
		result, content := record(t, map[call.Party]audio.Source{
			call.Local: scripted(audio.Microphone, audiotest.Script{Sound: clicks, Stalls: []audiotest.Stall{lost}}),
		}, 15*time.Second, nil)
		gaps := result.Capture.Sides[call.Local].Gaps
		if len(gaps) != 1 || gaps[0].Cause != "device lost frames" || math.Abs(float64(gaps[0].Duration-0.45)) > 0.03 {
			t.Errorf("gaps %+v", gaps)
		}
		if err := checkClicks(sides(t, content)[0], gaps, exactly); err != nil {
			t.Error(err)
		}
	})
}

func TestScriptedSourceConforms(t *testing.T) {
	audiotest.TestSource(t, func() audio.Source { return audiotest.New(audiotest.Script{}) })
}
