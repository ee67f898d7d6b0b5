package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe/written"
)

const (
	vconMostRecordings = 1000
	vconMostSubject    = 100 // characters of a subject that can be a case's name
)

// theirVCon is somebody else's vCon on its way into the library: each recording in it becomes a call, and all come or none.
type theirVCon struct {
	app     *App
	vcon    readVCon
	cut     cutVCon
	path    string
	request ImportRequest

	taken    []int          // the pieces of dialog that hold a recording
	used     map[int]bool   // what became part of a call: pieces of dialog
	said     map[int]bool   // and analyses, and attachments as -1, -2 and so on
	imprints map[string]int // of what was received, with the place of its call in ready
	ready    []storage.Entry
	known    error // the first recording that is in the library already
	notices  []string
}

// importTheirs makes calls of the recordings in somebody else's vCon, as of any other file: the first channel is taken for
// this side. What was said of a call goes before what its file could tell.
func (a *App) importTheirs(ctx context.Context, v readVCon, cut cutVCon, path string, request ImportRequest) (ids []call.ID, err error) {
	t := &theirVCon{
		app: a, vcon: v, cut: cut, path: path, request: request,
		taken: v.recordings(), used: map[int]bool{}, said: map[int]bool{}, imprints: map[string]int{},
	}
	switch {
	case len(t.taken) == 0:
		return nil, fmt.Errorf("read vCon: %w", ErrVConSilent)
	case len(t.taken) > vconMostRecordings:
		return nil, fmt.Errorf("read vCon: %w: it has more than %d recordings", ErrVConForm, vconMostRecordings)
	}
	if request.Case == "" && len(t.taken) > 1 {
		t.request.Case = v.caseName()
	}
	err = t.receiveAll(ctx)
	if err == nil && len(t.ready) == 0 {
		err = t.known
	}
	if err == nil {
		err = a.library.EnterTogether(t.ready)
	}
	if err != nil {
		return nil, errors.Join(err, t.discard())
	}
	return t.conclude(), nil
}

func (t *theirVCon) receiveAll(ctx context.Context) error {
	for n := range t.taken {
		if err := t.receive(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (t *theirVCon) discard() (err error) {
	for _, e := range t.ready {
		err = errors.Join(err, e.Discard())
	}
	return err
}

// receive makes a recording ready to enter, unless the library has it already.
func (t *theirVCon) receive(ctx context.Context, n int) (err error) {
	at := t.taken[n]
	d := t.vcon.Dialog[at]
	request, err := t.requestFor(n)
	if err != nil {
		return err
	}
	found, done, err := t.sound(ctx, d)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	b, err := t.app.newBringing(found, request)
	if err != nil {
		return err
	}
	defer b.close()
	b.doc.Origin.VCon = &call.VConPlace{UUID: oneLine(t.vcon.UUID), Dialog: at, Recordings: len(t.taken)}
	t.used[at] = true
	err = b.receive(ctx)
	if err == nil {
		err = t.refuseTwice(b.doc)
	}
	if err != nil {
		return errors.Join(t.forgive(err), b.Discard())
	}
	t.keep(b, at)
	return nil
}

// forgive passes over what the library has already.
func (t *theirVCon) forgive(err error) error {
	if _, known := IsDuplicate(err); !known {
		return err
	}
	t.known = cmp.Or(t.known, err)
	return nil
}

// keep has a call enter with the others.
func (t *theirVCon) keep(b *bringing, at int) {
	for _, imprint := range b.doc.Imprints() {
		t.imprints[imprint] = len(t.ready)
	}
	t.ready = append(t.ready, storage.Entry{Arrival: b.Arrival, Call: b.doc, Transcripts: t.transcripts(b, at)})
}

// refuseTwice refuses a recording that stands in the vCon twice.
func (t *theirVCon) refuseTwice(doc call.Call) error {
	for _, imprint := range doc.Imprints() {
		if at, there := t.imprints[imprint]; there && !t.request.Again {
			return &DuplicateError{Of: t.ready[at].Call.ID, Title: t.ready[at].Call.Title(), Sound: true}
		}
	}
	return nil
}

// requestFor says what is known of a recording's call.
func (t *theirVCon) requestFor(n int) (ImportRequest, error) {
	d, request := t.vcon.Dialog[t.taken[n]], t.request
	if request.Started.IsZero() {
		request.Started = t.vcon.started(d)
	}
	if request.Started.IsZero() {
		facts, err := os.Stat(t.path)
		if err != nil {
			return request, fmt.Errorf("import vCon: %w", err)
		}
		request.Started = facts.ModTime()
	}
	request = t.vcon.withEnds(d, request)
	request.Notice = func(sentence string) { t.notices = append(t.notices, sentence) }
	if tell := t.request.Progress; tell != nil {
		request.Progress = func(fraction float64) { tell((float64(n) + fraction) / float64(len(t.taken))) }
	}
	return request, nil
}

// withEnds says who is at either end of a piece of dialog, unless whoever imports it has.
func (v readVCon) withEnds(d readPiece, request ImportRequest) ImportRequest {
	first, others := v.ends(d)
	request.local = first.person()
	if request.Name != "" || request.Number != "" || len(others) == 0 {
		return request
	}
	request.Number = others[0].person().Number
	var names []string
	for _, other := range others {
		names = append(names, nonEmpty(other.person().Name)...)
	}
	request.Name = strings.Join(names, ", ")
	return request
}

// sound takes a recording out of the vCon, under the name that it had where it comes from. done removes it.
func (t *theirVCon) sound(ctx context.Context, d readPiece) (found Found, done func() error, err error) {
	sound, err := t.app.decodeSound(ctx, t.cut, d)
	if err != nil {
		return found, nil, err
	}
	defer func() { err = errors.Join(err, sound.Close(), os.RemoveAll(sound.Name())) }()
	place, err := t.app.library.Incoming()
	if err != nil {
		return found, nil, err
	}
	dir, err := os.MkdirTemp(place, "named-*")
	if err != nil {
		return found, nil, fmt.Errorf("import vCon: %w", crowded(err))
	}
	done = func() error { return os.RemoveAll(dir) }
	named := filepath.Join(dir, d.fileName(t.path))
	err = os.Rename(sound.Name(), named)
	if err == nil {
		found, err = lookAtSound(named) // whatever its name says: a vCon in a vCon is not unpacked
	}
	if err != nil {
		return found, nil, errors.Join(fmt.Errorf("import vCon: %w", crowded(err)), done())
	}
	return found, done, nil
}

// transcripts gives what was written down of a recording elsewhere. What cannot be used does not keep the call out: it is told of.
func (t *theirVCon) transcripts(b *bringing, at int) (all []call.Transcript) {
	for key, p := range t.vcon.words() {
		if !t.vcon.isOf(p, at, t.taken) {
			continue
		}
		transcript, err := t.transcript(b, p)
		if err != nil {
			problem := Explain(err)
			b.notice("The transcript by " + cmp.Or(oneLine(p.Vendor), "nobody") + " was left out: " + problem.What + ". " + problem.Do)
			continue
		}
		all = append(all, *transcript)
		t.said[key] = true
	}
	return all
}

func (t *theirVCon) transcript(b *bringing, p readPiece) (*call.Transcript, error) {
	content, err := t.cut.content(p)
	if err != nil {
		return nil, err
	}
	text, err := written.ParsePlain(content)
	if err != nil {
		return nil, fmt.Errorf("read transcript: %w", err)
	}
	if text.MadeBy == "" {
		text.MadeBy = strings.Join(append(nonEmpty(oneLine(p.Vendor)), nonEmpty(oneLine(p.Product))...), ", ")
	}
	return b.place(text, cmp.Or(fileWords(oneLine(p.File)), filepath.Base(t.path)), content)
}

// conclude tells of the calls that came in.
func (t *theirVCon) conclude() (ids []call.ID) {
	for _, e := range t.ready {
		ids = append(ids, e.Call.ID)
		t.app.hub.send(CallSaved{e.Call.ID})
		t.app.queueTranscript(e.Call.ID, t.request.NoTranscript || len(e.Transcripts) > 0)
	}
	if t.request.Notice == nil {
		return ids
	}
	for _, notice := range append(t.madeWords(), t.notices...) {
		t.request.Notice(notice)
	}
	if unread := t.vcon.unread(t.used, t.said); len(unread) > 0 {
		t.request.Notice(unreadWords(unread))
	}
	return ids
}

// madeWords says what became of several recordings.
func (t *theirVCon) madeWords() []string {
	if len(t.taken) == 1 {
		return nil
	}
	words := fmt.Sprintf("The vCon holds %d recordings: each is a call", len(t.taken))
	if left := len(t.taken) - len(t.ready); left > 0 {
		words = fmt.Sprintf("The vCon holds %d recordings: %d of them are in the library already, each other one is a call", len(t.taken), left)
	}
	if t.request.Case != "" {
		words += ", in the case “" + t.request.Case + "”"
	}
	return []string{words + "."}
}

// recordings are the pieces of dialog that hold one, by place.
func (v readVCon) recordings() (all []int) {
	for i, d := range v.Dialog {
		if d.Type == "recording" && d.inline() != "" {
			all = append(all, i)
		}
	}
	return all
}

// caseName is the case of recordings that belong together, if the subject can name one.
func (v readVCon) caseName() string {
	if name := oneLine(v.Subject); len([]rune(name)) <= vconMostSubject {
		return name
	}
	return ""
}

// words yields the transcripts in a vCon, those in analyses under their places, those in attachments under -1, -2 and so on.
func (v readVCon) words() func(yield func(int, readPiece) bool) {
	return func(yield func(int, readPiece) bool) {
		for i, p := range v.Analysis {
			if slices.Contains([]string{"transcript", "transcription", worldWords}, p.Type) && !yield(i, p) {
				return
			}
		}
		for i, p := range v.Attachments {
			if (p.Type == worldWords || p.Purpose == worldWords) && !yield(-1-i, p) {
				return
			}
		}
	}
}

// worldWords is what the World Transcription Format calls itself.
const worldWords = "wtf_transcription"

// isOf tells whether a transcript is of just this piece of dialog.
func (v readVCon) isOf(p readPiece, at int, taken []int) bool {
	of := partiesOf(p.Dialog)
	if len(of) == 0 {
		return len(taken) == 1
	}
	return len(of) == 1 && of[0] == at
}

// fileName is what the file of a recording was called, or else as the vCon is.
func (d readPiece) fileName(path string) string {
	name := fileWords(filepath.Base(filepath.ToSlash(d.File)))
	if name == "" || name == "." {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		name = strings.TrimSuffix(name, ".vcon") // of call.vcon.gz
	}
	return name
}
