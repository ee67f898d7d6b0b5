package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) correctCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "correct", Short: "Correct what was written down of a call, and take that back",
		Long: "Correct what was written down of a call. What the machine wrote stays beside it, and every correction can be taken\n" +
			"back. They are about the transcript that is read, if there are several.\n\n" +
			"TURN is the time at which a turn begins, as \"onrecord show\" prints it, or its number, as --json gives it.",
		Example: "  onrecord correct text last 00:00:38.120 \"The quarterly payment is late.\"\n" +
			"  onrecord correct split last 00:00:38.120 3\n" +
			"  onrecord correct name last remote \"Linda Berg\"\n  onrecord correct undo last",
		Args: onlyCommands, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, below := range []*cobra.Command{
		f.correctText(), f.correctStrike(), f.correctSplit(), f.correctMerge(), f.correctSpeaker(), f.correctName(),
		f.correctUndo(), f.correctRedo(), f.correctHistory(),
	} {
		below.DisableFlagsInUseLine = true
		cmd.AddCommand(below)
	}
	return cmd
}

// correction is a command below "correct" that changes one thing.
func (f *face) correction(cmd *cobra.Command, do func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error)) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			id, err := findCall(a, args[0])
			if err != nil {
				return err
			}
			made, err := do(cmd, a, id, args[1:])
			if err != nil {
				return err
			}
			return f.tellCorrection(a, id, made)
		})
	}
	return cmd
}

func (f *face) correctText() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "text CALL TURN TEXT", Short: "Give a turn other words", Args: between(3, 3),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		if strings.TrimSpace(args[1]) == "" {
			return call.Correction{}, wrongUse(cmd, "The text is empty; a turn is struck out with: onrecord correct strike")
		}
		turn, err := findTurn(cmd, a, id, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		return a.CorrectText(id, turn.Turn, args[1])
	})
}

func (f *face) correctStrike() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "strike CALL TURN", Short: "Strike a turn out: nobody said that", Args: between(2, 2),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		turn, err := findTurn(cmd, a, id, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		return a.CorrectText(id, turn.Turn, "")
	})
}

func (f *face) correctSplit() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "split CALL TURN WORDS", Short: "Make two turns of one: the first has so many words", Args: between(3, 3),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		count, err := strconv.Atoi(args[1])
		if err != nil || count < 1 {
			return call.Correction{}, wrongUse(cmd, "%q is no number of words", args[1])
		}
		turn, err := findTurn(cmd, a, id, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		words := strings.Fields(turn.Text)
		count = min(count, len(words))
		return a.CorrectSplit(id, turn.Turn, strings.Join(words[:count], " "), strings.Join(words[count:], " "))
	})
}

func (f *face) correctMerge() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "merge CALL TURN [next|previous]", Short: "Make one turn of two by the same speaker", Args: between(2, 3),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		which := append(args, "next")[1]
		if which != "next" && which != "previous" {
			return call.Correction{}, wrongUse(cmd, "%q is neither next nor previous", which)
		}
		turn, err := findTurn(cmd, a, id, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		return a.CorrectMerge(id, turn.Turn, which == "next")
	})
}

func (f *face) correctSpeaker() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "speaker CALL TURN local|remote", Short: "Say who said a turn", Args: between(3, 3),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		party, err := parseParty(cmd, args[1])
		if err != nil {
			return call.Correction{}, err
		}
		turn, err := findTurn(cmd, a, id, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		return a.CorrectSpeaker(id, turn.Turn, party)
	})
}

func (f *face) correctName() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "name CALL local|remote NAME", Short: "Give a speaker another name; an empty one is the usual", Args: between(3, 3),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		party, err := parseParty(cmd, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		return a.CorrectName(id, party, args[1])
	})
}

func parseParty(cmd *cobra.Command, text string) (call.Party, error) {
	if party := call.Party(text); party.Valid() {
		return party, nil
	}
	return "", wrongUse(cmd, "%q is not a side: local or remote", text)
}

func (f *face) correctUndo() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "undo CALL [TURN]", Short: "Take back the newest correction, or the newest of a turn", Args: between(1, 2),
	}, func(cmd *cobra.Command, a *app.App, id call.ID, args []string) (call.Correction, error) {
		if len(args) == 0 {
			return a.CorrectUndo(id, 0)
		}
		turn, err := findTurn(cmd, a, id, args[0])
		if err != nil {
			return call.Correction{}, err
		}
		return a.CorrectUndo(id, turn.Turn)
	})
}

func (f *face) correctRedo() *cobra.Command {
	return f.correction(&cobra.Command{
		Use: "redo CALL", Short: "Bring back what was taken back last", Args: between(1, 1),
	}, func(_ *cobra.Command, a *app.App, id call.ID, _ []string) (call.Correction, error) {
		return a.CorrectRedo(id)
	})
}

// findTurn understands TURN.
func findTurn(cmd *cobra.Command, a *app.App, id call.ID, ref string) (call.Segment, error) {
	doc, err := a.Document(id)
	if err != nil {
		return call.Segment{}, err
	}
	if doc.Transcript == nil {
		_, err := a.Transcript(id)
		return call.Segment{}, err
	}
	number, numberErr := strconv.Atoi(ref)
	at, err := call.ParseClock(ref)
	if err != nil {
		return call.Segment{}, wrongUse(cmd, "%q is neither the time of a turn, like 00:01:23.400, nor its number", ref)
	}
	var found []call.Segment
	for _, turn := range doc.Transcript.Segments {
		if numberErr == nil && turn.Turn == number || numberErr != nil && turn.Start.Clock() == at.Clock() {
			found = append(found, turn)
		}
	}
	switch len(found) {
	case 0:
		return call.Segment{}, fmt.Errorf("find turn %q: %w", ref, call.ErrNoTurn)
	case 1:
		return found[0], nil
	}
	return call.Segment{}, failed("More than one turn begins at "+at.Clock(),
		fmt.Sprintf("Name it by its number: %s.", either(found)))
}

// either lists turns by their numbers.
func either(turns []call.Segment) string {
	var all []string
	for _, turn := range turns {
		all = append(all, fmt.Sprintf("%d (%s)", turn.Turn, speaker(turn.Party)))
	}
	return strings.Join(all, " or ")
}

// tellCorrection says what a correction made.
func (f *face) tellCorrection(a *app.App, id call.ID, made call.Correction) error {
	if f.json {
		return f.printJSON(made)
	}
	doc, err := a.Document(id)
	if err != nil {
		return err
	}
	list := f.table()
	for _, turn := range made.After {
		text := turn.Text
		if text == "" {
			text = "[struck out]"
		}
		list.row(turn.Start.Clock(), app.Speaker(doc.Call, turn.Party), text)
	}
	if made.Named != nil {
		list.row(string(made.Named.Party), app.Speaker(doc.Call, made.Named.Party))
	}
	if made.Of > 0 {
		f.hint("%s in %s", capital(app.CorrectionWords(made)), id)
	}
	return list.print()
}

func (f *face) correctHistory() *cobra.Command {
	return &cobra.Command{
		Use: "history CALL", Short: "List all corrections: who made them, when, what was before and after", Args: between(1, 1),
		RunE: f.inLibrary(func(a *app.App, args []string) error { return f.showHistory(a, args[0]) }),
	}
}

func (f *face) showHistory(a *app.App, ref string) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	history, err := a.Corrections(id)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"call": id, "corrections": orEmpty(history)})
	}
	if len(history) == 0 {
		f.hint("Nothing was corrected.")
		return nil
	}
	list := f.table("NO", "MADE", "BY", "WHAT", "HOLDS", "BEFORE", "AFTER")
	for _, entry := range history {
		before, after := texts(entry.Before), texts(entry.After)
		if entry.Named != nil {
			before, after = entry.Named.Before, entry.Named.After
		}
		if entry.Kind == call.Assigned {
			before, after = speakers(entry.Before)+": "+before, speakers(entry.After)+": "+after
		}
		holds := "no"
		switch {
		case entry.Of > 0:
			holds = "-"
		case entry.Holds:
			holds = "yes"
		}
		list.row(strconv.Itoa(entry.Number), localTime(entry.Made), entry.Who, app.CorrectionWords(entry.Correction), holds, orDash(before), orDash(after))
	}
	return list.print()
}

func texts(turns []call.Segment) string {
	var all []string
	for _, turn := range turns {
		all = append(all, turn.Text)
	}
	return strings.Join(all, " | ")
}

func speakers(turns []call.Segment) string { return speaker(turns[0].Party) }
