package device

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

// source is one device as an audio.Source. Start after Stop takes hold of the device anew, over a new connection: the
// way back after it was unplugged or the sound server restarted, of which neither gives any notice.
type source struct {
	log    *slog.Logger
	device audio.Device
	wanted int                  // frames per second, where the server makes them
	own    bool                 // the device is opened in its own form, also where the server would resample
	mono   atomic.Pointer[mono] // of the stream that was started last

	mu     sync.Mutex
	stream *stream // nil while stopped
}

// Device is what the source listens to.
func (s *source) Device() audio.Device { return s.device }

// Rate is the number of frames per second: of the device itself once it was started, where the system does not resample.
func (s *source) Rate() int {
	if m := s.mono.Load(); m != nil {
		return m.form.rate
	}
	return s.wanted
}

// Start takes hold of the device and hands its frames to deliver, on the device's own thread, until Stop. The error is
// ErrNoServer, ErrNoDevice when the device is gone, or ErrRefused.
func (s *source) Start(deliver func(frames []int16)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream != nil {
		return fmt.Errorf("start %s: already started", s.device.Kind)
	}
	began := time.Now()
	stream, err := startStream(plan{
		find:    func(e endpoints) (endpoint, error) { return e.choose(s.device.Kind, s.device.ID) },
		config:  s.config,
		opened:  func(f form) { s.mono.Store(newMono(f)) },
		process: func(_, input []byte) { s.mono.Load().through(input, deliver) },
	})
	if err != nil {
		return fmt.Errorf("start %s: %w", s.device.Kind, err)
	}
	s.stream = stream
	s.log.Debug("source started", "kind", s.device.Kind, "device", s.device.ID, "form", s.mono.Load().form, "took", time.Since(began))
	return nil
}

// Stop lets what was said before it arrive, then lets go of the device. It may be called again, which does nothing.
func (s *source) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream == nil {
		return nil
	}
	time.Sleep(2 * period) // one to fill the server's buffer, one to hand it over
	err := s.stream.stop()
	s.stream = nil
	if err != nil {
		return fmt.Errorf("stop %s: %w", s.device.Kind, err)
	}
	return nil
}

// config asks for one channel of 16-bit samples at the wanted rate, which the server makes of what it has; where no
// server does that, for the device's own form, of which mono makes the rest. Whole periods come from miniaudio's own
// memory; pieces of any size would come from the server's, which may be read-only.
func (s *source) config(b backend, e endpoint) malgo.DeviceConfig {
	config := malgo.DefaultDeviceConfig(e.mode)
	config.PeriodSizeInMilliseconds = uint32(period / time.Millisecond)
	config.Periods = periods
	config.Pulse.StreamNameCapture = "Recording: " + string(s.device.Kind)
	if b.own || s.own {
		config.SampleRate, config.Capture.Format, config.Capture.Channels = 0, malgo.FormatUnknown, 0
	} else {
		config.SampleRate, config.Capture.Format, config.Capture.Channels = uint32(s.wanted), malgo.FormatS16, 1
	}
	return config
}
