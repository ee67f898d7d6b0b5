package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Look at devices, model and disk, and say what to fix; nothing private is shown",
		Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.doctor(cmd.Context()) },
	}
}

// doctor reports; that something needs fixing is not its own failure.
func (f *face) doctor(ctx context.Context) error {
	symptoms, err := app.Doctor(f.config())
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"findings": orEmpty(symptoms)})
	}
	list := f.table()
	for _, symptom := range symptoms {
		state := "ok"
		if !symptom.OK {
			state = "FIX"
		}
		list.row(state, symptom.Topic, symptom.Text)
		if symptom.Fix != "" {
			list.row("", "", "→ "+symptom.Fix)
		}
	}
	return list.print()
}
