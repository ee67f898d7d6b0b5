package transcribe

// ModelSpec describes a model.
type ModelSpec struct {
	Name      string // what the user calls it: "base.en-q8_0"
	File      string // its file name in the folder of models
	URL       string // where it comes from; "" if it is not downloaded
	SHA256    string // of the file, in hex
	Size      int64  // of the file, in bytes
	Languages string // "English", "99 languages", "100 languages"
	Memory    int64  // about how many bytes the worker needs with it
	Advice    string // one sentence for the user: what it is good for
	Demo      bool   // knows the sample calls only
}

// Catalogue gives the models that are known.
func Catalogue() []ModelSpec { return nil }
