package app

import (
	"fmt"
	"time"

	"github.com/onrecord/onrecord/storage"
)

const (
	// bytesPerHour is what an hour of two talking parties takes as FLAC at 16 kHz, measured, with a margin.
	bytesPerHour = 90 << 20
	// reserve is what a take leaves free: with less, the system and the library itself can no longer write what they
	// must, such as the call's document.
	reserve = 16 << 20
)

// timeLeft says how much longer the library's disk will last for a recording; negative when that is unknown.
func (a *App) timeLeft() time.Duration {
	free, err := freeSpace(a.Library())
	if err != nil {
		return -1
	}
	usual := float64(bytesPerHour) * float64(a.Settings().Rate) / 16000
	return lasts(free, usual, float64(a.vigil.perHour.Load()))
}

// lasts says how long free bytes last. What was measured counts, if anything was; but a call that is silent now will
// not stay so, and then takes at least a third of what is usual.
func lasts(free uint64, usual, measured float64) time.Duration {
	perHour := usual
	if measured > 0 {
		perHour = max(measured, usual/3)
	}
	return time.Duration(max(0, float64(free)-reserve) / perHour * float64(time.Hour))
}

// checkSpace fails when the library's disk is so full that nothing more may be recorded.
func (a *App) checkSpace() error {
	free, err := freeSpace(a.Library())
	if err == nil && free < reserve {
		return fmt.Errorf("%w: %d MB are left", storage.ErrFull, free>>20)
	}
	return nil // where it cannot be known, writing will tell
}

// growth measures how fast a recording grows while it is not paused.
type growth struct {
	begun   bool
	base    int64         // the first size
	at      time.Duration // of the newest size
	lasted  time.Duration // since the first size, without pauses
	minute  time.Duration // what it had lasted when the minute in hand began
	size    int64         // and the size it had then
	perHour float64       // bytes; 0 until a minute was measured
}

// add takes the size at a moment. The figure is the larger one of the last minute's and that of the whole, since it is
// better to be warned too early.
func (g *growth) add(size int64, at time.Duration, paused bool) {
	if !g.begun {
		g.begun, g.base, g.size, g.at = true, size, size, at
	}
	if !paused {
		g.lasted += at - g.at
	}
	g.at = at
	minute := g.lasted - g.minute
	if minute < time.Minute {
		return
	}
	whole := float64(size-g.base) / g.lasted.Hours()
	g.perHour = max(whole, float64(size-g.size)/minute.Hours())
	g.minute, g.size = g.lasted, size
}
