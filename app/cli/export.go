package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// exportOrder is what is asked of an export.
type exportOrder struct {
	form   app.Form
	target string // a file, a folder, "-" for stdout, or empty for the caller's folder
	force  bool
}

func (f *face) exportCommand() *cobra.Command {
	var order exportOrder
	var from, to string
	formats := strings.Join(app.ExportFormats(), "|")
	cmd := &cobra.Command{
		Use: "export CALL… --as " + formats + " [-o PATH] [--from TIME] [--to TIME] [--redact] [--force]", Short: "Write calls to files",
		Long: "Write a call to a file, or several calls to files in one folder. Without -o a file gets a name of its own in this\n" +
			"folder; \"-o -\" writes to stdout. Without --as the ending of PATH says the form. --from and --to take a part of the\n" +
			"call: its words or its sound. --redact leaves out card, account and similar numbers, as far as the machine finds them, in words\n" +
			"and in sound; the original stays as it is. opus and m4a are made by opusenc or ffmpeg, if this machine has them.",
		Example: "  onrecord export last --as pdf\n  onrecord export last -o call.srt\n" +
			"  onrecord export last -o promise.flac --from 12:05 --to 12:31\n  onrecord export 20260312-1402 20260314-0911 --as docx -o \"for the lawyer\"",
		Args: between(1, -1),
	}
	cmd.Flags().StringVar(&order.form.As, "as", "", "the form: "+formats)
	cmd.Flags().StringVarP(&order.target, "output", "o", "", "file or folder to write to; - is stdout")
	cmd.Flags().StringVar(&from, "from", "", "begin at this time of the call: 12:05, 00:12:05.250")
	cmd.Flags().StringVar(&to, "to", "", "end at this time of the call")
	cmd.Flags().BoolVar(&order.form.Redact, "redact", false, "leave out card, account and similar numbers; a quiet tone stands in the sound")
	cmd.Flags().BoolVar(&order.force, "force", false, "replace a file that is there")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if order.form.Part.From, err = understand(cmd, from, call.ParseClock); err != nil {
			return err
		}
		if order.form.Part.To, err = understand(cmd, to, call.ParseClock); err != nil {
			return err
		}
		if to != "" && order.form.Part.To <= order.form.Part.From {
			return wrongUse(cmd, "--to must be later than --from")
		}
		if order.form.As == "" {
			order.form.As = strings.TrimPrefix(filepath.Ext(order.target), ".")
		}
		if order.form.As == "" {
			return wrongUse(cmd, "Say in which form, with --as")
		}
		if !slices.Contains(app.ExportFormats(), order.form.As) {
			return wrongUse(cmd, "%q is not a form: choose one of %s", order.form.As, strings.Join(app.ExportFormats(), ", "))
		}
		if order.target == "-" && len(args) > 1 {
			return wrongUse(cmd, "Only one call can be written to stdout")
		}
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.export(ctx, a, args, order) })
	}
	return cmd
}

func (f *face) export(ctx context.Context, a *app.App, refs []string, order exportOrder) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	ids, err := findCalls(a, refs)
	if err != nil {
		return err
	}
	if len(ids) > 1 {
		return f.exportAll(ctx, a, ids, order)
	}
	if order.target == "-" {
		if err := a.Export(ctx, ids[0], order.form, f.env.Out); err != nil {
			return err
		}
		_, err := f.omits(a, ids[0], order.form)
		return err
	}
	path, err := f.exportOne(ctx, a, ids[0], order, map[string]bool{})
	if err != nil {
		return err
	}
	omits, err := f.omits(a, ids[0], order.form)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(exported{File: path, Omits: omits})
	}
	return f.say("%s", path)
}

// omits tells what an export lacks of a call that it is to hold whole.
func (f *face) omits(a *app.App, id call.ID, form app.Form) (string, error) {
	problem, lacks, err := a.Omits(id, form)
	if err != nil || !lacks {
		return "", err
	}
	f.warn("%s. %s", clean(problem.What), problem.Safe)
	return problem.What, nil
}

// findCalls finds each call once, in the order in which they were named.
func findCalls(a *app.App, refs []string) ([]call.ID, error) {
	var ids []call.ID
	for _, ref := range refs {
		id, err := findCall(a, ref)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// exported is one call in the JSON answer.
type exported struct {
	Call  call.ID `json:"call,omitempty"` // where there are several
	File  string  `json:"file,omitempty"`
	Omits string  `json:"omits,omitempty"` // what the file lacks of the call
	Error string  `json:"error,omitempty"`
}

// exportAll writes calls into a folder; one that fails does not hold up the others.
func (f *face) exportAll(ctx context.Context, a *app.App, ids []call.ID, order exportOrder) error {
	folder := f.path(order.target)
	if facts, err := os.Stat(folder); err != nil || !facts.IsDir() {
		return failed(fmt.Sprintf("There is no folder %s", folder), "Several calls need a folder: make it first, or name another one with -o.")
	}
	line := f.progress()
	defer line.clear()
	answer, taken, failures := []exported{}, map[string]bool{}, 0
	for i, id := range ids {
		line.bar("Exporting", float64(i)/float64(len(ids)), -1)
		path, err := f.exportOne(ctx, a, id, order, taken)
		line.clear()
		if err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		entry := exported{Call: id, File: path}
		if err == nil {
			entry.Omits, err = f.omits(a, id, order.form)
		}
		if err != nil {
			failures++
			entry.File = ""
			entry.Error, _ = explain(err)
			f.complain(naming(string(id), err))
		} else if !f.json {
			if err := f.say("%s", path); err != nil {
				return err
			}
		}
		answer = append(answer, entry)
	}
	if f.json {
		if err := f.printJSON(map[string]any{"exported": answer}); err != nil {
			return err
		}
	}
	if failures > 0 {
		return finished(exitFailed)
	}
	return nil
}

// exportOne writes a call to the file where it goes, which no other of the same order has taken.
func (f *face) exportOne(ctx context.Context, a *app.App, id call.ID, order exportOrder, taken map[string]bool) (string, error) {
	doc, err := a.Call(id)
	if err != nil {
		return "", err
	}
	path := f.exportPath(doc, order)
	if taken[path] { // calls of the same minute with the same person
		end := "." + order.form.As
		path = strings.TrimSuffix(path, end) + "_" + lastLetters(id) + end
	}
	taken[path] = true
	err = a.ExportFile(ctx, id, order.form, path, order.force)
	if errors.Is(err, fs.ErrExist) {
		return "", failed(fmt.Sprintf("There is already a file %s", path), "Name another one with -o, or replace it with --force.")
	}
	return path, err
}

// exportPath is where an export goes: the file asked for, or one with a telling name in the folder asked for.
func (f *face) exportPath(doc call.Call, order exportOrder) string {
	path := f.path(order.target)
	if facts, err := os.Stat(path); order.target != "" && (err != nil || !facts.IsDir()) {
		return path
	}
	name := doc.Started.Local().Format("2006-01-02_1504") + "_" + fileWord(doc)
	if order.form.Redact {
		name += "_redacted"
	}
	name += "." + order.form.As
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
		word = lastLetters(doc.ID)
	}
	return word
}

// lastLetters tell calls of the same second apart.
func lastLetters(id call.ID) string { return string(id[max(0, len(id)-4):]) }
