package app

import (
	"os"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

type (
	// Sizes tell how many bytes the files of calls have.
	Sizes = storage.Sizes
	// Share is what some of the calls take.
	Share = storage.Share
)

// largestCalls is how many of the largest calls are named.
const largestCalls = 10

// Usage tells what the library and the models take on the disk, in bytes.
type Usage struct {
	storage.Usage
	Models int64 `json:"models"` // that are on this machine, whatever library they are used for
}

// All is the sum of everything.
func (u Usage) All() int64 { return u.Usage.All() + u.Models }

// Usage adds up what takes space.
func (a *App) Usage() (Usage, error) {
	usage, err := a.library.Usage(largestCalls)
	if err != nil {
		return Usage{}, err
	}
	all := Usage{Usage: usage}
	all.Models, err = a.modelsSize()
	return all, err
}

// modelsSize adds up the files of models, those that are half downloaded too.
func (a *App) modelsSize() (size int64, err error) {
	models, err := a.scribe.Models.List()
	for _, model := range models {
		size += model.Partial
		if file, err := os.Stat(model.Path); err == nil { // the demo model is written out when it is first used
			size += file.Size()
		}
	}
	return size, err
}

// Old is what would be older than the user wants to keep calls for. Nothing removes them by itself.
type Old struct {
	Before time.Time `json:"before"`
	Calls  []Summary `json:"calls"` // that began before, the newest first
	Sizes  Sizes     `json:"sizes"`
}

// KeepUntil is the beginning of the time for which the user wants to keep calls; zero if it has none.
func (a *App) KeepUntil() time.Time {
	years := a.Settings().KeepYears
	if years <= 0 {
		return time.Time{}
	}
	return a.config.Now().AddDate(-years, 0, 0)
}

// Older lists the calls that began before a moment, but for one that is being recorded.
func (a *App) Older(before time.Time) (Old, error) {
	list, err := a.library.List(Filter{Until: before})
	old := Old{Before: before, Calls: []Summary{}}
	for _, summary := range list {
		if summary.Outcome != call.Recording {
			old.Calls = append(old.Calls, summary)
			old.Sizes = old.Sizes.Add(summary.Sizes)
		}
	}
	return old, err
}
