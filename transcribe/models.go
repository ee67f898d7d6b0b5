package transcribe

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync"

	"github.com/onrecord/onrecord/call"
)

// Models is the folder of models on this machine. Its methods may be called at the same time.
type Models struct {
	Dir      string                        // made when it is needed
	Specs    []ModelSpec                   // nil means Catalogue()
	Demo     func() (io.ReadCloser, error) // opens the demo model; nil if there is none
	Detector func() (io.ReadCloser, error) // opens the weights of the voice detector; nil if there are none
	Client   *http.Client                  // nil means one that goes through the proxy of the environment
	Log      *slog.Logger                  // may be nil

	mu      sync.Mutex
	getting map[string]bool
}

// ModelState is a model and whether it is on this machine.
type ModelState struct {
	ModelSpec
	Installed bool
	Path      string // of the file, if installed
	Custom    bool   // added by the user; not in the catalogue
	Partial   int64  // bytes that a broken-off download left, from which the next one goes on
}

// List gives every model of the catalogue, in its order, then those that were added, by name.
func (m *Models) List() ([]ModelState, error) { return nil, nil }

// Get installs a model of the catalogue.
func (m *Models) Get(ctx context.Context, name string, progress func(done, total int64)) error {
	return ErrModelUnknown
}

// Add installs a copy of a model file that the user has.
func (m *Models) Add(ctx context.Context, path string) (ModelSpec, error) {
	return ModelSpec{}, ErrNotModel
}

// Remove deletes a model's file.
func (m *Models) Remove(name string) error { return ErrModelUnknown }

// Open gives the file of a model, verified.
func (m *Models) Open(ctx context.Context, name string) (string, call.Model, error) {
	return "", call.Model{}, ErrNoModel
}

// VAD gives the file of the voice detector's weights, verified.
func (m *Models) VAD() (string, error) { return "", ErrNoModel }
