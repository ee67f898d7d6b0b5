package app

import (
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
)

// soundProblems are of devices, takes and sound files.
var soundProblems = []explained{
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
	{ErrTakeRunning, Problem{"A recording is already running", "It goes on.", "Stop it first."}},
	{ErrSelfTestRunning, Problem{"Both sides are being tested already", "", "Wait a few seconds, then test again."}},
	{ErrNoTake, Problem{"No recording is running", "", "Start one with “onrecord start” or the Record button."}},
	{ErrForgotten, Problem{
		"Both sides were silent for 5 minutes, so the recording stopped by itself",
		"Everything up to then is kept, the silence too.", "Start a new one if the call goes on.",
	}},
	{ErrBusy, Problem{
		"The machine was not measured, because a call is being recorded or written down", recordingsSafe,
		"Try again when that is over.",
	}},
}
