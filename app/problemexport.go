package app

import "strings"

// exportProblems are of exports, reports and letters.
var exportProblems = []explained{
	{ErrUnknownFormat, Problem{
		"A call cannot be exported in that form", "",
		"Choose one of: " + strings.Join(ExportFormats(), ", ") + ".",
	}},
	{ErrClipFormat, Problem{
		"A part of a call can be written as FLAC or WAV, and in no other form", "Nothing was written.",
		"Give the file a name that ends in .flac or .wav.",
	}},
	{ErrNoPassage, Problem{
		"There is no sound between these two times", "Nothing was written.",
		"Give a beginning that is before the end, both within the call.",
	}},
	{ErrWholeOnly, Problem{
		"This form holds whole calls only", "Nothing was written.",
		"Leave out --from and --to, or choose another form.",
	}},
	{ErrNotRedactable, Problem{
		"Numbers can be left out only of a call that was written down", "Nothing was written.",
		"Transcribe the call first, or export it as it is.",
	}},
	{ErrNoRoom, Problem{
		"The disk has no room for the file", "The call is safe, and no half file was left.",
		"Make room, or write the file to another place.",
	}},
	{ErrNoEncoder, Problem{
		"No program on this machine writes sound in that form", "Nothing was written.",
		"Install ffmpeg (or opus-tools for opus), or choose flac or wav, which need none.",
	}},
	{ErrEncoder, Problem{
		"The program that writes sound in that form failed", "The call is safe, and no half file was left.",
		"Choose flac or wav, which need no other program.",
	}},
	{ErrNoScope, Problem{
		"A report must be about somebody", "Nothing was written.",
		"Say about which case, number, name or call.",
	}},
	{ErrNoLetter, Problem{"There is no letter of that name", "Nothing was written.", "“onrecord report letters” lists them; a file of your own is named with its path."}},
	{ErrLetter, Problem{
		"This cannot be used as the template of a letter", "Nothing was written.",
		"Write {{my_name}} and the like where something is to be filled in; “onrecord report letters” shows how.",
	}},
}
