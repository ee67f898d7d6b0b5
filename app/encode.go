package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

var (
	// ErrNoEncoder says that this machine has no program that writes sound in that form.
	ErrNoEncoder = errors.New("no program here writes sound in that form")

	// ErrEncoder says that the program that writes sound in that form failed.
	ErrEncoder = errors.New("program that writes sound in that form failed")
)

// encoder is a program that makes a file out of the WAV on its stdin.
type encoder struct {
	program string
	args    []string // the file's path comes behind them
}

// encoders name who can write a form, the better one first. Two channels of speech are clear at 64 kbit/s in Opus.
var encoders = map[string][]encoder{
	"opus": {
		{"opusenc", []string{"--quiet", "--bitrate", "64", "-"}},
		{"ffmpeg", []string{"-v", "error", "-nostdin", "-f", "wav", "-i", "pipe:0", "-c:a", "libopus", "-b:a", "64k", "-y"}},
	},
	"m4a": {
		{"ffmpeg", []string{"-v", "error", "-nostdin", "-f", "wav", "-i", "pipe:0", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "-y"}},
	},
}

// encode has a program turn what sound writes as WAV into a form, and writes that to w. The programs want a file, some
// of them to go back in it; it lies in place while they do.
func encode(ctx context.Context, as, place string, w io.Writer, sound func(io.Writer) error) error {
	with, path, err := findEncoder(as)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(place, "export-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", as, roomless(err))
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "sound."+as)
	if err := runEncoder(ctx, path, append(with.args[:len(with.args):len(with.args)], made), sound); err != nil {
		return fmt.Errorf("write %s with %s: %w", as, with.program, err)
	}
	file, err := os.Open(made)
	if err != nil {
		return fmt.Errorf("write %s: %w: %w", as, ErrEncoder, err)
	}
	_, err = io.Copy(w, file)
	return errors.Join(err, file.Close())
}

func findEncoder(as string) (encoder, string, error) {
	for _, one := range encoders[as] {
		if path, err := exec.LookPath(one.program); err == nil {
			return one, path, nil
		}
	}
	return encoder{}, "", fmt.Errorf("write %s: %w", as, ErrNoEncoder)
}

// runEncoder feeds a program with sound. Sound that cannot be read is told before what the program made of half of it.
func runEncoder(ctx context.Context, path string, args []string, sound func(io.Writer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	said := &bytes.Buffer{}
	command := exec.CommandContext(ctx, path, args...)
	command.Stderr = said
	stdin, err := command.StdinPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("%w: %w", ErrEncoder, err)
	}
	feeding := errors.Join(sound(stdin), stdin.Close())
	if feeding != nil && !isGone(feeding) {
		cancel()
		return errors.Join(feeding, command.Wait())
	}
	if err := errors.Join(feeding, command.Wait()); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrEncoder, firstLine(said.String()), err)
	}
	return nil
}

// isGone tells whether the reader of a pipe went away, which it will have said why itself.
func isGone(err error) bool { return errors.Is(err, os.ErrClosed) || errors.Is(err, syscall.EPIPE) }

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
