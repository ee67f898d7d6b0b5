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

// importProblems are of what was made elsewhere: calls, lists of calls, contacts.
var importProblems = []explained{
	{ErrDuplicate, Problem{"The library has this call already", "It was not changed.", againWords}},
	{ErrChanging, Problem{"The file is still being written", "Nothing was changed.", "Import it again when it is finished."}},
	{ErrIsFolder, Problem{"This is a folder", "Nothing was changed.", "Choose the files in it."}},
	{ErrSpeakers, Problem{"Nobody in the transcript is known to be you", "Nothing was changed.", youAreWords}},
	{ErrOtherCall, Problem{
		"The transcript goes on long after the sound has ended, so it seems to be another call's", "Nothing was changed.",
		"Choose the transcript of this call.",
	}},
	{written.ErrNotTranscript, Problem{
		"This is not a transcript that OnRecord can read", "Nothing was changed.",
		"SRT, WebVTT, and the JSON of OnRecord and of whisper can be read.",
	}},
	{ErrVConSound, Problem{
		"The recording in the vCon is damaged, or not the one that it says it is", "Nothing was changed.",
		"Get the file again.",
	}},
	{ErrVConSilent, Problem{
		"The vCon holds no recording; one that lies elsewhere is never fetched", "Nothing was changed.",
		"Get the recording itself and import that.",
	}},
	{ErrVConForm, Problem{
		"Signed and encrypted vCons, and such as need an extension, cannot be read", "Nothing was changed.",
		"Have it exported as a plain vCon of version 0.4.0.",
	}},
	{ErrNotVCon, Problem{
		"This is not a vCon, or not a whole one", "Nothing was changed.",
		"Get the file again.",
	}},
	{ErrCallList, Problem{
		"This list of calls cannot be read", "Nothing was changed.",
		"Get it as CSV from the carrier or the telephone, or as XML from “SMS Backup & Restore”.",
	}},
	{ErrListQuestion, Problem{
		"This list of calls can be read in more than one way", "Nothing was changed.",
		"Say how it is meant: in the window, or with --dates, --date, --number, --own and the like.",
	}},
	{ErrNoMapping, Problem{"No mapping is saved under that name", "Nothing was changed.", "“onrecord reconcile mappings” and “onrecord contact mappings” list them."}},
	{ErrMappings, Problem{
		"The file of saved mappings is damaged", "It was not touched.",
		"Rename or delete call-lists.json in OnRecord's data folder; the list then begins anew.",
	}},
	{ErrMappingName, Problem{"A mapping is saved under a name", "Nothing was changed.", "Give it a name."}},
	{ErrContactColumns, Problem{
		"The columns do not say what stands in them", "Nothing was changed.",
		"Say it: in the window you are asked, on the command line with --column number=NAME.",
	}},
	{ErrNotContacts, Problem{
		"No contacts can be read from this file", "Nothing was changed.",
		"Export the address book as vCard (.vcf), or as a table (.csv) whose first line names the columns.",
	}},
}

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
