package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) exportCommand() *cobra.Command {
	var format, target string
	var force bool
	formats := strings.Join(app.ExportFormats(), "|")
	cmd := &cobra.Command{
		Use: "export CALL --as " + formats + " [-o PATH] [--force]", Short: "Write a call to a file",
		Long: "Write a call to a file. Without -o the file gets a name of its own in this folder; \"-o -\" writes to stdout.\n" +
			"Without --as the ending of PATH says the form.",
		Example: "  onrecord export last --as txt\n  onrecord export last -o call.srt",
		Args:    between(1, 1),
	}
	cmd.Flags().StringVar(&format, "as", "", "the form: "+formats)
	cmd.Flags().StringVarP(&target, "output", "o", "", "file or folder to write to; - is stdout")
	cmd.Flags().BoolVar(&force, "force", false, "replace a file that is there")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if format == "" {
			format = strings.TrimPrefix(filepath.Ext(target), ".")
		}
		if format == "" {
			return wrongUse(cmd, "Say in which form, with --as")
		}
		if !slices.Contains(app.ExportFormats(), format) {
			return wrongUse(cmd, "%q is not a form: choose one of %s", format, strings.Join(app.ExportFormats(), ", "))
		}
		return f.atLength(cmd.Context(), func(_ context.Context, a *app.App) error { return f.export(a, args[0], format, target, force) })
	}
	return cmd
}

func (f *face) export(a *app.App, ref, format, target string, force bool) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	if target == "-" {
		return a.Export(id, format, f.env.Out)
	}
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	path := f.exportPath(doc, format, target)
	if err := writeNew(path, force, func(w io.Writer) error { return a.Export(id, format, w) }); err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]string{"file": path})
	}
	return f.say("%s", path)
}

// exportPath is where an export goes: the file asked for, or one with a telling name in the folder asked for.
func (f *face) exportPath(doc call.Call, format, target string) string {
	path := f.path(target)
	if facts, err := os.Stat(path); target != "" && (err != nil || !facts.IsDir()) {
		return path
	}
	name := doc.Started.Local().Format("2006-01-02_1504") + "_" + fileWord(doc) + "." + format
	return filepath.Join(path, name)
}

// fileWord makes a word of the call's title that any file system takes; a call without one gives the end of its ID.
func fileWord(doc call.Call) string {
	word := strings.Join(strings.FieldsFunc(doc.Title(), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
	if runes := []rune(word); len(runes) > 40 {
		word = string(runes[:40])
	}
	if word == "" {
		word = string(doc.ID[max(0, len(doc.ID)-4):])
	}
	return word
}

// writeNew writes a file that is there whole or not at all, and leaves one that is there already alone unless forced.
func writeNew(path string, force bool, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return failed(fmt.Sprintf("There is already a file %s", path), "Name another one with -o, or replace it with --force.")
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".onrecord-*")
	if err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	err = errors.Join(write(file), file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write export: %w", err), os.Remove(file.Name()))
	}
	return nil
}
