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
		if f.json {
			return f.printJSON(standing{})
		}
		return f.say("No recording is running.")
	}
	return cmd
}

// standing is the JSON answer of status.
type standing struct {
	Recording bool                `json:"recording"`
	Paused    bool                `json:"paused"`
	Call      call.ID             `json:"call,omitempty"`
	Elapsed   call.Seconds        `json:"elapsed_s"`
	DiskLeft  *call.Seconds       `json:"disk_left_s,omitempty"`
	Sides     map[call.Party]side `json:"sides,omitempty"`
	Warnings  []warning           `json:"warnings,omitempty"`
}

type side struct {
	Heard    bool         `json:"heard"`
	QuietFor call.Seconds `json:"quiet_for_s"`
	Peak     float64      `json:"peak_dbfs"`
	Clipped  bool         `json:"clipped"`
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
		level := levels.Sides[party.Channel()]
		answer.Sides[party] = side{level.Heard, level.QuietFor, level.Peak, level.Clipped}
	}
	for _, w := range warnings {
		answer.Warnings = append(answer.Warnings, warning{w.Kind, w.Party, w.What, w.Safe, w.Do})
	}
	return f.printJSON(answer)
}

func hearing(level app.Level) string {
	switch {
	case level.Heard:
		return "heard"
	case level.Dead:
		return "silent: nothing arrives"
	}
	return fmt.Sprintf("quiet for %s", level.QuietFor.Short())
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
	if level.Dead {
		return fmt.Sprintf("%-*s", width, "no signal")
	}
	filled := int((level.Peak + 60) / 60 * width)
	filled = min(max(filled, 0), width)
	return strings.Repeat("▮", filled) + strings.Repeat("▯", width-filled)
}
