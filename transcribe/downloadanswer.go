package transcribe

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

var errStandstill = errors.New("nothing arrived any more")

// fetchError is why a request brought no more bytes.
type fetchError struct {
	cause error
	final bool // asking again would bring the same answer
}

func (f *fetchError) Error() string   { return ErrDownload.Error() + ": " + f.cause.Error() }
func (f *fetchError) Unwrap() []error { return []error{ErrDownload, f.cause} }

// brokeOff wraps what went wrong on the way. A standstill shows as a cancelled context, whose cause says more.
func brokeOff(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return &fetchError{cause: err}
}

func refused(format string, args ...any) error {
	return &fetchError{cause: fmt.Errorf(format, args...), final: true}
}

// accept decides whether the answer's body is the rest of the file. A server that does not know ranges sends the whole
// file, and then the download starts over.
func (d *download) accept(answer *http.Response) error {
	if kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type")); err == nil && kind == "text/html" &&
		answer.StatusCode < 300 {
		return refused("a web page came instead of the file; does this network want you to log in first?")
	}
	switch answer.StatusCode {
	case http.StatusOK:
		if answer.ContentLength >= 0 && answer.ContentLength != d.spec.Size {
			return refused("the server has a file of %d bytes instead of %d", answer.ContentLength, d.spec.Size)
		}
		return d.startOver()
	case http.StatusPartialContent:
		return d.acceptRange(answer.Header.Get("Content-Range"))
	case http.StatusRequestedRangeNotSatisfiable:
		if err := d.startOver(); err != nil {
			return err
		}
		return &fetchError{cause: errors.New("the server could not go on from there")}
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return &fetchError{cause: fmt.Errorf("the server answered %q", answer.Status)}
	}
	return &fetchError{cause: fmt.Errorf("the server answered %q", answer.Status), final: answer.StatusCode < 500}
}

// acceptRange wants "bytes first-last/total" with the first byte that is missing here, and the right total.
func (d *download) acceptRange(header string) error {
	first, last, total, err := parseRange(header)
	switch {
	case err != nil:
		return refused("the server answered with the range %q", header)
	case total >= 0 && total != d.spec.Size:
		return refused("the server has a file of %d bytes instead of %d", total, d.spec.Size)
	case first != d.done || last < first || last >= d.spec.Size:
		if err := d.startOver(); err != nil {
			return err
		}
		return &fetchError{cause: fmt.Errorf("the server sent another part of the file (%s)", header)}
	}
	return nil
}

// parseRange reads a Content-Range header; a total that the server does not know is -1.
func parseRange(header string) (first, last, total int64, err error) {
	rest, isBytes := strings.CutPrefix(header, "bytes ")
	span, size, hasTotal := strings.Cut(rest, "/")
	from, to, hasSpan := strings.Cut(span, "-")
	if !isBytes || !hasTotal || !hasSpan {
		return 0, 0, 0, errors.New("not a range of bytes")
	}
	var bad [3]error
	first, bad[0] = parsePosition(from)
	last, bad[1] = parsePosition(to)
	total = -1
	if size != "*" {
		total, bad[2] = parsePosition(size)
	}
	return first, last, total, errors.Join(bad[:]...)
}

// parsePosition reads a number that cannot be negative.
func parsePosition(digits string) (int64, error) {
	n, err := strconv.ParseUint(digits, 10, 63)
	return int64(n), err
}
