package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// ExportTo writes a call into a folder as a file of its own, under its ExportName or, where that is taken, with a number behind
// it. It gives the name; when it fails there is no file.
func (a *App) ExportTo(ctx context.Context, folder string, id call.ID, form Form) (name string, err error) {
	doc, err := a.library.Call(id)
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		name := numberedName(ExportName(doc, form), n)
		err := a.ExportFile(ctx, id, form, filepath.Join(folder, name), false)
		if !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}

// numberedName is a file's name with a number behind it from the second on.
func numberedName(name string, n int) string {
	if n == 1 {
		return name
	}
	ending := filepath.Ext(name)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ending), n, ending)
}
