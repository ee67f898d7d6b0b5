package ui

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// watchSetting is the folder out of which recordings are brought in by themselves.
type watchSetting struct {
	page   *settingsPage
	root   fyne.CanvasObject
	folder *prose
	status *prose
	left   *prose // what could not be read
	choose *widget.Button
	none   *widget.Button
}

func newWatchSetting(p *settingsPage) *watchSetting {
	s := &watchSetting{page: p, folder: newProse("", sizeBody, colorInk), status: newProse("", sizeSmall, colorInk), left: newProse("", sizeSmall, colorWarning)}
	s.choose = widget.NewButton("", s.onFolder)
	s.none = widget.NewButton("Stop watching", func() { s.watch("") })
	s.none.Importance = widget.LowImportance
	s.root = container.New(stack{gap: sizeInside},
		setting("Watched folder", container.New(stack{gap: sizeStep}, s.folder, s.status, s.left),
			"Sound files in it, and those that come into it, are brought in once, while this window is open: from a telephone's call recorder, for instance. They are not touched."),
		container.New(row{gap: sizeInside}, s.choose, s.none, layout.NewSpacer()))
	s.show()
	return s
}

// show takes what is watched now.
func (s *watchSetting) show() {
	status := s.page.w.app.Watched()
	folder := s.page.w.app.Settings().WatchFolder
	s.none.Hidden = folder == ""
	s.choose.SetText("Watch another folder…")
	if folder == "" {
		folder = "No folder is watched."
		s.choose.SetText("Watch a folder…")
	}
	s.folder.set(folder, nil)
	sayOrHide(s.status, watchWords(status))
	sayOrHide(s.left, leftWords(status))
}

func sayOrHide(p *prose, words string) {
	p.Hidden = words == ""
	p.set(words, nil)
}

// watchWords say how it goes.
func watchWords(status app.WatchStatus) string {
	if status.Folder == "" || status.Gone {
		return ""
	}
	switch {
	case status.Brought == 1:
		return "1 call has come from it since the program began."
	case status.Brought > 1:
		return fmt.Sprintf("%d calls have come from it since the program began.", status.Brought)
	}
	return "Nothing new has come from it since the program began."
}

// mostLeft is how many files that could not be read are named.
const mostLeft = 3

// leftWords name what could not be read, and why.
func leftWords(status app.WatchStatus) string {
	switch {
	case status.Folder == "":
		return ""
	case status.Gone:
		return "The folder is not there, or cannot be read. It is looked for every few seconds."
	}
	var words []string
	for i, left := range status.Left {
		if i == mostLeft {
			words = append(words, fmt.Sprintf("And %d more.", len(status.Left)-i))
			break
		}
		words = append(words, "Not read: "+filepath.Base(left.Path)+". "+app.Explain(left.Err).What+".")
	}
	return strings.Join(words, " ")
}

// onFolder asks for a folder.
func (s *watchSetting) onFolder() {
	w := s.page.w
	asked := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			w.showError(err)
		} else if folder != nil {
			s.watch(folder.Path())
		}
	}, w.window)
	w.askFile(asked, "Choose a folder to watch", "Watch this folder")
}

func (s *watchSetting) watch(folder string) {
	s.page.change(func(settings *app.Settings) { settings.WatchFolder = folder })
}
