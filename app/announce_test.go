//go:build linux

package app

import (
	"errors"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/call"
)

// callBench is a real sound server with a headset, and an application that can play into calls.
type callBench struct {
	*pulse.Server
	t *testing.T
	a *App
}

func newCallBench(t *testing.T) *callBench {
	t.Helper()
	b := &callBench{Server: pulse.Start(t), t: t}
	b.AddMicrophone("headset", "USB Headset")
	b.AddOutput("speakers", "Speakers")
	b.SetDefaultOutput("speakers")
	b.SetDefaultMicrophone("headset")
	b.Use()
	dir, sound := t.TempDir(), device.New(slog.New(slog.DiscardHandler))
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: sound, Mixer: sound, Worker: []string{"/no/worker"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if left := b.Modules(); strings.Contains(left, "onrecord") {
			t.Errorf("left behind:\n%s", left)
		}
	})
	b.a = a
	return b
}

// switchOn has the call microphone made.
func (b *callBench) switchOn() {
	b.t.Helper()
	b.a.KeepCallMicrophone()
	if err := b.a.ChangeSettings(func(s *Settings) { s.CallMicrophone = true }); err != nil {
		b.t.Fatal(err)
	}
	b.until("the call microphone is there", func() bool { return b.a.CallMicrophone().Name == "OnRecord microphone" })
}

func (b *callBench) until(what string, so func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(15 * time.Second); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("not so: %s; %+v", what, b.a.CallMicrophone())
		}
	}
}

// softphone lets another program take part in a call through the call microphone.
func (b *callBench) softphone() (far *pulse.Ear, hangUp func()) {
	b.t.Helper()
	far, hangUp = b.Hear("Softphone", "onrecord_microphone")
	b.until("the softphone hears", func() bool { return slices.Equal(b.a.CallMicrophone().Programs, []string{"Softphone"}) })
	return far, hangUp
}

func (b *callBench) record() call.ID {
	b.t.Helper()
	id, err := b.a.StartTake(b.t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b *callBench) consents(id call.ID) []call.Consent {
	b.t.Helper()
	doc, err := b.a.Call(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return doc.Consent
}

// pitch is how loud one is in frames of that rate, in parts of full scale, in the half second in which it is loudest.
func pitch(frames []int16, rate int, hertz float64) (most float64) {
	for at := 0; at+rate/2 <= len(frames); at += rate / 8 {
		var re, im float64
		for i, v := range frames[at : at+rate/2] {
			re += float64(v) * math.Cos(2*math.Pi*hertz*float64(i)/float64(rate))
			im += float64(v) * math.Sin(2*math.Pi*hertz*float64(i)/float64(rate))
		}
		most = max(most, 2*math.Hypot(re, im)/float64(rate/2)/32768)
	}
	return most
}

// local gives the local channel of a recording.
func (b *callBench) local(doc call.Call) (frames []int16) {
	b.t.Helper()
	file, err := b.a.library.OpenAudio(doc.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		b.t.Fatal(err)
	}
	both := make([]int16, 2*recording.Frames())
	if _, err := recording.Read(both); err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(both); i += 2 {
		frames = append(frames, both[i])
	}
	return frames
}

// The far end hears the microphone and the notice, the recording holds both, and the call says by what it was heard.
func TestNoticeIsPlayedIntoTheCall(t *testing.T) {
	b := newCallBench(t)
	b.switchOn()
	if _, err := b.a.SetNotice(t.Context(), pulse.Tone(t, 1000, 2*time.Second), " This call is recorded. "); err != nil {
		t.Fatal(err)
	}
	far, _ := b.softphone()
	b.record()
	wait := b.PlayBackground("headset_mouth", pulse.Tone(t, 440, 4*time.Second))
	doc, err := b.a.PlayNotice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wait()
	if len(doc.Consent) != 1 {
		t.Fatalf("on record is %+v", doc.Consent)
	}
	c := doc.Consent[0]
	if c.Method != call.NoticePlayed || c.Party != call.Remote || c.Wording != "This call is recorded." || c.Through != "OnRecord microphone, by Softphone" || c.Note != "" {
		t.Errorf("on record is %+v", c)
	}
	if mic, notice := pitch(far.Frames(), 48000, 440), pitch(far.Frames(), 48000, 1000); mic < 0.2 || notice < 0.2 {
		t.Errorf("the far end heard the microphone at %.3f and the notice at %.3f of full scale", mic, notice)
	}
	doc, err = b.a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	local := b.local(doc)
	from := int(float64(c.At) * 16000)
	if mic, notice := pitch(local, 16000, 440), pitch(local[from:min(len(local), from+3*16000)], 16000, 1000); mic < 0.2 || notice < 0.2 {
		t.Errorf("the recording has the microphone at %.3f and the notice, from %v on, at %.3f of full scale", mic, c.At, notice)
	}
	if before := pitch(local[:from], 16000, 1000); before > 0.01 {
		t.Errorf("the notice was to begin at %v, and is heard before at %.3f", c.At, before)
	}
	if side := doc.Capture.Sides[call.Local]; side.Device != "OnRecord microphone (USB Headset)" || len(side.Gaps) > 0 {
		t.Errorf("the local side is %+v", side)
	}
	b.until("nobody listens any more but the softphone", func() bool { return b.a.CallMicrophone().Mixed == "USB Headset" })
}

// Whatever keeps a notice from being heard keeps it off the record, and there is a sentence about it.
func TestNoticeThatNobodyHeard(t *testing.T) {
	b := newCallBench(t)
	notice := pulse.Tone(t, 1000, 3*time.Second)
	expect := func(want error) {
		t.Helper()
		doc, err := b.a.PlayNotice(t.Context())
		if !errors.Is(err, want) || len(doc.Consent) > 0 {
			t.Errorf("got %v, want %v; on record is %+v", err, want, doc.Consent)
		}
		if problem := Explain(err); problem.Do == "" || problem.What == err.Error() {
			t.Errorf("nobody understands %+v", problem)
		}
	}
	expect(ErrNoTake)
	id := b.record()
	expect(ErrNoNotice)
	if _, err := b.a.SetNotice(t.Context(), notice, ""); err != nil {
		t.Fatal(err)
	}
	expect(ErrNoCallMicrophone)
	b.switchOn()
	b.until("the take records it", func() bool {
		levels, _ := b.a.Levels()
		return strings.HasPrefix(levels.Sides[0].Device, "OnRecord microphone")
	})
	expect(ErrNoListener)
	_, hangUp := b.softphone()
	b.MuteMicrophone("onrecord_microphone", true)
	b.until("it is muted", func() bool { return b.a.CallMicrophone().Muted })
	expect(ErrCallMuted)
	b.MuteMicrophone("onrecord_microphone", false)
	b.until("it is on", func() bool { return !b.a.CallMicrophone().Muted })
	if err := b.a.PauseTake(); err != nil {
		t.Fatal(err)
	}
	b.until("it is paused", func() bool { levels, _ := b.a.Levels(); return levels.Paused })
	expect(ErrOffRecord)
	if err := b.a.ResumeTake(); err != nil {
		t.Fatal(err)
	}
	b.until("it goes on", func() bool { levels, _ := b.a.Levels(); return !levels.Paused })
	time.AfterFunc(time.Second, hangUp)
	expect(ErrBrokenOff)
	if on := b.consents(id); len(on) > 0 {
		t.Errorf("on record is %+v", on)
	}
}

// The tone comes back in time, at its pitch, and each that is heard counts; those for which nobody listens do not.
func TestToneIsPlayedIntoTheCall(t *testing.T) {
	b := newCallBench(t)
	b.switchOn()
	if err := b.a.ChangeSettings(func(s *Settings) { s.Tone.Seconds, s.Tone.Level = 0.5, ToneLoud }); err != nil {
		t.Fatal(err)
	}
	far, hangUp := b.softphone()
	id := b.record()
	if err := b.a.SetTone(true); err != nil {
		t.Fatal(err)
	}
	b.until("one was heard", func() bool { return b.a.ToneStatus().Heard == 1 })
	first := b.consents(id)
	if len(first) != 1 || first[0].Method != call.BeepTone || first[0].Through != "OnRecord microphone, by Softphone" || !strings.Contains(first[0].Wording, "1400 Hz") {
		t.Fatalf("on record is %+v", first)
	}
	if _, err := b.a.AnswerConsent(id, call.Agreed); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	b.until("two were heard", func() bool { return b.a.ToneStatus().Heard == 2 })
	hangUp()
	b.until("one was missed", func() bool { return b.a.ToneStatus().Missed == 1 })
	if err := b.a.SetTone(false); err != nil {
		t.Fatal(err)
	}
	on := b.consents(id)
	if len(on) != 1 || on[0].At != first[0].At || on[0].Answer != call.Agreed || on[0].Note != "2 tones were heard, one was not, since nobody could hear it then" {
		t.Errorf("on record is %+v", on)
	}
	if apart := on[0].Until - on[0].At; apart < 14 || apart > 16 {
		t.Errorf("the tones are %v apart", apart)
	}
	if loud := pitch(far.Frames(), 48000, 1400); math.Abs(20*math.Log10(loud/math.Sqrt2)-ToneLoud) > 1.5 {
		t.Errorf("the tone is at %.1f dBFS", 20*math.Log10(loud/math.Sqrt2))
	}
	if other := pitch(far.Frames(), 48000, 1300); other > 0.01 {
		t.Errorf("beside its pitch it is at %.3f", other)
	}
	if status := b.a.ToneStatus(); status.On || !errors.Is(status.Err, ErrNoListener) {
		t.Errorf("%+v", status)
	}
}

// Pulling the plug of the real microphone in a take leaves a gap where nothing real was heard, and the take goes on.
func TestPlugIsPulledBehindTheCallMicrophone(t *testing.T) {
	b := newCallBench(t)
	b.switchOn()
	b.softphone()
	b.record()
	b.Play("headset_mouth", pulse.Tone(t, 440, time.Second))
	b.Remove("headset")
	b.until("nothing is mixed in", func() bool { return b.a.CallMicrophone().Mixed == "" })
	time.Sleep(3 * time.Second)
	b.AddMicrophoneAt("headset", "headset_mouth")
	b.until("it is back", func() bool { return b.a.CallMicrophone().Mixed != "" })
	b.Play("headset_mouth", pulse.Tone(t, 880, 2*time.Second))
	doc, err := b.a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	local := b.local(doc)
	if before, after := pitch(local, 16000, 440), pitch(local, 16000, 880); before < 0.1 || after < 0.1 { // while a loop begins the server shifts its sound
		t.Errorf("before it is heard at %.3f, after at %.3f", before, after)
	}
	var missing call.Seconds
	for _, gap := range doc.Capture.Sides[call.Local].Gaps {
		missing += gap.Duration
	}
	if missing < 2 || missing > 6 || doc.Capture.Complete {
		t.Errorf("the gaps are %+v; %q", doc.Capture.Sides[call.Local].Gaps, doc.Capture.Verdict)
	}
}

func TestNoticeMustBeSound(t *testing.T) {
	b := newCallBench(t)
	text := filepath.Join(t.TempDir(), "notice.wav")
	if err := os.WriteFile(text, []byte("this call is recorded"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"too short": {pulse.Tone(t, 1000, 100*time.Millisecond), ErrBadNotice},
		"too long":  {pulse.Tone(t, 1000, 61*time.Second), ErrBadNotice},
		"silent":    {pulse.Clicks(t, time.Hour, time.Second), ErrBadNotice},
		"no sound":  {text, audio.ErrNotAudio},
		"not there": {text + "x", fs.ErrNotExist},
	} {
		if _, err := b.a.SetNotice(t.Context(), c.path, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b.a.Settings().Notice != (Notice{}) {
		t.Errorf("the settings say %+v", b.a.Settings().Notice)
	}
	left, err := filepath.Glob(filepath.Join(b.a.config.Data, "notice*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
	speech := filepath.Join("..", "testdata", "audio", "jfk.flac")
	notice, err := b.a.SetNotice(t.Context(), speech, "Ask not")
	if err != nil || notice.Name != "jfk.flac" || math.Abs(float64(notice.Seconds)-11) > 0.1 || notice != b.a.Settings().Notice {
		t.Errorf("%+v %v", notice, err)
	}
	frames, err := b.a.noticeFrames()
	if err != nil || len(frames) != int(float64(notice.Seconds)*noticeRate+0.5) {
		t.Errorf("%d frames, %v", len(frames), err)
	}
	heard, err := b.a.HearNotice()
	if err != nil || heard.Playing() || heard.Position() != 0 {
		t.Fatalf("it is there to be listened to: %v", err)
	}
	if err := errors.Join(heard.SeekTo(notice.Seconds-0.2), heard.Play()); err != nil {
		t.Fatal(err)
	}
	for heard.Playing() {
		time.Sleep(10 * time.Millisecond)
	}
	if at := heard.Position(); math.Abs(float64(at-notice.Seconds)) > 0.1 || heard.Close() != nil {
		t.Errorf("it was heard to %v of %v", at, notice.Seconds)
	}
	if err := b.a.RemoveNotice(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.a.HearNotice(); !errors.Is(err, ErrNoNotice) {
		t.Errorf("after it was removed: %v", err)
	}
	if _, err := b.a.noticeFrames(); !errors.Is(err, ErrNoNotice) {
		t.Errorf("after it was removed: %v", err)
	}
}

// What was asked for when the take began waits until somebody is on the line, and is there although the settings want none.
func TestAnnouncedByItself(t *testing.T) {
	b := newCallBench(t)
	if _, err := b.a.SetNotice(t.Context(), pulse.Tone(t, 1000, time.Second), ""); err != nil {
		t.Fatal(err)
	}
	id, err := b.a.StartTake(t.Context(), TakeRequest{NoTranscript: true, Announce: Announce{Notice: true, Tone: true}})
	if err != nil {
		t.Fatal(err)
	}
	b.softphone()
	time.Sleep(time.Second)
	if on := b.consents(id); len(on) > 0 {
		t.Errorf("it was announced to nobody: %+v", on)
	}
	b.Play("speakers", filepath.Join("..", "testdata", "audio", "jfk.flac"))
	b.until("both are on record", func() bool { return len(b.consents(id)) == 2 })
	if on := b.consents(id); on[0].Method != call.NoticePlayed || on[1].Method != call.BeepTone {
		t.Errorf("on record is %+v", on)
	}
	if _, err := b.a.StopTake(); err != nil {
		t.Fatal(err)
	}
	b.until("the call microphone is gone", func() bool { return b.a.CallMicrophone().Name == "" })
}
