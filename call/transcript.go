package call

import (
	"log/slog"
	"time"
)

// Transcript is what the machine wrote down of one recording, or what was written elsewhere and brought in: transcript.json
// in the call's folder. It is never changed afterwards.
type Transcript struct {
	Format   int       `json:"format"`
	Model    Model     `json:"model"`
	Language string    `json:"language"`
	Duration Seconds   `json:"duration"`
	Engine   string    `json:"engine"` // name and version
	Settings Settings  `json:"settings"`
	Timing   Timing    `json:"timing"`
	Segments []Segment `json:"segments"`      // by start time, parties mixed
	Made     time.Time `json:"made,omitzero"` // when the library got it; zero in those of early versions
	// Imported is set where this was written elsewhere and brought in: then the engine is ImportedEngine, and the model names
	// the file, with its SHA-256.
	Imported *Writing `json:"imported,omitempty"`
}

// ImportedEngine stands for the engine of a transcript that was written elsewhere.
const ImportedEngine = "imported"

// Writing says what is known of a transcript that was written elsewhere.
type Writing struct {
	Form     string `json:"form"`              // of its file: "SRT"
	MadeBy   string `json:"made_by,omitempty"` // as the file says
	Speakers string `json:"speakers"`          // how it is known who speaks, in words
}

// Model names the weights that made a transcript.
type Model struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	// Demo marks the model that knows a few hundred words in synthetic voices only: its text is never to be
	// taken for what people said.
	Demo bool `json:"demo,omitempty"`
}

// Settings are the choices that shaped a transcript.
type Settings struct {
	Language string `json:"language"`          // as asked for: a code, or "auto"
	Threads  int    `json:"threads"`           // 0: as the engine liked
	Windows  int    `json:"windows,omitempty"` // that were decoded side by side and shared the threads; 0: as the engine liked
	VAD      string `json:"vad"`               // name of the voice detection weights
	People   bool   `json:"people,omitempty"`  // the model was asked to mark where another person begins to speak
	// Words are those of the vocabulary that the recogniser was told to expect, and WordsLeftOut those that had no room.
	Words        []string `json:"words,omitempty"`
	WordsLeftOut []string `json:"words_left_out,omitempty"`
}

// Timing says what a transcript cost, how long the recording is, and how much speech it holds, both parties summed.
type Timing struct {
	Wall   Seconds `json:"wall_s"`
	Audio  Seconds `json:"audio_s"`
	Speech Seconds `json:"speech_s"`
}

// Segment is a stretch of words by one party.
type Segment struct {
	Party   Party   `json:"party"`
	Start   Seconds `json:"start"`
	End     Seconds `json:"end"`
	Text    string  `json:"text"`
	Suspect *string `json:"suspect"` // why the text is doubtful; nil when it is not
	// Another is set where, as far as the model can tell, another person at this party's end begins to speak. Only models
	// that were trained for it can, and only when asked: that it is not set means nothing.
	Another bool   `json:"another_person,omitempty"`
	Words   []Word `json:"words"`
	// Echo is set where the sound itself shows that these words are the far side's, heard again by the microphone from
	// loudspeakers. Faces hide such a segment until asked; it is never deleted.
	Echo *Echo `json:"echo,omitempty"`

	// What follows stands in readings alone, which Apply makes; Turn also in corrections.
	Turn      int        `json:"turn,omitempty"`      // the number of the turn: it stays what it is
	Corrected *Corrected `json:"corrected,omitempty"` // nil: as the machine wrote it
	Overlap   bool       `json:"overlap,omitempty"`   // the other party spoke at the same time
}

// Struck reports whether a person struck out what the machine wrote: then there is no text.
func (s Segment) Struck() bool { return s.Corrected != nil && s.Text == "" }

// Echo says how a passage leaked from the far side into the microphone.
type Echo struct {
	Gain float64 `json:"gain_db"` // level in the microphone relative to the far side; negative
	Lag  float64 `json:"lag_ms"`  // how much later it arrived
}

// Word is one word with its place and how sure the model was (0 to 1).
type Word struct {
	Text  string  `json:"text"`
	Start Seconds `json:"start"`
	End   Seconds `json:"end"`
	P     float64 `json:"p"`
}

// Said gives the segments without the echoes among them, and how many those are. What a person struck out was not said
// either.
func (t Transcript) Said() (said []Segment, echoes int) {
	for _, segment := range t.Segments {
		switch {
		case segment.Echo != nil:
			echoes++
		case !segment.Struck():
			said = append(said, segment)
		}
	}
	return said, echoes
}

// LogValue keeps the words out of logs.
func (t Transcript) LogValue() slog.Value {
	return slog.GroupValue(slog.String("model", t.Model.Name), slog.Int("segments", len(t.Segments)))
}

// LogValue keeps the words out of logs.
func (s Segment) LogValue() slog.Value {
	return slog.StringValue("[segment at " + s.Start.Clock() + "]")
}
