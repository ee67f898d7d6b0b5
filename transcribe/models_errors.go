package transcribe

import "errors"

// What can go wrong with a model.
var (
	// ErrModelUnknown means that no model of that name is in the catalogue or was added.
	ErrModelUnknown = errors.New("there is no model of that name")
	// ErrNoModel means that the model is known, but its file is not on this machine.
	ErrNoModel = errors.New("the model is not installed")
	// ErrModelDamaged means that the model's file is not, byte for byte, the one that was installed. It must not be
	// loaded: a cut-off model can end the process that loads it.
	ErrModelDamaged = errors.New("the model file is damaged")
	// ErrNotModel means that a file to be added is not a whole Whisper or Parakeet model in ggml format.
	ErrNotModel = errors.New("the file is not a usable model")
	// ErrDownload means that a download did not come to its end. What arrived is kept, and the next one goes on from
	// there.
	ErrDownload = errors.New("the download broke off")
	// ErrDownloadDamaged means that a download came to its end, but is not the file that the catalogue describes. It
	// was deleted.
	ErrDownloadDamaged = errors.New("the downloaded file is not what it should be")
	// ErrDownloading means that this model is being downloaded already.
	ErrDownloading = errors.New("the model is being downloaded already")
	// ErrNoRoom means that the disk has too little room for the model. Nothing is left behind that takes room from
	// recordings.
	ErrNoRoom = errors.New("there is not enough room on the disk for the model")
)
