package audiotest

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// Room is a sound system whose devices hear what its output plays, each in its own way, beside what their scripts say.
// It can stand for the devices of an application.
type Room struct {
	Things []Thing
	Silent error // what Output gives instead of an output; nil: there is one

	mu     sync.Mutex
	played *playing // the newest
}

// Thing is a device in a Room.
type Thing struct {
	Script         // with the Device
	Hears  bool    // what the output plays
	Gain   float64 // dB, of what is heard
	After  time.Duration
	Closed error // what Open gives instead of a source
}

// playing is sound that an output plays. Its frames are those of the left ear.
type playing struct {
	began time.Time
	mu    sync.Mutex
	pcm   []int16
}

// List gives the devices.
func (r *Room) List() ([]audio.Device, error) {
	var devices []audio.Device
	for _, thing := range r.Things {
		devices = append(devices, thing.Device)
	}
	return devices, nil
}

// Open gives a device by its ID, or the default of its kind.
func (r *Room) Open(kind audio.Kind, id string, rate int) (audio.Source, error) {
	for _, thing := range r.Things {
		d := thing.Device
		if d.ID != id && (id != "" || d.Kind != kind || !d.Default) {
			continue
		}
		if thing.Closed != nil {
			return nil, thing.Closed
		}
		if thing.Rate == 0 {
			thing.Rate = rate
		}
		return &listener{Source: New(thing.Script), room: r, thing: thing}, nil
	}
	return nil, fmt.Errorf("open %s %q: %w", kind, id, audio.ErrNoDevice)
}

// Output gives the output that all devices may hear.
func (r *Room) Output() (audio.Output, error) {
	if r.Silent != nil {
		return nil, r.Silent
	}
	return &speaker{room: r}, nil
}

// Backend names the sound system.
func (r *Room) Backend() string { return "scripted room" }

// Watch tells of the devices, which never change, and waits until ctx is done.
func (r *Room) Watch(ctx context.Context, changed func(audio.Scene)) error {
	devices, err := r.List()
	if err != nil {
		return err
	}
	changed(audio.Scene{Devices: devices})
	<-ctx.Done()
	return ctx.Err()
}

// listener is the source of a Thing.
type listener struct {
	*Source
	room  *Room
	thing Thing
}

// Start implements audio.Source.
func (l *listener) Start(deliver func(frames []int16)) error {
	at := time.Now().Add(l.thing.Late) // when the next frame is captured
	return l.Source.Start(func(frames []int16) {
		length := time.Duration(len(frames)) * time.Second / time.Duration(l.thing.Rate)
		if now := time.Now().Add(-length); now.Sub(at).Abs() > 200*time.Millisecond { // it had stalled
			at = now
		}
		if l.thing.Hears {
			l.room.mixInto(frames, at.Add(-l.thing.After), l.thing)
		}
		at = at.Add(length)
		deliver(frames)
	})
}

// mixInto adds what was played from a moment on to frames.
func (r *Room) mixInto(frames []int16, from time.Time, by Thing) {
	r.mu.Lock()
	played := r.played
	r.mu.Unlock()
	if played == nil {
		return
	}
	played.mu.Lock()
	defer played.mu.Unlock()
	factor := math.Pow(10, by.Gain/20)
	first := int64(math.Floor(from.Sub(played.began).Seconds() * speakerRate))
	for i := range frames {
		at := first + int64(i)*speakerRate/int64(by.Rate)
		if at >= 0 && at < int64(len(played.pcm)) {
			sum := float64(frames[i]) + factor*float64(played.pcm[at])
			frames[i] = int16(math.Round(max(-32768, min(32767, sum))))
		}
	}
}

const speakerRate = 48000

// speaker is the output of a Room. It asks for sound a quarter of a second ahead.
type speaker struct {
	room       *Room
	quit, done chan struct{}
}

// Rate implements audio.Output.
func (s *speaker) Rate() int { return speakerRate }

// Start implements audio.Output.
func (s *speaker) Start(fill func(frames []int16)) error {
	const block, ahead = 20 * time.Millisecond, 250 * time.Millisecond
	played := &playing{began: time.Now()}
	s.room.mu.Lock()
	s.room.played = played
	s.room.mu.Unlock()
	s.quit, s.done = make(chan struct{}), make(chan struct{})
	go func() {
		defer close(s.done)
		stereo := make([]int16, 2*speakerRate/50)
		for asked := time.Duration(0); ; {
			for ; asked < time.Since(played.began)+ahead; asked += block {
				fill(stereo)
				played.hear(stereo)
			}
			select {
			case <-s.quit:
				return
			case <-time.After(block):
			}
		}
	}()
	return nil
}

func (p *playing) hear(stereo []int16) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := 0; i < len(stereo); i += 2 {
		p.pcm = append(p.pcm, stereo[i])
	}
}

// Stop implements audio.Output.
func (s *speaker) Stop() error {
	if s.quit != nil {
		close(s.quit)
		<-s.done
		s.quit = nil
	}
	return nil
}
