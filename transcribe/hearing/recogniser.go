// Package hearing is what the engines inside the worker have in common: it listens to a track, finds the speech in it, and
// makes segments of what a Recogniser writes down, so that silence, noise and telephone tones never become words.
//
// A track goes through these stations while it comes in (track.go): voice detection (package voice) and finder (speech.go)
// find the spans of speech, tones are thrown out, the rest is packed into windows (window.go), each window is recognised as
// soon as it is full, its pieces become words on the call's time (words.go), and words become segments (turns.go) with
// their doubts (doubt.go).
package hearing

import "context"

// Recogniser writes down windows of sound, several at once if it has places for them.
type Recogniser interface {
	// Places is how many windows it writes down side by side, at least one.
	Places() int
	// Recognise writes down what is said; it waits while all places are taken. When ctx ends it returns the context's
	// error as soon as it can.
	Recognise(ctx context.Context, sound Sound) (Heard, error)
}

// Speller is a Recogniser that can be told which words to expect.
type Speller interface {
	Recogniser
	// Words gives those that it was told.
	Words() []string
	// Spell writes down what is said with these words in mind. Only they count of what it gives.
	Spell(ctx context.Context, sound Sound) (Heard, error)
}

// Sound is a window of speech, with the pauses between sentences.
type Sound struct {
	Samples  []float32 // mono, at transcribe.Rate, from -1 to 1; at most Longest, and never none
	Language string    // "" lets the recogniser find out
	Guess    bool      // somebody waits for it, and nothing else depends on it
	Alive    func()    // to be called at least every second of work, and only when there was headway
}

// Heard is what a recogniser made of a window.
type Heard struct {
	Stretches []Stretch // in order of time
	Language  string    // as which it was recognised: the one asked for, if any
}

// Stretch is text in one go: a sentence or several.
type Stretch struct {
	Another  bool    // another person speaks than in the stretch before, as far as the recogniser can tell
	NoSpeech float64 // how likely, from 0 to 1, the recogniser thought that there is no speech at all
	Pieces   []Piece
}

// Piece is a part of the text: a run of bytes, not always whole characters. A new word begins with a space.
type Piece struct {
	Text       string
	Start, End float64 // in seconds of the window
	P          float64 // how likely it is, from 0 to 1
}
