package device

import "github.com/onrecord/onrecord/audio"

// InOwnForm has a source open its device in the device's own form, as where the system does not resample.
func InOwnForm(s audio.Source) audio.Source {
	s.(*source).own = true
	return s
}
