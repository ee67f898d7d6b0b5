package pulse

import "os/exec"

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
