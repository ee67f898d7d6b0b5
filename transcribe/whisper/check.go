package whisper

import (
	"encoding/binary"
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
