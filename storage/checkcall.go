package storage

import (
	"errors"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// inspectCall looks at one call's folder and at what the index says of it.
func (l *Library) inspectCall(id call.ID, sound bool) ([]problem, error) {
	l.change.Lock()
	defer l.change.Unlock()
	s, err := l.observe(id)
	if err != nil {
		return nil, err
	}
	found, err := l.inspectFolder(id, s)
	if err == nil && s.trashed != nil {
		found = append(found, l.inspectTrashed(id, s)...)
	}
	if err != nil || !sound {
		return found, err
	}
	agrees := false
	if err := l.peek(func(tx *bbolt.Tx) (err error) {
		agrees, err = s.agrees(tx)
		return err
	}); err != nil {
		return nil, err
	}
	if !agrees {
		found = append(found, l.disagreement(id, s))
	}
	return found, nil
}

// disagreement is an index that says something else than the folder.
func (l *Library) disagreement(id call.ID, s state) problem {
	p := problem{Finding: Finding{
		Call: id, Path: indexName,
		Problem: "The index does not say the same of this call as its folder.",
		Action:  "The index was brought up to date.",
	}, mend: func() error {
		l.unsettled[id] = true
		return l.settle()
	}}
	switch {
	case s.trashed != nil && s.gone:
		p.Problem = "The index does not say the same of this call as its folder in the trash."
	case s.gone:
		p.Problem = "The index lists a call whose folder is gone or empty."
		p.Action = "The call was taken out of the index."
	}
	return p
}

// inspectFolder looks at the files of one call.
func (l *Library) inspectFolder(id call.ID, s state) ([]problem, error) {
	entries, err := l.files.List(folder(id))
	if err != nil {
		return nil, err
	}
	var found []problem
	for _, entry := range entries {
		switch name := inFolder(id, entry.Name()); {
		case isTemp(name):
			found = append(found, l.leftover(id, name))
		case !belongsToCall(entry.Name()):
			found = append(found, foreign(id, name))
		}
	}
	if s.restored {
		found = append(found, l.inspectRemoval(id))
	}
	if s.gone {
		if there, err := l.files.Exists(folder(id)); err != nil || !there {
			return found, err
		}
		return append(found, problem{Finding: Finding{
			Call: id, Path: folder(id),
			Problem: "The folder of this call is empty.",
			Action:  "The empty folder was removed.",
		}, mend: func() error {
			return l.changing(id, func() error { return l.files.Remove(folder(id)) })
		}}), nil
	}
	c, err := l.call(id)
	if err != nil {
		found = append(found, l.unreadable(id, callName, err))
	}
	audio, err := l.inspectAudio(id, c, err == nil)
	if err != nil {
		return nil, err
	}
	found = append(found, audio...)
	layers, err := l.inspectLayers(id)
	return append(found, layers...), err
}

// unreadable is a document that this program cannot read.
func (l *Library) unreadable(id call.ID, name string, err error) problem {
	p := problem{Finding: Finding{Call: id, Path: inFolder(id, name)}}
	switch {
	case errors.Is(err, ErrNewerFormat):
		p.Problem = "This file was written by a newer version of the program."
		p.Action = "It is left alone. Update the program to read it."
	case errors.Is(err, ErrDamaged) && name == callName:
		p.Problem = "The document of this call is missing or damaged."
		p.Action = "What was there is kept beside it as " + callName + ".damaged-…; " +
			"a new one was made that knows the call's start, from its ID, and its recording."
		p.mend = func() error { return l.remakeCall(id) }
	default:
		p.Problem = "This file cannot be read: " + err.Error() + "."
		p.Action = "Look at its permissions and at the health of the disk."
	}
	return p
}

// inspectAudio looks at the recording; known is whether the document could be read.
func (l *Library) inspectAudio(id call.ID, c call.Call, known bool) ([]problem, error) {
	partial, err := l.files.Exists(inFolder(id, partialName))
	if err != nil {
		return nil, err
	}
	var found []problem
	recording := known && c.Outcome == call.Recording
	if !l.live[id] && (partial || recording) {
		found = append(found, helpless(id, partialName,
			"The recording of this call was cut off.", "It is recovered when the program starts."))
	}
	audio, err := l.files.Exists(inFolder(id, audioName))
	if err != nil {
		return nil, err
	}
	if audio {
		size, err := l.files.Size(inFolder(id, audioName))
		if err != nil {
			return nil, err
		}
		if size == 0 {
			found = append(found, helpless(id, audioName,
				"The recording of this call is an empty file.", "Put it back from a backup, if there is one."))
		}
	}
	if known && !recording {
		found = append(found, l.compareAudio(c, audio)...)
	}
	return found, nil
}

// compareAudio holds what a document says of its recording against what there is.
func (l *Library) compareAudio(c call.Call, there bool) []problem {
	switch {
	case c.Audio.File != "" && !there:
		return []problem{helpless(c.ID, audioName,
			"The recording of this call is missing.", "Put it back from a backup, if there is one.")}
	case c.Audio.File == "" && there:
		return []problem{{Finding: Finding{
			Call: c.ID, Path: inFolder(c.ID, callName),
			Problem: "The document of this call does not know that there is a recording.",
			Action:  "The recording was entered in the document.",
		}, mend: func() error {
			c.Audio.File = audioName
			return l.save(c)
		}}}
	}
	return nil
}

// helpless is a problem that cannot be mended here: it would take decoding sound, or a backup.
func helpless(id call.ID, name, sentence, action string) problem {
	return problem{Finding: Finding{Call: id, Path: inFolder(id, name), Problem: sentence, Action: action}}
}
