package device

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"github.com/gen2brain/malgo"
)

// patience is how long a call waits for the sound server. A stopped server keeps a client waiting for 30 s.
const patience = 4 * time.Second

// applicationName is how the sound server shows this program to the user.
const applicationName = "OnRecord"

// backend is one way to reach sound on this system.
type backend struct {
	name string
	id   malgo.Backend
	// own says that devices are opened in their own form: where the system does not resample well by itself, miniaudio
	// would do it, by drawing straight lines.
	own  bool
	bare bool // it is there even on a machine without sound, so without devices it counts as absent
}

// connection is an open line to a sound system. It is used by one goroutine, bound to one thread.
type connection struct {
	backend backend
	context *malgo.AllocatedContext
}

// connect tries the backends of this system in order. Each is asked for by name: left to itself, miniaudio ends with
// a backend that plays into nothing and records silence. It never starts a server.
func connect() (*connection, error) {
	errs := []error{ErrNoServer}
	for _, b := range backends() {
		c, err := connectTo(b)
		if err == nil {
			return c, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", b.name, err))
	}
	return nil, errors.Join(errs...)
}

func connectTo(b backend) (*connection, error) {
	name := []byte(applicationName + "\x00")
	var pin runtime.Pinner // C reads the name through a pointer in the configuration
	defer pin.Unpin()
	pin.Pin(&name[0])

	config := malgo.ContextConfig{Pulse: malgo.PulseContextConfig{PApplicationName: &name[0]}}
	context, err := malgo.InitContext([]malgo.Backend{b.id}, config, nil)
	if err != nil {
		return nil, err
	}
	return &connection{backend: b, context: context}, nil
}

func (c *connection) close() error {
	err := c.context.Uninit()
	c.context.Free()
	if err != nil {
		return fmt.Errorf("leave %s: %w", c.backend.name, err)
	}
	return nil
}

// ask puts one question to the sound system and waits for the answer, but not for ever. After a timeout the goroutine
// with the question stays until the server lets go, which closes its connection, and then ends.
func ask[T any](question func(*connection) (T, error)) (T, error) {
	return askUntil(context.Background(), question)
}

// askUntil is ask for somebody who may lose interest.
func askUntil[T any](ctx context.Context, question func(*connection) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		var a answer
		a.value, a.err = askNow(question)
		answered <- a
	}()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	var none T
	select {
	case a := <-answered:
		return a.value, a.err
	case <-timeout.C:
		return none, errSilent()
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

func askNow[T any](question func(*connection) (T, error)) (value T, err error) {
	runtime.LockOSThread() // COM on Windows wants a connection's calls on one thread
	defer runtime.UnlockOSThread()
	c, err := connect()
	if err != nil {
		return value, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	return question(c)
}

// errSilent is the error for a server that took the question and gave no answer.
func errSilent() error { return fmt.Errorf("%w: it gave no answer for %v", ErrNoServer, patience) }

// open takes hold of a device. An output is not named unless it is fixed: the system then moves the stream along when the
// user changes the default. What is recorded must never be moved, so inputs are named.
func (c *connection) open(e endpoint, config malgo.DeviceConfig, process malgo.DataProc) (*malgo.Device, error) {
	id := e.id
	var pin runtime.Pinner // C reads the ID through a pointer in the configuration and keeps a copy
	defer pin.Unpin()
	switch {
	case e.mode != malgo.Playback:
		pin.Pin(&id)
		config.Capture.DeviceID = unsafe.Pointer(&id)
	case e.fixed:
		pin.Pin(&id)
		config.Playback.DeviceID = unsafe.Pointer(&id)
	}
	device, err := malgo.InitDevice(c.context.Context, config, malgo.DeviceCallbacks{Data: process})
	if err != nil {
		return nil, fmt.Errorf("%w: %q: %w", ErrRefused, e.device.Name, err)
	}
	return device, nil
}
