package whisper

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/onrecord/onrecord/transcribe"
)

// The library ends the process over some files, and takes a file cut behind its vocabulary for a whole one that knows
// nothing. So the beginning and the length are looked at first.

const (
	magic = 0x67676d6c // "ggml"
	// A whisper model's header after the magic: words known, audio context, audio width, heads, layers, text context,
	// text width, heads, layers, bands, number format.
	headerFields = 11
)

// check looks at the model and the language of a setup before the library sees them.
func check(setup transcribe.Setup) error {
	if err := checkModel(setup.ModelPath); err != nil {
		return fmt.Errorf("check model: %w", err)
	}
	if setup.Language != "auto" && !knowsLanguage(setup.Language) {
		return fmt.Errorf("%w: there is no language %q", transcribe.ErrEngine, setup.Language)
	}
	return nil
}

func checkModel(path string) error {
	var header [headerFields]int32
	size, err := readHeader(path, &header)
	if err != nil {
		return err
	}
	known, width := int64(header[0]), int64(header[6])
	if known < 50_000 || known > 100_000 || width < 64 || width > 8192 {
		return fmt.Errorf("%w: it is not a Whisper model", transcribe.ErrModelDamaged)
	}
	if size < known*width/4 { // the table of tokens alone, at the coarsest numbers in use
		return fmt.Errorf("%w: it is cut off", transcribe.ErrModelDamaged)
	}
	return nil
}

// sameFile makes sure that a model is the one that the transcript will name, if it is to name one. The file may be exchanged
// at any time, so unchanged must be asked once the weights were read.
func sameFile(ctx context.Context, path, sum string, alive func()) (unchanged func() error, err error) {
	if sum == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", transcribe.ErrEngine, err)
	}
	defer file.Close() // only read
	before, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", transcribe.ErrEngine, err)
	}
	hash := sha256.New()
	for {
		_, err := io.CopyN(hash, file, 16<<20)
		switch {
		case errors.Is(err, io.EOF) && hex.EncodeToString(hash.Sum(nil)) != sum:
			return nil, fmt.Errorf("%w: it is another one than was asked for", transcribe.ErrModelDamaged)
		case errors.Is(err, io.EOF):
			return func() error { return still(path, before) }, nil
		case err != nil:
			return nil, fmt.Errorf("%w: %w", transcribe.ErrEngine, err)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
		alive()
	}
}

// still makes sure that a file is the one that was looked at before.
func still(path string, before os.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil || !os.SameFile(before, now) || before.Size() != now.Size() || !before.ModTime().Equal(now.ModTime()) {
		return fmt.Errorf("load model: %w: it was exchanged while it was read", transcribe.ErrModelDamaged)
	}
	return nil
}

// readHeader reads what follows the magic into header, and gives the file's size.
func readHeader(path string, header any) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", transcribe.ErrEngine, err)
	}
	defer file.Close() // only read
	stat, err := file.Stat()
	if err != nil {
		return 0, fmt.Errorf("%w: %w", transcribe.ErrEngine, err)
	}
	var begin uint32
	if err := binary.Read(file, binary.LittleEndian, &begin); err != nil || begin != magic {
		return 0, fmt.Errorf("%w: it is not a ggml file", transcribe.ErrModelDamaged)
	}
	if err := binary.Read(io.Reader(file), binary.LittleEndian, header); err != nil {
		return 0, fmt.Errorf("%w: it ends in its header", transcribe.ErrModelDamaged)
	}
	return stat.Size(), nil
}
