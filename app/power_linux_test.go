package app

import (
	"os"
	"path/filepath"
	"testing"
)

func TestBatteryIn(t *testing.T) {
	type supply map[string]string
	battery := func(status string) supply { return supply{"type": "Battery", "status": status} }
	mains := func(online string) supply { return supply{"type": "Mains", "online": online} }
	mouse := supply{"type": "Battery", "scope": "Device", "status": "Discharging"}
	for name, c := range map[string]struct {
		supplies map[string]supply
		want     bool
	}{
		"desktop":           {nil, false},
		"desktop and mouse": {map[string]supply{"hid-1": mouse}, false},
		"plugged out":       {map[string]supply{"AC": mains("0"), "BAT0": battery("Discharging")}, true},
		"plugged in":        {map[string]supply{"AC": mains("1"), "BAT0": battery("Charging")}, false},
		"full":              {map[string]supply{"AC": mains("1"), "BAT0": battery("Full")}, false},
		"weak charger":      {map[string]supply{"BAT0": battery("Discharging"), "ucsi-1": {"type": "USB", "online": "1"}}, false},
		"two batteries":     {map[string]supply{"BAT0": battery("Unknown"), "BAT1": battery("Discharging"), "AC": mains("0")}, true},
		"tells nothing":     {map[string]supply{"BAT0": {}}, false},
	} {
		folder := t.TempDir()
		for supply, files := range c.supplies {
			if err := os.Mkdir(filepath.Join(folder, supply), 0o700); err != nil {
				t.Fatal(err)
			}
			for file, text := range files {
				if err := os.WriteFile(filepath.Join(folder, supply, file), []byte(text+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got, err := batteryIn(folder); got != c.want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := batteryIn(filepath.Join(t.TempDir(), "missing")); got || err != nil {
		t.Errorf("without power supplies: %v, %v", got, err)
	}
	if _, err := runsOnBattery(); err != nil {
		t.Errorf("this machine: %v", err)
	}
}
