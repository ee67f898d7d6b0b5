package transcribe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// conversation is the exchange of lines with a running worker.
type conversation struct {
	*process
	stall  time.Duration
	idle   func() bool // reports whether the worker has nothing to answer; nil: it always has
	said   chan heardLine
	over   chan struct{} // closed by end
	joined chan struct{} // closed when nothing reads stdout any more
}

type heardLine struct {
	report
	err error
}

// converse begins to read what the worker says. It starts a goroutine, which end joins.
func converse(p *process, stall time.Duration) *conversation {
	c := &conversation{process: p, stall: stall, said: make(chan heardLine), over: make(chan struct{}), joined: make(chan struct{})}
	go c.read()
	return c
}

func (c *conversation) read() {
	defer close(c.joined)
	lines := newLines(c.stdout)
	for {
		said, err := readReport(lines)
		select {
		case c.said <- heardLine{said, err}:
		case <-c.over:
			return
		}
		if err != nil {
			return
		}
	}
}

// end kills the worker if it still runs and waits for everything that belongs to it.
func (c *conversation) end() {
	close(c.over)
	c.kill()
	c.reap()
	<-c.joined
}

// hear passes on what the worker says until it says something of the type until. It gives up when the worker is silent
// for too long although something is expected of it, ends, or complains.
func (c *conversation) hear(ctx context.Context, until string, take func(report) error) (report, error) {
	timer := time.NewTimer(c.stall)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return report{}, ctx.Err()
		case <-timer.C:
			if c.idle != nil && c.idle() {
				timer.Reset(c.stall)
				continue
			}
			return report{}, fmt.Errorf("%w: nothing came from it for %v%s", ErrWorkerHung, c.stall, c.stderr.quote())
		case line := <-c.said:
			timer.Reset(c.stall)
			switch {
			case line.err != nil:
				return report{}, c.broken(line.err)
			case line.Type == sayError:
				return report{}, complaint(line.report)
			case line.Type == until:
				return line.report, nil
			}
			if err := take(line.report); err != nil {
				return report{}, err
			}
		}
	}
}

// broken says why nothing more can be read from the worker.
func (c *conversation) broken(err error) error {
	if errors.Is(err, ErrWorkerGarbled) {
		return fmt.Errorf("%w%s", err, c.stderr.quote())
	}
	how := c.reap()
	if !errors.Is(err, io.EOF) {
		how = err.Error()
	}
	return fmt.Errorf("%w: %s%s", ErrWorkerDied, how, c.stderr.quote())
}

// complaint is the error that the worker reported.
func complaint(said report) error {
	kind, known := kinds[said.Kind]
	if !known {
		kind = ErrEngine
	}
	return reported{kind, said.Text}
}

// reported is an error in the words of the worker, which already contain those of the sentinel.
type reported struct {
	kind error
	text string
}

func (e reported) Error() string { return e.text }
func (e reported) Unwrap() error { return e.kind }
