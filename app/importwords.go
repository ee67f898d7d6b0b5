package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/written"
)

// SpeakersError is ErrSpeakers with the names in the transcript.
type SpeakersError struct{ Names []string }

func (s *SpeakersError) Error() string { return fmt.Sprintf("%v: %d names", ErrSpeakers, len(s.Names)) }

// Unwrap gives ErrSpeakers.
func (s *SpeakersError) Unwrap() error { return ErrSpeakers }

// transcript reads what was said from the file that was named, or that lay beside the sound; nil when there is none. One
// that only lay beside it and cannot be used does not keep the call out: it is told of.
func (v *bringing) transcript() (*call.Transcript, error) {
	if v.request.Transcript != "" {
		return v.readTranscript(v.request.Transcript)
	}
	if v.found.Transcript == "" {
		return nil, nil
	}
	transcript, err := v.readTranscript(v.found.Transcript)
	if err != nil {
		v.notice("The transcript beside it was left out: " + Explain(err).What + ". " + Explain(err).Do)
		return nil, nil
	}
	return transcript, nil
}

func (v *bringing) notice(sentence string) {
	if v.request.Notice != nil {
		v.request.Notice(sentence)
	}
}

func (v *bringing) readTranscript(path string) (*call.Transcript, error) {
	content, err := readSmall(path, written.Most)
	if err != nil {
		return nil, fmt.Errorf("read transcript: %w", err)
	}
	text, err := written.Parse(content)
	if err != nil {
		return nil, fmt.Errorf("read transcript %s: %w", filepath.Base(path), err)
	}
	return v.place(text, filepath.Base(path), content)
}

// readSmall reads a file that has no more bytes than most.
func readSmall(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	return content, errors.Join(err, file.Close())
}

// latestEnd is how far a transcript may go on after the sound: those who write them round up.
const latestEnd = 5

// place makes the transcript of this call of what was written elsewhere.
func (v *bringing) place(text written.Transcript, file string, content []byte) (*call.Transcript, error) {
	if last := text.Lines[len(text.Lines)-1].Start; last > v.doc.Audio.Duration+latestEnd {
		return nil, fmt.Errorf("%s goes on to %s, the sound ends at %s: %w", file, last.Short(), v.doc.Audio.Duration.Short(), ErrOtherCall)
	}
	parties, how, err := v.whoSpeaks(text)
	if err != nil {
		return nil, err
	}
	if how == nobodyNamed && !slices.Contains(parties, call.Local) {
		v.notice("The transcript names no speakers: all of it stands under the other side. Choose “Said by the other one” at a turn that was yours, or import it again with “--words-are local”.")
	}
	sum := sha256.Sum256(content)
	t := &call.Transcript{
		Engine: call.ImportedEngine, Model: call.Model{Name: file, SHA256: hex.EncodeToString(sum[:]), Demo: text.Demo},
		Language: text.Language, Duration: v.doc.Audio.Duration,
		Imported: &call.Writing{Form: text.Form, MadeBy: text.MadeBy, Speakers: how},
	}
	if t.Language == "" {
		t.Language = "und"
	}
	if text.Untimed {
		v.notice("The transcript has no times: it stands as one passage, as long as the call.")
		text.Lines[0].End = v.doc.Audio.Duration
	}
	for i, line := range text.Lines {
		words := line.Words
		if words == nil {
			words = []call.Word{}
		}
		t.Segments = append(t.Segments, call.Segment{
			Party: parties[i], Start: line.Start, End: line.End, Text: line.Text, Words: words, Suspect: line.Suspect, Echo: line.Echo,
		})
	}
	return t, nil
}

// nobodyNamed says how it is known who speaks where it is not.
const nobodyNamed = "nobody is named: all of it stands under the other side"

// whoSpeaks gives the party of each line, and says how it is known. Names that cannot be told apart are a *SpeakersError.
func (v *bringing) whoSpeaks(text written.Transcript) ([]call.Party, string, error) {
	parties := make([]call.Party, len(text.Lines))
	known, how := v.namedParties(text.Speakers())
	for i, line := range text.Lines {
		switch {
		case line.Party.Valid():
			parties[i], how = line.Party, "as its file says"
		case line.Channel > 0:
			parties[i], how = v.channelParty(line.Channel), "by the channels of the sound, as its file says"
		case line.Speaker != "" && known[line.Speaker].Valid():
			parties[i] = known[line.Speaker]
		case line.Speaker != "":
			return nil, "", &SpeakersError{text.Speakers()}
		case v.request.WordsBy.Valid() && len(known) == 0:
			parties[i], how = v.request.WordsBy, "nobody is named; as whoever imported it said of the words"
		case v.request.MonoIs.Valid() && v.doc.Origin.Channels == 1:
			parties[i], how = v.request.MonoIs, "nobody is named; as whoever imported it said of the sound"
		case i > 0 && len(known) > 0:
			parties[i] = parties[i-1] // goes on speaking
		default:
			parties[i], how = call.Remote, nobodyNamed
		}
	}
	return parties, how, nil
}

// channelParty is who speaks in a channel of the file.
func (v *bringing) channelParty(channel int) call.Party {
	first, other := call.Local, call.Remote
	if v.request.LeftIs == call.Remote {
		first, other = other, first
	}
	if channel == 1 {
		return first
	}
	return other
}

// namedParties finds out which of the names is you: the others are the other side. None is known when no name is yours, unless
// it is the other side's.
func (v *bringing) namedParties(names []string) (map[string]call.Party, string) {
	known := map[string]call.Party{}
	var local, remote []string
	for _, name := range names {
		switch {
		case v.isYou(name):
			local = append(local, name)
		case v.isThem(name):
			remote = append(remote, name)
		}
	}
	switch {
	case len(local) > 0:
		remote = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(local, n) })
	case len(remote) > 0 && len(names) == 2:
		local = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(remote, n) })
	}
	for _, name := range local {
		known[name] = call.Local
	}
	for _, name := range remote {
		known[name] = call.Remote
	}
	if len(known) < len(names) || len(names) == 0 {
		return map[string]call.Party{}, ""
	}
	return known, "by the names in its file: " + strings.TrimSuffix(whoIs("you", local)+whoIs("the other side", remote), ". ")
}

// whoIs says by which names a side is called in a transcript.
func whoIs(side string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return quoteSome(names) + " is " + side + ". "
}

// quoteSome puts names into a sentence: no more than fit into one.
func quoteSome(names []string) string {
	const most, longest = 8, 60
	var some []string
	for _, name := range names[:min(len(names), most)] {
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest]) + "…"
		}
		some = append(some, "“"+name+"”")
	}
	if more := len(names) - most; more > 0 {
		some = append(some, fmt.Sprintf("%d more", more))
	}
	return strings.Join(some, ", ")
}

func (v *bringing) isYou(name string) bool {
	if v.request.YouAre != "" {
		return strings.EqualFold(name, v.request.YouAre)
	}
	return isOneOf(name, "you", "me", "local", v.app.Who(), v.request.local.Name, v.request.local.Number)
}

func (v *bringing) isThem(name string) bool {
	remote := v.doc.Parties[call.Remote]
	return isOneOf(name, "them", "remote", remote.Name, remote.Number)
}

func isOneOf(name string, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.EqualFold(n, name) })
}
