package device

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// settle is how long a burst of changes may go on before the scene is looked at: one plug pulled is up to ten events.
const settle = 75 * time.Millisecond

// pollEvery is how often a sound system that does not tell of changes is asked for its devices.
const pollEvery = 2 * time.Second

// Watch calls changed with the present scene and again after each change: a device came or went, the system chose
// another default, another program began or ceased to use a microphone, the sound server died or came back. A sound
// server that is away is a scene without devices. The calls come one after the other, on the goroutine of Watch, which
// blocks until ctx is done and then gives its error.
//
// PulseAudio and PipeWire tell of changes at once. Every other system is asked every two seconds; there the programs that
// record are known on Windows alone (untested), not on macOS (untested) or with bare ALSA.
func (s *System) Watch(ctx context.Context, changed func(audio.Scene)) error {
	var last *audio.Scene
	s.watch(ctx, func(scene audio.Scene) {
		if ctx.Err() == nil && (last == nil || !sameScene(*last, scene)) {
			last = &scene
			changed(scene)
		}
	})
	return ctx.Err()
}

func sameScene(a, b audio.Scene) bool {
	return slices.Equal(a.Devices, b.Devices) && slices.Equal(a.Recorders, b.Recorders)
}

// scene is that of a sound system that tells nothing by itself.
func (s *System) scene(ctx context.Context) audio.Scene {
	found, err := askUntil(ctx, endpointsOf)
	if err != nil {
		s.log.Debug("no devices to watch", "err", err)
	}
	recorders, err := recorders()
	if err != nil {
		s.log.Debug("programs that record are not known", "err", err)
	}
	return audio.Scene{Devices: found.devices(), Recorders: tidied(recorders)}
}

// tidied names every program once, in an order that does not change by itself.
func tidied(list []audio.Recorder) []audio.Recorder {
	slices.SortFunc(list, func(a, b audio.Recorder) int {
		if a.Program != b.Program {
			return cmp.Compare(a.Program, b.Program)
		}
		return cmp.Compare(a.PID, b.PID)
	})
	return slices.Compact(list)
}

// pause waits, and reports whether ctx is still alive.
func pause(ctx context.Context, span time.Duration) bool {
	timer := time.NewTimer(span)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
