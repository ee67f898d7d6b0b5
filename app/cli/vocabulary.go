package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) vocabularyCommand() *cobra.Command {
	var of string
	vocabulary := &cobra.Command{
		Use: "vocabulary [--case CASE] [list|add WORD…|remove WORD…]", Short: "Names, firms and other words to expect in calls",
		Long: "Names, firms, statutes: words to expect in all calls, or with --case in the calls of one case. Where the\n" +
			"recogniser is unsure it tries these. They never change words of which it is sure. It has room for some\n" +
			"fifty to a hundred words, the first ones first.",
		Example: "  onrecord vocabulary add \"Acme Solar\" FDCPA\n  onrecord vocabulary --case \"Solar panels\" add Linda",
		Args:    onlyCommands,
	}
	vocabulary.PersistentFlags().StringVar(&of, "case", "", "the list of this `case`")
	list := func(cmd *cobra.Command, _ []string) error {
		return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.listWords(ctx, a, of) })
	}
	vocabulary.RunE = list
	vocabulary.AddCommand(
		&cobra.Command{Use: "list", Short: "List the words", Args: between(0, 0), RunE: list},
		&cobra.Command{
			Use: "add WORD…", Short: "Add words; put one with spaces into quotes", Args: between(1, -1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.addWords(ctx, a, of, args) })
			},
		},
		&cobra.Command{
			Use: "remove WORD…", Short: "Remove words", Args: between(1, -1),
			RunE: f.inLibrary(func(a *app.App, args []string) error { return f.removeWords(a, of, args) }),
		},
	)
	return vocabulary
}

// listedWord is an entry of a list in the JSON answer.
type listedWord struct {
	Text string `json:"text"`
	Fits bool   `json:"fits"` // the recogniser has room for it
}

func (f *face) listWords(ctx context.Context, a *app.App, of string) error {
	words, err := a.Words(of)
	if err != nil {
		return err
	}
	fitting, err := a.Scribe().Fitting(ctx, words)
	if err != nil {
		return err
	}
	list := []listedWord{}
	for _, word := range words {
		list = append(list, listedWord{word, slices.Contains(fitting, word)})
	}
	if f.json {
		return f.printJSON(map[string]any{"case": of, "words": list})
	}
	if len(words) == 0 {
		f.hint("The list is empty. Add words with: onrecord vocabulary add WORD…")
	}
	table := f.table()
	for _, word := range list {
		remark := ""
		if !word.Fits {
			remark = "no room: left out"
		}
		table.row(word.Text, remark)
	}
	return table.print()
}

func (f *face) addWords(ctx context.Context, a *app.App, of string, texts []string) error {
	added, err := a.AddWords(of, texts)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"case": of, "added": orEmpty(added)})
	}
	f.hint("%s added.", capital(count(len(added), "word was", "words were")))
	return f.hintAtRoom(ctx, a, of)
}

// hintAtRoom says when not all words of a list fit.
func (f *face) hintAtRoom(ctx context.Context, a *app.App, of string) error {
	words, err := a.Words(of)
	if err != nil {
		return err
	}
	fitting, err := a.Scribe().Fitting(ctx, words)
	if err != nil {
		return err
	}
	if left := len(words) - len(fitting); left > 0 {
		f.hint("The recogniser has no room for the last %s of this list: onrecord vocabulary list", count(left, "word", "words"))
	}
	return nil
}

func (f *face) removeWords(a *app.App, of string, texts []string) error {
	removed, err := a.RemoveWords(of, texts)
	if err != nil {
		return err
	}
	switch {
	case len(removed) == 0:
		return failed("No such word is in the list", "The list is shown by: onrecord vocabulary list")
	case f.json:
		return f.printJSON(map[string]any{"case": of, "removed": removed})
	}
	f.hint("%s removed.", capital(count(len(removed), "word was", "words were")))
	return nil
}
