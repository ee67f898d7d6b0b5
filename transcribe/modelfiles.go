package transcribe

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// keepFree is how much room a model leaves on the disk: recordings come first, and this is several hours of them.
const keepFree = 512e6

// needRoom makes the folder and makes sure that so many more bytes fit on its disk.
func (m *Models) needRoom(more int64) error {
	if err := os.MkdirAll(m.Dir, 0o700); err != nil {
		return err
	}
	measure := room
	if m.room != nil {
		measure = m.room
	}
	free, known := measure(m.Dir)
	if known && free < more+keepFree {
		return fmt.Errorf("%w: it takes %d MB, %d MB are free, and %d MB must stay free for recordings",
			ErrNoRoom, (more+1e6-1)/1e6, free/1e6, int64(keepFree/1e6))
	}
	return nil
}

// explainWrite gives a full disk its own error.
func explainWrite(err error) error {
	if err != nil && diskFull(err) {
		return fmt.Errorf("%w: %w", ErrNoRoom, err)
	}
	return err
}

// unpack makes sure that a file that travels inside the program lies in the folder, whole.
func (m *Models) unpack(spec ModelSpec, open func() (io.ReadCloser, error)) error {
	if m.verify(spec) == nil {
		return nil
	}
	m.adding.Lock()
	defer m.adding.Unlock()
	if m.verify(spec) == nil {
		return nil // by another caller, meanwhile
	}
	if err := m.needRoom(spec.Size); err != nil {
		return err
	}
	from, err := open()
	if err != nil {
		return err
	}
	err = m.unpackFrom(spec, from)
	return errors.Join(err, from.Close())
}

func (m *Models) unpackFrom(spec ModelSpec, from io.Reader) error {
	to, err := os.Create(filepath.Join(m.Dir, unfinished))
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(to, sum), from)
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != spec.SHA256 {
		err = fmt.Errorf("%w: the program itself carries a damaged copy", ErrModelDamaged)
	}
	if err != nil {
		return discard(to, explainWrite(err))
	}
	if err := finish(to, m.path(spec)); err != nil {
		return explainWrite(err)
	}
	return m.stampNow(spec)
}

// writeWhole writes a small file so that after a power cut either the old one or the new one is there.
func writeWhole(path string, text []byte) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return discard(f, err)
	}
	return finish(f, path)
}

// finish makes a file that was written under a passing name durable, and gives it its own name. If that fails, the
// passing file is deleted.
func finish(f *os.File, path string) error {
	if err := f.Sync(); err != nil {
		return discard(f, err)
	}
	err := f.Close()
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

// discard deletes a file whose writing came to nothing, because of err.
func discard(f *os.File, err error) error {
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}
