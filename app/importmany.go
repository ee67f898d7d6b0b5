package app

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Gathered is what was found among files and folders.
type Gathered struct {
	Files []Found   // in order of time
	Left  []LeftOut // what cannot be read, in order of name
}

// LeftOut is a file that is not brought in.
type LeftOut struct {
	Path string
	Err  error // why: see Explain
}

// Gather looks at files, and at everything in folders and those below them. What belongs to a sound file, such as a call
// recorder's notes, is not listed for itself. Hidden files are passed over. The error is that of ctx.
func (a *App) Gather(ctx context.Context, paths []string) (Gathered, error) {
	g := gathering{app: a, taken: map[string]bool{}}
	for _, path := range paths {
		if err := g.gather(ctx, path); err != nil {
			return Gathered{}, err
		}
	}
	return g.result(), nil
}

// gathering is Gather under way.
type gathering struct {
	app   *App
	found Gathered
	taken map[string]bool // files that belong to a sound file, or are listed
}

func (g *gathering) gather(ctx context.Context, root string) error {
	if facts, err := os.Stat(root); err != nil || !facts.IsDir() {
		g.look(root)
		return ctx.Err()
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			g.leave(path, err)
		case path != root && strings.HasPrefix(entry.Name(), "."), entry.IsDir() && g.isLibrary(path):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular():
			g.look(path)
		}
		return nil
	})
}

// isLibrary keeps a library from being imported into itself.
func (g *gathering) isLibrary(path string) bool {
	here, err := os.Stat(path)
	if err != nil {
		return false
	}
	library, err := os.Stat(g.app.Library())
	return err == nil && os.SameFile(here, library)
}

func (g *gathering) look(path string) {
	if g.taken[path] {
		return
	}
	found, err := g.app.look(path)
	if err != nil {
		g.leave(path, err)
		return
	}
	for _, beside := range []string{path, found.Details.File, found.Transcript} {
		g.taken[beside] = true
	}
	g.found.Files = append(g.found.Files, found)
}

func (g *gathering) leave(path string, err error) {
	g.found.Left = append(g.found.Left, LeftOut{path, err})
}

func (g *gathering) result() Gathered {
	g.found.Left = slices.DeleteFunc(g.found.Left, func(l LeftOut) bool { return g.taken[l.Path] })
	slices.SortFunc(g.found.Left, func(a, b LeftOut) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(g.found.Files, func(a, b Found) int {
		return cmp.Or(a.Details.Started.Compare(b.Details.Started), strings.Compare(a.Path, b.Path))
	})
	return g.found
}

// ImportStep tells how far ImportAll is.
type ImportStep struct {
	Number, Of int     // of the file in hand, from 1
	File       Found   // which that is
	Fraction   float64 // how much of it is read
	Ended      bool    // it is done with: what follows is known
	Call       Brought
}

// Brought is what became of a file: a call, several of a vCon, or why not.
type Brought struct {
	IDs     []call.ID
	Err     error
	Notices []string // sentences on what should be known of it
}

// ImportAll brings in one file after the other. One that cannot be read does not hold up the others. tell is told of each
// step. When ctx ends, the file in hand leaves nothing behind, and the error is that of ctx.
func (a *App) ImportAll(ctx context.Context, files []Found, request ImportRequest, tell func(ImportStep)) error {
	for i, file := range files {
		step := ImportStep{Number: i + 1, Of: len(files), File: file}
		tell(step)
		request.Progress = func(fraction float64) {
			if fraction-step.Fraction >= 0.01 {
				step.Fraction = fraction
				tell(step)
			}
		}
		request.Notice = func(sentence string) { step.Call.Notices = append(step.Call.Notices, sentence) }
		step.Call.IDs, step.Call.Err = a.importFound(ctx, file, request)
		if step.Call.Err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		step.Ended, step.Fraction = true, 1
		tell(step)
	}
	return nil
}

// IsDuplicate tells whether err says only that a call is in the library already, and which.
func IsDuplicate(err error) (*DuplicateError, bool) {
	var duplicate *DuplicateError
	return duplicate, errors.As(err, &duplicate)
}
