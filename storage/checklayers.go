package storage

import (
	"errors"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// inspectLayers looks at the transcripts of a call and at their corrections.
func (l *Library) inspectLayers(id call.ID) ([]problem, error) {
	kept, err := l.kept(id)
	if err != nil {
		return nil, err
	}
	var found []problem
	for _, number := range kept.transcripts {
		found = append(found, l.inspectLayer(id, number)...)
	}
	for _, number := range kept.corrections {
		if !slices.Contains(kept.transcripts, number) {
			found = append(found, helpless(id, correctionsFile(number),
				"The transcript that these corrections belong to is missing.", "Put "+transcriptFile(number)+" back from a backup, if there is one."))
		}
	}
	if c, err := l.call(id); err == nil && dangling(c, kept) {
		p := helpless(id, callName, "The transcript that was chosen to be read, "+transcriptFile(c.CurrentTranscript)+", is missing.",
			"The newest one that is there is read, and the document says so.")
		p.mend = func() error { return l.changing(id, func() error { return l.chooseAgain(id) }) }
		found = append(found, p)
	}
	return found, nil
}

// dangling reports whether a document names a transcript that is not there.
func dangling(c call.Call, kept keptLayers) bool {
	return c.CurrentTranscript > 0 && !slices.Contains(kept.transcripts, c.CurrentTranscript)
}

// chooseAgain has the newest transcript read if the one that the document names is not there.
func (l *Library) chooseAgain(id call.ID) error {
	kept, err := l.kept(id)
	if err != nil {
		return err
	}
	c, err := l.call(id)
	if err != nil || !dangling(c, kept) {
		return nil // a damaged document names none
	}
	newest := 1
	if n := len(kept.transcripts); n > 0 {
		newest = kept.transcripts[n-1]
	}
	return l.choice(id, newest)
}

// inspectLayer looks at one transcript and at what corrects it.
func (l *Library) inspectLayer(id call.ID, number int) []problem {
	_, err := l.Layers(id, number)
	name, sentence, action := transcriptFile(number), "The transcript of this call is damaged.", "the call can be transcribed again."
	switch {
	case err == nil || errors.Is(err, ErrNoTranscript):
		return nil
	case errors.Is(err, ErrCorrections):
		name, action = correctionsFile(number), "the transcript shows what the machine wrote."
		sentence = "The corrections of this call's transcript are damaged."
		if errors.Is(err, call.ErrMisfit) {
			sentence = "These corrections do not fit the transcript beside them."
		}
	}
	if errors.Is(err, ErrNewerFormat) || !errors.Is(err, ErrDamaged) && !errors.Is(err, call.ErrMisfit) {
		return []problem{l.unreadable(id, name, err)}
	}
	p := helpless(id, name, sentence, "It is kept beside as "+name+".damaged-…; "+action)
	p.mend = func() error {
		return l.changing(id, func() error {
			if name == correctionsFile(number) {
				file := inFolder(id, name)
				return l.files.Rename(file, aside(file, "damaged", l.now()))
			}
			kept, err := l.kept(id)
			if err != nil {
				return err
			}
			return errors.Join(l.putAside(id, number, kept), l.chooseAgain(id))
		})
	}
	return []problem{p}
}
