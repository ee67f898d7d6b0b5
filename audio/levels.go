package audio

import "github.com/onrecord/onrecord/call"

// Levels is what meters show of a take.
type Levels struct {
	Elapsed call.Seconds // position in the recording
	Paused  bool
	Sides   [2]Level // by the party's channel
}

// Level is how loud one side is.
type Level struct {
	Peak, RMS float64 // dBFS over the last twentieth of a second
	Heard     bool    // louder than background noise within the last two seconds
	QuietFor  call.Seconds
	Dead      bool // nothing but digital silence for the last second
	Clipped   bool // at full scale within the last second
}
