package device

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gen2brain/malgo"
)

// playRate is the frames per second of every output: what nearly all hardware does by itself.
const playRate = 48000

// output is the default output of the system, which it follows when the user makes another one the default; or one that
// is heard in a call.
type output struct {
	find func(endpoints) (endpoint, error)
	name string // of what is played, as the system shows it

	mu     sync.Mutex
	stream *stream // nil while stopped
}

// Rate is the number of frames per second.
func (o *output) Rate() int { return playRate }

// Start plays what fill puts into the interleaved stereo frames it is given, on the device's own thread, until Stop.
// The frames are silent when fill leaves them alone. The error is ErrNoServer, ErrNoDevice or ErrRefused.
func (o *output) Start(fill func(frames []int16)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stream != nil {
		return errors.New("start output: already started")
	}
	stream, err := startStream(plan{
		find:    o.find,
		config:  o.config,
		process: func(output, _ []byte) { fill(samples(output)) },
	})
	if err != nil {
		return fmt.Errorf("start output: %w", err)
	}
	o.stream = stream
	return nil
}

// Stop ends playing at once. It may be called again, which does nothing.
func (o *output) Stop() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stream == nil {
		return nil
	}
	err := o.stream.stop()
	o.stream = nil
	if err != nil {
		return fmt.Errorf("stop output: %w", err)
	}
	return nil
}

// config asks for 100 ms ahead, enough for a busy machine and too little to notice in a player.
func (o *output) config(backend, endpoint) malgo.DeviceConfig {
	config := malgo.DefaultDeviceConfig(malgo.Playback)
	config.SampleRate = playRate
	config.PeriodSizeInMilliseconds = 100
	config.Periods = 3
	config.Playback.Format = malgo.FormatS16
	config.Playback.Channels = 2
	config.Pulse.StreamNamePlayback = o.name
	return config
}
