package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// tickOrder is what a command line wants ticked.
type tickOrder struct {
	point string        // empty: show them
	at    *call.Seconds // nil: now
	undo  bool
	heard bool // where it was heard
	not   bool // what was heard is not it
}

func (f *face) tickCommand() *cobra.Command {
	var order tickOrder
	var ref, at string
	cmd := &cobra.Command{
		Use: "tick [POINT] [--call CALL] [--at 00:01:23 | --heard | --not-heard] [--undo]", Short: "Tick a point of the playbook, or show what is ticked",
		Long: "Tick a point of the call's playbook, by its number or ID. Without --call it is the recording that is running, and this\n" +
			"second; in a call that is over it stands at --at, else at the beginning. Without POINT: what is ticked, what\n" +
			"is not, and what seems to be done by the words that were said. --heard confirms that: the tick gets the second of the words.\n" +
			"--not-heard says that it is wrong: it is not proposed again.",
		Example: "  onrecord tick\n  onrecord tick 5\n  onrecord tick request --call last --at 00:00:42\n  onrecord tick request --call last --heard",
		Args:    between(0, 1),
	}
	cmd.Flags().StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.Flags().StringVar(&ref, "call", "", "the `CALL`, if not the one being recorded")
	cmd.Flags().BoolVar(&order.heard, "heard", false, "at the second where it was heard, as proposed")
	cmd.Flags().BoolVar(&order.not, "not-heard", false, "what is proposed is not it")
	cmd.Flags().BoolVar(&order.undo, "undo", false, "take the tick back")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var err error
		if order.at, err = understand(cmd, at, second); err != nil {
			return err
		}
		if len(args) == 1 {
			order.point = args[0]
		}
		if order.point == "" && (at != "" || order.undo || order.heard || order.not) {
			return wrongUse(cmd, "--at, --heard, --not-heard and --undo belong to a point")
		}
		if order.heard && order.not || (order.heard || order.not) && (at != "" || order.undo) {
			return wrongUse(cmd, "--heard and --not-heard go neither together nor with --at or --undo")
		}
		return f.inCall(cmd.Context(), ref, "Say which call: onrecord tick POINT --call CALL", func(a *app.App, id call.ID) error { return f.tick(a, id, order) })
	}
	return cmd
}

func (f *face) tick(a *app.App, id call.ID, order tickOrder) error {
	switch {
	case order.point == "":
		return f.showTicks(a, id)
	case order.undo:
		if _, err := a.Untick(id, order.point); err != nil {
			return err
		}
		return f.showTicks(a, id)
	case order.not:
		proposal, err := proposedTick(a, id, order.point)
		if err == nil {
			err = a.Refute(proposal)
		}
		if err != nil {
			return err
		}
		return f.showTicks(a, id)
	}
	tick, err := f.tickOf(a, id, order)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(tick)
	}
	f.hint("Ticked at %s in %s: %s", tick.At.Clock(), id, tick.Text)
	return nil
}

// tickOf ticks a point, at the second of the words if they are to be confirmed.
func (f *face) tickOf(a *app.App, id call.ID, order tickOrder) (call.Tick, error) {
	if !order.heard {
		return a.Tick(id, order.point, order.at, "")
	}
	proposal, err := proposedTick(a, id, order.point)
	if err != nil {
		return call.Tick{}, err
	}
	return a.Accept(proposal)
}

// proposedTick finds what was heard that seems to do a point.
func proposedTick(a *app.App, id call.ID, ref string) (app.Proposal, error) {
	doc, err := a.Call(id)
	if err != nil {
		return app.Proposal{}, err
	}
	_, point, err := a.PointOf(doc, ref)
	if err != nil {
		return app.Proposal{}, err
	}
	proposals, err := a.Proposals(id)
	if err != nil {
		return app.Proposal{}, err
	}
	for _, p := range proposals {
		if p.Item == point.ID {
			return p, nil
		}
	}
	return app.Proposal{}, failed("Nothing was heard that seems to do this point", "Tick it at its second: onrecord tick POINT --at 00:01:23.")
}

// pointState is a point of a call's playbook in the JSON answer.
type pointState struct {
	app.Point
	Tick     *call.Tick  `json:"tick"`               // null: it is not done
	Proposed *call.Place `json:"proposed,omitempty"` // where it seems to be
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
	proposals, err := a.Proposals(id)
	if err != nil {
		return err
	}
	states, table := []pointState{}, f.table()
	for i, point := range of.Points {
		state, done := pointState{Point: point}, "-"
		if at := doc.Ticked(of.ID, point.ID); at >= 0 {
			state.Tick, done = &doc.Ticks[at], doc.Ticks[at].At.Clock()
		}
		words := ""
		for _, p := range proposals {
			if p.Item == point.ID {
				state.Proposed, done, words = &p.Place, "? "+p.Place.At.Clock(), "heard: “"+p.Place.Quote+"”"
			}
		}
		states = append(states, state)
		table.row(fmt.Sprint(i+1), done, point.Text, words)
	}
	if f.json {
		return f.printJSON(map[string]any{"call": id, "playbook": of.ID, "points": states})
	}
	if len(proposals) > 0 {
		f.hint("? seems to be done, by the words. Confirm it with: onrecord tick POINT --call %s --heard", id)
	}
	return table.print()
}
