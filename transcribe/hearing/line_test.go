package hearing

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/transcribe"
)

// However long each window takes, all are told, in order, and never are more of them under way than there are places.
func TestWindowsAreToldInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := rapid.IntRange(1, 4).Draw(rt, "places")
		durations := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 20).Draw(rt, "durations")
		bad := rapid.IntRange(0, 2*len(durations)).Draw(rt, "bad") // beyond the end: none
		told, most, err := throughLine(t, places, durations, bad)
		if most > places {
			rt.Fatalf("%d windows at once with %d places", most, places)
		}
		if !slices.IsSorted(told) || len(told) > 0 && told[0] != 0 || len(slices.Compact(slices.Clone(told))) != len(told) {
			rt.Fatalf("told %v", told)
		}
		if bad >= len(durations) && (err != nil || len(told) != len(durations)) {
			rt.Fatalf("%d of %d told, error %v", len(told), len(durations), err)
		}
		if bad < len(durations) && (!errors.Is(err, errBad) || len(told) > bad) {
			rt.Fatalf("told %v, error %v, though %d was bad", told, err, bad)
		}
	})
}

var errBad = errors.New("bad window")

// throughLine sends windows through a line, and gives the numbers of those told, and how many were under way at most.
func throughLine(t *testing.T, places int, durations []int, bad int) (told []int64, most int, err error) {
	synctest.Test(t, func(*testing.T) {
		var mu sync.Mutex
		working := 0
		count := func(by int) {
			mu.Lock()
			defer mu.Unlock()
			working += by
			most = max(most, working)
		}
		l := newLine(places, func(w transcribe.Window) { told = append(told, w.Start) })
		for i, d := range durations {
			err = l.add(context.Background(), i, func() (transcribe.Window, error) {
				count(+1)
				defer count(-1)
				time.Sleep(time.Duration(d) * time.Second)
				if i == bad {
					return transcribe.Window{}, errBad
				}
				return transcribe.Window{Start: int64(i)}, nil
			})
			if err != nil {
				break
			}
		}
		if _, failed := l.wait(); err == nil {
			err = failed
		}
	})
	return told, most, err
}

// A line that is broken off waits for what is under way, and says why.
func TestLineBrokenOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		l := newLine(1, func(transcribe.Window) { t.Error("told") })
		slow := func() (transcribe.Window, error) {
			<-ctx.Done()
			time.Sleep(time.Second)
			return transcribe.Window{}, ctx.Err()
		}
		if err := l.add(ctx, 0, slow); err != nil {
			t.Fatal(err)
		}
		go func() { time.Sleep(time.Second); cancel() }() // while the next one waits for its place
		if err := l.add(ctx, 1, slow); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if first, waiting := l.first(); !waiting || first != 0 {
			t.Errorf("the line begins at %d, %v", first, waiting)
		}
	})
}
