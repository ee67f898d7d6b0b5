package ui

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// TestMain runs the tests, or the transcription worker when the application starts this program as one. It fails
// when Fyne says that it was called from the wrong goroutine, and when a goroutine is left over.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		if err := transcribe.Serve(context.Background(), os.Stdin, os.Stdout, prompter{}); err != nil {
			os.Exit(1)
		}
		return
	}
	said := &transcriptOfLog{}
	log.SetOutput(said)
	code := m.Run()
	if strings.Contains(said.String(), "Error in Fyne call thread") {
		fmt.Println(said.String())
		code = 1
	}
	if err := goleak.Find(goleak.IgnoreTopFunction("fyne.io/fyne/v2/internal/async.(*UnboundedChan[...]).processing")); code == 0 && err != nil {
		fmt.Println(err)
		code = 1
	}
	os.Exit(code)
}

// transcriptOfLog keeps what is logged.
type transcriptOfLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *transcriptOfLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *transcriptOfLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// prompter is an engine that knows what is said in the telemarketer's call, and nothing of any other: a real worker
// process and a real queue, without the weight of a model. In French it takes its time.
type prompter struct{}

func (prompter) Name() string    { return "prompter 1" }
func (prompter) Close()          {}
func (prompter) Words() []string { return nil }

var setupOfPrompter transcribe.Setup

func (prompter) Load(_ context.Context, setup transcribe.Setup, _ func()) error {
	setupOfPrompter = setup
	if setup.Language == "de" {
		return fmt.Errorf("read weights: %w", transcribe.ErrModelDamaged)
	}
	return nil
}

func (prompter) Begin(listen transcribe.Listener, _ []transcribe.Window) transcribe.Hearing {
	return &prompted{listen: listen}
}

// prompted is one track of the prompter's.
type prompted struct {
	listen transcribe.Listener
	pcm    []int16
}

func (h *prompted) Hear(ctx context.Context, pcm []int16) error {
	h.pcm = append(h.pcm, pcm...)
	if setupOfPrompter.Language != "fr" {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(65 * time.Millisecond):
		return nil
	}
}

func (h *prompted) Written() int64 { return int64(len(h.pcm)) }

func (h *prompted) Guess(context.Context) ([]call.Segment, error) { return nil, nil }

func (h *prompted) End(ctx context.Context) (transcribe.Heard, error) {
	h.listen.Window(transcribe.Window{End: int64(len(h.pcm)), Segments: samplePrompts(partyOf(h.pcm))})
	return transcribe.Heard{Speech: 20, Language: "en"}, ctx.Err()
}

// partyOf knows the local track of the sample call by its first second: only there somebody speaks in it.
func partyOf(pcm []int16) call.Party {
	for _, sample := range pcm[:min(len(pcm), 2*16000)] {
		if sample > 1000 {
			return call.Local
		}
	}
	return call.Remote
}

// samplePrompts are one party's words in the sample call of the telemarketer.
func samplePrompts(party call.Party) []call.Segment {
	var turns []struct {
		Speaker    string
		Start, End float64
		Text       string
	}
	content, err := os.ReadFile(os.Args[2])
	if err == nil {
		err = json.Unmarshal(content, &turns)
	}
	if err != nil {
		panic(err)
	}
	var segments []call.Segment
	for i, turn := range turns {
		if (turn.Speaker == "me") != (party == call.Local) {
			continue
		}
		segment := call.Segment{Start: call.Seconds(turn.Start), End: call.Seconds(turn.End), Text: turn.Text, Words: []call.Word{}}
		if i == 5 {
			doubt := "the words repeat"
			segment.Suspect = &doubt
		}
		segments = append(segments, segment)
	}
	return segments
}

// scripted are sound devices that play the sample call: you in the microphone, them at the far side.
type scripted struct {
	refuse error
	dead   bool // nothing comes from the far side
}

func (d scripted) List() ([]audio.Device, error) {
	return []audio.Device{
		{ID: "mic", Name: "Headset", Kind: audio.Microphone, Default: true},
		{ID: "far", Name: "Monitor of Headset", Kind: audio.FarSide, Default: true},
	}, d.refuse
}

func (d scripted) Open(kind audio.Kind, id string, rate int) (audio.Source, error) {
	if d.refuse != nil {
		return nil, d.refuse
	}
	channel := 0
	if kind == audio.FarSide {
		channel = 1
	}
	frames := sampleFrames(channel)
	if d.dead && kind == audio.FarSide {
		frames = nil
	}
	return audiotest.New(audiotest.Script{Device: audio.Device{ID: id, Name: string(kind), Kind: kind}, Rate: rate, Frames: frames}), nil
}

func (d scripted) Output() (audio.Output, error) {
	if d.refuse != nil {
		return nil, d.refuse
	}
	return &silentOutput{}, nil
}

// Watch tells of the devices, which never change.
func (d scripted) Watch(ctx context.Context, changed func(audio.Scene)) error {
	list, _ := d.List()
	changed(audio.Scene{Devices: list})
	<-ctx.Done()
	return ctx.Err()
}

func (scripted) Backend() string { return "scripted" }

// sampleFrames are the first seconds of one channel of the sample call.
func sampleFrames(channel int) []int16 {
	return audiotest.Sound(assets.Calls, "calls/telemarketer.flac", 16000)[channel][:8*16000]
}

// silentOutput asks for sound as a device does, twenty times as fast, and lets nobody hear it.
type silentOutput struct {
	quit chan struct{}
	done chan struct{}
}

func (o *silentOutput) Rate() int { return 16000 }

func (o *silentOutput) Start(fill func([]int16)) error {
	o.quit, o.done = make(chan struct{}), make(chan struct{})
	go func() {
		defer close(o.done)
		buffer := make([]int16, 2*1600)
		for {
			select {
			case <-o.quit:
				return
			case <-time.After(5 * time.Millisecond):
				fill(buffer)
			}
		}
	}()
	return nil
}

func (o *silentOutput) Stop() error {
	if o.quit != nil {
		close(o.quit)
		<-o.done
		o.quit = nil
	}
	return nil
}

// bench is a window over a real application, on the test driver. What is posted runs in until, on the test's goroutine.
type bench struct {
	t      *testing.T
	app    *app.App
	w      *Window
	posted chan func()
}

func newBench(t *testing.T, devices app.Devices) *bench {
	t.Helper()
	return newBenchAt(t, devices, time.Now)
}

// newBenchAt is one whose application goes by another time of day.
func newBenchAt(t *testing.T, devices app.Devices, now func() time.Time) *bench {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	words, err := filepath.Abs(filepath.Join("..", "..", "assets", "calls", "telemarketer.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	mixer, _ := devices.(app.Mixer) // scripted devices play into no calls
	a, err := app.Open(app.Config{
		Library: filepath.Join(dir, "library"), Data: filepath.Join(dir, "data"),
		Devices: devices, Mixer: mixer, Worker: []string{program, "worker", words}, Diagnostics: &app.Diagnostics{}, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, app: a, posted: make(chan func(), 100_000)}
	b.w = New(test.NewTempApp(t), a, func(do func()) { b.posted <- do }, Options{Appearance: "light"})
	b.w.window.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(func() {
		b.w.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// until runs what is posted until something is so.
func (b *bench) until(what string, so func() bool) {
	b.t.Helper()
	deadline := time.After(30 * time.Second)
	for !so() {
		select {
		case do := <-b.posted:
			do()
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			b.t.Fatalf("waited in vain until %s; the window says:\n%s", what, strings.Join(b.words(), "\n"))
		}
	}
}

// words are all texts in sight, the top dialog's first.
func (b *bench) words() []string {
	var words []string
	window := b.w.window.Canvas()
	if top := window.Overlays().Top(); top != nil {
		words = append(words, wordsIn(top)...)
	}
	return append(words, wordsIn(window.Content())...)
}

func (b *bench) says(text string) bool {
	return strings.Contains(strings.Join(b.words(), "\n"), text)
}

// tap presses the button with that label.
func (b *bench) tap(label string) {
	b.t.Helper()
	window := b.w.window.Canvas()
	for _, root := range []fyne.CanvasObject{window.Overlays().Top(), window.Content()} {
		if button := buttonIn(root, label); button != nil {
			test.Tap(button)
			return
		}
	}
	b.t.Fatalf("there is no button %q; the window says:\n%s", label, strings.Join(b.words(), "\n"))
}

// importSample brings the first seconds of the telemarketer's call in, without its words: decoding all of it for each
// test takes the race detector long.
func (b *bench) importSample(name string) call.ID {
	b.t.Helper()
	you, them := sampleFrames(0), sampleFrames(1)
	var frames []int16
	for i := range you {
		frames = append(frames, you[i], them[i])
	}
	content := []byte("RIFF")
	content = binary.LittleEndian.AppendUint32(content, uint32(36+2*len(frames)))
	content = append(content, "WAVEfmt "...)
	for _, field := range []any{uint32(16), uint16(1), uint16(2), uint32(16000), uint32(64000), uint16(4), uint16(16)} {
		content, _ = binary.Append(content, binary.LittleEndian, field)
	}
	content = binary.LittleEndian.AppendUint32(append(content, "data"...), uint32(2*len(frames)))
	content, err := binary.Append(content, binary.LittleEndian, frames)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.importSound(name, "telemarketer.wav", content)
}

// importWholeSample brings all of that call in.
func (b *bench) importWholeSample(name string) call.ID {
	b.t.Helper()
	content, err := assets.Calls.ReadFile("calls/telemarketer.flac")
	if err != nil {
		b.t.Fatal(err)
	}
	return b.importSound(name, "telemarketer.flac", content)
}

func (b *bench) importSound(name, file string, content []byte) call.ID {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), file)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.t.Fatal(err)
	}
	id, err := b.app.Import(b.t.Context(), path, app.ImportRequest{Name: name, Number: "+1 212 555 0142", Direction: call.Incoming, NoTranscript: true, Again: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}
