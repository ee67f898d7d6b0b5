package app

import (
	"errors"
	"fmt"

	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/transcribe/written"
)

const (
	installFFmpeg = "Install ffmpeg and import the file again: “sudo apt install ffmpeg” on Debian and Ubuntu, “sudo dnf install ffmpeg-free” on Fedora, " +
		"“brew install ffmpeg” on macOS, “winget install ffmpeg” on Windows."
	againWords  = "To import it all the same: “onrecord import --again FILE”."
	youAreWords = "Say which name is yours: “onrecord import FILE --you-are NAME”."
)

// withParticulars says of an import what only its error knows.
func withParticulars(p Problem, err error) Problem {
	var needs *decode.NeedsFFmpeg
	var duplicate *DuplicateError
	var speakers *SpeakersError
	var form *written.FormError
	var more *detailed
	switch {
	case errors.As(err, &more):
		p.What += ": " + more.what
	case errors.As(err, &needs):
		p.What = fmt.Sprintf("%s files need ffmpeg, which is not on this machine", needs.Kind.Name)
	case errors.As(err, &duplicate):
		p.What = duplicate.sentence()
	case errors.As(err, &speakers):
		p.What = "The transcript names " + quoteSome(speakers.Names) + ", and nobody of them is known to be you"
	case errors.As(err, &form):
		p.What = "This is not a transcript that OnRecord can read: " + form.What
		if form.Line > 0 {
			p.What = fmt.Sprintf("This is not a transcript that OnRecord can read: line %d: %s", form.Line, form.What)
		}
	}
	return p
}

// sentence names the call that is there.
func (d *DuplicateError) sentence() string {
	of := "call " + string(d.Of)
	if d.Title != "" {
		of += " (" + d.Title + ")"
	}
	if d.Sound {
		return "The same sound is in the library already, from another file: " + of
	}
	return "This file is in the library already: " + of
}
