package app

import (
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/storage/search"
)

// libraryProblems are of calls that are asked for, their transcripts and corrections, searches and settings.
var libraryProblems = []explained{
	{storage.ErrTrashed, Problem{
		"The call is in the trash", "Nothing was changed.",
		"Bring it back in the window, or with “onrecord trash restore CALL”.",
	}},
	{storage.ErrNotTrashed, Problem{"Nothing like that is in the trash", "Nothing was changed.", "“onrecord trash list” shows what is there."}},
	{storage.ErrLive, Problem{
		"The call is being recorded, and cannot go into the trash meanwhile", "The recording goes on.",
		"Stop the recording first.",
	}},
	{storage.ErrNoCall, Problem{"There is no such call", "", "“onrecord calls” lists the calls with their IDs."}},
	{storage.ErrAmbiguous, Problem{"More than one call begins like that", "", "Give more of the call's ID."}},
	{storage.ErrExists, Problem{"The call is in the library already", "Nothing was changed.", ""}},
	{storage.ErrNoTranscript, Problem{
		"The call has not been transcribed yet", recordingsSafe,
		"Transcribe it first: in the window, or with “onrecord transcribe CALL”.",
	}},
	{storage.ErrNoSuchTranscript, Problem{
		"The call has no transcript of that number", "Nothing was changed.",
		"“onrecord transcripts CALL” lists them.",
	}},
	{storage.ErrNoAudio, Problem{"The call has no recording", "", "Choose a call that has sound."}},
	{search.ErrQuery, Problem{"The search cannot be understood", "", "Use words, or a phrase in double quotes."}},
	{search.ErrDamaged, Problem{"The search index is damaged", recordingsSafe, "Run “onrecord check --rebuild-index”."}},
	{ErrSearchesDamaged, Problem{
		"The list of recent and saved searches is damaged", "It was not touched, and searching works without it.",
		"Rename or delete searches.json in OnRecord's data folder; the list then begins anew.",
	}},
	{ErrSearchName, Problem{"A saved search needs a name that no other has", "Nothing was changed.", "Choose another name."}},
	{ErrSettingsDamaged, Problem{
		"The settings file is damaged", recordingsSafe,
		"Rename or delete it; OnRecord then starts with its usual settings.",
	}},
	{ErrBadWord, Problem{
		"This cannot stand in a list of words", "The list was not changed.",
		"A word or name needs a letter or a digit and has 60 characters at most; a list has at most 1,000 of them.",
	}},
	{ErrNotEmpty, Problem{"The folder is not empty", "Nothing in it was changed.", "Choose an empty folder."}},
	{ErrNobody, Problem{
		"The library is in use by a program that does not answer", "",
		"Close the other OnRecord, or wait until it is done.",
	}},
	{ErrNoDisplay, Problem{
		"No window can be opened: there is no display", recordingsSafe,
		"Use the commands instead (“onrecord --help”), or start it on a desktop.",
	}},
	{call.ErrMisfit, Problem{
		"The corrections do not fit the transcript", "What the machine wrote is shown as it is, and nothing was changed.",
		"Run “onrecord check --repair”, which keeps them under another name.",
	}},
	{storage.ErrCorrections, Problem{
		"The corrections of the transcript cannot be read", "What the machine wrote is shown as it is, and nothing was changed.",
		"Run “onrecord check”.",
	}},
	{call.ErrNoTurn, Problem{"There is no such turn in the call", "Nothing was changed.", "“onrecord show CALL” shows the turns with their times."}},
	{call.ErrNoChange, Problem{"It is so already", "Nothing was changed.", ""}},
	{call.ErrNoWords, Problem{"Both parts of a split turn need words", "Nothing was changed.", "Split it between two of its words."}},
	{call.ErrTwoSpeakers, Problem{
		"Turns of two speakers cannot become one", "Nothing was changed.",
		"Say first that the same speaker said both.",
	}},
	{call.ErrNoNeighbour, Problem{"The speaker has no further turn there", "Nothing was changed.", "Choose another turn to merge."}},
	{call.ErrTooLong, Problem{"The text is too long for one turn", "Nothing was changed.", "Write what was said in this turn only."}},
	{call.ErrNothingToUndo, Problem{"There is no correction to undo", "Nothing was changed.", ""}},
	{call.ErrNothingToRedo, Problem{"There is nothing to redo", "Nothing was changed.", ""}},
	{call.ErrBuiltOn, Problem{
		"What this correction made was changed again since", "Nothing was changed.",
		"Undo the later changes first.",
	}},
}
