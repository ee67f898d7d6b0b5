package transcribe

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// The worker and its parent exchange lines of JSON, each an object with a "type", each at most longestLine bytes.
//
//	worker                                   parent
//	ready {version}                 →
//	                                ←        load {version, model, sha256, vad, language, threads, windows, people, live, words}
//	loaded {engine, words}          →        the engine that the model needs, and the words that it is told
//	                                ←        measure … only before the first track
//	measured {cost} …               →
//	                                ←        track {party}
//	                                ←        known {party, window} … found in an earlier attempt
//	                                ←        audio {party, pcm} … mono s16le at Rate, in base64
//	took {party, frames, written} … →        written: up to which frame nothing is left to decode
//	window {party, window} …        →        what was found in it
//	guess {party, segments} …       →        if load said live: what the next segments may be
//	                                ←        end {party}
//	heard {party, speech, language} →
//	                                ←        finish
//	done                            →
//
// Tracks are told side by side, each as its sound comes. The parent is never more than "ahead" audio lines of a track before
// the worker, which therefore reads whatever it is told, and notices at once when its input ends. Then it ends too.
//
// At any time the worker may say alive, which is its sign of life while it works, or error {kind, text}, after which it says
// nothing more. The parent may say cancel.
const (
	protocolVersion = 3
	longestLine     = 256 << 10
	chunkFrames     = 16 << 10 // frames in one audio line, at most
	liveFrames      = 4 << 10  // while the call goes on
	ahead           = 32       // audio lines of one track
)

// The types of lines.
const (
	sayReady  = "ready"
	sayLoaded = "loaded"
	sayAlive  = "alive"
	sayCost   = "measured"
	sayTook   = "took"
	sayWindow = "window"
	sayGuess  = "guess"
	sayHeard  = "heard"
	sayDone   = "done"
	sayError  = "error"

	doLoad    = "load"
	doMeasure = "measure"
	doTrack   = "track"
	doKnown   = "known"
	doAudio   = "audio"
	doEnd     = "end"
	doFinish  = "finish"
	doCancel  = "cancel"
)

// order is what the parent says.
type order struct {
	Type     string     `json:"type"`
	Version  int        `json:"version,omitempty"`
	Model    string     `json:"model,omitempty"`
	SHA256   string     `json:"sha256,omitempty"`
	VAD      string     `json:"vad,omitempty"`
	Language string     `json:"language,omitempty"`
	Threads  int        `json:"threads,omitempty"`
	Windows  int        `json:"windows,omitempty"`
	People   bool       `json:"people,omitempty"`
	Live     bool       `json:"live,omitempty"`
	Words    []string   `json:"words,omitempty"`
	Party    call.Party `json:"party,omitempty"`
	Window   *Window    `json:"window,omitempty"`
	PCM      []byte     `json:"pcm,omitempty"`
}

// report is what the worker says.
type report struct {
	Type     string         `json:"type"`
	Version  int            `json:"version,omitempty"`
	Engine   string         `json:"engine,omitempty"`
	Party    call.Party     `json:"party,omitempty"`
	Frames   int64          `json:"frames,omitempty"`
	Written  int64          `json:"written,omitempty"`
	Window   *Window        `json:"window,omitempty"`
	Segments []call.Segment `json:"segments,omitempty"`
	Speech   call.Seconds   `json:"speech,omitempty"`
	Language string         `json:"language,omitempty"`
	Words    []string       `json:"words,omitempty"`
	Cost     *Cost          `json:"cost,omitempty"`
	Kind     string         `json:"kind,omitempty"`
	Text     string         `json:"text,omitempty"`
}

// kinds are the sentinels that an error line can carry to the parent; any other error is an ErrEngine there.
var kinds = map[string]error{
	"engine": ErrEngine, "missing": ErrNoEngine, "model": ErrModelDamaged, "garbled": ErrWorkerGarbled,
}

func kindOf(err error) string {
	for _, kind := range []string{"missing", "model", "garbled"} {
		if errors.Is(err, kinds[kind]) {
			return kind
		}
	}
	return "engine"
}

// newLines reads lines of at most longestLine bytes.
func newLines(r io.Reader) *bufio.Reader { return bufio.NewReaderSize(r, longestLine) }

// readLine reads one line into message. The error is io.EOF when the input ended between lines or within one, and
// wraps ErrWorkerGarbled when the line is no message.
func readLine(r *bufio.Reader, message any) error {
	line, err := r.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return fmt.Errorf("%w: a line of more than %d bytes", ErrWorkerGarbled, longestLine)
	case err != nil:
		return err
	}
	if err := json.Unmarshal(line, message); err != nil {
		return fmt.Errorf("%w: %w", ErrWorkerGarbled, err)
	}
	return nil
}

func writeLine(w io.Writer, message any) error {
	line, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encode a line: %w", err)
	}
	if _, err := w.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write a line: %w", err)
	}
	return nil
}

// readReport reads what the worker says next and makes sure that it can be used.
func readReport(r *bufio.Reader) (report, error) {
	var said report
	if err := readLine(r, &said); err != nil {
		return report{}, err
	}
	if why := said.fault(); why != "" {
		return report{}, fmt.Errorf("%w: %s", ErrWorkerGarbled, why)
	}
	return said, nil
}

// fault says what is wrong with a report; "" when nothing is.
func (r report) fault() string {
	known := []string{sayReady, sayLoaded, sayAlive, sayCost, sayTook, sayWindow, sayGuess, sayHeard, sayDone, sayError}
	switch {
	case !slices.Contains(known, r.Type):
		return fmt.Sprintf("a line of type %.20q", r.Type)
	case r.Type == sayReady && r.Version != protocolVersion:
		return fmt.Sprintf("it speaks version %d of the protocol instead of %d", r.Version, protocolVersion)
	case r.Type == sayLoaded && r.Engine == "":
		return "no name of an engine"
	case r.Frames < 0 || r.Frames > chunkFrames:
		return "a number of frames that was never sent"
	case r.Written < 0:
		return "less than nothing written"
	case r.Type == sayWindow && (r.Window == nil || !r.Window.sound()):
		return "a window that makes no sense"
	case slices.ContainsFunc(r.Segments, unsound):
		return "a guess that makes no sense"
	case r.Type == sayCost && (r.Cost == nil || !r.Cost.sound()):
		return "a cost that makes no sense"
	case r.Speech < 0:
		return "a negative length of speech"
	default:
		return ""
	}
}

// sound reports whether a window can be true.
func (w Window) sound() bool {
	return w.Start >= 0 && w.Start <= w.End && !slices.ContainsFunc(w.Segments, unsound)
}

func unsound(s call.Segment) bool { return !sound(s) }

// sound reports whether a segment's times can be true.
func sound(s call.Segment) bool {
	if !ordered(s.Start, s.End) || s.Text == "" {
		return false
	}
	for _, w := range s.Words {
		if !ordered(w.Start, w.End) || !(w.P >= 0 && w.P <= 1) {
			return false
		}
	}
	return true
}

func ordered(start, end call.Seconds) bool {
	return start >= 0 && start <= end && !math.IsInf(float64(end), 0)
}
