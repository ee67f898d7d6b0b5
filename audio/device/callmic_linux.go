package device

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/jfreymuth/pulse/proto"

	"github.com/onrecord/onrecord/audio"
)

const (
	mixInterest = interest | proto.SubscriptionMaskSinkInput | proto.SubscriptionMaskModule
	mixSettle   = 20 * time.Millisecond // a burst of changes; short, because somebody may be listening to nothing
	loopLatency = 20 * time.Millisecond // that is asked for between the real microphone and the output
	mixRetry    = 2 * time.Second       // before the real microphone is tried again
)

// mixer keeps one call microphone on a PulseAudio server: an output that plays into nothing, a source that hears it, and
// while anybody listens a loop from the real microphone into that output. All three are modules of the server, so they go
// on while this process stands still, and even after it has died.
type mixer struct {
	log    *slog.Logger
	owner  string // of the modules: this process, and this mixer in it
	plan   audio.Mixing
	line   *pulseLine
	orphan []uint32 // recording streams that are to hear this microphone, and do not
	heard  []uint32 // those that did when last looked at
	stands bool     // the microphone was the system's default then, for want of any other
	again  bool     // the real microphone could not be had, of which the server tells nothing new
	told   *audio.CallMicrophone
}

// KeepCallMicrophone makes a microphone that other programs can choose, keeps it through restarts of the sound server, and
// takes it away when ctx is done. First it takes away what processes left that have died; a program that was listening
// to such a microphone hears the new one. The defaults of the system stay what they are. It blocks; the error is nil when ctx was done, or
// ErrNoMixing when the server allows nobody to make a microphone.
func (s *System) KeepCallMicrophone(ctx context.Context, plan audio.Mixing) error {
	m := &mixer{log: s.log, plan: plan, owner: newOwner()}
	for {
		err := m.live(ctx)
		m.tell(audio.CallMicrophone{})
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, ErrNoMixing) {
			return err
		}
		s.log.Debug("no call microphone", "err", err)
		if !pause(ctx, retryEvery) {
			return nil
		}
	}
}

// ClearCallMicrophones takes away the call microphones of processes that have died. Those of processes that live, and
// whatever else a user made, stay.
func (s *System) ClearCallMicrophones(ctx context.Context) error {
	line, err := dialPulse(ctx, pulseGuest{})
	if err != nil {
		return fmt.Errorf("clear call microphones: %w", err)
	}
	defer line.close()
	m := &mixer{log: s.log, line: line}
	return m.clear()
}

// newOwner is a name that no other process, nor this one at another time, goes by.
func newOwner() string {
	return strconv.Itoa(os.Getpid()) + "-" + strconv.FormatInt(time.Now().UnixNano(), 36)
}

// live keeps the microphone on the server that is there now, until it is lost or ctx is done.
func (m *mixer) live(ctx context.Context) (err error) {
	m.line, err = dialPulse(ctx, pulseGuest{mixInterest, m.owner})
	if err != nil {
		return err
	}
	defer m.line.close()
	if err := m.clear(); err != nil {
		return err
	}
	for {
		now, err := m.arrange()
		if err != nil {
			return errors.Join(err, m.remove())
		}
		m.tell(now)
		if !m.await(ctx) {
			return m.remove()
		}
	}
}

// tell tells what is not known yet.
func (m *mixer) tell(now audio.CallMicrophone) {
	known := m.told
	if known == nil || known.Device != now.Device || known.Output != now.Output || known.Mixed != now.Mixed ||
		known.Muted != now.Muted || !slices.Equal(known.Heard, now.Heard) {
		m.told = &now
		m.plan.Changed(now)
	}
}

// await returns when something may have changed; false when ctx is done.
func (m *mixer) await(ctx context.Context) bool {
	var retry <-chan time.Time
	if m.again {
		retry = time.After(mixRetry)
	}
	select {
	case <-m.line.news:
		return pause(ctx, mixSettle)
	case <-m.plan.Again:
	case <-m.line.wire.lost: // the next question fails
	case <-retry:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// arrange makes what is missing and gives how things stand then.
func (m *mixer) arrange() (audio.CallMicrophone, error) {
	for {
		scene, err := m.look()
		if err != nil {
			return audio.CallMicrophone{}, err
		}
		made := scene.madeBy(m.owner)
		switch {
		case made.sink == nil:
			if err = m.load(sinkModule(scene.freeNumber(), m.owner, true)); errors.Is(err, ErrNoMixing) {
				err = m.load(sinkModule(scene.freeNumber(), m.owner, false))
			}
		case made.source == nil:
			err = m.load(sourceModule(made.sink.SinkName, m.owner))
		case made.nowhere == nil && !scene.hasOutputs():
			err = m.load(nowhereModule(m.owner))
		case made.nowhere != nil && scene.hasOutputs():
			err = m.unload(made.nowhere.ModuleIndex)
		default:
			return m.loop(scene, made)
		}
		if err != nil {
			return audio.CallMicrophone{}, err
		}
	}
}

// loop has the real microphone heard while anybody listens, and no other.
func (m *mixer) loop(scene mixScene, made madeDevices) (audio.CallMicrophone, error) {
	m.adopt(scene, made)
	wanted, any := audio.Device{}, false
	if scene.isHeard(made) {
		wanted, any = m.plan.Choose(scene.devices())
	}
	now := scene.state(made)
	m.again = false
	for _, l := range made.loops {
		if !any || loopSource(l) != wanted.ID {
			if err := m.unload(l.ModuleIndex); err != nil {
				return now, err
			}
			continue
		}
		now.Mixed, any = wanted, false // a second one is too many
	}
	if !any {
		return now, nil
	}
	err := m.load(loopModule(wanted.ID, made.sink.SinkName, m.owner))
	switch {
	case err == nil:
		now.Mixed = wanted
	case errors.Is(err, ErrNoMixing): // it was unplugged this very moment, or another program has it for itself
		m.log.Warn("the real microphone is not mixed in", "device", wanted.ID, "err", err)
		m.again, err = true, nil
	}
	return now, err
}

// adopt lets programs hear the microphone that were taken from it: its process died, or the server moved them. It does so with
// all that hears the default when another one becomes that, and without any other this microphone is it.
func (m *mixer) adopt(scene mixScene, made madeDevices) {
	if stands := scene.server.DefaultSourceName == made.source.SourceName; m.stands && !stands {
		m.orphan = append(m.orphan, m.heard...)
	}
	m.stands = scene.server.DefaultSourceName == made.source.SourceName
	m.heard = scene.listeners(made)
	for _, stream := range m.orphan {
		if slices.Contains(m.heard, stream) {
			continue
		}
		move := &proto.MoveSourceOutput{SourceOutputIndex: stream, DeviceIndex: none, DeviceName: made.source.SourceName}
		if err := m.line.client.Request(move, nil); err != nil && !errors.Is(err, proto.ErrNoSuchEntity) {
			m.log.Warn("a program does not hear the call microphone any more", "err", err)
		}
	}
	m.orphan = nil
}

// clear takes away what was left by processes that have died, and remembers who was listening to it. A process is alive as
// long as its line to the server is.
func (m *mixer) clear() error {
	scene, err := m.look()
	if err != nil {
		return err
	}
	alive := map[string]bool{}
	for _, c := range scene.clients {
		alive[property(ownerProperty, c.Properties)] = true
	}
	for owner := range scene.owners() {
		if alive[owner] {
			continue
		}
		dead := scene.madeBy(owner)
		m.orphan = append(m.orphan, scene.listeners(dead)...)
		m.log.Info("a call microphone of a process that has died is taken away", "owner", owner)
		if err := m.unloadAll(dead); err != nil {
			return err
		}
	}
	return nil
}

// remove takes away all that was made, if the server still answers.
func (m *mixer) remove() error {
	scene, err := m.look()
	if err != nil {
		return err
	}
	return m.unloadAll(scene.madeBy(m.owner))
}

// unloadAll takes modules away, those that build on others first.
func (m *mixer) unloadAll(made madeDevices) error {
	var errs []error
	for _, module := range made.modules {
		errs = append(errs, m.unload(module.ModuleIndex))
	}
	return errors.Join(errs...)
}

func (m *mixer) unload(module uint32) error {
	err := m.line.client.Request(&proto.UnloadModule{ModuleIndex: module}, nil)
	if errors.Is(err, proto.ErrNoSuchEntity) { // it went away by itself
		return nil
	}
	if err != nil {
		return fmt.Errorf("take away a module of PulseAudio: %w", err)
	}
	return nil
}

// load fails with ErrNoMixing when the server answers, but does not do it.
func (m *mixer) load(module proto.LoadModule) error {
	err := m.line.client.Request(&module, &proto.LoadModuleReply{})
	if refused := proto.Error(0); errors.As(err, &refused) {
		return fmt.Errorf("%w: %s: %w", ErrNoMixing, module.Name, err)
	}
	if err != nil {
		return fmt.Errorf("load %s: %w", module.Name, err)
	}
	return nil
}
