package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/storage"
)

func TestSecondProcessIsAnswered(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	err := a.Serve(func(ctx context.Context, request Request, interrupt <-chan struct{}, out, errOut io.Writer) int {
		fmt.Fprintf(out, "%s in %s", strings.Join(request.Args, " "), request.Dir)
		fmt.Fprint(errOut, "hint")
		if request.Args[0] == "wait" {
			<-interrupt
			return 4
		}
		return 7
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Config{Library: a.Library(), Data: dir, Devices: both()}); !errors.Is(err, storage.ErrLocked) {
		t.Errorf("a second App: %v", err)
	}
	var out, errOut bytes.Buffer
	exit, err := Forward(t.Context(), a.Library(), Request{Args: []string{"calls", "--x"}, Dir: "/d"}, nil, &out, &errOut)
	if exit != 7 || err != nil || out.String() != "calls --x in /d" || errOut.String() != "hint" {
		t.Errorf("exit %d, %v, %q, %q", exit, err, out.String(), errOut.String())
	}
	interrupt := make(chan struct{})
	time.AfterFunc(50*time.Millisecond, func() { close(interrupt) })
	exit, err = Forward(t.Context(), a.Library(), Request{Args: []string{"wait"}}, interrupt, io.Discard, io.Discard)
	if exit != 4 || err != nil {
		t.Errorf("interrupted: exit %d, %v", exit, err)
	}
}

// A person who closes the terminal ends what they asked for, and Close ends what is left.
func TestRequestEndsWithItsClient(t *testing.T) {
	a := open(t, t.TempDir(), both())
	ended := make(chan struct{})
	err := a.Serve(func(ctx context.Context, _ Request, _ <-chan struct{}, _, _ io.Writer) int {
		<-ctx.Done()
		ended <- struct{}{}
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Forward(ctx, a.Library(), Request{Args: []string{"x"}}, nil, io.Discard, io.Discard); err == nil {
		t.Error("a request that was given up ended well")
	}
	<-ended
}

func TestNobodyAnswers(t *testing.T) {
	if _, err := Forward(t.Context(), t.TempDir(), Request{}, nil, io.Discard, io.Discard); !errors.Is(err, ErrNobody) {
		t.Errorf("got %v", err)
	}
}
