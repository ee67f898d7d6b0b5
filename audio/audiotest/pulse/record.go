package pulse

import (
	"encoding/binary"
	"io"
	"os/exec"
	"slices"
	"sync"
	"time"
)

// Ear is another program that hears a source, as the far end of a call does.
type Ear struct {
	mu      sync.Mutex
	frames  []int16
	arrived []Arrival
}

// Arrival says how many frames had come when some more did.
type Arrival struct {
	At     time.Time
	Frames int
}

// Hear lets another program record from a source, promptly, and keeps what it hears until stop or the end of the test.
func (s *Server) Hear(program, source string) (ear *Ear, stop func()) {
	s.tb.Helper()
	cmd := exec.Command("parec", "--client-name="+program, "--device="+source, "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=5")
	cmd.Env = s.privateEnv()
	sound, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.tb.Fatalf("record from %s: %v", source, err)
	}
	ear = &Ear{}
	over := make(chan struct{})
	go func() {
		defer close(over)
		ear.listen(sound)
	}()
	stop = sync.OnceFunc(func() {
		cmd.Process.Kill()
		<-over
		cmd.Wait()
	})
	s.tb.Cleanup(stop)
	return ear, stop
}

func (e *Ear) listen(sound io.Reader) {
	buffer := make([]byte, 4096)
	odd := 0
	for {
		n, err := sound.Read(buffer[odd:])
		if err != nil {
			return
		}
		n += odd
		e.mu.Lock()
		for i := 0; i+1 < n; i += 2 {
			e.frames = append(e.frames, int16(binary.LittleEndian.Uint16(buffer[i:])))
		}
		e.arrived = append(e.arrived, Arrival{time.Now(), len(e.frames)})
		e.mu.Unlock()
		odd = n % 2
		copy(buffer, buffer[n-odd:n])
	}
}

// Frames is what was heard so far, at 48 kHz.
func (e *Ear) Frames() []int16 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.frames)
}

// When tells when a frame had arrived.
func (e *Ear) When(frame int) time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, _ := slices.BinarySearchFunc(e.arrived, frame, func(a Arrival, frame int) int { return a.Frames - frame - 1 })
	return e.arrived[min(i, len(e.arrived)-1)].At
}

// Record lets another program, which calls itself as it is told, record from a source until stop or the end of the
// test.
func (s *Server) Record(program, source string) (pid int, stop func()) {
	s.tb.Helper()
	return s.listen("--client-name="+program, "--device="+source)
}

// Hasten keeps an output prompt, as a program in a call does: sound is at its monitor within 5 ms. Without anybody who
// asks for that, a null sink renders up to 50 ms ahead of its time or not at all, changes its mind when programs begin and
// end to play, and so shifts what is heard on its monitor. A server that restarts forgets it.
func (s *Server) Hasten(output string) {
	s.tb.Helper()
	s.listen("--latency-msec=5", "--device="+output+".monitor")
}

// listen lets a program record until stop or the end of the test.
func (s *Server) listen(arguments ...string) (pid int, stop func()) {
	s.tb.Helper()
	cmd := exec.Command("parec", arguments...)
	cmd.Env = s.privateEnv()
	if err := cmd.Start(); err != nil {
		s.tb.Fatalf("record with %v: %v", arguments, err)
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			cmd.Process.Kill()
			cmd.Wait()
		}
	}
	s.tb.Cleanup(stop)
	return cmd.Process.Pid, stop
}
