package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// What the faces need of the room below.
type (
	// ModelState is a model and whether it is on this machine.
	ModelState = transcribe.ModelState
	// ModelSpec describes a model.
	ModelSpec = transcribe.ModelSpec
	// Progress says how far a transcription has come.
	Progress = transcribe.Progress
)

// DemoModel is the name of the model inside the program: good for the sample calls and for nothing else.
const DemoModel = transcribe.DemoName

// DemoBanner stands wherever text of the demo model is shown.
const DemoBanner = "Demo model: it knows a few hundred words in synthetic voices. This text is not what people really said. " +
	"Install a real model for real calls."

// Scribe turns recordings into transcripts with a model on this machine. It needs no library.
type Scribe struct {
	Models *transcribe.Models
	worker *transcribe.Worker
	log    *slog.Logger
	bench  *bench
	ffmpeg func() string // gives its path, or nothing

	recording func() bool // a take runs; may be nil

	mu       sync.Mutex
	settings Settings
}

// NewScribe makes a Scribe for work outside any library.
func NewScribe(config Config) (*Scribe, error) {
	config, settings, err := config.withUsual()
	if err != nil {
		return nil, err
	}
	return newScribe(config, settings), nil
}

func newScribe(config Config, settings Settings) *Scribe {
	return &Scribe{
		Models: &transcribe.Models{
			Dir:  filepath.Join(config.Data, "models"),
			Demo: assets.DemoModel, Detector: assets.VAD, Log: config.Log,
		},
		worker:   &transcribe.Worker{Command: config.Worker, Log: config.Log},
		log:      config.Log,
		bench:    newBench(config),
		ffmpeg:   config.FFmpeg,
		settings: settings,
	}
}

func (s *Scribe) use(settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = settings
}

// Model is the name of the model that transcribes unless another is asked for.
func (s *Scribe) Model() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settings.Model == "" {
		return DemoModel
	}
	return s.settings.Model
}

// FileRequest asks for the transcript of a sound file. Empty fields mean the settings'.
type FileRequest struct {
	Model, Language string
	Threads         int
	Words           call.Words // to expect, the more important first
	MonoIs          call.Party // who speaks in a file with one channel; empty means both
}

// File transcribes a sound file that is in no library. progress may be nil.
func (s *Scribe) File(ctx context.Context, path string, request FileRequest, progress func(Progress)) (call.Transcript, error) {
	src, err := os.Open(path)
	if err != nil {
		return call.Transcript{}, fmt.Errorf("open sound file: %w", err)
	}
	defer src.Close()
	work, done, err := vanishing()
	if err != nil {
		return call.Transcript{}, fmt.Errorf("make working copy: %w", err)
	}
	defer done()
	sound, err := s.readFile(ctx, work, src, request.MonoIs)
	if err != nil {
		return call.Transcript{}, err
	}
	whole := wholeSound(sound, func() (audio.File, error) { return newLook(work) })
	return s.transcribe(ctx, whole, request, progress)
}

// readFile makes a recording of a sound file of any kind.
func (s *Scribe) readFile(ctx context.Context, work, src *os.File, mono call.Party) (call.Audio, error) {
	kind, err := decode.Recognise(src)
	if err != nil {
		return call.Audio{}, err
	}
	frames, err := decode.Open(ctx, src, kind, s.ffmpeg())
	if err != nil {
		return call.Audio{}, err
	}
	brought, err := audio.ImportFrames(work, frames, audio.ImportOptions{MonoIs: mono})
	return brought.Audio, errors.Join(err, frames.Close())
}

// heard is a recording to be written down.
type heard struct {
	frames int64 // at transcribe.Rate; 0 while the call goes on
	// read gives a fresh reading of it from its beginning, once for each track and attempt.
	read func(context.Context) (*audio.Recording, io.Closer, error)
	open func() (audio.File, error) // the file, once it is whole
	// What was found of it before, and who keeps what is found; both may be missing.
	known func(call.Model) transcribe.Known
	found func(model call.Model, engine string, w transcribe.Window)
}

// wholeSound is a recording that is complete.
func wholeSound(sound call.Audio, open func() (audio.File, error)) heard {
	return heard{
		frames: sound.Duration.Frames(transcribe.Rate), open: open,
		read: func(context.Context) (*audio.Recording, io.Closer, error) { return openRecording(open) },
	}
}

// transcribe writes down a recording.
func (s *Scribe) transcribe(ctx context.Context, sound heard, request FileRequest, progress func(Progress)) (call.Transcript, error) {
	work, err := s.work(sound, request)
	if err != nil {
		return call.Transcript{}, err
	}
	keep := func(_ call.Party, track io.Reader) io.Reader { return track }
	if work.Live {
		newest := newLately()
		keep, progress = newest.listen, newest.marking(progress)
	}
	work.Tracks = sound.tracks(keep)
	transcript, err := s.worker.Transcribe(ctx, work, progress)
	if err != nil {
		return call.Transcript{}, err
	}
	if err := markEchoes(ctx, sound.open, transcript.Segments); err != nil {
		if ctx.Err() != nil {
			return call.Transcript{}, err
		}
		// Words that stand twice are better than none.
		s.log.Error("transcribe", "err", err)
	}
	return transcript, nil
}

// work is what the worker is asked for, but for the tracks.
func (s *Scribe) work(sound heard, request FileRequest) (transcribe.Request, error) {
	s.mu.Lock()
	settings := s.settings
	s.mu.Unlock()
	modelPath, model, err := s.Models.Open(cmp.Or(request.Model, s.Model()))
	if err != nil {
		return transcribe.Request{}, err
	}
	vadPath, err := s.Models.VAD()
	if err != nil {
		return transcribe.Request{}, err
	}
	work := transcribe.Request{
		ModelPath: modelPath, Model: model, VADPath: vadPath,
		Language: cmp.Or(request.Language, settings.Language), Threads: cmp.Or(request.Threads, settings.Threads),
		Words: request.Words, People: transcribe.TellsPeopleApart(model.Name), Live: sound.frames == 0,
	}
	if work.Threads == 0 { // nobody chose
		// What is being recorded is written down with all there is, since somebody reads along: the worker's priority is the
		// lowest, which costs a take nothing. Anything else leaves room.
		plan := s.bench.plan(!work.Live && s.recording != nil && s.recording())
		work.Threads, work.Windows = plan.Threads(), plan.Windows
	}
	if sound.known != nil {
		work.Known = sound.known(model)
		work.Found = func(engine string, w transcribe.Window) { sound.found(model, engine, w) }
	}
	return work, nil
}

// tracks are the parties' tracks for the worker, each read through keep.
func (h heard) tracks(keep func(call.Party, io.Reader) io.Reader) (all []transcribe.Track) {
	for _, party := range call.Parties {
		all = append(all, transcribe.Track{
			Party: party, Frames: h.frames,
			Open: func(ctx context.Context) (io.ReadCloser, error) {
				recording, closer, err := h.read(ctx)
				if err != nil {
					return nil, err
				}
				return track{keep(party, audio.NewTrack(recording, party, transcribe.Rate)), closer}, nil
			},
		})
	}
	return all
}

// track is one party's sound out of a recording, for the worker.
type track struct {
	io.Reader
	io.Closer
}

// openRecording opens a file and reads its header. The file is the caller's to close.
func openRecording(open func() (audio.File, error)) (*audio.Recording, audio.File, error) {
	file, err := open()
	if err != nil {
		return nil, nil, err
	}
	recording, err := audio.OpenRecording(file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return recording, file, nil
}
