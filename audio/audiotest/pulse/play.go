package pulse

import (
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Play plays a sound file (WAV, FLAC, …) into an output and returns when it is over.
func (s *Server) Play(output, file string) {
	s.tb.Helper()
	s.run("paplay", "--device="+output, file)
}

// PlayBackground begins to play a sound file into an output; the returned function waits for its end. The end of the
// test breaks it off.
func (s *Server) PlayBackground(output, file string) (wait func()) {
	s.tb.Helper()
	cmd := exec.Command("paplay", "--device="+output, file)
	cmd.Env = s.privateEnv()
	if err := cmd.Start(); err != nil {
		s.tb.Fatalf("play %s: %v", file, err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	var waited bool
	s.tb.Cleanup(func() {
		if !waited {
			cmd.Process.Kill()
			<-over
		}
	})
	return func() {
		s.tb.Helper()
		waited = true
		if err := <-over; err != nil {
			s.tb.Errorf("play %s: %v", file, err)
		}
	}
}

// Tone writes a WAV file with a sine of the given pitch at a quarter of full scale, mono at 48 kHz, and gives its path.
func Tone(tb testing.TB, hertz float64, length time.Duration) string {
	tb.Helper()
	const rate = 48000
	frames := int(length.Seconds() * rate)
	pcm := make([]int16, frames)
	for i := range pcm {
		pcm[i] = int16(math.MaxInt16 / 4 * math.Sin(2*math.Pi*hertz*float64(i)/rate))
	}
	path := filepath.Join(tb.TempDir(), "tone.wav")
	if err := os.WriteFile(path, wav(rate, pcm), 0o600); err != nil {
		tb.Fatalf("write a tone: %v", err)
	}
	return path
}

// wav is a mono 16-bit WAV file.
func wav(rate uint32, pcm []int16) []byte {
	size := uint32(2 * len(pcm))
	file := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, 36+size)...)
	file = append(file, "WAVEfmt "...)
	for _, field := range []any{uint32(16), uint16(1), uint16(1), rate, 2 * rate, uint16(2), uint16(16)} {
		file = appendField(file, field)
	}
	file = append(file, "data"...)
	file = binary.LittleEndian.AppendUint32(file, size)
	for _, sample := range pcm {
		file = binary.LittleEndian.AppendUint16(file, uint16(sample))
	}
	return file
}

func appendField(file []byte, field any) []byte {
	file, err := binary.Append(file, binary.LittleEndian, field)
	if err != nil {
		panic(err) // only for types without a fixed size
	}
	return file
}
