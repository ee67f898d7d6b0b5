package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) searchesCommand() *cobra.Command {
	searches := &cobra.Command{
		Use: "searches [list|save NAME QUERY|use NAME|remove NAME]", Short: "Searches that are kept under a name",
		Long:    "Searches that are kept under a name: the same as in the window. How a QUERY is written, “onrecord search --help” says.",
		Example: "  onrecord searches save promises 'from:them pay OR refund'\n  onrecord searches use promises --sort date",
		Args:    onlyCommands,
	}
	list := f.inLibrary(func(a *app.App, _ []string) error { return f.listSearches(a) })
	searches.RunE = list
	searches.AddCommand(
		&cobra.Command{Use: "list", Short: "List them", Args: between(0, 0), RunE: list},
		&cobra.Command{
			Use: "save NAME QUERY", Short: "Keep a search under a name", Args: between(2, -1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error {
					return f.saveSearch(ctx, a, args[0], strings.Join(args[1:], " "))
				})
			},
		},
		f.useSearchCommand(),
		&cobra.Command{
			Use: "remove NAME", Short: "Forget a search", Args: between(1, 1),
			RunE: f.inLibrary(func(a *app.App, args []string) error { return f.removeSearch(a, args[0]) }),
		},
	)
	return searches
}

func (f *face) useSearchCommand() *cobra.Command {
	var show showing
	use := &cobra.Command{Use: "use NAME [--sort ORDER] [--limit N]", Short: "Search with it", Args: between(1, 1)}
	show.flags(use)
	use.RunE = func(cmd *cobra.Command, args []string) error {
		if err := show.check(cmd); err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error {
			saved, err := findSearch(a, args[0])
			if err != nil {
				return err
			}
			return f.search(ctx, a, saved.Query, show)
		})
	}
	return use
}

func (f *face) listSearches(a *app.App) error {
	searches, err := a.Searches()
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"saved": orEmpty(searches.Saved), "recent": orEmpty(searches.Recent)})
	}
	if len(searches.Saved) == 0 {
		f.hint("No search is saved. Save one with: onrecord searches save NAME QUERY")
		return nil
	}
	list := f.table("NAME", "SEARCH")
	for _, saved := range searches.Saved {
		list.row(saved.Name, saved.Query)
	}
	return list.print()
}

// saveSearch keeps a search that can be understood.
func (f *face) saveSearch(ctx context.Context, a *app.App, name, query string) error {
	if _, err := a.Matching(ctx, query); err != nil {
		return err
	}
	if err := a.SaveSearch(name, query); err != nil {
		return err
	}
	return f.tellSaved(a, name)
}

func (f *face) removeSearch(a *app.App, name string) error {
	saved, err := findSearch(a, name)
	if err != nil {
		return err
	}
	if err := a.RemoveSearch(saved.Name); err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"removed": saved})
	}
	f.hint("Removed: %s.", clean(saved.Name))
	return nil
}

// tellSaved tells of a search that was saved.
func (f *face) tellSaved(a *app.App, name string) error {
	saved, err := findSearch(a, name)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"saved": saved})
	}
	f.hint("Saved: %s. Use it with: onrecord searches use %q", clean(saved.Name), clean(saved.Name))
	return nil
}

// findSearch finds a saved search by its name, in whatever capitals.
func findSearch(a *app.App, name string) (app.SavedSearch, error) {
	searches, err := a.Searches()
	if err != nil {
		return app.SavedSearch{}, err
	}
	name = strings.Join(strings.Fields(name), " ")
	at := slices.IndexFunc(searches.Saved, func(s app.SavedSearch) bool { return strings.EqualFold(s.Name, name) })
	if at < 0 {
		return app.SavedSearch{}, failed(fmt.Sprintf("No search is saved as “%s”", name), "They are listed by: onrecord searches")
	}
	return searches.Saved[at], nil
}
