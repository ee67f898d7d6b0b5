package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Files is the one way to the files of a library: by names relative to its folder, with forward slashes, which can
// not lead out of it. Only the index goes past it, because bbolt maps its file into memory.
type Files struct {
	root *os.Root
	// Fail may be nil. It is called before every operation, and an error that it gives is the operation's.
	Fail func(op, name string) error
}

// OpenFiles gives access to the files in dir, which must exist.
func OpenFiles(dir string, fail func(op, name string) error) (*Files, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder %s: %w", dir, err)
	}
	return &Files{root: root, Fail: fail}, nil
}

// Close lets go of the folder. Files that are open stay so.
func (f *Files) Close() error { return f.root.Close() }

// do carries out one operation, unless it is to fail, and puts the package's errors in front of the system's.
func (f *Files) do(op, name string, act func() error) error {
	err := error(nil)
	if f.Fail != nil {
		err = f.Fail(op, name)
	}
	if err == nil {
		err = act()
	}
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return err
	case isFull(err):
		return fmt.Errorf("%s %s: %w: %w", op, name, ErrFull, err)
	case isReadOnly(err) && op != "read":
		return fmt.Errorf("%s %s: %w: %w", op, name, ErrNotWritable, err)
	}
	return fmt.Errorf("%s %s: %w", op, name, err)
}

// Open opens a file for reading.
func (f *Files) Open(name string) (File, error) { return f.open("read", name, os.O_RDONLY) }

// OpenWrite opens a file that exists for reading and writing.
func (f *Files) OpenWrite(name string) (File, error) { return f.open("open", name, os.O_RDWR) }

// Create makes a file that does not exist yet, for reading and writing.
func (f *Files) Create(name string) (File, error) {
	return f.open("create", name, os.O_RDWR|os.O_CREATE|os.O_EXCL)
}

func (f *Files) open(op, name string, flag int) (File, error) {
	var opened *os.File
	err := f.do(op, name, func() (err error) {
		opened, err = f.root.OpenFile(name, flag, 0o600)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &file{File: opened, name: name, files: f}, nil
}

// ReadFile gives the whole of a file.
func (f *Files) ReadFile(name string) (content []byte, err error) {
	err = f.do("read", name, func() error {
		content, err = f.root.ReadFile(name)
		return err
	})
	return content, err
}

// Size gives the length of a file in bytes.
func (f *Files) Size(name string) (size int64, err error) {
	err = f.do("read", name, func() error {
		stat, err := f.root.Stat(name)
		if err == nil {
			size = stat.Size()
		}
		return err
	})
	return size, err
}

// Modified gives the length of a file in bytes and when it was last written.
func (f *Files) Modified(name string) (size int64, when time.Time, err error) {
	err = f.do("read", name, func() error {
		stat, err := f.root.Stat(name)
		if err == nil {
			size, when = stat.Size(), stat.ModTime()
		}
		return err
	})
	return size, when, err
}

// Weigh gives the length of what List showed in a folder: of a file, or of all files in a folder.
func (f *Files) Weigh(name string, entry fs.DirEntry) (size int64, err error) {
	err = f.do("read", name, func() error {
		size, err = weigh(entry)
		if err != nil || !entry.IsDir() {
			return err
		}
		size = 0
		return fs.WalkDir(f.root.FS(), name, func(_ string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			more, err := weigh(entry)
			size += more
			return err
		})
	})
	return size, err
}

// weigh gives the length of a file, which is nothing once it is gone.
func weigh(entry fs.DirEntry) (int64, error) {
	stat, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return stat.Size(), nil
}

// Exists reports whether there is anything by that name.
func (f *Files) Exists(name string) (bool, error) {
	_, err := f.Size(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// List gives what is in a folder by name, or nothing when there is no such folder.
func (f *Files) List(name string) (entries []fs.DirEntry, err error) {
	err = f.do("read", name, func() error {
		dir, err := f.root.Open(name)
		if err != nil {
			return err
		}
		entries, err = dir.ReadDir(-1)
		return errors.Join(err, dir.Close())
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// Mkdir makes a folder and those above it, durably. It is no error when they exist.
func (f *Files) Mkdir(name string) error {
	if there, err := f.Exists(name); err != nil || there {
		return err
	}
	if above := path.Dir(name); above != "." {
		if err := f.Mkdir(above); err != nil {
			return err
		}
	}
	err := f.do("make folder", name, func() error { return f.root.Mkdir(name, 0o700) })
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return f.SyncDir(path.Dir(name))
}

// Rename gives a file or a folder another name, durably. A file that has that name already is replaced.
func (f *Files) Rename(from, to string) error {
	if err := f.do("rename", from, func() error { return f.root.Rename(from, to) }); err != nil {
		return err
	}
	if err := f.SyncDir(path.Dir(to)); err != nil || path.Dir(from) == path.Dir(to) {
		return err
	}
	return f.SyncDir(path.Dir(from))
}

// Remove removes a file or an empty folder, durably. It is no error when there is none.
func (f *Files) Remove(name string) error {
	err := f.do("remove", name, func() error { return f.root.Remove(name) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.SyncDir(path.Dir(name))
}

// Empty removes all that is in a folder, durably.
func (f *Files) Empty(name string) error {
	entries, err := f.List(name)
	if err != nil || len(entries) == 0 {
		return err
	}
	for _, entry := range entries {
		inside := path.Join(name, entry.Name())
		if err := f.do("remove", inside, func() error { return f.root.RemoveAll(inside) }); err != nil {
			return err
		}
	}
	return f.SyncDir(name)
}

// SyncDir makes sure that the names in a folder survive a power cut.
func (f *Files) SyncDir(name string) error {
	if runtime.GOOS == "windows" {
		return nil // its folders cannot be synced; its file system keeps a journal of names
	}
	return f.do("sync folder", name, func() error {
		dir, err := f.root.Open(name)
		if err != nil {
			return err
		}
		return errors.Join(dir.Sync(), dir.Close())
	})
}
