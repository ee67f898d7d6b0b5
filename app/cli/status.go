package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) statusCommand() *cobra.Command {
	cmd := f.takeCommand("status", "Tell whether a recording is running, and how it is going", nil)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		err := f.inTake(cmd.Context(), func(a *app.App, status app.TakeStatus) error { return f.showStatus(status, a.Warnings()) })
		if !errors.Is(err, app.ErrNoTake) {
			return err
		}
		return f.showIdle()
	}
	return cmd
}

// showIdle tells that no take runs, and whether the last seconds are kept in memory all the same.
func (f *face) showIdle() error {
	kept := call.Seconds(0)
	if f.env.Running != nil {
		if seconds, on := f.env.Running.Standing(); on {
			kept = seconds
		}
	}
	if f.json {
		return f.printJSON(standing{Kept: kept})
	}
	if kept > 0 {
		return f.say("No recording is running. Listening: the last %s are kept in memory, nothing is saved.", kept.Short())
	}
	return f.say("No recording is running.")
}

// standing is the JSON answer of status.
type standing struct {
	Recording bool                `json:"recording"`
	Paused    bool                `json:"paused"`
	Call      call.ID             `json:"call,omitempty"`
	Elapsed   call.Seconds        `json:"elapsed_s"`
	Kept      call.Seconds        `json:"kept_in_memory_s,omitempty"` // although no take runs
	DiskLeft  *call.Seconds       `json:"disk_left_s,omitempty"`
	Sides     map[call.Party]side `json:"sides,omitempty"`
	Warnings  []warning           `json:"warnings,omitempty"`
}

type side struct {
	Device   string       `json:"device"` // empty while there is none
	Lamp     app.Lamp     `json:"lamp"`
	Heard    bool         `json:"heard"`
	QuietFor call.Seconds `json:"quiet_for_s"`
	Peak     float64      `json:"peak_dbfs"`
	Clipped  bool         `json:"clipped"`
	Speaking bool         `json:"speaking"`
	Unheard  bool         `json:"unheard"` // without a signal for ten seconds while the other side spoke
}

func sideOf(level app.Level) side {
	lamp := level.Lamp
	return side{
		Device: level.Device, Lamp: lamp, QuietFor: level.QuietFor, Peak: level.Peak, Speaking: level.Speaking, Unheard: level.Unheard,
		Heard: lamp == app.LampHeard || lamp == app.LampLoud, Clipped: lamp == app.LampLoud,
	}
}

func (f *face) showStatus(status app.TakeStatus, warnings []app.Warning) error {
	for _, w := range warnings {
		f.tell(w)
	}
	levels := status.Levels
	if !f.json {
		doing := "Recording"
		if levels.Paused {
			doing = "Paused, off the record,"
		}
		return f.say("%s %s, %s; you are %s, the other side is %s", doing, status.Call.ID, levels.Elapsed.Short(),
			hearing(levels.Sides[call.Local.Channel()]), hearing(levels.Sides[call.Remote.Channel()]))
	}
	answer := standing{
		Recording: true, Paused: levels.Paused, Call: status.Call.ID, Elapsed: levels.Elapsed,
		Sides: map[call.Party]side{},
	}
	if status.Left >= 0 {
		left := call.Since(status.Left)
		answer.DiskLeft = &left
	}
	for _, party := range call.Parties {
		answer.Sides[party] = sideOf(levels.Sides[party.Channel()])
	}
	for _, w := range warnings {
		answer.Warnings = append(answer.Warnings, warning{w.Kind, w.Party, w.What, w.Safe, w.Do})
	}
	return f.printJSON(answer)
}

func hearing(level app.Level) string {
	switch level.Lamp {
	case app.LampQuiet:
		return fmt.Sprintf("quiet for %s", level.QuietFor.Short())
	case app.LampNothing:
		return "silent: nothing arrives"
	case app.LampGone:
		return "gone: looking for a device"
	default:
		return string(level.Lamp)
	}
}

// liveLine is what stands on the terminal during a recording: a clock and two levels.
func liveLine(levels app.Levels) string {
	mark := "●"
	if levels.Paused {
		mark = "‖"
	}
	return fmt.Sprintf("%s %s  you %s  them %s  Ctrl-C stops", mark, levels.Elapsed.Short(),
		meter(levels.Sides[call.Local.Channel()]), meter(levels.Sides[call.Remote.Channel()]))
}

// meter draws a level from -60 to 0 dBFS.
func meter(level app.Level) string {
	const width = 12
	switch level.Lamp {
	case app.LampNothing:
		return fmt.Sprintf("%-*s", width, "no signal")
	case app.LampGone:
		return fmt.Sprintf("%-*s", width, "no device")
	}
	filled := int((level.Peak + 60) / 60 * width)
	filled = min(max(filled, 0), width)
	return strings.Repeat("▮", filled) + strings.Repeat("▯", width-filled)
}
