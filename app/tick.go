package app

import (
	"errors"
	"fmt"
	"slices"

	"github.com/onrecord/onrecord/call"
)

var (
	// ErrNoPoint: the playbook of a call has no such point.
	ErrNoPoint = errors.New("no such point in the playbook")
	// ErrNoChecklist: a call has no playbook whose points could be ticked.
	ErrNoChecklist = errors.New("call has no playbook")
)

// SetPlaybook chooses the playbook of a call; an empty one takes it away. What was ticked stays. It fails with ErrNoPlaybook.
func (a *App) SetPlaybook(id call.ID, playbook string) (call.Call, error) {
	if playbook != "" {
		if _, err := a.Playbook(playbook); err != nil {
			return call.Call{}, err
		}
	}
	return a.Edit(id, func(doc *call.Call) error {
		doc.Playbook = playbook
		return nil
	})
}

// PointOf finds a point of a call's playbook by its ID, or by its number in the list, from 1. It fails with ErrNoChecklist or ErrNoPoint.
func (a *App) PointOf(doc call.Call, ref string) (Playbook, Point, error) {
	if doc.Playbook == "" {
		return Playbook{}, Point{}, ErrNoChecklist
	}
	of, err := a.Playbook(doc.Playbook)
	if err != nil {
		return Playbook{}, Point{}, err
	}
	if point, is := of.Point(ref); is {
		return of.Playbook, point, nil
	}
	for i, point := range of.Points {
		if fmt.Sprint(i+1) == ref {
			return of.Playbook, point, nil
		}
	}
	return Playbook{}, Point{}, fmt.Errorf("%w: %q", ErrNoPoint, ref)
}

// Tick says that a point of a call's playbook was done: at the given second, else now if its take is running, else at the beginning. heard are the words
// by which that was proposed, if it was. A point that is ticked already stays as it is. It fails with ErrNoChecklist or ErrNoPoint.
func (a *App) Tick(id call.ID, ref string, at *call.Seconds, heard string) (call.Tick, error) {
	doc, err := a.Call(id)
	if err != nil {
		return call.Tick{}, err
	}
	of, point, err := a.PointOf(doc, ref)
	if err != nil {
		return call.Tick{}, err
	}
	tick := call.Tick{
		Playbook: of.ID, Item: point.ID, Text: point.Text, Means: point.Means, At: a.second(id, at), Made: a.config.Now(), Heard: heard,
	}
	_, err = a.Edit(id, func(doc *call.Call) error {
		if i := doc.Ticked(of.ID, point.ID); i >= 0 {
			tick = doc.Ticks[i]
			return nil
		}
		doc.Ticks = append(doc.Ticks, tick)
		return nil
	})
	return tick, err
}

// Untick takes a tick back. It fails with ErrNoChecklist or ErrNoPoint, also where the point is not ticked.
func (a *App) Untick(id call.ID, ref string) (call.Call, error) {
	doc, err := a.Call(id)
	if err != nil {
		return call.Call{}, err
	}
	of, point, err := a.PointOf(doc, ref)
	if err != nil {
		return call.Call{}, err
	}
	return a.Edit(id, func(doc *call.Call) error {
		i := doc.Ticked(of.ID, point.ID)
		if i < 0 {
			return fmt.Errorf("%w: %q is not ticked", ErrNoPoint, ref)
		}
		doc.Ticks = slices.Delete(doc.Ticks, i, i+1)
		return nil
	})
}

// second gives where in a call something stands that comes in now: at the given second, else at this one of a call that goes on, else at the beginning.
func (a *App) second(id call.ID, at *call.Seconds) call.Seconds {
	if at != nil {
		return *at
	}
	if running, err := a.current(); err == nil && running.id == id {
		return running.take.Levels().Elapsed
	}
	elapsed, _ := a.notedFor(id)
	return elapsed
}
