package app

import (
	"sync"

	"github.com/onrecord/onrecord/audio"
)

// scenery keeps what the sound system shows, and tells those who want to know. The zero value watches nothing yet.
type scenery struct {
	started sync.Once

	mu     sync.Mutex
	latest audio.Scene
	told   map[int]func(audio.Scene)
	next   int
}

// scene is what the sound system showed last. It is empty until something watches: see onScene.
func (a *App) scene() audio.Scene {
	a.scenery.mu.Lock()
	defer a.scenery.mu.Unlock()
	return a.scenery.latest
}

// onScene lets told hear of every change from now on, one after the other on a goroutine of their own, until forget is
// called; one that is under way may end after that. It must not wait. The first call starts watching, until Close.
func (a *App) onScene(told func(audio.Scene)) (forget func()) {
	a.scenery.started.Do(func() { a.work.Go(a.watchScene) })
	s := &a.scenery
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.told == nil {
		s.told = map[int]func(audio.Scene){}
	}
	id := s.next
	s.next++
	s.told[id] = told
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.told, id)
	}
}

func (a *App) watchScene() {
	err := a.config.Devices.Watch(a.ctx, a.scenery.set)
	if a.ctx.Err() == nil {
		a.config.Log.Warn("the sound system cannot be watched", "err", err)
	}
}

// set runs on the goroutine of Watch.
func (s *scenery) set(scene audio.Scene) {
	s.mu.Lock()
	s.latest = scene
	var all []func(audio.Scene)
	for _, tell := range s.told {
		all = append(all, tell)
	}
	s.mu.Unlock()
	for _, tell := range all {
		tell(scene)
	}
}

// programAtMicrophone is the program that records now, if there is exactly one.
func (a *App) programAtMicrophone() string {
	program := ""
	for _, r := range a.scene().Recorders {
		if program != "" && r.Program != program {
			return ""
		}
		program = r.Program
	}
	return program
}
