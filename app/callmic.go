package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// Mixer makes a microphone for the programs that people make calls with, in which this program can play something.
type Mixer interface {
	// KeepCallMicrophone keeps it until ctx is done; audio.ErrNoMixing where the system cannot.
	KeepCallMicrophone(ctx context.Context, how audio.Mixing) error
	// ClearCallMicrophones takes away those of processes that have died.
	ClearCallMicrophones(ctx context.Context) error
	// IntoCall gives the output that is heard in it.
	IntoCall(output string) audio.Output
}

// micPatience is how long the sound server may take to make the call microphone.
const micPatience = 5 * time.Second

// callMic keeps the call microphone as the settings, or a take, want it. The zero value keeps none.
type callMic struct {
	again   chan struct{} // to choose the real microphone anew
	turn    chan struct{} // holds one who may play into the call
	playing atomic.Bool   // something is played into the call now

	arranging sync.Mutex // guards end; held while one is begun or ended
	end       func()     // takes it away; nil while none is kept

	mu    sync.Mutex // guards what follows
	may   bool       // it is there as the settings want it
	must  bool       // for a take, whatever the settings want
	now   audio.CallMicrophone
	named string // the real microphone that a take asked for
	err   error  // why it cannot be
}

// CallMicrophone is the microphone that OnRecord makes for the programs people make calls with, as it stands.
type CallMicrophone struct {
	Name     string   // what programs show; empty while there is none
	Mixed    string   // the real microphone that is heard in it; empty while nobody listens, or there is none
	Programs []string // those that hear it now
	Muted    bool     // in the system's own sound settings
	Err      error    // why there is none; nil when it is not wanted
}

// KeepCallMicrophone has the call microphone there as the settings want it, from now on until Close, and takes away what
// processes left that were killed.
func (a *App) KeepCallMicrophone() {
	a.mic.mu.Lock()
	a.mic.may = true
	a.mic.mu.Unlock()
	a.arrangeMicrophone()
}

// require has it there for a take, whatever the settings say; or no longer.
func (a *App) require(must bool) {
	a.mic.mu.Lock()
	changed := a.mic.must != must
	a.mic.must = must
	a.mic.mu.Unlock()
	if changed {
		a.arrangeMicrophone()
	}
}

// needMicrophone has it there for a take, and waits until it is.
func (a *App) needMicrophone(ctx context.Context) error {
	a.require(true)
	ctx, done := context.WithTimeout(ctx, micPatience)
	defer done()
	tick := time.NewTicker(announceTick)
	defer tick.Stop()
	for {
		switch now := a.CallMicrophone(); {
		case now.Name != "":
			return nil
		case now.Err != nil:
			return now.Err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ErrNoCallMicrophone
		}
	}
}

// CallMicrophone tells how it stands.
func (a *App) CallMicrophone() CallMicrophone {
	now, err := a.mic.state()
	c := CallMicrophone{Name: now.Device.Name, Mixed: now.Mixed.Name, Programs: programsOf(now.Heard), Muted: now.Muted, Err: err}
	if a.config.Mixer == nil {
		c.Err = audio.ErrNoMixing
	}
	return c
}

// CallMicrophonePossible tells whether this system is one that can have it.
func (a *App) CallMicrophonePossible() bool {
	_, err := a.mic.state()
	return a.config.Mixer != nil && err == nil
}

// releaseMicrophone forgets what a take asked for that is over.
func (a *App) releaseMicrophone() {
	a.mic.name("")
	a.require(false)
}

func programsOf(heard []audio.Recorder) (names []string) {
	for _, r := range heard {
		names = append(names, r.Program)
	}
	return slices.Compact(names)
}

// arrangeMicrophone begins or ends to keep the call microphone, on a goroutine of its own.
func (a *App) arrangeMicrophone() {
	if a.config.Mixer != nil {
		a.work.Go(a.arrangeMicrophoneNow)
	}
}

func (a *App) arrangeMicrophoneNow() {
	m := &a.mic
	m.arranging.Lock()
	defer m.arranging.Unlock()
	chosen := a.Settings().CallMicrophone
	m.mu.Lock()
	wanted := m.must || m.may && chosen
	m.mu.Unlock()
	switch {
	case a.ctx.Err() != nil:
	case wanted && m.end == nil:
		m.end = a.beginMicrophone()
	case !wanted && m.end != nil:
		m.end()
		m.end = nil
	case wanted:
		m.choose()
	default:
		if err := a.config.Mixer.ClearCallMicrophones(a.ctx); err != nil {
			a.config.Log.Debug("no call microphones were cleared", "err", err)
		}
	}
}

// beginMicrophone keeps one on a goroutine; what it gives ends that and waits for it.
func (a *App) beginMicrophone() (end func()) {
	ctx, stop := context.WithCancel(a.ctx)
	over := make(chan struct{})
	a.mic.fail(nil)
	a.work.Go(func() {
		defer close(over)
		how := audio.Mixing{Choose: a.chooseMicrophone, Again: a.mic.again, Changed: a.onMicrophone}
		if err := a.config.Mixer.KeepCallMicrophone(ctx, how); err != nil {
			a.mic.fail(err)
			a.config.Log.Warn("no call microphone", "err", err)
			a.hub.send(MixingChanged{})
		}
	})
	return func() {
		stop()
		<-over
	}
}

// chooseMicrophone gives the real microphone that is heard: what the take asked for, else the settings', else the default.
func (a *App) chooseMicrophone(devices []audio.Device) (audio.Device, bool) {
	a.mic.mu.Lock()
	named := a.mic.named
	a.mic.mu.Unlock()
	real := slices.DeleteFunc(slices.Clone(devices), func(d audio.Device) bool { return d.Kind == audio.ForCalls })
	return side{kind: audio.Microphone, named: named, chosen: a.Settings().Microphone}.wanted(real, audio.Device{})
}

func (a *App) onMicrophone(now audio.CallMicrophone) {
	a.mic.mu.Lock()
	a.mic.now = now
	a.mic.mu.Unlock()
	a.hub.send(MixingChanged{})
}

func (m *callMic) state() (audio.CallMicrophone, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now, m.err
}

func (m *callMic) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

// name says which real microphone a take asked for; empty: none.
func (m *callMic) name(id string) {
	m.mu.Lock()
	changed := m.named != id
	m.named = id
	m.mu.Unlock()
	if changed {
		m.choose()
	}
}

// choose has the real microphone chosen anew. It does not wait.
func (m *callMic) choose() {
	select {
	case m.again <- struct{}{}:
	default:
	}
}

// id is the device that a take records in place of the real microphone, so that the recording holds what the other side
// hears; empty while there is none.
func (m *callMic) id() string {
	now, _ := m.state()
	return now.Device.ID
}

// speaks tells whether anything real is in it: the microphone, or what is played.
func (m *callMic) speaks() bool {
	now, _ := m.state()
	return now.Mixed.ID != "" || m.playing.Load()
}

// throughMic is the call microphone as the source of a take. It delivers nothing while no real microphone is heard in it and
// nothing is played: else silence that the sound server makes would stand in the recording where a microphone was missing.
type throughMic struct {
	audio.Source
	mic  *callMic
	real string // name of the real microphone that is to be heard; empty where that is not known
}

// Device is the call microphone, under a name that says which real one is heard.
func (t throughMic) Device() audio.Device {
	device := t.Source.Device()
	now, _ := t.mic.state()
	if real := cmp.Or(now.Mixed.Name, t.real); real != "" {
		device.Name = fmt.Sprintf("%s (%s)", device.Name, real)
	}
	return device
}

func (t throughMic) Start(deliver func(frames []int16)) error {
	return t.Source.Start(func(frames []int16) {
		if t.mic.speaks() {
			deliver(frames)
		}
	})
}
