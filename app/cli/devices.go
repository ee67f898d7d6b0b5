package cli

import (
	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

func (f *face) devicesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "devices", Short: "List microphones, and what can be heard from this machine",
		Args: between(0, 0),
		RunE: func(*cobra.Command, []string) error { return f.devices() },
	}
}

// device is a device in the JSON answer.
type device struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Default bool   `json:"default"`
}

func (f *face) devices() error {
	found, err := f.env.Config.Devices.List()
	if err != nil {
		return err
	}
	if f.json {
		list := []device{}
		for _, d := range found {
			list = append(list, device{d.ID, d.Name, string(d.Kind), d.Default})
		}
		return f.printJSON(map[string]any{"devices": list})
	}
	if len(found) == 0 {
		f.hint("No sound device was found. Plug in a headset, or see: onrecord doctor")
		return nil
	}
	return f.deviceTable(found)
}

func (f *face) deviceTable(found []app.Device) error {
	list := f.table("KIND", "DEFAULT", "NAME", "ID")
	for _, d := range found {
		chosen := ""
		if d.Default {
			chosen = "yes"
		}
		list.row(string(d.Kind), chosen, d.Name, d.ID)
	}
	return list.print()
}
