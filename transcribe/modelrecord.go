package transcribe

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

const (
	addedPrefix = "added-" // of the files that users added, so that they cannot be taken for the catalogue's
	// recordFormat is the newest format of the file beside such a model. Format 1 is for Whisper alone, and is still written
	// for it, since older programs can use such a model too.
	recordFormat = 2
)

// record describes an added model, in a small file beside it.
type record struct {
	Format    int    `json:"format"`
	Name      string `json:"name"`
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size"`
	Languages string `json:"languages"`
	Memory    int64  `json:"memory"`
	Engine    Kind   `json:"engine,omitempty"` // since format 2
}

// added gives the models that users added, by name. A record that cannot be read is left alone and logged: its model
// is not used, and the others are.
func (m *Models) added() ([]ModelSpec, error) {
	paths, err := filepath.Glob(m.recordPath("*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	var all []ModelSpec
	for _, path := range paths {
		spec, err := m.readRecord(path)
		if err != nil {
			m.log().Warn("cannot read the record of an added model", "path", path, "err", err)
			continue
		}
		all = append(all, spec)
	}
	return all, nil
}

func (m *Models) readRecord(path string) (ModelSpec, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return ModelSpec{}, err
	}
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return ModelSpec{}, err
	}
	kind := cmp.Or(r.Engine, Whisper)
	switch {
	case r.Format > recordFormat || kind != Whisper && kind != Parakeet:
		return ModelSpec{}, errors.New("it was written by a newer version of this program")
	case m.recordPath(r.Name) != path || len(r.SHA256) != 2*sha256.Size || r.Size <= 0:
		return ModelSpec{}, errors.New("it does not describe the file beside it")
	}
	return addedSpec(ModelSpec{
		Kind: kind, Name: r.Name, SHA256: r.SHA256, Size: r.Size, Languages: r.Languages, Memory: r.Memory,
	}), nil
}

func (m *Models) writeRecord(spec ModelSpec) error {
	r := record{
		Format: 1, Name: spec.Name, SHA256: spec.SHA256, Size: spec.Size, Languages: spec.Languages, Memory: spec.Memory,
	}
	if spec.Kind != Whisper {
		r.Format, r.Engine = recordFormat, spec.Kind
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(m.recordPath(spec.Name), append(text, '\n'))
}

func (m *Models) recordPath(name string) string {
	return filepath.Join(m.Dir, addedPrefix+name+".json")
}

// addedSpec fills in what is the same for all models that users added.
func addedSpec(spec ModelSpec) ModelSpec {
	spec.File = addedPrefix + spec.Name + ".bin"
	spec.Advice = "You added this model; how good it is, and for what, is not known here."
	return spec
}
