package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/storage"
)

// WatchStatus is how the watched folder is doing.
type WatchStatus struct {
	Folder  string    // empty when none is watched
	Gone    bool      // it is not there, or cannot be read
	Brought int       // calls that came from it since the program began
	Left    []LeftOut // sound files in it that could not be brought in, by name
}

// watchEvery is how often the folder is looked at. A file that did not change in between is finished.
const watchEvery = 5 * time.Second

// folderWatch brings in what comes into a folder. What it did is kept in a file, so that nothing is done twice, not even
// after a restart or after the call was thrown away.
type folderWatch struct {
	app     *App
	started sync.Once

	// Of the watching goroutine alone.
	seen    map[string]version // files as they were at the last look
	done    watchedFiles
	trouble string // that was told of last

	mu     sync.Mutex
	status WatchStatus
	left   map[string]LeftOut // by path, of this run: what was missing may be there at the next start
	failed map[string]version // the files in left, as they were
}

// version tells whether a file has changed.
type version struct {
	Size     int64 `json:"size"`
	Modified int64 `json:"modified_ns"` // since 1970
}

// watchedFiles is what the file says: which files of a folder a library has seen to.
type watchedFiles struct {
	Library string             `json:"library"`
	Folder  string             `json:"folder"`
	Files   map[string]version `json:"files"` // by path
}

const watchedName = "watched.json"

// StartWatching begins to bring in what comes into the watched folder, if the settings name one, and goes on until Close.
func (a *App) StartWatching() {
	a.folder.started.Do(func() {
		a.work.Go(func() {
			timer := time.NewTicker(watchEvery)
			defer timer.Stop()
			for {
				a.folder.look(a.ctx)
				select {
				case <-timer.C:
				case <-a.ctx.Done():
					return
				}
			}
		})
	})
}

// Watched tells how the watched folder is doing.
func (a *App) Watched() WatchStatus {
	w := &a.folder
	w.mu.Lock()
	defer w.mu.Unlock()
	status := w.status
	status.Left = slices.SortedFunc(maps.Values(w.left), func(a, b LeftOut) int { return strings.Compare(a.Path, b.Path) })
	return status
}

// look brings in what is new and finished. While a call is recorded it waits: nothing may stand in a recording's way.
func (w *folderWatch) look(ctx context.Context) {
	folder := w.app.Settings().WatchFolder
	if folder != w.done.Folder || w.app.Library() != w.done.Library {
		w.begin(folder)
	}
	if folder == "" || w.app.liveCall() != "" {
		return
	}
	now, err := filesIn(ctx, folder, w.app.Library())
	if ctx.Err() != nil {
		return
	}
	w.setGone(err)
	if err != nil {
		return // those that were there are so still, as far as is known
	}
	ready := w.ready(now)
	w.seen = now
	for _, path := range ready {
		if ctx.Err() != nil || w.app.liveCall() != "" || !w.bring(ctx, path, now[path]) {
			return
		}
	}
}

// begin turns to another folder.
func (w *folderWatch) begin(folder string) {
	w.seen, w.trouble = nil, ""
	w.done = w.app.readWatched(folder)
	w.mu.Lock()
	w.status, w.left, w.failed = WatchStatus{Folder: folder}, map[string]LeftOut{}, map[string]version{}
	w.mu.Unlock()
	w.app.hub.send(WatchChanged{})
}

func (w *folderWatch) setGone(err error) {
	w.mu.Lock()
	changed := w.status.Gone != (err != nil)
	w.status.Gone = err != nil
	w.mu.Unlock()
	if changed {
		w.app.config.Log.Warn("watched folder came or went", "gone", err != nil)
		w.app.hub.send(WatchChanged{})
	}
}

// ready lists the files that are to be looked at: not seen to, and unchanged since the last look, as everything is that
// belongs to them.
func (w *folderWatch) ready(now map[string]version) (paths []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	moving := map[string]bool{}
	for path, v := range now {
		if w.seen[path] != v {
			moving[stem(path)] = true
		}
	}
	for path, v := range now {
		if w.done.Files[path] != v && w.failed[path] != v && !moving[stem(path)] {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func stem(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

// bring imports one file, and tells whether the next one can be tried.
func (w *folderWatch) bring(ctx context.Context, path string, v version) bool {
	calls, err := w.importOne(ctx, path)
	if ctx.Err() != nil {
		return false
	}
	_, known := IsDuplicate(err)
	switch {
	case errors.Is(err, audio.ErrNotAudio) && !isSoundName(path):
		if err := w.app.takeLateNotes(ctx, path); err != nil {
			w.tell(err)
			return false
		}
		w.note(path, v, 0)
		return true
	case err == nil, known:
		w.note(path, v, calls)
		return true
	case errors.Is(err, storage.ErrFull), errors.Is(err, storage.ErrNotWritable):
		w.tell(err)
		return false
	}
	w.app.config.Log.Warn("a file of the watched folder was not brought in", "err", err)
	w.mu.Lock()
	w.left[path], w.failed[path] = LeftOut{path, err}, v
	w.mu.Unlock()
	w.app.hub.send(WatchChanged{})
	return true
}

// importOne brings in one file, and says how many calls were made of it.
func (w *folderWatch) importOne(ctx context.Context, path string) (calls int, err error) {
	found, err := w.app.look(path)
	if err != nil {
		return 0, err
	}
	ids, err := w.app.importFound(ctx, found, ImportRequest{})
	return len(ids), err
}

// isSoundName tells whether a file calls itself a sound file, so that somebody may wonder where its call is.
func isSoundName(path string) bool {
	return slices.Contains([]string{
		".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".amr", ".3gp", ".mp4", ".webm", ".wma",
	}, strings.ToLower(filepath.Ext(path)))
}

// note keeps that a file was seen to.
func (w *folderWatch) note(path string, v version, calls int) {
	w.done.Files[path] = v
	if err := writeJSON(w.app.config.Data, watchedName, w.done); err != nil {
		w.tell(fmt.Errorf("keep what was done of the watched folder: %w", err))
	}
	w.mu.Lock()
	w.status.Brought += calls
	delete(w.left, path)
	w.mu.Unlock()
	if calls > 0 {
		w.app.hub.send(WatchChanged{})
	}
}

// tell tells of trouble once.
func (w *folderWatch) tell(err error) {
	if what := Explain(err).What; what != w.trouble {
		w.trouble = what
		w.app.trouble(err, "bring in what is in the watched folder")
	}
}

// readWatched gives what was done of a folder for the open library. A file that cannot be read counts for nothing: what is
// in the library already is known by its content.
func (a *App) readWatched(folder string) watchedFiles {
	fresh := watchedFiles{Library: a.Library(), Folder: folder, Files: map[string]version{}}
	content, err := os.ReadFile(filepath.Join(a.config.Data, watchedName))
	if err != nil {
		return fresh
	}
	var kept watchedFiles
	if json.Unmarshal(content, &kept) != nil || kept.Library != fresh.Library || kept.Folder != folder || kept.Files == nil {
		return fresh
	}
	return kept
}

// filesIn lists the files in a folder and below it, but hidden ones and the library's.
func filesIn(ctx context.Context, folder, library string) (map[string]version, error) {
	if _, err := os.ReadDir(folder); err != nil {
		return nil, err
	}
	files := map[string]version{}
	own, _ := os.Stat(library) // if it cannot be found, it is not in there
	return files, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return nil // gone meanwhile, or not for us: the others are
		}
		facts, err := entry.Info()
		switch {
		case err != nil:
		case path != folder && strings.HasPrefix(entry.Name(), "."), entry.IsDir() && own != nil && os.SameFile(facts, own):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular():
			files[path] = version{facts.Size(), facts.ModTime().UnixNano()}
		}
		return nil
	})
}
