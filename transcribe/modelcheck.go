package transcribe

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// stamp remembers that a file was read through and found right. Whatever is done to the file changes one of these,
// short of hiding it on purpose; whoever can do that can change this file too.
type stamp struct {
	Size    int64     `json:"size"`
	Changed time.Time `json:"changed"`
	Inode   uint64    `json:"inode"`
	SHA256  string    `json:"sha256"`
}

const stampsFile = "verified.json"

// verify makes sure that a model's file is what its spec says. The errors are ErrNoModel and ErrModelDamaged.
func (m *Models) verify(spec ModelSpec) error {
	path := m.path(spec)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrNoModel
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is not a file", ErrModelDamaged, path)
	case info.Size() != spec.Size:
		return fmt.Errorf("%w: it has %d bytes instead of %d", ErrModelDamaged, info.Size(), spec.Size)
	}
	now := stampOf(info, spec)
	if m.stamped(spec.File, now) {
		return nil
	}
	sum, err := sumFile(path)
	if err != nil {
		return err
	}
	if sum != spec.SHA256 {
		return fmt.Errorf("%w: its checksum is wrong", ErrModelDamaged)
	}
	m.remember(spec.File, now)
	return nil
}

// stampNow keeps a stamp of a file that has just been written and was verified on the way.
func (m *Models) stampNow(spec ModelSpec) error {
	info, err := os.Stat(m.path(spec))
	if err != nil {
		return err
	}
	m.remember(spec.File, stampOf(info, spec))
	return nil
}

func stampOf(info fs.FileInfo, spec ModelSpec) stamp {
	return stamp{Size: info.Size(), Changed: info.ModTime().UTC(), Inode: inode(info), SHA256: spec.SHA256}
}

// stamped says whether this very state of the file was verified before.
func (m *Models) stamped(file string, now stamp) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.stamps()[file] == now
}

// remember keeps a stamp. Without it the next look takes longer, and that is all; so a failure is only logged.
func (m *Models) remember(file string, now stamp) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.stamps()
	all[file] = now
	text, err := json.MarshalIndent(all, "", "  ")
	if err == nil {
		err = writeWhole(filepath.Join(m.Dir, stampsFile), append(text, '\n'))
	}
	if err != nil {
		m.log().Warn("cannot remember that a model was verified", "file", file, "err", err)
	}
}

// stamps reads the stamps; what cannot be read was never verified.
func (m *Models) stamps() map[string]stamp {
	all := map[string]stamp{}
	text, err := os.ReadFile(filepath.Join(m.Dir, stampsFile))
	if err != nil {
		return all
	}
	if err := json.Unmarshal(text, &all); err != nil || all == nil {
		return map[string]stamp{}
	}
	return all
}

func sumFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
