package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// FindFFmpeg gives the path of ffmpeg, or nothing when it is not installed.
func FindFFmpeg() string {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return ""
	}
	return path
}

// ffmpegArguments have one file read and written to stdout as WAV. The demuxer is the one that the content asks for, so
// that a playlist is never taken for one, and no protocol is allowed but the pipe (and a copy of what came through it,
// where a header stands at the end): whatever is in the file, nothing else is opened, on this machine or another.
func ffmpegArguments(kind Kind) []string {
	input := []string{"-protocol_whitelist", "pipe", "-i", "pipe:0"}
	if kind.seeks { // the header may be as far away as the file is long
		input = []string{"-protocol_whitelist", "cache,pipe", "-read_ahead_limit", "-1", "-i", "cache:pipe:0"}
	}
	return slices.Concat([]string{
		"-hide_banner", "-nostdin", "-loglevel", "repeat+error", "-format_whitelist", kind.demuxer, "-f", kind.demuxer,
	}, input, []string{
		"-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-fflags", "+bitexact",
		"-c:a", "pcm_s16le", "-f", "wav", "pipe:1",
	})
}

// process is ffmpeg at work.
type process struct {
	command *exec.Cmd
	cancel  context.CancelFunc
	out     io.Reader
	words   *words
	once    sync.Once
	ended   error
}

// patience is how long ffmpeg may take to end once it is killed or its pipes are closed.
const patience = 5 * time.Second

func openFFmpeg(ctx context.Context, src Source, kind Kind, tool string) (*Sound, error) {
	version, err := ffmpegVersion(ctx, tool)
	if err != nil {
		return nil, err
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read %s: %w", kind.Name, err)
	}
	p, err := startFFmpeg(ctx, src, tool, ffmpegArguments(kind))
	if err != nil {
		return nil, err
	}
	frames, err := audio.ReadWAV(p.out)
	if err != nil {
		said := p.failed(ctx, kind)
		if errors.Is(err, audio.ErrUnsupported) && ctx.Err() == nil { // sound, but at a rate or with channels that no call has
			return nil, fmt.Errorf("read %s: %w", kind.Name, err)
		}
		return nil, said
	}
	return &Sound{Frames: &piped{frames, ctx, p, kind}, Decoder: version, process: p}, nil
}

func startFFmpeg(ctx context.Context, src io.Reader, tool string, arguments []string) (*process, error) {
	p := &process{words: &words{}}
	ctx, p.cancel = context.WithCancel(ctx)
	p.command = exec.CommandContext(ctx, tool, arguments...)
	p.command.Env = append(os.Environ(), "AV_LOG_FORCE_NOCOLOR=1")
	p.command.Stdin, p.command.Stderr, p.command.WaitDelay = src, p.words, patience
	out, err := p.command.StdoutPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		p.cancel()
		return nil, fmt.Errorf("start ffmpeg: %w", err)
	}
	p.out = out
	return p, nil
}

// ffmpegVersion names the ffmpeg that is used.
func ffmpegVersion(ctx context.Context, tool string) (string, error) {
	command := exec.CommandContext(ctx, tool, "-hide_banner", "-version")
	command.WaitDelay = patience
	answer, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("ask ffmpeg for its version: %w", errors.Join(err, ctx.Err()))
	}
	fields := strings.Fields(string(answer))
	if len(fields) < 3 || fields[0] != "ffmpeg" {
		return "", errors.New("ask ffmpeg for its version: it gave none")
	}
	return "ffmpeg " + fields[2], nil
}

// end waits for ffmpeg and gives what it ended with.
func (p *process) end() error {
	p.once.Do(func() {
		p.ended = p.command.Wait()
		p.cancel()
	})
	return p.ended
}

// close ends ffmpeg, whatever it is at.
func (p *process) close() error {
	p.cancel()
	_ = p.end() // it was killed, or has said before how it ended
	return nil
}

// said is what ffmpeg said in one line, without what its own buffer says whenever it seeks.
func (p *process) said() string {
	var kept []string
	for line := range strings.Lines(p.words.String()) {
		if !strings.HasPrefix(line, "[cache @") {
			kept = append(kept, strings.Fields(line)...)
		}
	}
	return strings.Join(kept, " ")
}

// failed ends ffmpeg, which could not go on, and puts what it said into an error.
func (p *process) failed(ctx context.Context, kind Kind) error {
	p.cancel()
	_ = p.end() // it failed: what it said tells more
	if ctx.Err() != nil {
		return ctx.Err()
	}
	why := audio.ErrNotAudio
	said := p.said()
	switch {
	case strings.Contains(said, "matches no streams"):
		why = audio.ErrNoAudio
	case strings.Contains(said, "Decoder") && strings.Contains(said, "not found"), strings.Contains(said, "Unknown input format"):
		why = audio.ErrUnsupported
	case strings.Contains(said, "moov atom not found"):
		why = audio.ErrTruncated
	}
	return fmt.Errorf("read %s: %w: ffmpeg said: %s", kind.Name, why, said)
}

// piped are the frames that ffmpeg gives. They are over only when it has ended well.
type piped struct {
	audio.Frames
	ctx     context.Context
	process *process
	kind    Kind
}

func (p *piped) Read(interleaved []int16) (int, error) {
	n, err := p.Frames.Read(interleaved)
	if err == nil {
		return n, nil
	}
	if errors.Is(err, io.EOF) && p.process.end() == nil {
		return n, io.EOF
	}
	return n, p.process.failed(p.ctx, p.kind)
}

// words keeps the beginning of what a program says.
type words struct {
	mu   sync.Mutex
	kept []byte
}

// mostWords is how much of it is kept.
const mostWords = 2000

func (w *words) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kept = append(w.kept, b[:min(len(b), mostWords-len(w.kept))]...)
	return len(b), nil
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.ToValidUTF8(string(w.kept), "")
}
