package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// ErrNoRoom says that a file outside of the library could not be written because its disk is full.
var ErrNoRoom = errors.New("disk is full")

// ExportFile writes a call to a file in a form. The file is there whole or not at all. One that is there already is
// fs.ErrExist, unless it is to be replaced; whatever goes wrong, it stays as it is.
func (a *App) ExportFile(ctx context.Context, id call.ID, form Form, path string, replace bool) error {
	return writeFile(path, replace, func(w io.Writer) error { return a.Export(ctx, id, form, w) })
}

// writeFile writes beside the file's place and puts it there when it is whole.
func writeFile(path string, replace bool, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil && !replace {
		return fmt.Errorf("write file: %w", &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist})
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".onrecord-*")
	if err != nil {
		return fmt.Errorf("write file: %w", roomless(err))
	}
	err = errors.Join(write(file), file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write file: %w", roomless(err)), os.Remove(file.Name()))
	}
	return nil
}

// roomless tells a disk that is full from other trouble. It is not the library's: nothing of that is in danger.
func roomless(err error) error {
	if storage.IsFull(err) {
		return fmt.Errorf("%w: %w", ErrNoRoom, err)
	}
	return err
}

// ExportName proposes a name for a call's file: date, time and title, without what file systems refuse.
func ExportName(doc call.Call, form Form) string {
	title := fileWords(doc.Title())
	if title == "" {
		title = "Unnamed call"
	}
	if form.Redact {
		title += " redacted"
	}
	return doc.Started.Local().Format("2006-01-02 1504") + " " + title + "." + form.As
}

// mostFileWords is how many bytes of a name a title may take; file systems allow 255 for all of it.
const mostFileWords = 180

// fileWords is text that can be part of a file's name everywhere.
func fileWords(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > 80 {
		text = string(runes[:80])
	}
	for len(text) > mostFileWords {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return strings.Trim(text, " .")
}
