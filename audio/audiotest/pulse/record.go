package pulse

import "os/exec"

// Record lets another program, which calls itself as it is told, record from a source until stop or the end of the
// test.
func (s *Server) Record(program, source string) (pid int, stop func()) {
	s.tb.Helper()
	cmd := exec.Command("parec", "--client-name="+program, "--device="+source)
	cmd.Env = s.privateEnv()
	if err := cmd.Start(); err != nil {
		s.tb.Fatalf("record from %s: %v", source, err)
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
