package transcribe

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Models is the folder of models on this machine. Fill in the fields before the first call and leave them alone from
// then on; the methods may be called at the same time.
type Models struct {
	Dir      string                        // made when it is needed
	Specs    []ModelSpec                   // nil means Catalogue()
	Demo     func() (io.ReadCloser, error) // opens the demo model; nil if there is none
	Detector func() (io.ReadCloser, error) // opens the weights of the voice detector; nil if there are none
	Client   *http.Client                  // nil means one that goes through the proxy that the environment names
	Stall    time.Duration                 // how long a download may stand still; 0 means a minute
	Log      *slog.Logger                  // may be nil
	Changed  func()                        // told that a model came or went; may be nil

	room  func(dir string) (int64, bool) // set by tests
	pause time.Duration                  // before a download is taken up again; set by tests

	mu      sync.Mutex      // guards getting and the file of stamps
	getting map[string]bool // names of models that are being downloaded

	adding sync.Mutex // held while a file is copied in: there is one name for what is not finished
}

// ModelState is a model, and whether it is on this machine.
type ModelState struct {
	ModelSpec
	Installed bool
	Path      string // of its file, if it is installed
	Custom    bool   // added by the user, not of the catalogue
	Partial   int64  // bytes that a broken-off download left; the next one goes on from there
}

// List gives the models of the catalogue in its order, then those that were added, by name. Installed means that a
// file of the right size is there; only Open looks at its bytes. The demo model counts as installed, because Open
// writes it out.
func (m *Models) List() ([]ModelState, error) {
	var all []ModelState
	for _, spec := range m.specs() {
		all = append(all, m.state(spec, false))
	}
	added, err := m.added()
	if err != nil {
		return nil, fmt.Errorf("list models: %w", err)
	}
	for _, spec := range added {
		all = append(all, m.state(spec, true))
	}
	return all, nil
}

// Open gives the path of a model's file after making sure that it is the file that was installed, byte for byte. Only
// the first look at a file takes time: a second for each gigabyte, or more on a slow disk. The errors are ErrModelUnknown,
// ErrNoModel and ErrModelDamaged.
func (m *Models) Open(name string) (path string, model call.Model, err error) {
	spec, _, err := m.find(name)
	if err != nil {
		return "", call.Model{}, fmt.Errorf("open model %q: %w", name, err)
	}
	if spec.Demo && m.Demo != nil {
		err = m.unpack(spec, m.Demo)
	} else {
		err = m.verify(spec)
	}
	if err != nil {
		return "", call.Model{}, fmt.Errorf("open model %q: %w", name, err)
	}
	return m.path(spec), call.Model{Name: spec.Name, SHA256: spec.SHA256, Demo: spec.Demo}, nil
}

// VAD gives the path of the voice detector's weights, written out and verified. The error is ErrNoModel if the program
// carries none.
func (m *Models) VAD() (path string, err error) {
	spec := detectorSpec()
	if m.Detector == nil {
		return "", fmt.Errorf("open voice detector: %w", ErrNoModel)
	}
	if err := m.unpack(spec, m.Detector); err != nil {
		return "", fmt.Errorf("open voice detector: %w", err)
	}
	return m.path(spec), nil
}

func (m *Models) changed() {
	if m.Changed != nil {
		m.Changed()
	}
}

// Remove deletes a model's file and what a broken-off download of it left. A model of the catalogue can be fetched
// again, and the demo model comes back by itself when it is opened; one that was added is gone. The errors are
// ErrModelUnknown, ErrNoModel if there is nothing to delete, and ErrDownloading.
func (m *Models) Remove(name string) error {
	spec, custom, err := m.find(name)
	if err != nil {
		return fmt.Errorf("remove model %q: %w", name, err)
	}
	release, err := m.reserve(name)
	if err != nil {
		return fmt.Errorf("remove model %q: %w", name, err)
	}
	defer release()
	paths := []string{m.path(spec), m.partPath(spec)}
	if custom {
		paths = append(paths, m.recordPath(spec.Name))
	}
	found := 0
	for _, path := range paths {
		switch err := os.Remove(path); {
		case err == nil:
			found++
		case !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("remove model %q: %w", name, err)
		}
	}
	if found == 0 {
		return fmt.Errorf("remove model %q: %w", name, ErrNoModel)
	}
	if err := syncDir(m.Dir); err != nil {
		return fmt.Errorf("remove model %q: %w", name, err)
	}
	m.changed()
	m.log().Info("model removed", "model", name)
	return nil
}

// find looks a name up. Names are never made into paths, so any text is safe.
func (m *Models) find(name string) (spec ModelSpec, custom bool, err error) {
	for _, spec := range m.specs() {
		if spec.Name == name {
			return spec, false, nil
		}
	}
	added, err := m.added()
	if err != nil {
		return ModelSpec{}, false, err
	}
	for _, spec := range added {
		if spec.Name == name {
			return spec, true, nil
		}
	}
	return ModelSpec{}, false, ErrModelUnknown
}

func (m *Models) state(spec ModelSpec, custom bool) ModelState {
	s := ModelState{ModelSpec: spec, Custom: custom}
	if info, err := os.Stat(m.path(spec)); err == nil && info.Size() == spec.Size || spec.Demo && m.Demo != nil {
		s.Installed, s.Path = true, m.path(spec)
	}
	if info, err := os.Stat(m.partPath(spec)); err == nil {
		s.Partial = info.Size()
	}
	return s
}

// reserve makes sure that only one Get or Remove works on a model at a time.
func (m *Models) reserve(name string) (release func(), err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.getting[name] {
		return nil, ErrDownloading
	}
	if m.getting == nil {
		m.getting = map[string]bool{}
	}
	m.getting[name] = true
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.getting, name)
	}, nil
}

func (m *Models) specs() []ModelSpec {
	if m.Specs != nil {
		return m.Specs
	}
	return Catalogue()
}

func (m *Models) log() *slog.Logger {
	if m.Log != nil {
		return m.Log
	}
	return slog.New(slog.DiscardHandler)
}

func (m *Models) path(spec ModelSpec) string     { return filepath.Join(m.Dir, spec.File) }
func (m *Models) partPath(spec ModelSpec) string { return m.path(spec) + ".part" }
