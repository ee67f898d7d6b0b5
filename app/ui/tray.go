package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/onrecord/onrecord/assets"
)

// tray is the icon in the system tray, with a red dot while a take runs.
type tray struct {
	program desktop.App
	menu    *fyne.Menu
	record  *fyne.MenuItem
	pause   *fyne.MenuItem
	icons   map[bool]fyne.Resource // by whether a take runs
}

// makeTray shows the tray icon where the desktop has a tray.
func (w *Window) makeTray() {
	program, ok := w.program.(desktop.App)
	if !ok {
		return
	}
	t := &tray{program: program, icons: map[bool]fyne.Resource{}}
	for _, recording := range []bool{false, true} {
		icon, err := assets.TrayIcon(recording)
		if err != nil {
			fyne.LogError("read tray icon", err)
			return
		}
		name := map[bool]string{false: "tray.png", true: "tray-recording.png"}[recording]
		t.icons[recording] = fyne.NewStaticResource(name, icon)
	}
	t.record = fyne.NewMenuItem("Record", w.onRecordOrStop)
	t.pause = fyne.NewMenuItem("Pause recording", w.take.onPause)
	t.menu = fyne.NewMenu(Name, fyne.NewMenuItem("Show "+Name, w.window.Show), t.record, t.pause)
	program.SetSystemTrayMenu(t.menu)
	w.tray = t
	t.onTake(w.take.running, w.take.paused)
}

// onTake shows whether a take runs.
func (t *tray) onTake(running, paused bool) {
	t.record.Label, t.pause.Label, t.pause.Disabled = "Record", "Pause recording", !running
	if running {
		t.record.Label = "Stop and save"
	}
	if paused {
		t.pause.Label = "Resume recording"
	}
	t.menu.Refresh()
	t.program.SetSystemTrayIcon(t.icons[running])
}
