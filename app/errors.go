package app

import "errors"

// What can go wrong in the application itself. Explain has human words for each.
var (
	// ErrNoDisplay: there is no screen on which a window could be opened.
	ErrNoDisplay = errors.New("there is no display")
	// ErrTakeRunning: a take runs already, and there can be only one.
	ErrTakeRunning = errors.New("a recording is already running")
	// ErrSelfTestRunning: a self-test is under way, and a second one would hear its sound.
	ErrSelfTestRunning = errors.New("a self-test is already running")
	// ErrNoTake: there is no take to stop, pause or write a note into.
	ErrNoTake = errors.New("no recording is running")
	// ErrForgotten: nobody spoke in a take, and nobody answered when asked about it, so it was ended.
	ErrForgotten = errors.New("both sides were silent for 5 minutes")
	// ErrNoSound: neither side has a device that can be recorded.
	ErrNoSound = errors.New("neither the microphone nor the far side can be recorded")
	// ErrUnknownFormat: a call cannot be exported in the form asked for.
	ErrUnknownFormat = errors.New("unknown export format")
	// ErrClipFormat: a part of a call cannot be written in the form asked for.
	ErrClipFormat = errors.New("a part of a call is written as FLAC or WAV")
	// ErrNoPassage: there is no sound of a call between the two times given.
	ErrNoPassage = errors.New("there is no sound between these times")
	// ErrSettingsDamaged: the settings file is not readable as settings.
	ErrSettingsDamaged = errors.New("the settings file is damaged")
	// ErrSearchesDamaged: the file of recent and saved searches is not readable as such.
	ErrSearchesDamaged = errors.New("the list of searches is damaged")
	// ErrSearchName: a search cannot be saved under a name that is empty or taken.
	ErrSearchName = errors.New("a saved search needs a name that no other has")
	// ErrNobody: no running program answers for the library.
	ErrNobody = errors.New("no running OnRecord answers")
	// ErrCancelled: the user stopped the work.
	ErrCancelled = errors.New("cancelled")
	// ErrNoJob: the job is not in the queue, or no longer.
	ErrNoJob = errors.New("no such job")
	// ErrBadWord: what was to go into a list of words to expect is none, or is too much.
	ErrBadWord = errors.New("this cannot stand in a list of words")
	// ErrBusy: the machine cannot be measured, because a call is recorded or written down.
	ErrBusy = errors.New("a call is being recorded or written down")
	// ErrDuplicate: the library holds the call in a file already. It comes in a *DuplicateError.
	ErrDuplicate = errors.New("the library has this call already")
	// ErrChanging: a file that was being imported is still being written.
	ErrChanging = errors.New("the file changed while it was read")
	// ErrIsFolder: a folder stands where a file was to be read.
	ErrIsFolder = errors.New("it is a folder")
	// ErrSpeakers: a transcript that was written elsewhere names people of whom none is known to be the user. It comes in a
	// *SpeakersError.
	ErrSpeakers = errors.New("nobody in the transcript is known")
	// ErrOtherCall: a transcript that was written elsewhere is longer than the call.
	ErrOtherCall = errors.New("the transcript is longer than the sound")
	// ErrNotEmpty: a folder that was to become a library holds something else.
	ErrNotEmpty = errors.New("the folder is not empty")
)
