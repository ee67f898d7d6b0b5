package cli

import (
	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Tell the version", Args: between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if f.json {
				return f.printJSON(map[string]string{"version": app.Version()})
			}
			return f.say("OnRecord %s", app.Version())
		},
	}
}
