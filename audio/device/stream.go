package device

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/gen2brain/malgo"
)

// The period is the stretch of sound a device hands over at a time. Each costs a wake-up of the whole process, whose
// runtime then looks around for milliseconds: at 25 ms that was most of what a take cost, and at
// 100 ms too few come in the beginning to tell when the first frame was captured. The default of three periods
// loses sound when the process stands still for a moment; thirty bridge 1.5 s.
const (
	period  = 50 * time.Millisecond
	periods = 30
)

// The rates that a source may have.
const (
	lowestRate  = 8000
	highestRate = 192000
)

// plan says what a stream does.
type plan struct {
	find    func(endpoints) (endpoint, error)          // which of the devices that are there now
	config  func(backend, endpoint) malgo.DeviceConfig // how to open it
	opened  func(form)                                 // told in what form sound comes, before any does; may be nil
	process func(output, input []byte)                 // what its thread does with each stretch of sound; must not wait
}

// stream is one running miniaudio device. A goroutine of its own, bound to one thread, makes every call for it, from
// connecting to closing: so a call that the sound server leaves hanging hangs nobody else, and cleans up in the end.
type stream struct {
	gate    gate
	ready   chan error    // gets the outcome of starting
	end     chan struct{} // closed to stop
	done    chan struct{} // closed at the very end, when outcome is set
	outcome error         // of stopping
}

// startStream opens and starts a device. It starts a goroutine that stop joins.
func startStream(p plan) (*stream, error) {
	s := &stream{ready: make(chan error, 1), end: make(chan struct{}), done: make(chan struct{})}
	go s.run(p)
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case err := <-s.ready:
		if err != nil {
			<-s.done
			return nil, errors.Join(err, s.outcome)
		}
		return s, nil
	case <-timeout.C:
		s.gate.close()
		close(s.end)
		return nil, errSilent()
	}
}

// stop ends the stream; nothing is processed once it returned. A server that does not answer is given up on: the
// goroutine then ends later, by itself.
func (s *stream) stop() error {
	defer s.gate.close()
	close(s.end)
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case <-s.done:
		return s.outcome
	case <-timeout.C:
		return errSilent()
	}
}

func (s *stream) run(p plan) {
	defer close(s.done)
	runtime.LockOSThread() // COM on Windows wants a connection's calls on one thread
	defer runtime.UnlockOSThread()
	c, err := connect()
	if err != nil {
		s.ready <- err
		return
	}
	s.outcome = errors.Join(s.live(c, p), c.close())
}

// live is the life of the device: started, left alone until the end, stopped.
func (s *stream) live(c *connection, p plan) error {
	device, err := s.begin(c, p)
	s.ready <- err
	if err != nil {
		return nil // told through ready
	}
	<-s.end
	err = device.Stop() // before Uninit, which throws away what is under way
	device.Uninit()
	return err
}

// begin looks the device up again, for miniaudio must not be asked to open one that is gone, and starts it.
func (s *stream) begin(c *connection, p plan) (*malgo.Device, error) {
	found, err := endpointsOf(c)
	if err != nil {
		return nil, err
	}
	chosen, err := p.find(found)
	if err != nil {
		return nil, err
	}
	device, err := s.openBetween(c, chosen, p)
	if err != nil {
		return nil, err
	}
	if p.opened != nil {
		p.opened(form{device.CaptureFormat(), int(device.CaptureChannels()), int(device.SampleRate())})
	}
	if err := device.Start(); err != nil {
		device.Uninit()
		return nil, fmt.Errorf("%w: start %q: %w", ErrRefused, chosen.device.Name, err)
	}
	return device, nil
}

// openBetween opens a device. One whose own rate is out of all bounds has miniaudio bring it within.
func (s *stream) openBetween(c *connection, chosen endpoint, p plan) (*malgo.Device, error) {
	config := p.config(c.backend, chosen)
	device, err := c.open(chosen, config, s.through(p.process))
	if err != nil {
		return nil, err
	}
	own := device.SampleRate()
	if own >= lowestRate && own <= highestRate {
		return device, nil
	}
	device.Uninit()
	config.SampleRate = min(max(own, lowestRate), highestRate)
	return c.open(chosen, config, s.through(p.process))
}

// through puts the gate before process. It runs on the device's thread.
func (s *stream) through(process func(output, input []byte)) malgo.DataProc {
	return func(output, input []byte, _ uint32) {
		if s.gate.enter() {
			process(output, input)
			s.gate.leave()
		}
	}
}
