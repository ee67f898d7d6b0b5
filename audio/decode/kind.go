package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/onrecord/onrecord/audio"
)

// Kind is what a file is, by its content.
type Kind struct {
	Name string // for people: "MP3"
	Ext  string // the usual ending of its name: "mp3"

	own     bool   // package audio reads it
	open    opener // reads it in plain Go; nil where nothing does
	demuxer string // ffmpeg's name for it
	seeks   bool   // what must be known first may stand at its end
}

// opener begins to read a file in plain Go. What it cannot read is audio.ErrUnsupported.
type opener func(src Source) (audio.Frames, error)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 4096

// Recognise tells what a file is. What is no sound file, or none of a known kind, is audio.ErrNotAudio.
func Recognise(src io.ReaderAt) (Kind, error) {
	head, err := readAt(src, 0)
	if err != nil {
		return Kind{}, err
	}
	for _, k := range kinds() {
		if k.is(head) {
			return k.Kind, nil
		}
	}
	if kind, err := recogniseMPEG(src, head); kind.Name != "" || err != nil {
		return kind, err
	}
	return Kind{}, fmt.Errorf("no known signature: %w", audio.ErrNotAudio)
}

// readAt gives the beginning of what lies at a place, as much of it as there is.
func readAt(src io.ReaderAt, at int64) ([]byte, error) {
	head := make([]byte, headSize)
	n, err := src.ReadAt(head, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read sound file: %w", err)
	}
	return head[:n], nil
}

// known is a kind with its signature.
type known struct {
	Kind
	is func(head []byte) bool
}

func kinds() []known {
	return []known{
		{Kind{Name: "WAV", Ext: "wav", own: true, demuxer: "wav"}, form("WAVE", "RIFF", "RF64", "BW64")},
		{Kind{Name: "FLAC", Ext: "flac", own: true, demuxer: "flac"}, begins("fLaC")},
		{Kind{Name: "Ogg Opus", Ext: "opus", open: openOpus, demuxer: "ogg"}, ogg("OpusHead")},
		{Kind{Name: "Ogg Vorbis", Ext: "ogg", open: openVorbis, demuxer: "ogg"}, ogg("\x01vorbis")},
		{Kind{Name: "Ogg FLAC", Ext: "oga", demuxer: "ogg"}, ogg("\x7fFLAC")},
		{Kind{Name: "Ogg Speex", Ext: "spx", demuxer: "ogg"}, ogg("Speex   ")},
		{Kind{Name: "Ogg", Ext: "ogv", demuxer: "ogg"}, begins("OggS")},
		{Kind{Name: "AMR", Ext: "amr", demuxer: "amr"}, begins("#!AMR\n", "#!AMR-WB\n")},
		{Kind{Name: "M4A", Ext: "m4a", demuxer: "mov", seeks: true}, brand("M4A", "M4B")},
		{Kind{Name: "3GP", Ext: "3gp", demuxer: "mov", seeks: true}, brand("3g")},
		{Kind{Name: "QuickTime", Ext: "mov", demuxer: "mov", seeks: true}, quickTime},
		{Kind{Name: "MP4", Ext: "mp4", demuxer: "mov", seeks: true}, brand("")},
		{Kind{Name: "WebM", Ext: "webm", demuxer: "matroska"}, matroska("webm")},
		{Kind{Name: "Matroska", Ext: "mkv", demuxer: "matroska"}, matroska("")},
		{Kind{Name: "AVI", Ext: "avi", demuxer: "avi"}, form("AVI ", "RIFF")},
		{Kind{Name: "AIFF", Ext: "aiff", demuxer: "aiff"}, form("AIFF", "FORM")},
		{Kind{Name: "AIFF", Ext: "aifc", demuxer: "aiff"}, form("AIFC", "FORM")},
		{Kind{Name: "Core Audio", Ext: "caf", demuxer: "caf", seeks: true}, begins("caff")},
		{Kind{Name: "AU", Ext: "au", demuxer: "au"}, begins(".snd")},
		{Kind{Name: "Windows Media", Ext: "wma", demuxer: "asf"}, begins("\x30\x26\xb2\x75\x8e\x66\xcf\x11")},
		{Kind{Name: "Flash video", Ext: "flv", demuxer: "flv"}, begins("FLV\x01")},
		{Kind{Name: "MPEG video", Ext: "mpg", demuxer: "mpeg"}, begins("\x00\x00\x01\xba")},
	}
}

func begins(signatures ...string) func([]byte) bool {
	return func(head []byte) bool {
		return slices.ContainsFunc(signatures, func(s string) bool { return bytes.HasPrefix(head, []byte(s)) })
	}
}

// form is the family of RIFF: a word, a length, and what it is.
func form(what string, words ...string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && slices.Contains(words, string(head[:4])) && string(head[8:12]) == what
	}
}

// ogg is an Ogg file whose first stream begins with a signature.
func ogg(signature string) func([]byte) bool {
	return func(head []byte) bool {
		const fixed = 27 // bytes of a page before the lengths of its segments
		if len(head) < fixed || !bytes.HasPrefix(head, []byte("OggS")) {
			return false
		}
		begin := fixed + int(head[fixed-1])
		return begin <= len(head) && bytes.HasPrefix(head[begin:], []byte(signature))
	}
}

// brand is a file of the MP4 family whose brand begins like one of these.
func brand(beginnings ...string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && string(head[4:8]) == "ftyp" &&
			slices.ContainsFunc(beginnings, func(b string) bool { return bytes.HasPrefix(head[8:], []byte(b)) })
	}
}

// quickTime is that brand, or a file from before there were brands.
func quickTime(head []byte) bool {
	if len(head) < 8 {
		return false
	}
	old := []string{"moov", "mdat", "wide", "pnot"}
	return brand("qt")(head) || slices.Contains(old, string(head[4:8]))
}

// matroska is a file that names its own kind in its header.
func matroska(document string) func([]byte) bool {
	return func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) && bytes.Contains(head[:min(64, len(head))], []byte(document))
	}
}
