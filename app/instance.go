package app

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/adrg/xdg"
)

// Request is a command line for the process that holds the library.
type Request struct {
	Args []string `json:"args"`
	Dir  string   `json:"dir"` // the working directory that relative paths in Args mean
}

// Handler carries out a request inside the process that holds the library and gives the exit code. interrupt is
// closed when the person who asked pressed Ctrl-C; ctx ends when they went away.
type Handler func(ctx context.Context, request Request, interrupt <-chan struct{}, out, errOut io.Writer) int

// reply is one line of the answer: a piece of output, or the end.
type reply struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Exit *int   `json:"exit,omitempty"`
}

// grace is how long Close lets requests come to their end before it ends them.
const grace = time.Second

// instance answers other processes on a local socket.
type instance struct {
	listener net.Listener
	path     string
	ctx      context.Context
	cancel   context.CancelFunc
	work     sync.WaitGroup
}

// socketPath names the socket of a library. It lies in the user's own run-time folder, since a library's path can be
// longer than a socket's may be.
func socketPath(library string) (string, error) {
	library, err := filepath.Abs(library)
	if err != nil {
		return "", fmt.Errorf("name socket: %w", err)
	}
	if resolved, err := filepath.EvalSymlinks(library); err == nil {
		library = resolved
	}
	dir := xdg.RuntimeDir
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = filepath.Join(os.TempDir(), fmt.Sprintf("onrecord-%d", os.Getuid()))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make folder for socket: %w", err)
	}
	sum := sha256.Sum256([]byte(library))
	return filepath.Join(dir, "onrecord-"+hex.EncodeToString(sum[:8])+".sock"), nil
}

// Serve answers requests of other processes until Close. It may be called once.
func (a *App) Serve(handle Handler) error {
	path, err := socketPath(a.Library())
	if err != nil {
		return err
	}
	// The library's lock is ours, so a socket that is still there belongs to a process that died.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove old socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("listen on socket: %w", err)
	}
	in := &a.instance
	in.listener, in.path = listener, path
	in.ctx, in.cancel = context.WithCancel(a.ctx)
	in.work.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			in.work.Go(func() { in.answer(conn, handle) })
		}
	})
	return nil
}

func (in *instance) close() {
	if in.listener == nil {
		return
	}
	in.listener.Close() // its only error is that it is closed
	done := make(chan struct{})
	go func() {
		in.work.Wait()
		close(done)
	}()
	select {
	case <-done: // answers that are nearly out get there
	case <-time.After(grace):
	}
	in.cancel()
	<-done
}

// answer carries out one request. A second line from the client is Ctrl-C; the end of its stream, that it has gone.
func (in *instance) answer(conn net.Conn, handle Handler) {
	defer conn.Close()
	stop := context.AfterFunc(in.ctx, func() { conn.Close() })
	defer stop()
	ctx, cancel := context.WithCancel(in.ctx)
	defer cancel()
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, 1<<20)
	var request Request
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &request) != nil {
		return
	}
	interrupt := make(chan struct{})
	var listening sync.WaitGroup
	listening.Go(func() {
		defer cancel()
		if lines.Scan() {
			close(interrupt)
			for lines.Scan() {
			}
		}
	})
	out := &replies{encoder: json.NewEncoder(conn)}
	exit := handle(ctx, request, interrupt, out.stream(false), out.stream(true))
	out.send(reply{Exit: &exit})
	conn.Close()
	listening.Wait()
}

// replies sends pieces of both output streams over one connection.
type replies struct {
	mu      sync.Mutex
	encoder *json.Encoder
}

func (r *replies) send(message reply) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.encoder.Encode(message)
}

func (r *replies) stream(isErr bool) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		message := reply{Out: p}
		if isErr {
			message = reply{Err: p}
		}
		if err := r.send(message); err != nil {
			return 0, err
		}
		return len(p), nil
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Forward hands a request to the process that holds the library and copies its answer. ErrNobody means that no such
// process answers. interrupt may be nil.
func Forward(ctx context.Context, library string, request Request, interrupt <-chan struct{}, out, errOut io.Writer) (int, error) {
	path, err := socketPath(library)
	if err != nil {
		return 1, err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return 1, fmt.Errorf("%w: %w", ErrNobody, err)
	}
	defer conn.Close()
	encoder := json.NewEncoder(conn)
	if err := encoder.Encode(request); err != nil {
		return 1, fmt.Errorf("%w: %w", ErrNobody, err)
	}
	done := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		select {
		case <-interrupt:
			if encoder.Encode("interrupt") != nil {
				conn.Close()
			}
		case <-done:
		}
	})
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer func() { stop(); close(done); waiting.Wait() }()
	return copyReplies(conn, out, errOut)
}

func copyReplies(conn io.Reader, out, errOut io.Writer) (int, error) {
	decoder := json.NewDecoder(conn)
	for {
		var message reply
		if err := decoder.Decode(&message); err != nil {
			return 1, fmt.Errorf("%w: it went away in the middle of the work", ErrNobody)
		}
		if message.Exit != nil {
			return *message.Exit, nil
		}
		_, err := out.Write(message.Out)
		if _, errErr := errOut.Write(message.Err); err != nil || errErr != nil {
			return 1, fmt.Errorf("write answer: %w", errors.Join(err, errErr))
		}
	}
}
