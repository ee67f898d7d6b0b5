package app

import "time"

// bytesPerHour is what an hour of two talking parties takes as FLAC at 16 kHz, measured, with a margin.
const bytesPerHour = 90 << 20

// timeLeft says how much longer the library's disk will last for a recording; negative when that is unknown.
func (a *App) timeLeft() time.Duration {
	free, err := freeSpace(a.Library())
	if err != nil {
		return -1
	}
	perHour := float64(bytesPerHour) * float64(a.Settings().Rate) / 16000
	return time.Duration(float64(free) / perHour * float64(time.Hour))
}
