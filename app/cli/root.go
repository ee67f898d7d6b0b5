package cli

import (
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

// libraryVariable names the library when --library does not.
const libraryVariable = "ONRECORD_LIBRARY"

// The groups of the help text.
const (
	groupTake    = "take"
	groupLibrary = "library"
	groupProgram = "program"
)

// root makes the whole tree of commands.
func (f *face) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "onrecord",
		Short: "Record your own calls, both sides, and find again what was said",
		Long: "OnRecord records calls on two channels, writes down what was said on this machine, and finds it again.\n" +
			"Without a command it opens the window.\n\n" +
			"CALL is the ID of a call, the beginning of one, or the word \"last\".",
		SilenceErrors: true, SilenceUsage: true, DisableSuggestions: true,
		PersistentPreRun: func(*cobra.Command, []string) { f.started = true },
		RunE:             func(cmd *cobra.Command, _ []string) error { return f.window(cmd.Context()) },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return wrongUse(cmd, "%s", capital(err.Error())) })
	global := root.PersistentFlags()
	global.StringVar(&f.library, "library", "", "`folder` of the library (or set "+libraryVariable+")")
	global.BoolVar(&f.json, "json", false, "answer in JSON on stdout")
	global.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no hints")
	global.BoolVarP(&f.verbose, "verbose", "v", false, "show the log on stderr")
	root.AddGroup(
		&cobra.Group{ID: groupTake, Title: "Recording:"},
		&cobra.Group{ID: groupLibrary, Title: "Calls:"},
		&cobra.Group{ID: groupProgram, Title: "This program:"},
	)
	f.add(root, groupTake, f.recordCommand(), f.startCommand(), f.stopCommand(), f.pauseCommand(), f.resumeCommand(),
		f.statusCommand(), f.noteCommand(), f.markCommand(), f.marksCommand(), f.tickCommand(), f.consentCommand(), f.devicesCommand(), f.selftestCommand())
	f.add(root, groupLibrary, f.callsCommand(), f.logCommand(), f.showCommand(), f.searchCommand(), f.flagsCommand(), f.caseCommand(), f.contactCommand(), f.editCommand(), f.correctCommand(), f.importCommand(),
		f.transcribeCommand(), f.transcriptsCommand(), f.jobsCommand(), f.vocabularyCommand(), f.playbookCommand(), f.followUpsCommand(), f.exportCommand(), f.reportCommand(), f.reconcileCommand(),
		f.trashCommand(),
		f.removeCommand(), f.usageCommand(), f.checkCommand(), f.searchesCommand())
	f.add(root, groupProgram, f.modelsCommand(), f.doctorCommand(), f.demoCommand(), f.versionCommand())
	root.SetHelpCommandGroupID(groupProgram)
	root.SetCompletionCommandGroupID(groupProgram)
	return root
}

func (f *face) add(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, command := range commands {
		command.GroupID = group
		command.DisableFlagsInUseLine = true
		root.AddCommand(command)
	}
}

// config is the caller's, with the flags put in.
func (f *face) config() app.Config {
	config := f.env.Config
	if library := f.namedLibrary(); library != "" {
		config.Library = library
	}
	if f.verbose {
		handler := slog.Handler(slog.NewTextHandler(f.env.Err, &slog.HandlerOptions{Level: slog.LevelDebug}))
		if config.Log != nil {
			handler = slog.NewMultiHandler(config.Log.Handler(), handler)
		}
		config.Log = slog.New(handler)
	}
	return config
}

// namedLibrary is the library that the caller asked for, or nothing.
func (f *face) namedLibrary() string {
	if f.library != "" {
		return f.path(f.library)
	}
	if library := os.Getenv(libraryVariable); library != "" {
		return f.path(library)
	}
	return ""
}

// path understands a path as the caller means it.
func (f *face) path(name string) string {
	if filepath.IsAbs(name) || f.env.Dir == "" {
		return name
	}
	return filepath.Join(f.env.Dir, name)
}
