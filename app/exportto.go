package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// ExportName proposes a file name for a call: its date and title, without what file systems refuse.
func ExportName(doc call.Call, format string) string {
	title := strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return -1
		}
		return r
	}, doc.Title()))
	if title == "" {
		title = "Unnamed call"
	}
	const longest = 80
	title = strings.TrimSpace(string([]rune(title)[:min(longest, len([]rune(title)))]))
	return doc.Started.Local().Format("2006-01-02 1504") + " " + title + "." + format
}

// ExportTo writes a call into a folder as a file of its own, under its ExportName or, where that is taken, with a number behind it. It gives
// the name; when it fails there is no file.
func (a *App) ExportTo(folder string, id call.ID, format string) (name string, err error) {
	doc, err := a.library.Call(id)
	if err != nil {
		return "", err
	}
	file, err := createNew(folder, ExportName(doc, format))
	if err != nil {
		return "", fmt.Errorf("export %s: %w", id, err)
	}
	err = errors.Join(a.Export(id, format, file), file.Close())
	if err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return filepath.Base(file.Name()), nil
}

// createNew creates a file that was not there before.
func createNew(folder, name string) (*os.File, error) {
	ending := filepath.Ext(name)
	base := strings.TrimSuffix(name, ending)
	for n := 2; ; n++ {
		file, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
		name = fmt.Sprintf("%s (%d)%s", base, n, ending)
	}
}
