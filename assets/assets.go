// Package assets holds the files that travel inside the program: the demo model, the weights of the voice detector, the sample
// calls, the icons, and the data that the rules work from.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
)

//go:embed models/ggml-calls-test-q8_0.bin.gz
var demoModel []byte

//go:embed models/ggml-silero-v6.2.0.bin
var vad []byte

// Calls holds the sample calls, calls/NAME.flac: two channels, left is the local party, right the remote one.
//
//go:embed calls/*.flac
var Calls embed.FS

// Law holds dated drafts of what consent law, do-not-call rules and debt rules say, with sources and how sure they are, and the phrases by which
// such matters are known in a transcript: law/NAME.json. Its README says what is uncertain.
//
//go:embed law/*.json
var Law embed.FS

// Consent holds what can be read aloud to announce a recording or to ask for consent: consent/scripts.json.
//
//go:embed consent/*.json
var Consent embed.FS

// Playbooks holds short lists of what to ask and say in kinds of calls: playbooks/ID.json.
//
//go:embed playbooks/*.json
var Playbooks embed.FS

// Letters holds templates of letters: letters/NAME.txt. What stands in double braces is filled in from the record.
//
//go:embed letters/*.txt
var Letters embed.FS

// DemoModel opens the demo model: a Whisper-shaped ggml file that knows the few hundred words of the
// sample calls and nothing else. It is stored compressed; the reader yields the file itself, and its
// last read fails if the stored bytes are damaged. The caller closes it.
func DemoModel() (io.ReadCloser, error) {
	r, err := gzip.NewReader(bytes.NewReader(demoModel))
	if err != nil {
		return nil, fmt.Errorf("open demo model: %w", err)
	}
	return r, nil
}

// VAD opens the weights of the Silero voice detector (version 6.2.0, ggml format). The caller closes it;
// nothing here can fail, the error is there so that both assets are opened alike.
func VAD() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(vad)), nil
}
