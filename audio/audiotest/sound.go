package audiotest

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/audio"
)

// Sound gives each channel of a recording in a folder, or in what is embedded, at a rate. It panics if it cannot: what
// tests listen to is there.
func Sound(folder fs.FS, name string, rate int) [][]int16 {
	content, err := fs.ReadFile(folder, name)
	if err != nil {
		panic(err)
	}
	recording, err := audio.OpenRecording(bytes.NewReader(content))
	if err != nil {
		panic(fmt.Errorf("open %s: %w", name, err))
	}
	interleaved := make([]int16, int(recording.Frames())*recording.Channels())
	if _, err := recording.Read(interleaved); err != nil {
		panic(fmt.Errorf("read %s: %w", name, err))
	}
	channels := make([][]int16, recording.Channels())
	for i, sample := range interleaved {
		channels[i%len(channels)] = append(channels[i%len(channels)], sample)
	}
	for i := range channels {
		channels[i] = audio.Resample(channels[i], recording.Rate(), rate)
	}
	return channels
}
