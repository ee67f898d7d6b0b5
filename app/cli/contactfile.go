package cli

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) contactImportCommand() *cobra.Command {
	var preview bool
	var columns []string
	var saved, save string
	cmd := &cobra.Command{
		Use: "import FILE [--preview] [--column FIELD=NAME]… [--mapping NAME] [--save-mapping NAME]", Short: "Bring in an address book: vCard, or a table from Google, Outlook or others",
		Long: "Who is known already, by a number or an address and by no other name, gets what is new; nobody comes in twice.\n" +
			"Of a table the first line names the columns. Where a name says nothing, --column does: --column number=Handy.\n" +
			"FIELD is one of: " + strings.Join(app.ContactFields, ", ") + "; or - for a column that is not kept.\n" +
			"A mapping can be saved under a name, and used with --mapping: onrecord contact mappings lists them.",
		Example: "  onrecord contact import contacts.vcf --preview\n  onrecord contact import customers.csv --column name=Kunde",
		Args:    between(1, 1),
	}
	cmd.Flags().BoolVar(&preview, "preview", false, "only say what would come of it")
	cmd.Flags().StringArrayVar(&columns, "column", nil, "what stands in a column, as `FIELD=NAME` (can be repeated)")
	cmd.Flags().StringVar(&saved, "mapping", "", "read it as the mapping of this `name` says")
	cmd.Flags().StringVar(&save, "save-mapping", "", "keep how it is read under this `name`")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		told, err := app.ContactColumns(columns)
		if err != nil {
			return wrongUse(cmd, "%s", err)
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			mapping := app.ContactMapping{Columns: map[string]string{}}
			if saved != "" {
				if mapping, err = a.ContactMapping(saved); err != nil {
					return err
				}
			}
			maps.Copy(mapping.Columns, told)
			if err := f.importContacts(a, f.path(args[0]), mapping.Columns, preview); err != nil || save == "" {
				return err
			}
			return a.SaveContactMapping(app.ContactMapping{Name: save, Columns: mapping.Columns})
		})
	}
	return cmd
}

func (f *face) importContacts(a *app.App, path string, columns map[string]string, preview bool) error {
	plan, err := a.ReadContacts(path, columns)
	if err == nil && !preview {
		err = a.ImportContacts(plan)
	}
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(plan)
	}
	table := f.table()
	for _, c := range plan.New {
		table.row("new", c.Title(), numbersOf(c))
	}
	for _, change := range plan.Changed {
		table.row("more of", change.Before.Title(), strings.Join(app.ContactNews(change), "; "))
	}
	if err := table.print(); err != nil {
		return err
	}
	for _, left := range plan.Left {
		f.warn("%s", clean(left))
	}
	f.hint("%s, more of %d, nothing new of %d; %d left out.", count(len(plan.New), "new contact", "new contacts"), len(plan.Changed), plan.Known, len(plan.Left))
	if preview {
		f.hint("Nothing was changed. Without --preview this is brought in.")
	}
	return nil
}

func (f *face) contactMappingsCommand() *cobra.Command {
	var remove string
	cmd := &cobra.Command{Use: "mappings [--remove NAME]", Short: "List how address books are read, as saved, or remove one of these mappings", Args: between(0, 0), DisableFlagsInUseLine: true}
	cmd.Flags().StringVar(&remove, "remove", "", "remove the mapping of this `name`")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			if remove != "" {
				return a.RemoveContactMapping(remove)
			}
			all, err := a.ContactMappings()
			if err != nil {
				return err
			}
			if f.json {
				return f.printJSON(map[string]any{"mappings": all})
			}
			list := f.table("MAPPING", "COLUMNS")
			for _, m := range all {
				var columns []string
				for _, column := range slices.Sorted(maps.Keys(m.Columns)) {
					columns = append(columns, m.Columns[column]+"="+column)
				}
				list.row(m.Name, strings.Join(columns, ", "))
			}
			return list.print()
		})
	}
	return cmd
}

func (f *face) contactExportCommand() *cobra.Command {
	var file string
	var sheet bool
	cmd := &cobra.Command{
		Use: "export [WORDS] [-o FILE] [--csv]", Short: "Write the contacts, or those in which these words stand, as vCard or as a table", Args: between(0, -1),
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "the `file` (else: to stdout); one that ends in .csv is a table")
	cmd.Flags().BoolVar(&sheet, "csv", false, "as a table for spreadsheets")
	cmd.RunE = f.inLibrary(func(a *app.App, args []string) error {
		contacts := app.ContactsWith(a.Contacts(), strings.Join(args, " "))
		if file == "" {
			return app.WriteContacts(f.env.Out, contacts, sheet)
		}
		if err := app.ExportContacts(f.path(file), contacts); err != nil {
			return err
		}
		f.hint("%s written.", capital(count(len(contacts), "contact was", "contacts were")))
		return nil
	})
	return cmd
}
