package app

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/storage/search"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/written"
)

// Problem is an error in words for people.
type Problem struct {
	What string // what happened: one sentence without a full stop
	Safe string // what is safe; empty where nothing could have been lost
	Do   string // what to do about it
}

const recordingsSafe = "Your recordings are safe."

// known is the one table from errors to human words. Where an error wraps several, the first entry counts, so causes
// stand before what they cause.
var known = []struct {
	err     error
	problem Problem
}{
	// The disk.
	{storage.ErrFull, Problem{
		"The disk is full", "Everything recorded up to now is kept.",
		"Make room on the disk, or choose another library folder in the settings.",
	}},
	{storage.ErrNotWritable, Problem{
		"The library folder cannot be written to", "Nothing in it was changed.",
		"Allow writing to the folder, or choose another one in the settings.",
	}},
	{storage.ErrNewerFormat, Problem{
		"This was written by a newer version of OnRecord", "It was not touched.",
		"Update OnRecord and open it again.",
	}},
	{storage.ErrLocked, Problem{
		"The library is in use by another program", "",
		"Close the other OnRecord, or wait until it is done.",
	}},
	{storage.ErrNotFolder, Problem{
		"The library's place is taken by something that is not a folder", "It was not touched.",
		"Choose another folder for the library.",
	}},
	{storage.ErrDamaged, Problem{
		"A file of the library is damaged and cannot be read", "It was not touched.",
		"Run “onrecord check --repair”, which mends what can be mended and keeps the damaged file.",
	}},

	// Devices.
	{audio.ErrNoServer, Problem{
		"No sound system answers on this machine", "",
		"Start PulseAudio or PipeWire (on Windows and macOS: the sound service), then try again.",
	}},
	{audio.ErrNoDevice, Problem{
		"The sound device is not there", "",
		"Plug it in, or choose another one: “onrecord devices” and the settings list what is there.",
	}},
	{audio.ErrRefused, Problem{
		"The sound device cannot be opened", "",
		"Close the program that holds it, or allow OnRecord to use the microphone in the system's privacy settings.",
	}},
	{audio.ErrNoMixing, Problem{
		"Nothing can be played into a call here: this system has no way to make a microphone", "",
		"Read the notice aloud. On Linux, PulseAudio and PipeWire can do it.",
	}},
	{audio.ErrNoSource, Problem{
		"No sound device can be recorded", "",
		"Plug in a microphone or headset, and look at the devices in the settings.",
	}},
	{audio.ErrEnded, Problem{"The recording has ended already", "Everything recorded up to then is kept.", ""}},
	{audio.ErrKept, Problem{"The recording runs already", "It goes on.", ""}},
	{ErrNoSound, Problem{
		"Neither the microphone nor the far side can be recorded", "",
		"Plug in a microphone or headset, and look at the devices in the settings.",
	}},

	// Sound files.
	{audio.ErrNoAudio, Problem{"There is no sound in it", "", "Choose a file or a call that has sound."}},
	{audio.ErrNotAudio, Problem{
		"This is not a sound file that OnRecord can read", "Nothing was changed.",
		"Choose another file. WAV, FLAC, MP3, Ogg Opus and Ogg Vorbis can be read, and most others where ffmpeg is installed.",
	}},
	{decode.ErrNeedsFFmpeg, Problem{"Files of this kind need ffmpeg, which is not on this machine", "Nothing was changed.", installFFmpeg}},
	{audio.ErrUnsupported, Problem{
		"This kind of sound file is not supported", "Nothing was changed.",
		"Convert it to WAV or FLAC first.",
	}},
	{audio.ErrTruncated, Problem{
		"The sound file ends too early", "It was not changed.",
		"Get the file again; what is left of a library's recording can be heard as it is.",
	}},
	{audio.ErrDamaged, Problem{
		"The sound is not what was written", "It was not changed.",
		"Restore the recording from a backup if there is one.",
	}},

	// What was made elsewhere.
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

	{voice.ErrWeights, Problem{
		"The voice detection inside the program is damaged", recordingsSafe,
		"Install OnRecord again.",
	}},

	// Models and their worker.
	{transcribe.ErrNoModel, Problem{
		"The model is not on this machine", recordingsSafe,
		"Download it in the settings, or with “onrecord models get NAME”.",
	}},
	{transcribe.ErrModelUnknown, Problem{
		"There is no model of that name", recordingsSafe,
		"“onrecord models” lists the names.",
	}},
	{transcribe.ErrModelDamaged, Problem{
		"The model file is damaged", recordingsSafe,
		"Remove the model and get it again.",
	}},
	{transcribe.ErrNoEngine, Problem{
		"This model needs the Parakeet library, which is not on this machine or cannot be used", recordingsSafe,
		"Install it (on Debian it comes with libwhisper1 1.9), or choose a Whisper model.",
	}},
	{transcribe.ErrNotModel, Problem{
		"This file is not a whole Whisper or Parakeet model", "Nothing was changed.",
		"Choose a ggml file made for whisper.cpp, and check that its download was complete.",
	}},
	{transcribe.ErrDownloading, Problem{"This model is being downloaded already", "", "Wait for it to finish."}},
	{transcribe.ErrDownloadDamaged, Problem{
		"What was downloaded is not the model it should be", "It was deleted.",
		"Try again later, or from another network.",
	}},
	{transcribe.ErrNoRoom, Problem{
		"There is not enough room on the disk for the model", "Nothing was changed.",
		"Make room, or choose a smaller model.",
	}},
	{transcribe.ErrDownload, Problem{
		"The download broke off", "What arrived is kept.",
		"Try again; it goes on where it stopped.",
	}},
	{transcribe.ErrWorkerHung, Problem{
		"The transcription stopped answering, twice", recordingsSafe,
		"Transcribe the call again, with a smaller model if this machine is slow.",
	}},
	{transcribe.ErrWorkerGarbled, Problem{
		"The transcription worker wrote something unreadable", recordingsSafe,
		"Transcribe the call again; if it happens again, copy the diagnostics into a report.",
	}},
	{transcribe.ErrWorkerDied, Problem{
		"The transcription worker died, twice", recordingsSafe,
		"Transcribe the call again, with a smaller model if memory is short.",
	}},
	{transcribe.ErrBadTrack, Problem{
		"The recording could not be read for transcription", "It was not changed.",
		"Run “onrecord check” to see what is wrong with it.",
	}},
	{transcribe.ErrAbandoned, Problem{"The transcription was broken off", recordingsSafe, "Transcribe the call again."}},
	{transcribe.ErrEngine, Problem{
		"The transcription failed", recordingsSafe,
		"Transcribe the call again, or with another model.",
	}},

	// What was asked for.
	{storage.ErrTrashed, Problem{
		"The call is in the trash", "Nothing was changed.",
		"Bring it back in the window, or with “onrecord trash restore CALL”.",
	}},
	{storage.ErrNotTrashed, Problem{"There is no such call in the trash", "Nothing was changed.", "“onrecord trash list” shows what is there."}},
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
	{call.ErrNoDay, Problem{
		"This is not a day of the calendar", "Nothing was changed.",
		"Write it as year, month and day: 2026-11-28.",
	}},
	{ErrNotRedactable, Problem{
		"Numbers can be left out only of a call that was written down", "Nothing was written.",
		"Transcribe the call first, or export it as it is.",
	}},
	{rules.ErrPhrases, Problem{
		"The list of phrases to listen for cannot be used", "Your calls are as they were; nothing is proposed from what was said.",
		"Mend what the details name in the file, or take the one that came with OnRecord.",
	}},
	{rules.ErrConsentLaw, Problem{
		"The law of recording that came with OnRecord cannot be used", "Your calls are as they were. Until it is mended, ask everybody before you record.",
		"Mend what the details name in the file, or install OnRecord again.",
	}},
	{rules.ErrTone, Problem{
		"What is known of the periodic tone cannot be used", "Your calls are as they were. No tone is played.",
		"Mend what the details name in the file, or install OnRecord again.",
	}},
	{rules.ErrDNCLaw, Problem{
		"The do-not-call rules that came with OnRecord cannot be used", "Your calls are as they were; nothing is flagged.",
		"Mend what the details name in the file, or install OnRecord again.",
	}},
	{rules.ErrDebtLaw, Problem{
		"The rules of debt collection that came with OnRecord cannot be used", "Your calls are as they were; nothing is flagged.",
		"Mend what the details name in the file, or install OnRecord again.",
	}},
	{rules.ErrPlaybook, Problem{
		"The file of the playbook cannot be used", "The others can, and nothing was changed.",
		"Mend what the details name in a text editor; “onrecord playbook” tells what is wrong with it.",
	}},
	{ErrNoKind, Problem{"There is no such kind of fact", "Nothing was changed.", "“onrecord marks kinds” lists them."}},
	{ErrQuickMark, Problem{
		"No such mark can have a key of its own", "Nothing was changed.",
		"Give it a letter that is free and a text of 60 characters at most; “onrecord marks” lists those that have one.",
	}},
	{ErrNoFollowUp, Problem{"There is no such follow-up, or more than one", "Nothing was changed.", "“onrecord follow-ups --all” lists them with their IDs."}},
	{ErrBadFollowUp, Problem{
		"A follow-up needs words and a day", "Nothing was changed.",
		"Say in 200 characters at most what is to be done, and by when.",
	}},
	{rules.ErrTwoDates, Problem{"The day may be read in two ways", "Nothing was changed.", "Write it as year, month and day: 2026-11-28."}},
	{rules.ErrNoDate, Problem{
		"This is no day that can be understood", "Nothing was changed.",
		"Write it as 2026-11-28, tomorrow, Friday, or in 2 weeks.",
	}},
	{ErrBadLog, Problem{
		"A call cannot have been like that", "Nothing was changed.",
		"Say who it was with or what happened, and a time that is over; “onrecord log --help” shows how.",
	}},
	{ErrNoPlaybook, Problem{"There is no such playbook", "Nothing was changed.", "“onrecord playbook” lists them."}},
	{ErrPlaybookName, Problem{
		"A playbook cannot have that name", "Nothing was changed.",
		"Use letters, digits, spaces and hyphens, 60 at most.",
	}},
	{storage.ErrPlaybookExists, Problem{"The library has a playbook of that name already", "It was not changed.", "Choose another name."}},
	{storage.ErrTooLarge, Problem{"The file is larger than such a file can be", "It was not touched.", "Make it smaller."}},
	{ErrNoPoint, Problem{"The playbook has no such point, or it is not ticked", "Nothing was changed.", "“onrecord tick CALL” shows the points with their numbers."}},
	{ErrNoChecklist, Problem{"The call has no playbook", "Nothing was changed.", "Choose one: onrecord edit CALL --playbook NAME."}},
	{ErrNoFlag, Problem{"No such flag stands at the call", "Nothing was changed.", "“onrecord flags CALL” shows them with their rules."}},
	{ErrNoReason, Problem{"A flag is dismissed with a reason", "Nothing was changed.", "Say why it does not hold: --reason TEXT."}},
	{ErrNoNotice, Problem{
		"There is no recorded notice, and OnRecord cannot speak by itself", "Nothing was put on record.",
		"Read the notice aloud now; for the next call, choose a sound file of yours in the settings, or with “onrecord consent notice FILE”.",
	}},
	{ErrBadNotice, Problem{"This sound cannot be played as a notice", "The notice is what it was.", "Choose one of half a second to a minute, in which somebody speaks up."}},
	{ErrCallMuted, Problem{
		"The OnRecord microphone is muted: the other side would hear nothing", "Nothing was put on record.",
		"Turn it up in the system's sound settings; until then, read the notice aloud.",
	}},
	{ErrNoListener, Problem{
		"No program listens to the OnRecord microphone: the other side would hear nothing", "Nothing was put on record.",
		"Choose “OnRecord microphone” as the microphone in the program that you make the call with; until then, read the notice aloud.",
	}},
	{ErrNoCallMicrophone, Problem{
		"There is no OnRecord microphone, so nothing can be played into the call", "Nothing was put on record.",
		"Switch it on in the settings (Consent), or with “onrecord consent microphone on”; until then, read the notice aloud.",
	}},
	{ErrOffRecord, Problem{"The recording is paused, and a notice must be in it", "Nothing was put on record.", "Go on recording first, then play it."}},
	{ErrAnnouncing, Problem{"Something is being played into the call already", "It goes on.", "Wait until it is over."}},
	{ErrBrokenOff, Problem{"It did not play to its end where the other side could hear it", "Nothing was put on record.", "Play it again, or read the notice aloud."}},
	{storage.ErrNoContact, Problem{"There is no such contact, or no longer", "Nothing was changed.", "“onrecord contact” lists them."}},
	{ErrNoSuchContact, Problem{"No contact is called that", "Nothing was changed.", "“onrecord contact” lists them: give the ID, the name or a number."}},
	{ErrManyContacts, Problem{"More than one contact is called that", "Nothing was changed.", "Give the ID, which “onrecord contact” shows."}},
	{ErrNoCase, Problem{"There is no case of that name", "Nothing was changed.", "“onrecord case” lists the cases."}},
	{ErrCaseName, Problem{"There is a case of that name already", "Nothing was changed.", "Choose another name, or change that case: onrecord case edit CASE."}},
	{ErrBadCase, Problem{"This cannot stand in a case", "Nothing was changed.", "“onrecord case --help” says what can."}},
	{ErrNoEntry, Problem{"The case has no such entry", "Nothing was changed.", "“onrecord case show CASE” shows the entries with their IDs."}},
	{ErrNotContacts, Problem{
		"No contacts can be read from this file", "Nothing was changed.",
		"Export the address book as vCard (.vcf), or as a table (.csv) whose first line names the columns.",
	}},
	{ErrBadContact, Problem{
		"This cannot stand as a contact", "Nothing was changed.",
		"It needs a name, an organisation, a number or an e-mail address, each written as such.",
	}},
	{ErrNoPlace, Problem{
		"The law of recording knows no such place", "Nothing was changed.",
		"“onrecord consent places” lists the places that are known, as US-CA or DE.",
	}},
	{ErrNoConsent, Problem{"The call has no such entry of consent", "Nothing was changed.", "“onrecord consent CALL” shows them with their numbers."}},
	{ErrBadConsent, Problem{
		"This cannot stand as an entry of consent", "Nothing was changed.",
		"Say how it was asked, when, and what was answered; where none is needed, why.",
	}},
	{rules.ErrScripts, Problem{
		"The wordings to be read aloud cannot be used", "Your calls are as they were.",
		"Mend what the details name in the file, or install OnRecord again.",
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
	{storage.ErrNoAudio, Problem{"The call has no recording", "", "Choose a call that has sound."}},
	{storage.ErrNotWaiting, Problem{
		"Only a transcription that waits can be moved", "Nothing was changed.", "“onrecord jobs list” shows what waits.",
	}},
	{storage.ErrNoJob, Problem{"That transcription is not in the queue", "", ""}},
	{ErrNoJob, Problem{"That transcription is not in the queue", "", ""}},
	{search.ErrQuery, Problem{"The search cannot be understood", "", "Use words, or a phrase in double quotes."}},
	{search.ErrDamaged, Problem{"The search index is damaged", recordingsSafe, "Run “onrecord check --rebuild-index”."}},
	{ErrNoDisplay, Problem{
		"No window can be opened: there is no display", recordingsSafe,
		"Use the commands instead (“onrecord --help”), or start it on a desktop.",
	}},
	{ErrTakeRunning, Problem{"A recording is already running", "It goes on.", "Stop it first."}},
	{ErrSelfTestRunning, Problem{"Both sides are being tested already", "", "Wait a few seconds, then test again."}},
	{ErrNoTake, Problem{"No recording is running", "", "Start one with “onrecord start” or the Record button."}},
	{ErrForgotten, Problem{
		"Both sides were silent for 5 minutes, so the recording stopped by itself",
		"Everything up to then is kept, the silence too.", "Start a new one if the call goes on.",
	}},
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
	{ErrCallList, Problem{
		"This list of calls cannot be read", "Nothing was changed.",
		"Get it as CSV from the carrier or the telephone, or as XML from “SMS Backup & Restore”.",
	}},
	{ErrListQuestion, Problem{
		"This list of calls can be read in more than one way", "Nothing was changed.",
		"Say how it is meant: in the window, or with --dates, --date, --number, --own and the like.",
	}},
	{ErrNoMapping, Problem{"No mapping is saved under that name", "Nothing was changed.", "“onrecord reconcile mappings” lists them."}},
	{ErrMappings, Problem{
		"The file of saved mappings is damaged", "It was not touched.",
		"Rename or delete call-lists.json in OnRecord's data folder; the list then begins anew.",
	}},
	{ErrMappingName, Problem{"A mapping is saved under a name", "Nothing was changed.", "Give it a name."}},
	{ErrNoLetter, Problem{"There is no letter of that name", "Nothing was written.", "“onrecord report letters” lists them; a file of your own is named with its path."}},
	{ErrLetter, Problem{
		"This cannot be used as the template of a letter", "Nothing was written.",
		"Write {{my_name}} and the like where something is to be filled in; “onrecord report letters” shows how.",
	}},
	{ErrNoScope, Problem{
		"A report must be about somebody", "Nothing was written.",
		"Say about which case, number, name or call.",
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
	{ErrSettingsDamaged, Problem{
		"The settings file is damaged", recordingsSafe,
		"Rename or delete it; OnRecord then starts with its usual settings.",
	}},
	{ErrSearchesDamaged, Problem{
		"The list of recent and saved searches is damaged", "It was not touched, and searching works without it.",
		"Rename or delete searches.json in OnRecord's data folder; the list then begins anew.",
	}},
	{ErrSearchName, Problem{"A saved search needs a name that no other has", "Nothing was changed.", "Choose another name."}},
	{ErrNotEmpty, Problem{"The folder is not empty", "Nothing in it was changed.", "Choose an empty folder."}},
	{ErrBusy, Problem{
		"The machine was not measured, because a call is being recorded or written down", recordingsSafe,
		"Try again when that is over.",
	}},
	{ErrBadWord, Problem{
		"This cannot stand in a list of words", "The list was not changed.",
		"A word or name needs a letter or a digit and has 60 characters at most; a list has at most 1,000 of them.",
	}},
	{ErrNobody, Problem{
		"The library is in use by a program that does not answer", "",
		"Close the other OnRecord, or wait until it is done.",
	}},
	{ErrCancelled, Problem{"Cancelled", "", ""}},
	{context.Canceled, Problem{"Cancelled", "", ""}},

	// The system.
	{fs.ErrNotExist, Problem{"There is no such file", "", "Check the name and the folder."}},
	{fs.ErrPermission, Problem{"The system does not allow that", "Nothing was changed.", "Check the permissions."}},
}

// Explain puts an error into words. An error that the table does not know is shown as it is.
func Explain(err error) Problem {
	var query *search.QueryError
	if errors.As(err, &query) {
		return Problem{What: query.Error(), Do: "Use words, or a phrase in double quotes."}
	}
	return withPath(withParticulars(lookUp(err), err), err)
}

// causeOf names an error in the middle of a sentence, without the path.
func causeOf(err error) string {
	what := lookUp(err).What
	return strings.ToLower(what[:1]) + what[1:]
}

func lookUp(err error) Problem {
	for _, entry := range known {
		if errors.Is(err, entry.err) {
			return entry.problem
		}
	}
	return Problem{What: err.Error(), Safe: "", Do: "Try again; if it happens again, copy the diagnostics into a report."}
}

// withPath names the file where the system's error does.
func withPath(problem Problem, err error) Problem {
	var path *fs.PathError
	if errors.As(err, &path) && !strings.Contains(problem.What, path.Path) {
		problem.What += ": " + path.Path
	}
	return problem
}
