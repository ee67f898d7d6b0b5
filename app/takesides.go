package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// side says which device one party of a take is to be heard through.
type side struct {
	kind   audio.Kind
	named  string        // device ID of the request; it must be there in the beginning
	chosen string        // device ID of the settings
	mixed  func() string // device ID of the call microphone, which comes before any other while there is one; may be nil
	stay   bool          // with the device the take began with, also when the system's default changes
}

// sidesOf gives the sides of a take by channel.
func (a *App) sidesOf(request TakeRequest, settings Settings) [2]side {
	return [2]side{
		{kind: audio.Microphone, named: request.Microphone, chosen: settings.Microphone, stay: settings.Stay, mixed: a.mic.id},
		{kind: audio.FarSide, named: request.FarSide, chosen: settings.FarSide, stay: settings.Stay},
	}
}

// call gives the ID of the call microphone, if the side is to be heard through it.
func (s side) call() string {
	if s.mixed == nil {
		return ""
	}
	return s.mixed()
}

// wanted gives the device that serves the side best while a take runs: the one that was asked for, else the system's
// default, or, for those who would rather stay, the one it had.
func (s side) wanted(devices []audio.Device, last audio.Device) (audio.Device, bool) {
	through := s.call()
	fits := []func(audio.Device) bool{
		func(d audio.Device) bool { return through != "" && d.ID == through },
		func(d audio.Device) bool { return s.named != "" && d.ID == s.named },
		func(d audio.Device) bool { return s.named == "" && s.chosen != "" && d.ID == s.chosen },
		func(d audio.Device) bool { return s.stay && d.ID == last.ID },
		func(d audio.Device) bool { return d.Kind == s.kind && d.Default },
		func(d audio.Device) bool { return d.ID == last.ID },
	}
	for _, fit := range fits {
		if i := slices.IndexFunc(devices, fit); i >= 0 {
			return devices[i], true
		}
	}
	return audio.Device{}, false
}

// readySides are the sides of a take that can begin.
type readySides struct {
	sources map[call.Party]audio.Source
	options audio.TakeOptions
	standby *audio.Take // that the take goes on from; nil: none stood by
}

// readySides opens what a take needs, or takes over what stands by.
func (a *App) readySides(ctx context.Context, request TakeRequest, settings Settings) (readySides, error) {
	if standby := a.takeStandby(); standby != nil {
		if request.Microphone == "" && request.FarSide == "" {
			return *standby, nil
		}
		if err := standby.forget(); err != nil {
			a.config.Log.Warn("end standing by", "err", err)
		}
	}
	ready, err := a.openSides(a.sidesOf(request, settings), settings.Rate)
	if err == nil {
		err = ctx.Err()
	}
	return ready, err
}

// record begins to record into a file. It gives how long before this moment the recording begins.
func (r readySides) record(file audio.File) (*audio.Take, time.Duration, error) {
	if r.standby != nil {
		lead, err := r.standby.Keep(file)
		if err != nil {
			return nil, 0, errors.Join(err, r.forget())
		}
		return r.standby, lead, nil
	}
	r.options.File = file
	take, err := audio.StartTake(r.options)
	return take, 0, err
}

// forget lets go of what stands by.
func (r readySides) forget() error {
	if r.standby == nil {
		return nil
	}
	_, err := r.standby.Stop()
	return err
}

// openSides opens both sides at once, since each can block. A side that is not there is left out, unless it was named.
func (a *App) openSides(sides [2]side, rate int) (readySides, error) {
	var opened [2]audio.Source
	var failed [2]error
	var both sync.WaitGroup
	for i, s := range sides {
		both.Go(func() { opened[i], failed[i] = a.openSide(s, rate) })
	}
	both.Wait()
	sources := map[call.Party]audio.Source{}
	for i, s := range sides {
		if failed[i] != nil && s.named != "" {
			return readySides{}, failed[i]
		}
		if failed[i] != nil {
			a.config.Log.Warn("open device", "kind", s.kind, "err", failed[i])
			continue
		}
		sources[call.Parties[i]] = opened[i]
	}
	if len(sources) == 0 {
		return readySides{}, fmt.Errorf("%w: %w", ErrNoSound, errors.Join(failed[:]...))
	}
	clock := startClock()
	return readySides{sources: sources, options: audio.TakeOptions{
		Rate: rate, Sources: sources, Renew: a.renewing(sides, rate),
		Clock: clock.elapsed, Asleep: clock.asleep, Voice: a.voice(), Log: a.config.Log,
	}}, nil
}

// openSide opens the device that was named; failing a name the chosen one, and if that is gone the default. Where there is a call microphone, in
// which that device is heard, it is opened in its place.
func (a *App) openSide(s side, rate int) (audio.Source, error) {
	source, err := a.openOwn(s, rate)
	if through := s.call(); through != "" && err == nil {
		mixed, err := a.openDevice(s, through, source.Device().Name, rate)
		if err == nil {
			return mixed, nil
		}
		a.config.Log.Warn("the call microphone cannot be recorded", "err", err)
	}
	return source, err
}

// openDevice opens a device of which it is known that it is there. real is the microphone that is to be heard in it, should it be the call microphone.
func (a *App) openDevice(s side, id, real string, rate int) (audio.Source, error) {
	source, err := a.config.Devices.Open(s.kind, id, rate)
	if err == nil && id == s.call() {
		source = throughMic{source, &a.mic, real}
	}
	return source, err
}

func (a *App) openOwn(s side, rate int) (audio.Source, error) {
	if s.named != "" {
		return a.config.Devices.Open(s.kind, s.named, rate)
	}
	if s.chosen != "" {
		source, err := a.config.Devices.Open(s.kind, s.chosen, rate)
		if err == nil {
			return source, nil
		}
		a.config.Log.Warn("chosen device is not there, using the default", "kind", s.kind, "err", err)
	}
	return a.config.Devices.Open(s.kind, "", rate)
}

// renewing finds another device for a side whose own is gone or no longer the best.
func (a *App) renewing(sides [2]side, rate int) audio.Renew {
	return func(party call.Party, last audio.Device, lost bool) (audio.Source, bool, error) {
		s := sides[party.Channel()]
		devices, err := a.config.Devices.List()
		if err != nil {
			return nil, false, err
		}
		gone := !slices.ContainsFunc(devices, func(d audio.Device) bool { return d.ID == last.ID })
		device, found := s.wanted(devices, last)
		switch {
		case !found:
			return nil, gone, fmt.Errorf("renew %s: %w", s.kind, audio.ErrNoDevice)
		case device.ID == last.ID && !lost:
			return nil, false, nil
		}
		next, err := a.openDevice(s, device.ID, "", rate)
		return next, gone, err
	}
}
