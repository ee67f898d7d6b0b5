package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) usageCommand() *cobra.Command {
	return &cobra.Command{
		Use: "usage", Short: "Show what takes space on the disk", Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.briefly(cmd.Context(), f.usage) },
	}
}

func (f *face) usage(_ context.Context, a *app.App) error {
	usage, err := a.Usage()
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(usageAnswer{usage, usage.All()})
	}
	for _, show := range []func(app.Usage) error{f.showUsage, f.showYears, f.showCases, f.showLargest} {
		if err := show(usage); err != nil {
			return err
		}
	}
	return nil
}

// usageAnswer is the JSON answer of usage.
type usageAnswer struct {
	app.Usage
	All int64 `json:"all"`
}

func (f *face) showUsage(u app.Usage) error {
	list := f.table("WHAT", "CALLS", "SIZE")
	calls := fmt.Sprint(u.Calls.Calls)
	list.row("recordings", calls, sizeOf(u.Calls.Sound))
	list.row("transcripts", calls, sizeOf(u.Calls.Words))
	list.row("documents", calls, sizeOf(u.Calls.Rest+u.Rest))
	list.row("index", "-", sizeOf(u.Index))
	list.row("models", "-", sizeOf(u.Models))
	list.row("trash", fmt.Sprint(u.Trash.Calls), sizeOf(u.Trash.All()))
	list.row("all", fmt.Sprint(u.Calls.Calls+u.Trash.Calls), sizeOf(u.All()))
	return list.print()
}

func (f *face) showYears(u app.Usage) error { return f.showShares("YEAR", u.Years) }

func (f *face) showCases(u app.Usage) error { return f.showShares("CASE", u.Cases) }

func (f *face) showShares(head string, shares []app.Share) error {
	if len(shares) == 0 {
		return nil
	}
	if err := f.say(""); err != nil {
		return err
	}
	list := f.table(head, "CALLS", "SIZE", "SOUND", "WORDS")
	for _, share := range shares {
		list.row(orDash(share.Name), fmt.Sprint(share.Calls), sizeOf(share.All()), sizeOf(share.Sound), sizeOf(share.Words))
	}
	return list.print()
}

func (f *face) showLargest(u app.Usage) error {
	if len(u.Most) == 0 {
		return nil
	}
	if err := f.say(""); err != nil {
		return err
	}
	list := f.table("LARGEST CALLS", "STARTED", "LENGTH", "WITH", "SIZE")
	for _, c := range u.Most {
		list.row(string(c.ID), localTime(c.Started), app.LengthWords(c), orDash(c.Title), sizeOf(c.Sizes.All()))
	}
	return list.print()
}

// sizeOf is a number of bytes for people.
func sizeOf(bytes int64) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
}
