package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) modelsCommand() *cobra.Command {
	list := func(*cobra.Command, []string) error { return f.listModels() }
	models := &cobra.Command{
		Use: "models", Short: "List, get and choose the models that transcribe", Args: onlyCommands, RunE: list,
	}
	models.AddCommand(
		&cobra.Command{Use: "list", Short: "List the models", Args: between(0, 0), RunE: list},
		f.adviseCommand(),
		&cobra.Command{
			Use: "get NAME", Short: "Download a model, or go on with a download that broke off", Args: between(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error { return f.getModel(cmd.Context(), args[0]) },
		},
		&cobra.Command{
			Use: "add FILE", Short: "Add a model file of your own (ggml, as whisper.cpp reads it)", Args: between(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error { return f.addModel(cmd.Context(), args[0]) },
		},
		&cobra.Command{
			Use: "remove NAME", Short: "Delete a model's file", Args: between(1, 1),
			RunE: func(_ *cobra.Command, args []string) error { return f.removeModel(args[0]) },
		},
		&cobra.Command{
			Use: "use NAME", Short: "Transcribe with this model from now on", Args: between(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error { return f.useModel(cmd.Context(), args[0]) },
		},
	)
	return models
}

// scribe is the one of the open library, else one of its own: models belong to the machine, not to a library.
func (f *face) scribe() (*app.Scribe, error) {
	if f.env.Running != nil {
		return f.env.Running.Scribe(), nil
	}
	return app.NewScribe(f.config())
}

// model is a model in the JSON answer.
type model struct {
	Name      string `json:"name"`
	Engine    string `json:"engine"`
	Size      int64  `json:"size"`
	Memory    int64  `json:"memory"`
	Languages string `json:"languages"`
	Installed bool   `json:"installed"`
	InUse     bool   `json:"in_use"`
	Custom    bool   `json:"custom"`
	Demo      bool   `json:"demo"`
	SHA256    string `json:"sha256"`
	Advice    string `json:"advice"`
	Cost      *cost  `json:"cost"` // null while unknown
}

func (f *face) listModels() error {
	scribe, err := f.scribe()
	if err != nil {
		return err
	}
	advice, err := scribe.Advise()
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"models": modelsOf(advice, scribe.Model())})
	}
	list := f.table("MODEL", "ENGINE", "SIZE", "1 HOUR OF CALL", "LANGUAGES", "STATE", "GOOD FOR")
	for _, m := range advice.Models {
		use, _, _ := strings.Cut(m.Advice, ";") // the finer points would not fit on a line
		list.row(m.Name, m.Kind.String(), megabytes(m.Size), costOf(m), m.Languages, modelState(m.ModelState, scribe.Model()), strings.TrimSuffix(use, "."))
	}
	if err := list.print(); err != nil {
		return err
	}
	f.hint("%s", advice.Sentence)
	if advice.Measured.IsZero() {
		f.hint("Measure it with: onrecord models advise")
	}
	return nil
}

func modelsOf(advice app.Advice, inUse string) []model {
	list := []model{}
	for _, m := range advice.Models {
		list = append(list, model{
			m.Name, string(m.Kind), m.Size, m.Memory, m.Languages, m.Installed, m.Name == inUse, m.Custom, m.Demo, m.SHA256, m.Advice,
			costJSON(m.Forecast),
		})
	}
	return list
}

func modelState(m app.ModelState, inUse string) string {
	switch {
	case m.Name == inUse:
		return "in use"
	case m.Installed:
		return "installed"
	case m.Partial > 0:
		return fmt.Sprintf("%d %% there", m.Partial*100/max(m.Size, 1))
	}
	return "-"
}

func megabytes(size int64) string {
	if size >= 1e9 {
		return fmt.Sprintf("%.1f GB", float64(size)/1e9)
	}
	return fmt.Sprintf("%.0f MB", float64(size)/1e6)
}

func (f *face) getModel(ctx context.Context, name string) error {
	scribe, err := f.scribe()
	if err != nil {
		return err
	}
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	line := f.progress()
	err = scribe.Models.Get(ctx, name, func(have, total int64) {
		line.bar("Getting "+name, float64(have)/float64(max(total, 1)), -1)
	})
	line.clear()
	if err != nil {
		return err
	}
	f.hint("%s is there. Transcribe with it: onrecord models use %s", name, name)
	return nil
}

func (f *face) addModel(ctx context.Context, file string) error {
	scribe, err := f.scribe()
	if err != nil {
		return err
	}
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	spec, err := scribe.Models.Add(ctx, f.path(file))
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]string{"name": spec.Name, "sha256": spec.SHA256})
	}
	f.hint("Added. Transcribe with it: onrecord models use %s", spec.Name)
	return f.say("%s", spec.Name)
}

func (f *face) removeModel(name string) error {
	scribe, err := f.scribe()
	if err != nil {
		return err
	}
	if err := scribe.Models.Remove(name); err != nil {
		return err
	}
	f.hint("%s was removed.", name)
	return nil
}

// useModel goes through the open library, because the process that has it open must learn of it.
func (f *face) useModel(ctx context.Context, name string) error {
	return f.briefly(ctx, func(_ context.Context, a *app.App) error {
		known, err := a.Scribe().Models.List()
		if err != nil {
			return err
		}
		for _, m := range known {
			if m.Name != name {
				continue
			}
			if !m.Installed && !m.Demo {
				return failed(fmt.Sprintf("The model %s is not on this machine", name), "Get it first: onrecord models get "+name)
			}
			settings := a.Settings()
			settings.Model = name
			if err := a.SaveSettings(settings); err != nil {
				return err
			}
			f.hint("New transcripts are made with %s.", name)
			return nil
		}
		return failed(fmt.Sprintf("There is no model %q", name), "The names are listed by: onrecord models")
	})
}
