package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/assets"
)

func (f *face) letterCommand() *cobra.Command {
	var order paperOrder
	formats := app.LetterFormats()
	cmd := &cobra.Command{
		Use:   "letter LETTER {--case CASE | --number N | --name NAME | --contact CONTACT} [--as " + strings.Join(formats, "|") + "] [-o PATH] [--force]",
		Short: "Draft a letter from the record, to be checked and completed by you",
		Long: "Draft a letter from what the record holds. What it does not hold stands in [brackets], and what only a machine found is to be\n" +
			"checked: nothing is guessed. It is a draft and no legal advice. LETTER is one of “onrecord report letters”, or a file of your own.",
		Example: "  onrecord report letter do-not-call --number \"+1 212 555 0142\"\n  onrecord report letter debt-validation --case \"Summit Credit\" --as docx\n" +
			"  onrecord report letter my-letter.txt --case \"Summit Credit\"",
		Args: between(1, 1), DisableFlagsInUseLine: true,
	}
	order.scopeFlags(cmd, "about")
	order.fileFlags(cmd, formats)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := order.check(cmd, true, formats); err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) (err error) {
			if order.of.Contact, err = findContact(a, order.contact); err != nil {
				return err
			}
			return f.draft(a, args[0], order)
		})
	}
	return cmd
}

func (f *face) draft(a *app.App, name string, order paperOrder) error {
	if filepath.Ext(name) != "" {
		name = f.path(name)
	}
	template, err := app.FindLetter(name)
	if err != nil {
		return err
	}
	letter, err := a.Letter(template, order.of)
	if err != nil {
		return err
	}
	if f.json && order.as == "" && order.target == "" {
		return f.printJSON(letter)
	}
	f.hint("%s.", clean(letter.OpenWords()))
	as := cmp.Or(order.as, "txt")
	if order.printed() {
		return a.WriteLetter(letter, as, f.env.Out)
	}
	return f.writeTo(order, a.LetterName(letter, as), func(path string) error { return a.WriteLetterFile(letter, as, path, order.force) })
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
