package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/assets"
)

func (f *face) letterCommand() *cobra.Command {
	var of app.Scope
	var words reportWords
	formats := strings.Join(app.LetterFormats(), "|")
	cmd := &cobra.Command{
		Use:   "letter LETTER {--case CASE | --number N | --name NAME | --contact CONTACT} [--as " + formats + "] [-o PATH] [--force]",
		Short: "Draft a letter from the record, to be checked and completed by you",
		Long: "Draft a letter from what the record holds. What it does not hold stands in [brackets], and what only a machine found is to be\n" +
			"checked: nothing is guessed. It is a draft and no legal advice. LETTER is one of “onrecord report letters”, or a file of your own.",
		Example: "  onrecord report letter do-not-call --number \"+1 212 555 0142\"\n  onrecord report letter debt-validation --case \"Summit Credit\" --as docx\n" +
			"  onrecord report letter my-letter.txt --case \"Summit Credit\"",
		Args: between(1, 1), DisableFlagsInUseLine: true,
	}
	flags := cmd.Flags()
	flags.StringVar(&of.Case, "case", "", "about the calls of this case")
	flags.StringVar(&of.Number, "number", "", "about the calls with this number")
	flags.StringVar(&of.Name, "name", "", "about the calls with this name")
	flags.StringVar(&words.contact, "contact", "", "about the calls with this contact, whatever its numbers")
	flags.StringVar(&words.as, "as", "", "the form: "+formats)
	flags.StringVarP(&words.target, "output", "o", "", "file or folder to write to; - is stdout")
	flags.BoolVar(&words.force, "force", false, "replace a file that is there")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !of.Named() && words.contact == "" {
			return wrongUse(cmd, "Say about whom, with --case, --number, --name or --contact")
		}
		if words.as == "" {
			words.as = strings.TrimPrefix(filepath.Ext(words.target), ".")
		}
		if words.as != "" && !slices.Contains(app.LetterFormats(), words.as) {
			return wrongUse(cmd, "%q is not a form: choose one of %s", words.as, strings.Join(app.LetterFormats(), ", "))
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) (err error) {
			if of.Contact, err = findContact(a, words.contact); err != nil {
				return err
			}
			return f.draft(a, args[0], of, words)
		})
	}
	return cmd
}

func (f *face) draft(a *app.App, name string, of app.Scope, words reportWords) error {
	if filepath.Ext(name) != "" {
		name = f.path(name)
	}
	template, err := app.FindLetter(name)
	if err != nil {
		return err
	}
	letter, err := a.Letter(template, of)
	if err != nil {
		return err
	}
	switch {
	case words.as == "" && words.target == "" && f.json:
		return f.printJSON(letter)
	case words.target == "-", words.as == "" && words.target == "":
		f.hint("%s.", clean(letter.OpenWords()))
		return a.WriteLetter(letter, orUsual(words.as, "txt"), f.env.Out)
	}
	words.as = orUsual(words.as, "txt")
	f.hint("%s.", clean(letter.OpenWords()))
	return f.writeTo(words, a.LetterName(letter, words.as), func(path string) error { return a.WriteLetterFile(letter, words.as, path, words.force) })
}

func orUsual(text, usual string) string {
	if text == "" {
		return usual
	}
	return text
}

func (f *face) lettersCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use: "letters [--copy-to FOLDER]", Short: "List the letters, or copy them to change them", Args: between(0, 0), DisableFlagsInUseLine: true,
		Long: "Letters are plain texts. What stands in {{double braces}} is filled in from the record. Copy one, change it, and name your\n" +
			"file instead: onrecord report letter my-letter.txt …\n\nWhat can be filled in: " + strings.Join(app.LetterFields(), ", ") + ".",
	}
	cmd.Flags().StringVar(&folder, "copy-to", "", "put copies into this `folder`; none that is there is replaced")
	cmd.RunE = func(*cobra.Command, []string) error {
		all, err := app.LetterTemplates()
		if err != nil {
			return err
		}
		if folder != "" {
			return f.copyLetters(all, f.path(folder))
		}
		if f.json {
			return f.printJSON(map[string]any{"letters": all})
		}
		list := f.table("LETTER", "TITLE")
		for _, one := range all {
			list.row(one.ID, one.Title)
		}
		return list.print()
	}
	return cmd
}

// copyLetters writes the templates as they are into a folder.
func (f *face) copyLetters(all []app.LetterTemplate, folder string) error {
	copied := []string{}
	for _, one := range all {
		content, err := fs.ReadFile(assets.Letters, "letters/"+one.ID+".txt")
		if err != nil {
			return err
		}
		path := filepath.Join(folder, one.ID+".txt")
		if err := writeNew(path, content); err != nil {
			return err
		}
		copied = append(copied, path)
	}
	if f.json {
		return f.printJSON(map[string]any{"files": copied})
	}
	return f.say("%s", strings.Join(copied, "\n"))
}

// writeNew writes a file that is not there yet.
func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return failed("There is already a file "+path, "Choose another folder.")
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}
