package device

import "github.com/onrecord/onrecord/audio"

// IntoCall gives the output of a CallMicrophone: what is played there is heard in that microphone, and nowhere else. It
// is looked up by Start, which fails with ErrNoDevice when it is gone; its sound is never moved to another output.
func (s *System) IntoCall(id string) audio.Output {
	return &output{find: func(e endpoints) (endpoint, error) { return e.intoCall(id) }, name: "Playing into the call"}
}
