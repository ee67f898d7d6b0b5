// Package transcribe turns a recording into a conversation: it runs the speech recogniser in a process of its own,
// so that a crash, an abort or a hang there can cost a transcript but never a recording.
//
// A Worker starts that process, feeds it the parties' tracks side by side and gathers the segments. Inside the process Serve
// answers with the Engine that fits the model: package transcribe/whisper and package transcribe/parakeet provide one each. The
// package also knows the models.
package transcribe

import (
	"context"
	"io"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Rate is the number of frames per second in which tracks are handed over.
const Rate = 16000

// Request asks for the transcript of one recording.
type Request struct {
	ModelPath string     // verified by the caller
	Model     call.Model // as it will stand in the transcript
	VADPath   string     // weights of the voice detection
	Language  string     // a code such as "en", or "auto"
	Threads   int        // 0 lets the engine choose
	Windows   int        // decoded side by side; 0 lets the engine choose
	People    bool       // mark where another person of a party begins to speak, if the model was trained for it
	Words     []string   // that are likely to be said, the more important first; they count as long as there is room
	Tracks    []Track    // one per party, all beginning when the call began
	Live      bool       // somebody reads along while the call goes on: guesses are worth their while
	Known     Known      // what an earlier attempt has found of the same tracks with the same model
	// Found is told of each window that was not known, as soon as it is decoded; may be nil.
	Found func(engine string, w Window)
}

// Known is what an attempt that did not come to its end has found. Another engine starts afresh.
type Known struct {
	Engine  string
	Windows []Window
}

// Track is one party's sound.
type Track struct {
	Party  call.Party
	Frames int64 // how many there are, for the progress; 0 while nobody knows, because the call goes on
	// Open gives the sound from its beginning: mono, 16 bits signed, little-endian, at Rate. A reader may wait for
	// sound that is yet to come, but not longer than until ctx ends. It is called again when the work has to be repeated, so
	// each call must give a fresh reader.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Progress says how far the work has come.
type Progress struct {
	Fraction  float64       // 0 to 1, never falling within one attempt; 0 while nobody knows how much there is
	Remaining time.Duration // negative while unknown
	Heard     call.Seconds  // up to where all tracks were heard
	// Segments is what was found in this attempt so far, in order of time. It never changes.
	Segments []call.Segment
	// Guesses is what the parties have said since, as far as can be told already, in order of time. It never changes either.
	Guesses []call.Segment
}

// Transcriber writes down what was said. Transcribe returns when all is done; when ctx ends it returns its error at
// once. progress may be nil; it is called from one goroutine at a time, and not after Transcribe returned.
type Transcriber interface {
	Transcribe(ctx context.Context, req Request, progress func(Progress)) (call.Transcript, error)
}
