// Package app is the application without a face: what can be asked of it, and what it tells.
//
// An App holds one open library. The window and the command line ask it for calls, takes, transcripts and settings,
// subscribe to its events, and never look below it. A second process that wants the same library hands its request to
// the first over a local socket (Serve, Forward). Problem puts every error into words for people.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/adrg/xdg"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/storage/search"
)

// What the faces need of the rooms below.
type (
	// Device is a sound device as the system shows it.
	Device = audio.Device
	// Kind says which side of a call a device captures.
	Kind = audio.Kind
	// Levels is what the meters show.
	Levels = audio.Levels
	// Level is one side of Levels.
	Level = audio.Level
	// Waveform is the outline of a recording.
	Waveform = audio.Waveform
	// Filter chooses calls for a list.
	Filter = storage.Filter
	// Summary is a call in a list.
	Summary = storage.Summary
	// SilentSides tells of which party nothing was heard in a call.
	SilentSides = storage.Silent
	// Finding is something Check found.
	Finding = storage.Finding
	// Job is a transcription in the queue.
	Job = storage.Job
	// JobState says where a job stands.
	JobState = storage.JobState
	// Results is what a search found.
	Results = search.Results
	// HitKind says what kind of text a hit is.
	HitKind = search.HitKind
	// Instead proposes words for one that occurs nowhere.
	Instead = search.Instead
	// Hit is one place that a search found.
	Hit = search.Hit
	// QueryField is a condition of a query that is written as name:value.
	QueryField = search.Field
)

// The kinds of hits.
const (
	Said   = search.Said
	Noted  = search.Noted
	OfCall = search.OfCall
)

// The states of a job.
const (
	JobQueued  = storage.JobQueued
	JobRunning = storage.JobRunning
	JobFailed  = storage.JobFailed
)

// The kinds of devices.
const (
	Microphone = audio.Microphone
	FarSide    = audio.FarSide
)

// Devices opens the sound devices of this machine.
type Devices interface {
	List() ([]audio.Device, error)
	// Open prepares a device; the empty ID means the default one of its kind. It may block for seconds.
	Open(kind audio.Kind, id string, rate int) (audio.Source, error)
	Output() (audio.Output, error)
	// Watch tells the scene now and after each change, until ctx is done.
	Watch(ctx context.Context, changed func(audio.Scene)) error
	Backend() string
}

// Config is what an App is made of. Empty folders mean the usual places; Log, Diagnostics, Now,
// OnBattery and FFmpeg may be nil.
type Config struct {
	Library     string       // folder of the library; empty: the settings', else library in Data
	Data        string       // folder of settings and models; empty: DefaultData
	Devices     Devices      // sound
	Mixer       Mixer        // plays into calls; nil where that is not possible
	Worker      []string     // command line of the transcription worker
	Log         *slog.Logger // told what went wrong
	Diagnostics *Diagnostics // keeps the last records of Log
	Now         func() time.Time
	OnBattery   func() (bool, error) // tells whether the machine runs on battery; nil asks the system
	Typeface    Typeface             // of the pages that are exported
	FFmpeg      func() string        // gives the path of ffmpeg, or nothing when there is none; nil asks the system
}

// App is one open library and everything that can be done with it. Its methods may be called from any goroutine.
type App struct {
	config  Config
	library *storage.Library
	scribe  *Scribe
	hub     hub

	mu       sync.Mutex // guards settings and what follows
	settings Settings
	take     *runningTake
	lastTake *runningTake // the newest one that is over
	noting   *noting      // the call that goes on as notes only; nil when none does
	standby  *readySides  // what the next take goes on from; nil when nothing stands by
	mayStand bool
	testing  bool                    // a self-test is under way
	breakOff context.CancelCauseFunc // of the last measuring of the machine; nil before

	measuring atomic.Bool // MeasureOnce is at it
	processor sync.Mutex  // held while the machine is measured, or a job is done
	choosing  sync.Mutex  // held while settings are changed
	searching sync.Mutex  // held while the list of searches is read and changed
	listing   sync.Mutex  // held while calls of a carrier's list are added, or mappings of such lists changed

	standing sync.Mutex // held while what stands by is replaced
	hearing  sync.Once  // guards heard
	heard    *voice.Model

	mic       callMic
	lawful    lawful
	ears      ears
	marks     flagMarks
	people    directories
	scenery   scenery
	calls     callWatch
	vigil     vigil // over the take
	folder    folderWatch
	jobs      jobs
	paces     *paces
	work      sync.WaitGroup // every goroutine of this App
	days      sync.Once      // watches for new ones, once somebody wants to be told
	ctx       context.Context
	stop      context.CancelFunc
	recovered chan struct{}
	instance  instance
}

// DefaultData is the platform's folder for this program's data.
func DefaultData() string { return filepath.Join(xdg.DataHome, "OnRecord") }

// withUsual fills in what was left open, and makes the data folder.
func (c Config) withUsual() (Config, Settings, error) {
	if c.Data == "" {
		c.Data = DefaultData()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.OnBattery == nil {
		c.OnBattery = runsOnBattery
	}
	if c.FFmpeg == nil {
		c.FFmpeg = decode.FindFFmpeg
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return c, Settings{}, fmt.Errorf("make data folder: %w", err)
	}
	settings, err := readSettings(c.Data)
	if err != nil {
		return c, settings, err
	}
	if c.Library == "" {
		c.Library = settings.Library
	}
	if c.Library == "" {
		c.Library = filepath.Join(c.Data, "library")
	}
	return c, settings, nil
}

// LibraryOf tells which folder Open would open.
func LibraryOf(config Config) (string, error) {
	config, _, err := config.withUsual()
	return config.Library, err
}

// Open opens the library and starts salvaging what a crash may have left; Recovered waits for that. The caller
// must Close. storage.ErrLocked means that another process has the library: see Forward.
func Open(config Config) (*App, error) {
	config, settings, err := config.withUsual()
	if err != nil {
		return nil, err
	}
	a := &App{config: config, settings: settings, recovered: make(chan struct{})}
	library, err := storage.Open(config.Library, storage.Options{Now: config.Now, Log: config.Log, Flagged: a.flagged, People: a.callsOf})
	if err != nil {
		return nil, err
	}
	a.library, a.scribe = library, newScribe(config, settings)
	a.scribe.recording = func() bool { return a.liveCall() != "" }
	a.scribe.Models.Changed = func() { a.hub.send(ModelsChanged{}) }
	a.ctx, a.stop = context.WithCancel(context.Background())
	paused, err := library.Paused()
	if err != nil {
		return nil, errors.Join(err, library.Close())
	}
	a.jobs.init(paused)
	a.mic.again, a.mic.turn = make(chan struct{}, 1), make(chan struct{}, 1)
	if a.paces, err = readPaces(config.Data); err != nil {
		config.Log.Warn("how long transcripts took is measured anew", "err", err)
	}
	a.calls.init()
	a.folder.app = a
	a.work.Go(a.recoverTakes)
	return a, nil
}

// Close saves a running take, puts the job in hand back into the queue, waits for all work and closes the library.
func (a *App) Close() error {
	a.instance.close()
	a.calls.close()
	_, err := a.StopTake()
	if errors.Is(err, ErrNoTake) {
		err = nil
	}
	err = errors.Join(err, a.EndNoting())
	a.stop()
	if standby := a.takeStandby(); standby != nil {
		err = errors.Join(err, standby.forget())
	}
	a.work.Wait()
	return errors.Join(err, a.library.Close())
}

// Subscribe gives a feed of every event from now on; the caller closes it.
func (a *App) Subscribe() *Feed {
	a.days.Do(func() { a.work.Go(a.watchDays) }) // nobody else needs to be told of a new day
	return a.hub.subscribe()
}

// Scribe is the part that transcribes, and knows the models.
func (a *App) Scribe() *Scribe { return a.scribe }

// Library is the folder of the open library.
func (a *App) Library() string { return a.library.Dir() }

// Diagnostics gives the last log records as text. It holds no names, numbers or words.
func (a *App) Diagnostics() string { return a.config.Diagnostics.Text() }

// Settings are the choices in force.
func (a *App) Settings() Settings {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settings
}

// SaveSettings keeps the choices and puts them in force; another library folder takes effect at the next start.
func (a *App) SaveSettings(settings Settings) error {
	settings = settings.withUsual()
	if err := writeSettings(a.config.Data, settings); err != nil {
		return err
	}
	a.mu.Lock()
	before := a.settings
	a.settings = settings
	a.mu.Unlock()
	a.scribe.use(settings)
	a.hub.send(SettingsChanged{settings})
	a.reconsider()
	if before.CallMicrophone != settings.CallMicrophone || before.Microphone != settings.Microphone {
		a.arrangeMicrophone()
	}
	if before.takes() != settings.takes() {
		a.standAgain()
	}
	return nil
}

// ChangeSettings changes some of the choices in force, and leaves the others as they are then.
func (a *App) ChangeSettings(change func(*Settings)) error {
	a.choosing.Lock()
	defer a.choosing.Unlock()
	settings := a.Settings()
	change(&settings)
	return a.SaveSettings(settings)
}

// Devices lists what can be recorded.
func (a *App) Devices() ([]Device, error) { return a.config.Devices.List() }

// WantWindow asks the window, if there is one, to come to the front.
func (a *App) WantWindow() { a.hub.send(WindowWanted{}) }

// Recovered waits until everything a crash left behind has been salvaged.
func (a *App) Recovered(ctx context.Context) error {
	select {
	case <-a.recovered:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// trouble logs an error that nobody waits for, and tells the faces.
func (a *App) trouble(err error, doing string, args ...any) {
	a.config.Log.Error(doing, append(args, "err", err)...)
	a.hub.send(Trouble{Explain(err)})
}

// Edit changes a call's document and tells of it. A call whose take is running is changed there.
func (a *App) Edit(id call.ID, change func(*call.Call) error) (call.Call, error) {
	a.mu.Lock()
	take := a.take
	a.mu.Unlock()
	if take != nil && take.id == id {
		a.StillThere()
		return a.editTake(take, change)
	}
	edited, err := a.library.Edit(id, change)
	if err == nil {
		a.hub.send(CallChanged{id})
	}
	return edited, err
}

// WrongQuery gives the sentence that says what is wrong with a search, and how many of its characters stand before the fault. The
// sentence is empty when err is about something else.
func WrongQuery(err error) (sentence string, at int) {
	var query *search.QueryError
	if errors.As(err, &query) {
		return query.Sentence, query.Position
	}
	return "", 0
}

// IsWrongQuery tells whether err says that a search was typed wrongly.
func IsWrongQuery(err error) bool { return errors.Is(err, search.ErrQuery) }

// IsLocked tells whether err says that another process has the library open.
func IsLocked(err error) bool { return errors.Is(err, storage.ErrLocked) }
