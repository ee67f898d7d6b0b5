package app

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// vigil is what an App knows from watching over its take. Its zero value is ready.
type vigil struct {
	touches atomic.Int64 // how often the user has shown to be there
	perHour atomic.Int64 // how fast the recording grows, in bytes; 0 while that is unknown

	mu     sync.Mutex
	active []Warning
}

// StillThere answers the question whether the call is over: it is not.
func (a *App) StillThere() { a.vigil.touches.Add(1) }

// Warnings are what the user was warned of in the running take, as far as it is not over.
func (a *App) Warnings() []Warning {
	a.vigil.mu.Lock()
	defer a.vigil.mu.Unlock()
	return slices.Clone(a.vigil.active)
}

func (v *vigil) set(active []Warning, perHour float64) {
	v.perHour.Store(int64(perHour))
	v.mu.Lock()
	v.active = active
	v.mu.Unlock()
}

// sentry looks after one take.
type sentry struct {
	app    *App
	take   *runningTake
	clock  *clock
	watch  *takeWatch
	growth growth
}

func (a *App) postSentry(running *runningTake) *sentry {
	return &sentry{app: a, take: running, clock: startClock(), watch: newTakeWatch(running.id)}
}

// look is due once a second. It tells the faces what is new, and gives the reason why the take must end now, or nil.
func (s *sentry) look() error {
	if err := s.app.checkSpace(); err != nil {
		return err
	}
	now := sight{at: s.clock.awake(), levels: s.take.take.Levels(), touches: s.app.vigil.touches.Load()}
	if size, err := s.app.library.Recorded(s.take.id); err == nil {
		s.growth.add(size, now.at, now.levels.Paused)
	}
	now.left = s.app.timeLeft()
	news, forgotten := s.watch.look(now)
	s.app.vigil.set(s.watch.standing(), s.growth.perHour)
	for _, warning := range news {
		s.app.config.Log.Info("take warned", "kind", warning.Kind, "party", warning.Party, "over", warning.Over)
		s.app.hub.send(TakeWarned{warning})
	}
	if forgotten {
		return ErrForgotten
	}
	return nil
}

// dismiss forgets what belonged to the take, once it is over.
func (s *sentry) dismiss() { s.app.vigil.set(nil, 0) }

// endedBecause says in the call's document why a take was ended for a reason that was not the user's wish.
func endedBecause(reason error) string {
	if errors.Is(reason, ErrForgotten) {
		return "stopped by itself: " + ErrForgotten.Error()
	}
	return "stopped early: " + causeOf(reason)
}
