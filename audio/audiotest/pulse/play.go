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
	return writeSound(tb, "tone.wav", length, func(at float64) float64 { return math.Sin(2*math.Pi*hertz*at) / 4 })
}

// Clicks writes a WAV file with a click of 2 ms at the end of every stretch of the given length, and gives its path.
func Clicks(tb testing.TB, every, length time.Duration) string {
	tb.Helper()
	const click = 0.002
	return writeSound(tb, "clicks.wav", length, func(at float64) float64 {
		if left := every.Seconds() - math.Mod(at, every.Seconds()); left < click {
			return 0.7 * math.Sin(math.Pi*left/click)
		}
		return 0
	})
}

// writeSound writes a mono WAV file at 48 kHz.
func writeSound(tb testing.TB, name string, length time.Duration, sound func(seconds float64) float64) string {
	tb.Helper()
	const rate = 48000
	pcm := make([]int16, int(length.Seconds()*rate))
	for i := range pcm {
		pcm[i] = int16(math.MaxInt16 * sound(float64(i)/rate))
	}
	path := filepath.Join(tb.TempDir(), name)
	file, err := wav(rate, pcm)
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		tb.Fatalf("write %s: %v", name, err)
	}
	return path
}

// wav is a mono 16-bit WAV file.
func wav(rate uint32, pcm []int16) ([]byte, error) {
	size := uint32(2 * len(pcm))
	head := struct {
		RIFF       [4]byte
		Rest       uint32
		WAVE, Fmt  [4]byte
		FmtSize    uint32
		Form, Chan uint16
		Rate, Flow uint32
		Frame, Bit uint16
		Data       [4]byte
		Size       uint32
	}{
		[4]byte([]byte("RIFF")), 36 + size, [4]byte([]byte("WAVE")), [4]byte([]byte("fmt ")), 16,
		1, 1, rate, 2 * rate, 2, 16, [4]byte([]byte("data")), size,
	}
	file, err := binary.Append(nil, binary.LittleEndian, head)
	if err != nil {
		return nil, err
	}
	return binary.Append(file, binary.LittleEndian, pcm)
}
