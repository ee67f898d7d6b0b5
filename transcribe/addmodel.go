package transcribe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// unfinished is the name of a file that is being copied in.
const unfinished = "adding.part"

// Add copies a model file that the user has into the folder and says under which name it can be used. While it is
// copied, its checksum is taken and it is read through to its last tensor: anything but a whole Whisper or Parakeet
// model in ggml format is refused with ErrNotModel and one clause that says why. A file of the catalogue is recognised and becomes
// that model; one that was added before keeps its name. ErrNoRoom means that the disk is too full. When ctx ends,
// nothing is left behind.
func (m *Models) Add(ctx context.Context, path string) (ModelSpec, error) {
	spec, err := m.add(ctx, path)
	if err != nil {
		return ModelSpec{}, fmt.Errorf("add model %s: %w", path, err)
	}
	m.log().Info("model added", "model", spec.Name, "size", spec.Size)
	m.changed()
	return spec, nil
}

func (m *Models) add(ctx context.Context, path string) (ModelSpec, error) {
	from, err := os.Open(path)
	if err != nil {
		return ModelSpec{}, err
	}
	spec, err := m.copyIn(ctx, from)
	if err := errors.Join(err, from.Close()); err != nil {
		return ModelSpec{}, err
	}
	return spec, nil
}

func (m *Models) copyIn(ctx context.Context, from *os.File) (ModelSpec, error) {
	info, err := from.Stat()
	if err != nil {
		return ModelSpec{}, err
	}
	if !info.Mode().IsRegular() {
		return ModelSpec{}, notModel("it is not a file")
	}
	if err := m.needRoom(info.Size()); err != nil {
		return ModelSpec{}, err
	}
	m.adding.Lock()
	defer m.adding.Unlock()
	to, err := os.Create(filepath.Join(m.Dir, unfinished))
	if err != nil {
		return ModelSpec{}, err
	}
	spec, custom, err := m.readIn(ctx, to, from)
	if err != nil {
		return ModelSpec{}, discard(to, explainWrite(err))
	}
	if m.verify(spec) == nil {
		return spec, discard(to, nil)
	}
	if err := finish(to, m.path(spec)); err != nil {
		return ModelSpec{}, explainWrite(err)
	}
	if custom {
		if err := m.writeRecord(spec); err != nil {
			return ModelSpec{}, explainWrite(err)
		}
	}
	return spec, m.stampNow(spec)
}

// readIn copies the file while reading it as a model, and finds out which model it is.
func (m *Models) readIn(ctx context.Context, to io.Writer, from *os.File) (spec ModelSpec, custom bool, err error) {
	sum := sha256.New()
	copied := &counter{w: io.MultiWriter(to, sum)}
	d, err := readModel(io.TeeReader(&interruptible{ctx, from}, copied))
	if err != nil {
		return ModelSpec{}, false, err
	}
	added, err := m.added()
	if err != nil {
		return ModelSpec{}, false, err
	}
	hexSum := hex.EncodeToString(sum.Sum(nil))
	same := func(spec ModelSpec) bool { return spec.SHA256 == hexSum }
	if i := slices.IndexFunc(m.specs(), same); i >= 0 {
		return m.specs()[i], false, nil
	}
	if i := slices.IndexFunc(added, same); i >= 0 {
		return added[i], true, nil
	}
	return addedSpec(ModelSpec{
		Kind:      d.kind(),
		Name:      freeName(from.Name(), append(m.specs(), added...)),
		SHA256:    hexSum,
		Size:      copied.n,
		Languages: d.languages(),
		Memory:    copied.n + d.work(),
	}), true, nil
}

// freeName makes a name out of a file's name that no other model has, in characters that are safe in file names.
func freeName(path string, others []ModelSpec) string {
	base := strings.ToLower(filepath.Base(path))
	base = strings.TrimPrefix(strings.TrimSuffix(base, ".bin"), "ggml-")
	base = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, base)
	base = strings.Trim(base[:min(len(base), 60)], "-.")
	if base == "" {
		base = "model"
	}
	name := base
	for n := 2; slices.ContainsFunc(others, func(s ModelSpec) bool { return strings.ToLower(s.Name) == name }); n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	return name
}

// interruptible is a reader that fails when its context ends.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}

// counter is a writer that counts.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
