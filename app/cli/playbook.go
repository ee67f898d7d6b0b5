package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) playbookCommand() *cobra.Command {
	playbook := &cobra.Command{
		Use: "playbook [list|show PLAYBOOK|copy PLAYBOOK [NAME]|use PLAYBOOK]", Short: "What to ask and say in kinds of calls",
		Long: "A playbook is a short list of what to ask and say. Its points are ticked during a call, each with its second. Playbooks are\n" +
			"plain files in the library's folder “playbooks”: change them with a text editor, pass them on, put others there.",
		Example: "  onrecord playbook show telemarketer\n  onrecord playbook copy dispute my-landlord\n  onrecord record --playbook telemarketer",
		Args:    onlyCommands,
	}
	list := f.inLibrary(func(a *app.App, _ []string) error { return f.listPlaybooks(a) })
	one := func(use, short string, args int, do func(a *app.App, args []string) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Args: between(1, args), RunE: f.inLibrary(func(a *app.App, args []string) error { return do(a, args) })}
	}
	playbook.RunE = list
	playbook.AddCommand(
		&cobra.Command{Use: "list", Short: "List the playbooks", Args: between(0, 0), RunE: list},
		one("show PLAYBOOK", "Show the points of a playbook", 1, f.showPlaybook),
		one("copy PLAYBOOK [NAME]", "Put a copy into the library, to be changed; without NAME it is used in place of ours", 2, f.copyPlaybook),
		one("use PLAYBOOK", "Begin recordings with this playbook from now on; “none”: without one", 1, f.usePlaybook),
	)
	return playbook
}

// listedPlaybook is one of a list in the JSON answer.
type listedPlaybook struct {
	app.PlaybookFile
	Usual bool `json:"usual"` // recordings begin with it
}

func (f *face) listPlaybooks(a *app.App) error {
	all, left, err := a.Playbooks()
	if err != nil {
		return err
	}
	usual := a.Settings().Playbook
	listed := []listedPlaybook{}
	for _, p := range all {
		listed = append(listed, listedPlaybook{p, p.ID == usual})
	}
	if f.json {
		return f.printJSON(map[string]any{"playbooks": listed, "left_out": orEmpty(left)})
	}
	table := f.table("PLAYBOOK", "NAME", "POINTS", "REMARKS")
	for _, p := range listed {
		var remarks []string
		if p.Own {
			remarks = append(remarks, "yours: "+p.File)
		}
		if p.Usual {
			remarks = append(remarks, "recordings begin with it")
		}
		table.row(p.ID, p.Name, fmt.Sprint(len(p.Points)), strings.Join(remarks, ", "))
	}
	for _, l := range left {
		f.warn("%s.", l.What())
	}
	return table.print()
}

func (f *face) showPlaybook(a *app.App, args []string) error {
	p, err := a.Playbook(args[0])
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(p)
	}
	if err := f.say("%s\n%s\n", p.Name, p.About); err != nil {
		return err
	}
	table := f.table()
	for i, point := range p.Points {
		table.row(fmt.Sprint(i+1), point.Text, point.Say)
	}
	return table.print()
}

func (f *face) copyPlaybook(a *app.App, args []string) error {
	file, err := a.CopyPlaybook(args[0], strings.Join(args[1:], ""))
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"file": file})
	}
	f.hint("Change it in a text editor:")
	return f.say("%s", file)
}

func (f *face) usePlaybook(a *app.App, args []string) error {
	id := args[0]
	if id == "none" {
		id = ""
	} else if _, err := a.Playbook(id); err != nil {
		return err
	}
	if err := a.ChangeSettings(func(s *app.Settings) { s.Playbook = id }); err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"playbook": id})
	}
	if id == "" {
		f.hint("Recordings begin without a playbook.")
	} else {
		f.hint("Recordings begin with the playbook “%s”.", id)
	}
	return nil
}
