package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/onrecord/onrecord/assets"
)

// tray is the icon in the system tray, with a red dot while a take runs, and a sign when something is wrong with it.
type tray struct {
	program desktop.App
	menu    *fyne.Menu
	take    takeItems
	icons   map[assets.Tray]fyne.Resource
}

// makeTray shows the tray icon where the desktop has a tray.
func (w *Window) makeTray() {
	program, ok := w.program.(desktop.App)
	if !ok {
		return
	}
	t := &tray{program: program, icons: map[assets.Tray]fyne.Resource{}}
	for _, state := range []assets.Tray{assets.TrayIdle, assets.TrayRecording, assets.TrayWarning} {
		icon, err := assets.TrayIcon(state)
		if err != nil {
			fyne.LogError("read tray icon", err)
			return
		}
		t.icons[state] = fyne.NewStaticResource(string(state)+".png", icon)
	}
	t.take = takeItems{
		record: fyne.NewMenuItem("Record", w.onRecordOrStop),
		pause:  fyne.NewMenuItem("Pause recording", w.take.onPause),
		mark:   fyne.NewMenuItem("Mark this moment", w.take.onMark),
	}
	t.menu = fyne.NewMenu(Name, fyne.NewMenuItem("Show "+Name, w.window.Show), t.take.record, t.take.pause, t.take.mark)
	program.SetSystemTrayMenu(t.menu)
	w.tray = t
	t.onTake(w.take)
}

// onTake shows whether a take runs, and how it is doing.
func (t *tray) onTake(take *takePage) {
	t.take.follow(take.running, take.paused)
	state := assets.TrayIdle
	if take.running {
		state = assets.TrayRecording
	}
	if take.warnings.any() {
		state = assets.TrayWarning
	}
	t.menu.Refresh()
	t.program.SetSystemTrayIcon(t.icons[state])
}
