package pulse

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// AddOutput makes an output (a null sink) that the system shows under description. What is played into it is heard on
// the source name + ".monitor".
func (s *Server) AddOutput(name, description string) {
	s.tb.Helper()
	s.load(name, "module-null-sink", "sink_name="+name, "norewinds=1",
		described("sink_properties", description))
}

// AddOutputAs makes an output that takes sound in one form alone: "s16le", "s24le", "s32le", "float32le" or "u8".
func (s *Server) AddOutputAs(name, format string, rate, channels int) {
	s.tb.Helper()
	s.load(name, "module-null-sink", "sink_name="+name, "norewinds=1",
		"format="+format, "rate="+strconv.Itoa(rate), "channels="+strconv.Itoa(channels))
}

// AddOutputThrough makes an output that plays on another one: what sounds on it is heard on both at the same instant.
func (s *Server) AddOutputThrough(name, other, description string) {
	s.tb.Helper()
	s.load(name, "module-remap-sink", "sink_name="+name, "master="+other, "channels=2",
		"channel_map=front-left,front-right", "master_channel_map=mono,mono", described("sink_properties", description))
}

// AddMicrophoneAt makes a microphone that hears what is played into an output.
func (s *Server) AddMicrophoneAt(name, output string) {
	s.tb.Helper()
	s.load(name, "module-remap-source", "source_name="+name, "master="+output+".monitor")
}

// AddMicrophone makes a microphone that the system shows under description. It hears what is played into the output
// that is returned.
func (s *Server) AddMicrophone(name, description string) (mouth string) {
	s.tb.Helper()
	mouth = name + "_mouth"
	s.AddOutput(mouth, "In front of "+description)
	s.load(name, "module-remap-source", "source_name="+name, "master="+mouth+".monitor",
		described("source_properties", description))
	return mouth
}

// Remove takes a device away that AddOutput or AddMicrophone made, as pulling a plug would.
func (s *Server) Remove(name string) {
	s.tb.Helper()
	s.run("pactl", "unload-module", s.modules[name])
	delete(s.modules, name)
	s.made = slices.DeleteFunc(s.made, func(m []string) bool { return m[0] == name })
}

// SetDefaultOutput chooses the output that is played on when a program does not say.
func (s *Server) SetDefaultOutput(name string) {
	s.tb.Helper()
	s.make("", "set-default-sink", name)
}

// SetDefaultMicrophone chooses the source that is recorded when a program does not say.
func (s *Server) SetDefaultMicrophone(name string) {
	s.tb.Helper()
	s.make("", "set-default-source", name)
}

func (s *Server) load(name string, module ...string) {
	s.tb.Helper()
	s.make(name, append([]string{"load-module"}, module...)...)
}

// make has pactl make a device, or choose one when it has no name, and remembers how.
func (s *Server) make(name string, command ...string) {
	s.tb.Helper()
	made := s.run("pactl", command...)
	if name != "" {
		s.modules[name] = made
	}
	s.made = append(s.made, append([]string{name}, command...))
}

// described is the argument of a module that gives its device a description.
func described(argument, description string) string {
	return argument + `='device.description="` + description + `"'`
}

// Mute turns an output off, or on again. What is played into it is then heard by nobody, not even its monitor.
func (s *Server) Mute(output string, off bool) {
	s.tb.Helper()
	s.run("pactl", "set-sink-mute", output, onOff(off))
}

// MuteMicrophone turns a source off, or on again.
func (s *Server) MuteMicrophone(source string, off bool) {
	s.tb.Helper()
	s.run("pactl", "set-source-mute", source, onOff(off))
}

// MuteRecording turns off what a program records, or on again.
func (s *Server) MuteRecording(program string, off bool) {
	s.tb.Helper()
	for _, stream := range strings.Split(s.run("pactl", "list", "source-outputs"), "Source Output #")[1:] {
		if strings.Contains(stream, `application.name = "`+program+`"`) {
			index, _, _ := strings.Cut(stream, "\n")
			s.run("pactl", "set-source-output-mute", index, onOff(off))
		}
	}
}

func onOff(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// Plays tells whether a program plays on an output.
func (s *Server) Plays(output string) bool {
	s.tb.Helper()
	number := ""
	for _, line := range strings.Split(s.run("pactl", "list", "short", "sinks"), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[1] == output {
			number = fields[0]
		}
	}
	for _, line := range strings.Split(s.run("pactl", "list", "short", "sink-inputs"), "\n") {
		if fields := strings.Fields(line); len(fields) > 2 && fields[1] == number && fields[2] != "-" {
			return true
		}
	}
	return false
}

// LoadModule makes the server load a module that is not known to Remove.
func (s *Server) LoadModule(module ...string) {
	s.tb.Helper()
	s.run("pactl", append([]string{"load-module"}, module...)...)
}

// Modules lists what the server has loaded, with the arguments.
func (s *Server) Modules() string {
	s.tb.Helper()
	return s.run("pactl", "list", "short", "modules")
}

// Defaults gives the output and the source that are used when a program does not say.
func (s *Server) Defaults() string {
	s.tb.Helper()
	return s.run("pactl", "get-default-sink") + " and " + s.run("pactl", "get-default-source")
}

// Loop lets what is played on an output be heard in another one as well: a loudspeaker in front of a microphone. volume
// is in percent of the server's own scale.
func (s *Server) Loop(output, into string, volume int) {
	s.tb.Helper()
	s.load(output+" into "+into, "module-loopback", "source="+output+".monitor", "sink="+into, "latency_msec=30")
	s.run("pactl", "set-sink-volume", into, fmt.Sprintf("%d%%", volume))
}
