package transcribe

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// A hollow model has the shape of a real one, in numbers of the same kind, and all of them are zero. So it knows nothing, but to go
// through it costs what it costs to go through the real one, which need not be here.

// weightFormats are the kinds of numbers in which the public models come, by the names that stand in theirs.
func weightFormats() map[string]int32 {
	return map[string]int32{"f16": 1, "q8_0": 2007, "q5_0": 2008, "q5_1": 2009}
}

// hollow writes a hollow model into a new file in dir, and gives its path. The demo model lends what comes before the weights.
func hollow(dir string, demo io.Reader, size Size) (path string, err error) {
	front, s, err := frontOf(demo)
	if err != nil {
		return "", fmt.Errorf("read the demo model: %w", err)
	}
	width := int32(size.width)
	s.AudioState, s.TextState = width, width
	s.AudioHeads, s.TextHeads = width/headWidth, width/headWidth
	s.AudioLayers, s.TextLayers = int32(size.encoder), int32(size.decoder)
	s.Precision = weightFormats()[size.format]
	file, err := os.CreateTemp(dir, "hollow-*.bin")
	if err != nil {
		return "", err
	}
	defer func() {
		if wrong := file.Close(); err == nil {
			err = wrong
		}
	}()
	return file.Name(), s.writeHollow(file, front)
}

// frontOf gives what stands between the header and the weights of a model, and its header.
func frontOf(model io.Reader) (front []byte, s whisperShape, err error) {
	const enough = 4 << 20 // for the filters and the vocabulary
	start, err := io.ReadAll(io.LimitReader(model, enough))
	if err != nil {
		return nil, s, err
	}
	rest := bytes.NewReader(start)
	w := &modelWalk{r: bufio.NewReader(rest)}
	d, err := w.header()
	if err != nil {
		return nil, s, err
	}
	s, ok := d.(whisperShape)
	if !ok {
		return nil, s, notModel("it is for another engine")
	}
	if err := s.middle(w); err != nil {
		return nil, s, err
	}
	end := len(start) - rest.Len() - w.r.Buffered()
	return start[len(modelMagic)+binary.Size(s) : end], s, nil
}

// writeHollow writes a model of this shape. The zeros are holes in the file where the system knows such.
func (s whisperShape) writeHollow(file *os.File, front []byte) error {
	var head bytes.Buffer
	head.WriteString(modelMagic)
	binary.Write(&head, binary.LittleEndian, s) //nolint:errcheck // memory
	head.Write(front)
	if _, err := file.Write(head.Bytes()); err != nil {
		return err
	}
	all := s.tensors()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if _, err := file.Write(all[name].head(name)); err != nil {
			return err
		}
		if _, err := file.Seek(all[name].bytes(), io.SeekCurrent); err != nil {
			return err
		}
	}
	end, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	return file.Truncate(end)
}

// head is what stands before a tensor's numbers.
func (t tensor) head(name string) []byte {
	dims := len(t.dims)
	for dims > 1 && t.dims[dims-1] == 1 {
		dims--
	}
	var b bytes.Buffer
	for _, field := range []any{[]int32{int32(dims), int32(len(name)), t.store.kind}, t.dims[:dims]} {
		binary.Write(&b, binary.LittleEndian, field) //nolint:errcheck // memory
	}
	b.WriteString(name)
	return b.Bytes()
}
