package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// tickOrder is what a command line wants ticked.
type tickOrder struct {
	ref   string        // the call; empty: the one being recorded
	point string        // empty: show them
	at    *call.Seconds // nil: now
	undo  bool
}

func (f *face) tickCommand() *cobra.Command {
	var order tickOrder
	var at string
	cmd := &cobra.Command{
		Use: "tick [POINT] [--call CALL] [--at 00:01:23] [--undo]", Short: "Tick a point of the playbook, or show what is ticked",
		Long: "Tick a point of the call's playbook, by its number or ID. Without --call it is the recording that is running, and this\n" +
			"second; in a call that is over it stands at --at, else at the beginning. Without POINT: what is ticked, and what is not.",
		Example: "  onrecord tick\n  onrecord tick 5\n  onrecord tick request --call last --at 00:00:42",
		Args:    between(0, 1),
	}
	cmd.Flags().StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.Flags().StringVar(&order.ref, "call", "", "the `CALL`, if not the one being recorded")
	cmd.Flags().BoolVar(&order.undo, "undo", false, "take the tick back")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		moment, err := understand(cmd, at, call.ParseClock)
		if err != nil {
			return err
		}
		if at != "" {
			order.at = &moment
		}
		if len(args) == 1 {
			order.point = args[0]
		}
		if order.point == "" && (at != "" || order.undo) {
			return wrongUse(cmd, "--at and --undo belong to a point")
		}
		if order.ref != "" {
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.tick(a, order) })
		}
		err = f.inTake(cmd.Context(), func(a *app.App, status app.TakeStatus) error {
			order.ref = string(status.Call.ID)
			return f.tick(a, order)
		})
		if errors.Is(err, app.ErrNoTake) {
			return failed("No recording is running", "Say which call: onrecord tick POINT --call CALL")
		}
		return err
	}
	return cmd
}

func (f *face) tick(a *app.App, order tickOrder) error {
	id, err := findCall(a, order.ref)
	if err != nil {
		return err
	}
	switch {
	case order.point == "":
		return f.showTicks(a, id)
	case order.undo:
		if _, err := a.Untick(id, order.point); err != nil {
			return err
		}
		return f.showTicks(a, id)
	}
	tick, err := a.Tick(id, order.point, order.at, "")
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(tick)
	}
	f.hint("Ticked at %s in %s: %s", tick.At.Clock(), id, tick.Text)
	return nil
}

// pointState is a point of a call's playbook in the JSON answer.
type pointState struct {
	app.Point
	Tick *call.Tick `json:"tick"` // null: it is not done
}

func (f *face) showTicks(a *app.App, id call.ID) error {
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	if doc.Playbook == "" {
		return app.ErrNoChecklist
	}
	of, err := a.Playbook(doc.Playbook)
	if err != nil {
		return err
	}
	states, table := []pointState{}, f.table()
	for i, point := range of.Points {
		state, done := pointState{Point: point}, "-"
		if at := doc.Ticked(of.ID, point.ID); at >= 0 {
			state.Tick, done = &doc.Ticks[at], doc.Ticks[at].At.Clock()
		}
		states = append(states, state)
		table.row(fmt.Sprint(i+1), done, point.Text)
	}
	if f.json {
		return f.printJSON(map[string]any{"call": id, "playbook": of.ID, "points": states})
	}
	return table.print()
}
