package app

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/call"
)

var (
	// ErrNoNotice means that the user has no recorded notice.
	ErrNoNotice = errors.New("there is no recorded notice")
	// ErrBadNotice means that a sound cannot be a notice. The error says why.
	ErrBadNotice = errors.New("this sound cannot be played as a notice")
)

// Notice is the recorded notice that can be played into a call. Its sound lies beside the settings.
type Notice struct {
	Name    string       `json:"name,omitempty"` // of the file it came from
	Words   string       `json:"words,omitempty"`
	Seconds call.Seconds `json:"seconds,omitempty"` // 0: there is none
}

const (
	noticeFile  = "notice.flac"
	noticeRate  = 48000 // of every output
	noticeLeast = call.Seconds(0.5)
	noticeMost  = call.Seconds(60)
	noticePeak  = 1000 // of 32768, -30 dBFS: what stays below is not understood on a telephone
)

// SetNotice makes the sound in a file the notice, of which words says what it says. The sound is copied. It fails with ErrBadNotice, or
// what Import gives, and changes nothing then.
func (a *App) SetNotice(ctx context.Context, path, words string) (Notice, error) {
	file, err := os.Open(path)
	if err != nil {
		return Notice{}, fmt.Errorf("read the notice: %w", err)
	}
	defer file.Close() // it was only read
	kind, err := decode.Recognise(file)
	if err != nil {
		return Notice{}, fmt.Errorf("read the notice: %w", err)
	}
	sound, err := decode.Open(ctx, file, kind, a.config.FFmpeg())
	if err != nil {
		return Notice{}, fmt.Errorf("read the notice: %w", err)
	}
	notice, err := a.keepNotice(sound, Notice{Name: filepath.Base(path), Words: strings.TrimSpace(words)})
	return notice, errors.Join(err, sound.Close())
}

// RemoveNotice forgets the notice.
func (a *App) RemoveNotice() error {
	if err := a.ChangeSettings(func(s *Settings) { s.Notice = Notice{} }); err != nil {
		return err
	}
	err := os.Remove(filepath.Join(a.config.Data, noticeFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// keepNotice checks a sound and puts it in the place of the one before.
func (a *App) keepNotice(sound audio.Frames, notice Notice) (Notice, error) {
	file, err := os.CreateTemp(a.config.Data, noticeFile+".*")
	if err != nil {
		return Notice{}, fmt.Errorf("keep the notice: %w", err)
	}
	_, err = audio.ImportFrames(file, sound, audio.ImportOptions{})
	if err == nil {
		notice.Seconds, err = checkNotice(file)
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(a.config.Data, noticeFile))
	}
	if err != nil {
		return Notice{}, errors.Join(fmt.Errorf("keep the notice: %w", err), os.Remove(file.Name()))
	}
	return notice, a.ChangeSettings(func(s *Settings) { s.Notice = notice })
}

// checkNotice gives the length of what would be played.
func checkNotice(file io.ReadSeeker) (call.Seconds, error) {
	frames, err := playable(file)
	if err != nil {
		return 0, err
	}
	peak := 0
	for _, v := range frames {
		peak = max(peak, int(v), -int(v))
	}
	switch length := call.AtFrame(int64(len(frames)), noticeRate); {
	case length < noticeLeast || length > noticeMost:
		return 0, fmt.Errorf("%w: it lasts %.1f s; a notice lasts from %.1f to %.0f s", ErrBadNotice, length, noticeLeast, noticeMost)
	case peak < noticePeak:
		return 0, fmt.Errorf("%w: it is too quiet to be understood", ErrBadNotice)
	default:
		return length, nil
	}
}

// HearNotice opens the recorded notice for listening on this side alone, before anybody else does; it is paused at the beginning. The caller closes it. It
// fails with ErrNoNotice, or, while a call is recorded, with ErrTakeRunning: the recording would hold it.
func (a *App) HearNotice() (*Player, error) {
	if a.hasTake() {
		return nil, ErrTakeRunning
	}
	file, err := a.openNotice()
	if err != nil {
		return nil, err
	}
	return a.playFile(file)
}

// openNotice opens the sound of the notice.
func (a *App) openNotice() (*os.File, error) {
	if a.Settings().Notice.Seconds == 0 {
		return nil, ErrNoNotice
	}
	file, err := os.Open(filepath.Join(a.config.Data, noticeFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: its file is gone", ErrNoNotice)
	}
	if err != nil {
		return nil, fmt.Errorf("read the notice: %w", err)
	}
	return file, nil
}

// noticeFrames reads the notice as it is played.
func (a *App) noticeFrames() ([]int16, error) {
	file, err := a.openNotice()
	if err != nil {
		return nil, err
	}
	defer file.Close() // it was only read
	return playable(file)
}

// playable reads both channels of a sound into one, at the rate of the output.
func playable(file io.ReadSeeker) ([]int16, error) {
	var sides [2][]byte
	for i, party := range call.Parties {
		recording, err := audio.OpenRecording(file)
		if err != nil {
			return nil, err
		}
		most := int64(2 * noticeRate * (noticeMost + 1)) // bytes: more is too long in any case
		if sides[i], err = io.ReadAll(io.LimitReader(audio.NewTrack(recording, party, noticeRate), most)); err != nil {
			return nil, err
		}
	}
	frames := make([]int16, min(len(sides[0]), len(sides[1]))/2)
	for i := range frames {
		left, right := int16(binary.LittleEndian.Uint16(sides[0][2*i:])), int16(binary.LittleEndian.Uint16(sides[1][2*i:]))
		frames[i] = int16((int(left) + int(right)) / 2)
	}
	return frames, nil
}
