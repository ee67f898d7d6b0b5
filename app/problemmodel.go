package app

import (
	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe"
)

// modelProblems are of models, the worker and the queue.
var modelProblems = []explained{
	{voice.ErrWeights, Problem{
		"The voice detection inside the program is damaged", recordingsSafe,
		"Install OnRecord again.",
	}},
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
	{storage.ErrNotWaiting, Problem{
		"Only a transcription that waits can be moved", "Nothing was changed.", "“onrecord jobs list” shows what waits.",
	}},
	{storage.ErrNoJob, Problem{"That transcription is not in the queue", "", ""}},
	{ErrNoJob, Problem{"That transcription is not in the queue", "", ""}},
}
