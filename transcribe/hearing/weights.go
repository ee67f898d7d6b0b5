package hearing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/transcribe"
)

// Load reads what a setup names: the weights of the voice detection, which it gives, and through read those of the
// recogniser. It makes sure that the model is the one that the transcript will name, if it is to name one. The file may be
// exchanged at any time, so that is looked at once more when read is done.
func Load(ctx context.Context, setup transcribe.Setup, alive func(), read func() error) (*voice.Model, error) {
	unchanged, err := sameFile(ctx, setup.ModelPath, setup.SHA256, alive)
	if err != nil {
		return nil, fmt.Errorf("check model: %w", err)
	}
	model, err := loadVoice(setup.VADPath)
	if err != nil {
		return nil, err
	}
	if err := read(); err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	return model, unchanged()
}

// loadVoice reads the weights of the voice detection.
func loadVoice(path string) (*voice.Model, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("load voice detection: %w: %w", transcribe.ErrEngine, err)
	}
	defer file.Close() // only read
	model, err := voice.New(file)
	if err != nil {
		return nil, fmt.Errorf("load voice detection: %w: %w", transcribe.ErrModelDamaged, err)
	}
	return model, nil
}

// sameFile makes sure that a model has a checksum, if it is to have one. Unchanged makes sure that it still has, which costs
// next to nothing.
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
