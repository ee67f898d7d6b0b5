package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// reconcileOrder is what is asked of a reconciliation.
type reconcileOrder struct {
	mapping     app.ListMapping
	saved, save string
	dates       string
	lengthIn    string
	add         bool
	to          string
}

func (f *face) reconcileCommand() *cobra.Command {
	var order reconcileOrder
	cmd := &cobra.Command{
		Use:   "reconcile FILE [--add] [--case CASE] [--mapping NAME] [--save-mapping NAME] [--dates ORDER] [--zone ZONE] [--own NUMBER] [--length-in UNIT] [--date|--time|--number|--contact|--direction|--length|--from|--to COLUMN]",
		Short: "Lay a carrier's or a telephone's list of calls beside the library, and add what is missing",
		Long: "Reads a list of calls: CSV from a carrier or a telephone, or the XML of “SMS Backup & Restore” (Android), and says which of them the\n" +
			"library has: by number, and by time within three minutes. --add notes the others; what is there is never added twice.\n\n" +
			"Columns are known by their names; where they are not, name them. Dates that may mean two days are asked about, not guessed.\n" +
			"Times are by the clock of this machine's zone unless --zone says another. A mapping can be saved under a name, and used with --mapping.",
		Example: "  onrecord reconcile bill.csv\n  onrecord reconcile bill.csv --dates month-first --zone America/New_York --save-mapping \"My carrier\"\n" +
			"  onrecord reconcile bill.csv --mapping \"My carrier\" --add --case \"Summit Credit\"",
		Args: between(1, 1),
	}
	flags := cmd.Flags()
	flags.BoolVar(&order.add, "add", false, "note the calls that the library does not have")
	flags.StringVar(&order.to, "case", "", "the case that added calls belong to")
	flags.StringVar(&order.saved, "mapping", "", "read it as the mapping of this name says")
	flags.StringVar(&order.save, "save-mapping", "", "keep how it is read under this name")
	flags.StringVar(&order.dates, "dates", "", "how dates are written: day-first, month-first or year-first")
	flags.StringVar(&order.lengthIn, "length-in", "", "what lengths are in: seconds, minutes or hours")
	flags.StringVar(&order.mapping.Zone, "zone", "", "zone of the times, as America/New_York")
	flags.StringVar(&order.mapping.Own, "own", "", "your number, where the list says who called and who was called")
	for name, column := range map[string]*string{
		"date": &order.mapping.Date, "time": &order.mapping.Time, "number": &order.mapping.Number, "contact": &order.mapping.Contact,
		"direction": &order.mapping.Direction, "length": &order.mapping.Length, "from": &order.mapping.From, "to": &order.mapping.To,
	} {
		flags.StringVar(column, name, "", "name of the `column` for it")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		order.mapping.Dates, order.mapping.LengthIn = app.DateOrder(order.dates), app.LengthUnit(order.lengthIn)
		if order.dates != "" && !slices.Contains(app.DateOrders, order.mapping.Dates) {
			return wrongUse(cmd, "%q is no order of dates: day-first, month-first or year-first", order.dates)
		}
		if order.lengthIn != "" && !slices.Contains(app.LengthUnits, order.mapping.LengthIn) {
			return wrongUse(cmd, "%q is no unit of lengths: seconds, minutes or hours", order.lengthIn)
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.reconcile(a, f.path(args[0]), order) })
	}
	cmd.AddCommand(f.mappingsCommand())
	return cmd
}

func (f *face) mappingsCommand() *cobra.Command {
	var remove string
	cmd := &cobra.Command{Use: "mappings [--remove NAME]", Short: "List the saved mappings, or remove one", Args: between(0, 0), DisableFlagsInUseLine: true}
	cmd.Flags().StringVar(&remove, "remove", "", "remove the mapping of this name")
	cmd.RunE = f.inLibrary(func(a *app.App, _ []string) error {
		if remove != "" {
			return a.RemoveListMapping(remove)
		}
		all, err := a.ListMappings()
		if err != nil {
			return err
		}
		if f.json {
			return f.printJSON(map[string]any{"mappings": all})
		}
		list := f.table("MAPPING", "DATES", "ZONE", "COLUMNS")
		for _, m := range all {
			list.row(m.Name, orDash(string(m.Dates)), orDash(m.Zone), strings.Join(m.Columns(), ", "))
		}
		return list.print()
	})
	return cmd
}

func (f *face) reconcile(a *app.App, path string, order reconcileOrder) error {
	mapping := order.mapping
	if order.saved != "" {
		saved, err := a.ListMapping(order.saved)
		if err != nil {
			return err
		}
		mapping = mapping.Over(saved)
	}
	list, err := a.ReadCallList(path, mapping)
	if err != nil {
		return err
	}
	if order.save != "" {
		mapping.Name = order.save
		if err := a.SaveListMapping(mapping); err != nil {
			return err
		}
	}
	added := []call.ID{}
	if order.add {
		some, err := a.AddListed(list, nil, order.to)
		if err != nil {
			return err
		}
		added = append(added, some...)
	}
	r, err := a.Reconcile(list)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(reconciled{r, r.Count(app.ListedRecorded), r.Count(app.ListedNoted), r.Count(app.ListedUndocumented), added})
	}
	return f.showReconciled(r, added, order.add)
}

// reconciled is the JSON answer.
type reconciled struct {
	app.Reconciliation
	Recorded     int       `json:"recorded"`
	Noted        int       `json:"noted"`
	Undocumented int       `json:"undocumented"`
	Added        []call.ID `json:"added"`
}

func (f *face) showReconciled(r app.Reconciliation, added []call.ID, asked bool) error {
	if err := f.say("%s", r.Words()); err != nil {
		return err
	}
	if asked {
		if err := f.say("%s added", count(len(added), "call", "calls")); err != nil {
			return err
		}
	}
	list := f.table("BEGAN", "NUMBER", "DIRECTION", "LENGTH", "STATE", "CALL")
	for _, c := range r.Calls {
		state := string(c.State)
		if c.ByTime {
			state += ", by time only"
		}
		list.row(localTime(c.Started), orDash(c.Number), orDash(string(c.Direction)), orDash(lengthText(c)), state, orDash(string(c.Call)))
	}
	if err := list.print(); err != nil {
		return err
	}
	for _, passed := range r.Passed {
		f.hint("Passed over: %s", clean(passed))
	}
	if n := r.Count(app.ListedUndocumented); n > 0 {
		f.hint("Note them with the same command and --add.")
	}
	return nil
}

func lengthText(c app.Reconciled) string {
	if c.Lasted == 0 {
		return string(c.Reached)
	}
	return fmt.Sprintf("%s %s", call.Since(c.Lasted).Short(), c.Reached)
}
