package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) consentRuleCommand() *cobra.Command {
	var mine, theirs, number string
	cmd := &cobra.Command{
		Use: "rule [--mine PLACE] [--theirs PLACE | --number NUMBER]", Short: "What the law asks for before a call between two places is recorded",
		Long: "The stricter of both sides counts. Where nobody said where the other side is, a number hints at a place; a hint never lowers\n" +
			"what is asked for, and an unknown place counts as one where everybody must agree.",
		Args: between(0, 0),
	}
	cmd.Flags().StringVar(&mine, "mine", "", "where you are, as US-CA (else: your own place in the settings)")
	cmd.Flags().StringVar(&theirs, "theirs", "", "where the other side is, as US-WA")
	cmd.Flags().StringVar(&number, "number", "", "the other side's number, as +12065550142")
	cmd.RunE = f.inLibrary(func(a *app.App, _ []string) error {
		needed, err := a.RequirementOf(mine, theirs, number)
		if err != nil {
			return err
		}
		if f.json {
			return f.printJSON(needed)
		}
		if err := f.say("%s", capital(needed.Light.String())); err != nil {
			return err
		}
		return f.showRequirement(a, needed)
	})
	return cmd
}

// showRequirement says why, with statute, source, day and confidence.
func (f *face) showRequirement(a *app.App, needed app.Requirement) error {
	for _, side := range []struct {
		name string
		law  app.SideLaw
	}{{"YOU", needed.Mine}, {"THEM", needed.Theirs}} {
		if err := f.say(""); err != nil {
			return err
		}
		rows := f.table()
		rows.row(side.name, side.law.Why)
		for _, fact := range app.LawFacts(side.law) {
			rows.row(fact.Name, fact.Value)
		}
		if err := rows.print(); err != nil {
			return err
		}
	}
	f.hint("%s", a.LawNotice())
	return nil
}

func (f *face) consentPlacesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "places", Short: "List the places whose law of recording is known", Args: between(0, 0),
		RunE: f.inLibrary(func(a *app.App, _ []string) error {
			places, err := a.Places()
			if err != nil {
				return err
			}
			if f.json {
				return f.printJSON(places)
			}
			rows := f.table("PLACE", "NAME", "COUNTS AS", "CONFIDENCE", "CHECKED")
			for _, p := range places {
				rows.row(p.ID, p.Name, strings.ReplaceAll(string(p.TreatAs), "_", "-"), p.Confidence, p.Checked.String())
			}
			return rows.print()
		}),
	}
}

func (f *face) consentScriptsCommand() *cobra.Command {
	var language string
	cmd := &cobra.Command{Use: "scripts [--language de]", Short: "What can be read aloud to announce a recording or ask for consent", Args: between(0, 0)}
	cmd.Flags().StringVar(&language, "language", "", "en, de, fr, es or it (else: the one in the settings)")
	cmd.RunE = f.inLibrary(func(a *app.App, _ []string) error {
		if language == "" {
			language = a.Settings().ScriptLanguage
		}
		scripts, err := a.Scripts(language)
		if err != nil {
			return err
		}
		if f.json {
			return f.printJSON(scripts)
		}
		rows := f.table()
		for _, s := range scripts {
			rows.row(s.Label, s.Text)
		}
		return rows.print()
	})
	return cmd
}

func (f *face) consentPlaceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "place PLACE", Short: "Set where you are, for the law of recording", Args: between(1, 1),
		RunE: f.inLibrary(func(a *app.App, args []string) error {
			if err := a.CheckPlace(args[0]); err != nil {
				return err
			}
			err := a.ChangeSettings(func(s *app.Settings) { s.Place = args[0] })
			if err == nil {
				f.hint("Your place is %s now.", args[0])
			}
			return err
		}),
	}
}

func (f *face) consentRefusalCommand() *cobra.Command {
	return &cobra.Command{
		Use: "refusal keep|destroy", Short: "Set what becomes of the sound so far when the other side refuses to be recorded", Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] != "keep" && args[0] != "destroy" {
				return wrongUse(cmd, "Say keep or destroy")
			}
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
				err := a.ChangeSettings(func(s *app.Settings) { s.DestroyRefused = args[0] == "destroy" })
				if err == nil {
					f.hint("When the other side refuses, the sound so far is %s.", map[string]string{"keep": "kept", "destroy": "destroyed for good"}[args[0]])
				}
				return err
			})
		},
	}
}
