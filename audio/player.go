package audio

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	playAhead = 250 * time.Millisecond // decoded ahead of what is heard
	playTick  = 20 * time.Millisecond
	playPiece = 1024 // frames that are decoded at once
)

// Player plays a recording and is the source of truth for the position. Its methods may be called from any goroutine
// but the output's own.
type Player struct {
	rec  *Recording
	out  Output
	rate int

	orders chan func()
	closed chan struct{}
	once   sync.Once
	done   chan struct{}

	// Of the player's goroutine.
	who       call.Party
	speed     float64
	stretch   *stretcher // nil: it is played as fast as it was
	leaps     []leap     // what is left out, in order
	next      int        // the next of them
	landed    int64      // the frame after the last jump; -1 for none
	played    int64      // frames since the position was moved
	resampler *resampler // nil: the output runs at the recording's rate
	started   bool       // the output
	decoded   bool       // the end has been decoded
	ahead     int        // most samples to be heard in the ring
	frames    []int16
	mono      []int16 // to be heard
	mixed     []int16 // before it was stretched

	// Shared with the output's thread and with whoever asks.
	ring    *ring // mono
	dropTo  atomic.Uint64
	scale   atomic.Pointer[playScale]
	playing atomic.Bool
	failure atomic.Pointer[error]
}

// NewPlayer takes over the recording's position and the output. It starts a goroutine, which Close joins.
func NewPlayer(rec *Recording, out Output) *Player {
	p := &Player{
		rec: rec, out: out, rate: rec.Rate(), who: BothParties, speed: 1, landed: -1,
		orders: make(chan func()), closed: make(chan struct{}), done: make(chan struct{}),
		ahead:  int(playAhead.Seconds() * float64(out.Rate())),
		frames: make([]int16, playPiece*rec.Channels()),
	}
	p.ring = newRing(2 * p.ahead) // so that a new place is ready while the old one is still heard
	if out.Rate() != p.rate {
		p.resampler = newResampler(p.rate, out.Rate())
	}
	p.scale.Store(p.scaleAt(0, rec.Position()))
	go p.run()
	return p
}

// Play goes on at the position; at the end of the recording it starts again from the beginning.
func (p *Player) Play() error { return p.do(p.play) }

// Pause holds at the position.
func (p *Player) Pause() error { return p.do(p.pause) }

// SeekTo moves the position, playing or not. Places outside the recording mean its ends.
func (p *Player) SeekTo(at call.Seconds) error {
	frame := max(0, min(p.rec.Frames(), at.Frames(p.rate)))
	return p.do(func() error { return p.seek(frame) })
}

// SetParties says whom to hear, in both ears: call.Local, call.Remote or BothParties.
func (p *Player) SetParties(who call.Party) error {
	return p.do(func() error {
		p.who = who
		return p.seek(p.frame()) // what is decoded ahead has the wrong voices
	})
}

// Position is what is being heard now.
func (p *Player) Position() call.Seconds { return call.AtFrame(p.frame(), p.rate) }

// Playing reports whether sound is going out. It turns false at the end of the recording.
func (p *Player) Playing() bool { return p.playing.Load() }

// Err gives why playing ended too soon, or nil.
func (p *Player) Err() error {
	if err := p.failure.Load(); err != nil {
		return *err
	}
	return nil
}

// Close stops playing. The recording stays the caller's to close. It may be called twice.
func (p *Player) Close() error {
	p.once.Do(func() { close(p.closed) })
	<-p.done
	return p.Err()
}

// frame gives the position in frames of the recording.
func (p *Player) frame() int64 {
	return min(p.rec.Frames(), p.scale.Load().frame(p.ring.tail.Load()))
}

// scaleAt gives the scale of a frame that is played from a place of the ring on.
func (p *Player) scaleAt(place uint64, frame int64) *playScale {
	return &playScale{place: place, pace: p.speed * float64(p.rate) / float64(p.out.Rate()), runs: []playRun{{frame: frame}}}
}

// do has the player's goroutine do something and waits for it.
func (p *Player) do(what func() error) error {
	result := make(chan error, 1)
	select {
	case p.orders <- func() { result <- what() }:
		return <-result
	case <-p.done:
		return fmt.Errorf("play: the player is closed")
	}
}

// run is the player's goroutine: it decodes ahead while something plays.
func (p *Player) run() {
	defer close(p.done)
	ticker := time.NewTicker(playTick)
	defer ticker.Stop()
	for {
		select {
		case <-p.closed:
			p.fail(p.pause())
			return
		case order := <-p.orders:
			order()
		case <-ticker.C:
			p.work()
		}
	}
}

// work decodes ahead, and stops at the end.
func (p *Player) work() {
	if !p.playing.Load() {
		return
	}
	if err := p.decodeAhead(); err != nil {
		p.fail(err)
		p.fail(p.pause())
		return
	}
	if p.decoded && len(p.mono) == 0 && p.ring.len() == 0 {
		p.scale.Store(p.scaleAt(p.ring.head.Load(), p.rec.Frames())) // first, so that who sees it stop sees the end
		p.fail(p.pause())
	}
}

// fail keeps the first error.
func (p *Player) fail(err error) {
	if err != nil {
		p.failure.CompareAndSwap(nil, &err)
	}
}

func (p *Player) play() error {
	if p.playing.Load() {
		return nil
	}
	if p.frame() >= p.rec.Frames() {
		if err := p.seek(0); err != nil {
			return err
		}
	}
	if err := p.decodeAhead(); err != nil {
		return err
	}
	if err := p.out.Start(p.fill); err != nil {
		return fmt.Errorf("play: %w", err)
	}
	p.started = true
	p.failure.Store(nil)
	p.playing.Store(true)
	return nil
}

func (p *Player) pause() error {
	p.playing.Store(false)
	if !p.started {
		return nil
	}
	p.started = false
	if err := p.out.Stop(); err != nil {
		return fmt.Errorf("stop playing: %w", err)
	}
	return nil
}

// seek moves to a frame and drops what was decoded ahead.
func (p *Player) seek(frame int64) error {
	if err := p.rec.SeekFrame(frame); err != nil {
		return fmt.Errorf("play: %w", err)
	}
	place := p.ring.head.Load()
	p.dropTo.Store(place)
	p.scale.Store(p.scaleAt(place, frame))
	p.played, p.next, p.landed = 0, p.leapAfter(frame), -1
	if !p.started {
		p.ring.skipTo(place) // the output's thread is not there to do it
	}
	p.mono, p.decoded = p.mono[:0], false
	if p.stretch != nil {
		p.stretch.reset()
	}
	if p.resampler != nil {
		p.resampler.reset()
	}
	if p.started {
		return p.decodeAhead()
	}
	return nil
}

// unheard gives the samples in the ring that will be heard.
func (p *Player) unheard() int {
	return int(p.ring.head.Load() - max(p.ring.tail.Load(), p.dropTo.Load()))
}

// decodeAhead fills the ring.
func (p *Player) decodeAhead() error {
	for {
		room := max(0, p.ahead-p.unheard())
		n := p.ring.write(p.mono[:min(room, len(p.mono))])
		p.mono = p.mono[:copy(p.mono, p.mono[n:])]
		if len(p.mono) > 0 || p.decoded {
			return nil
		}
		if err := p.decode(); err != nil {
			return err
		}
	}
}

// decode reads some frames and turns them into what is to be heard.
func (p *Player) decode() error {
	most, err := p.leapHere()
	if err != nil {
		return err
	}
	at := p.rec.Position()
	n, err := p.rec.Read(p.frames[:int(min(most, playPiece))*p.rec.Channels()])
	p.decoded = errors.Is(err, io.EOF)
	if err != nil && !p.decoded {
		return fmt.Errorf("play: %w", err)
	}
	p.hear(n, at)
	p.played += int64(n)
	return nil
}

// hear turns n frames, of which the first is at a place of the recording, into what is to be heard.
func (p *Player) hear(n int, at int64) {
	channels := p.rec.Channels()
	sound := p.mixed[:0]
	for i := range n {
		sound = append(sound, p.softly(heard(p.frames[i*channels:(i+1)*channels], p.who), at+int64(i)))
	}
	p.mixed = sound
	if p.stretch != nil {
		sound = p.stretch.feed(nil, sound)
		if p.decoded {
			sound = p.stretch.flush(sound)
		}
	}
	if p.resampler != nil {
		sound = p.resampler.feed(nil, sound)
		if p.decoded {
			sound = p.resampler.flush(sound)
		}
	}
	p.mono = append(p.mono[:0], sound...)
}

// heard mixes one frame. People mostly talk in turn, so both are added, not halved.
func heard(frame []int16, who call.Party) int16 {
	if len(frame) == 1 {
		return frame[0]
	}
	if who.Valid() {
		return frame[who.Channel()]
	}
	return int16(max(-32768, min(32767, int(frame[0])+int(frame[1]))))
}

// fill runs on the output's thread.
func (p *Player) fill(stereo []int16) {
	p.ring.skipTo(p.dropTo.Load())
	half := stereo[:len(stereo)/2]
	n := p.ring.read(half)
	for i := n - 1; i >= 0; i-- { // from the end, because both lie in the same slice
		stereo[2*i], stereo[2*i+1] = half[i], half[i]
	}
	clear(stereo[2*n:])
}
