package transcribe

import (
	"context"
	"io"
)

// Serve is the loop inside the worker process.
func Serve(ctx context.Context, in io.Reader, out io.Writer, engine Engine) error { return ErrEngine }
