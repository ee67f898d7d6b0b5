package cli

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) trashCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "trash [CALL…]", Short: "Move calls into the trash, bring them back, empty it", Args: between(0, -1),
		Long: "Move calls into the trash, where nothing finds them, and from where they can be brought back as they were. Without a\n" +
			"CALL it lists the trash. Nothing leaves it by itself.",
		Example: "  onrecord trash last\n  onrecord trash restore last\n  onrecord trash empty --older-than 30d",
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return f.briefly(cmd.Context(), f.listTrash)
		}
		return f.putIntoTrash(cmd.Context(), args)
	}
	list := &cobra.Command{
		Use: "list", Short: "List the trash: what went there last comes first", Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.briefly(cmd.Context(), f.listTrash) },
	}
	restore := &cobra.Command{
		Use: "restore CALL|CONTACT|CASE…", Short: "Bring calls, contacts and cases back; \"last\" is the call that went last", Args: between(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.restore(cmd.Context(), args) },
	}
	for _, below := range []*cobra.Command{list, restore, f.emptyCommand(), f.previewCommand()} {
		below.DisableFlagsInUseLine = true
		cmd.AddCommand(below)
	}
	return cmd
}

func (f *face) removeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "remove CALL…", Short: "Move calls into the trash", Args: between(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.putIntoTrash(cmd.Context(), args) },
	}
}

// findAll understands what a person types for calls. Nothing is done unless all are found.
func findAll(refs []string, find func(string) (call.ID, error)) ([]call.ID, error) {
	var ids []call.ID
	for _, ref := range refs {
		id, err := find(ref)
		if err != nil {
			return nil, naming(ref, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (f *face) putIntoTrash(ctx context.Context, refs []string) error {
	return f.briefly(ctx, func(ctx context.Context, a *app.App) error {
		ids, err := findAll(refs, a.Find)
		if err != nil {
			return err
		}
		moved, err := a.Trash(ctx, ids...)
		if err != nil {
			return naming(string(ids[len(moved)]), err)
		}
		if f.json {
			return f.printJSON(map[string]any{"trashed": moved})
		}
		f.hint("Moved to the trash: %s. Back with: onrecord trash restore %s", count(len(moved), "call", "calls"), join(moved))
		return nil
	})
}

func join(ids []call.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, " ")
}

func (f *face) restore(ctx context.Context, refs []string) error {
	return f.briefly(ctx, func(ctx context.Context, a *app.App) error {
		ids, others, err := findBinned(a, refs)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := a.Restore(ctx, id); err != nil {
				return naming(string(id), err)
			}
		}
		for _, d := range others {
			if err := a.RestoreDiscarded(d); err != nil {
				return naming(d.Title, err)
			}
			ids = append(ids, d.ID)
		}
		if f.json {
			return f.printJSON(map[string]any{"restored": ids})
		}
		f.hint("Brought back: %s.", countBinned(len(ids)-len(others), others))
		return nil
	})
}

// findBinned understands what a person types for calls, contacts and cases in the trash. Nothing is done unless all are found.
func findBinned(a *app.App, refs []string) (ids []call.ID, others []app.Discarded, err error) {
	for _, ref := range refs {
		id, err := a.FindTrashed(ref)
		if err == nil {
			ids = append(ids, id)
			continue
		}
		d, wrong := a.FindDiscarded(ref)
		if wrong != nil {
			return nil, nil, naming(ref, err)
		}
		others = append(others, d)
	}
	return ids, others, nil
}

// countBinned says how much there is of what.
func countBinned(calls int, others []app.Discarded) string {
	var words []string
	if calls > 0 || len(others) == 0 {
		words = append(words, count(calls, "call", "calls"))
	}
	if len(others) > 0 {
		words = append(words, count(len(others), "contact or case", "contacts and cases"))
	}
	return strings.Join(words, ", ")
}

func (f *face) listTrash(_ context.Context, a *app.App) error {
	trashed, err := a.Trashed()
	if err != nil {
		return err
	}
	others, err := a.Discarded()
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"trash": orEmpty(trashed), "others": others})
	}
	if len(trashed)+len(others) == 0 {
		f.hint("The trash is empty.")
		return nil
	}
	if err := f.listTrashed(trashed); err != nil || len(others) == 0 {
		return err
	}
	list := f.table("ID", "WHAT", "NAME", "BECAME PART OF", "REMOVED")
	for _, d := range others {
		list.row(string(d.ID), string(d.Kind), d.Title, orDash(d.Into), localTime(d.Removed))
	}
	return list.print()
}

func (f *face) listTrashed(trashed []app.Trashed) error {
	if len(trashed) == 0 {
		return nil
	}
	list := f.table("CALL", "STARTED", "LENGTH", "WITH", "CASE", "SIZE", "REMOVED")
	for _, t := range trashed {
		list.row(string(t.ID), localTime(t.Started), app.LengthWords(t.Summary), orDash(t.Title), orDash(t.Case), sizeOf(t.Sizes.All()), orDash(localTime(t.Removed)))
	}
	return list.print()
}

func (f *face) emptyCommand() *cobra.Command {
	var age string
	var yes bool
	cmd := &cobra.Command{
		Use: "empty [CALL|CONTACT|CASE…] [--older-than AGE] [--yes]", Short: "Remove what is in the trash for good", Args: between(0, -1),
		Long: "Remove what is in the trash for good: all, what is named, or what went there longer ago. No trace of it\n" +
			"is left in the library. This asks first; where nobody can be asked it does nothing without --yes.",
		Example: "  onrecord trash empty --older-than 30d --yes",
	}
	cmd.Flags().StringVar(&age, "older-than", "", "only what went there longer ago: 30d, 1y, 2026-03-01")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		before, err := understand(cmd, age, func(text string) (time.Time, error) { return parseMoment(text, f.now()) })
		if err != nil {
			return err
		}
		if age != "" && len(args) > 0 {
			return wrongUse(cmd, "Name calls, or say how old: not both")
		}
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error {
			ctx, done := f.untilInterrupted(ctx)
			defer done()
			return f.empty(ctx, a, args, before, yes)
		})
	}
	return cmd
}

func (f *face) empty(ctx context.Context, a *app.App, refs []string, before time.Time, yes bool) error {
	chosen, others, err := f.toEmpty(a, refs, before)
	if err != nil {
		return err
	}
	if len(chosen)+len(others) > 0 {
		sure, err := f.sure(chosen, others, yes)
		if err != nil || !sure {
			return err
		}
	}
	ids, bytes := []call.ID{}, int64(0)
	for _, t := range chosen {
		ids, bytes = append(ids, t.ID), bytes+t.Sizes.All()
	}
	progress := f.progress()
	err = a.Purge(ctx, ids, func(gone int) { progress.bar("removing", float64(gone)/float64(len(ids)), -1) })
	progress.clear()
	if err == nil {
		err = a.PurgeDiscarded(others...)
	}
	if err != nil {
		return err
	}
	for _, d := range others {
		ids = append(ids, d.ID)
	}
	if f.json {
		return f.printJSON(map[string]any{"removed": ids, "bytes": bytes})
	}
	if len(ids) == 0 {
		f.hint("There is nothing to remove.")
		return nil
	}
	f.hint("Removed for good: %s, %s.", countBinned(len(chosen), others), sizeOf(bytes))
	return nil
}

// toEmpty gives what is meant of the trash.
func (f *face) toEmpty(a *app.App, refs []string, before time.Time) (calls []app.Trashed, others []app.Discarded, err error) {
	calls, err = a.Trashed()
	if err == nil {
		others, err = a.Discarded()
	}
	switch {
	case err != nil:
	case !before.IsZero():
		others = slices.DeleteFunc(others, func(d app.Discarded) bool { return !d.Removed.Before(before) })
		calls, err = a.TrashedBefore(before)
	case len(refs) > 0:
		var ids []call.ID
		ids, others, err = findBinned(a, refs)
		calls = slices.DeleteFunc(calls, func(t app.Trashed) bool { return !slices.Contains(ids, t.ID) })
	}
	return calls, others, err
}

// sure asks whether something is really to be removed for good. Where nobody can be asked it is a misuse not to say so.
func (f *face) sure(chosen []app.Trashed, others []app.Discarded, yes bool) (bool, error) {
	if yes {
		return true, nil
	}
	bytes := int64(0)
	for _, t := range chosen {
		bytes += t.Sizes.All()
	}
	what := fmt.Sprintf("%s (%s)", countBinned(len(chosen), others), sizeOf(bytes))
	if !f.env.Terminal || f.json {
		return false, &misuse{
			what: "Nothing was removed: " + what + " would be gone for good, and nobody was asked",
			do:   "If that is meant, say so: --yes",
		}
	}
	fmt.Fprintf(f.env.Err, "Remove %s for good? This cannot be undone. [y/N] ", what)
	answer, err := bufio.NewReader(f.env.In).ReadString('\n')
	answer = strings.ToLower(strings.TrimSpace(answer))
	if answer != "y" && answer != "yes" {
		if err != nil {
			fmt.Fprintln(f.env.Err)
		}
		f.hint("Nothing was removed.")
		return false, nil
	}
	return true, nil
}

func (f *face) previewCommand() *cobra.Command {
	var age string
	cmd := &cobra.Command{
		Use: "preview --older-than AGE", Short: "Show which calls are older than that; nothing is removed", Args: between(0, 0),
		Example: "  onrecord trash preview --older-than 3y",
	}
	cmd.Flags().StringVar(&age, "older-than", "", "calls that began longer ago: 3y, 90d, 2026-03-01; without it as in the settings")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		before, err := understand(cmd, age, func(text string) (time.Time, error) { return parseMoment(text, f.now()) })
		if err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.preview(cmd, a, before) })
	}
	return cmd
}

func (f *face) preview(cmd *cobra.Command, a *app.App, before time.Time) error {
	if before.IsZero() {
		if before = a.KeepUntil(); before.IsZero() {
			return wrongUse(cmd, "Say how old, as in --older-than 3y")
		}
	}
	old, err := a.Older(before)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(old)
	}
	if err := f.say("%s older than %s: %s. Nothing is removed by itself.", count(len(old.Calls), "call is", "calls are"), localTime(before), sizeOf(old.Sizes.All())); err != nil || len(old.Calls) == 0 {
		return err
	}
	list := f.table("CALL", "STARTED", "LENGTH", "WITH", "CASE", "SIZE")
	for _, c := range old.Calls {
		list.row(string(c.ID), localTime(c.Started), app.LengthWords(c), orDash(c.Title), orDash(c.Case), sizeOf(c.Sizes.All()))
	}
	return list.print()
}
