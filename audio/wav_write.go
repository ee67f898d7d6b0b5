package audio

import "io"

// WriteWAV writes a recording from its beginning as 16-bit PCM WAV.
func WriteWAV(w io.Writer, r *Recording) error { return ErrNotAudio }
