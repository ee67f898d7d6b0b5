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
	perHour := float64(bytesPerHour) * float64(a.Settings().Rate) / 16000
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
