//go:build unix

package pulse

import (
	"os"
	"syscall"
)

// Freeze stops the daemon in its tracks: it stays there and answers nothing, until Thaw.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw lets a frozen daemon go on.
func (s *Server) Thaw() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(signal os.Signal) {
	s.tb.Helper()
	if err := s.daemon.Process.Signal(signal); err != nil {
		s.tb.Fatalf("send %v to pulseaudio: %v", signal, err)
	}
}
