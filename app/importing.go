package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// ImportRequest says what is known of a recording made elsewhere. What it leaves open is taken from the call recorder's notes
// beside the file, from the file's name, and from its date, in this order.
type ImportRequest struct {
	Started      time.Time
	Name, Number string
	Direction    call.Direction
	Case         string
	MonoIs       call.Party  // who speaks in a file with one channel; empty means both
	LeftIs       call.Party  // who speaks in the first channel of a file with several; empty means call.Local
	Transcript   string      // path of what was said, written elsewhere; empty: one of the same name beside the file
	WordsBy      call.Party  // who said what stands in one that names nobody; empty means whoever MonoIs says, else call.Remote
	YouAre       string      // the name that such a transcript calls the local party by
	Again        bool        // also if the library has this call already
	NoTranscript bool        // it is not queued to be written down
	local        call.Person // who this side is, where a file says so

	// Progress may be nil. It is told how much of the file is read, from 0 to 1.
	Progress func(fraction float64)
	// Notice may be nil. It is told, in a sentence, what should be known of a call that was brought in.
	Notice func(sentence string)
}

// DuplicateError is ErrDuplicate with the call that is there already.
type DuplicateError struct {
	Of    call.ID
	Title string // of that call
	Sound bool   // it was made from another file, whose sound is the same
}

func (d *DuplicateError) Error() string { return fmt.Sprintf("%v: call %s", ErrDuplicate, d.Of) }

// Unwrap gives ErrDuplicate.
func (d *DuplicateError) Unwrap() error { return ErrDuplicate }

// Import brings a sound file, or a vCon (see importVCon), into the library, and gives its call: the first of a vCon with
// several recordings. A file that cannot be read, and one that is there already (a *DuplicateError), leaves nothing behind. The
// file itself is never changed; a copy is kept with the call.
func (a *App) Import(ctx context.Context, path string, request ImportRequest) (call.ID, error) {
	found, err := a.look(path)
	if err != nil {
		return "", err
	}
	ids, err := a.importFound(ctx, found, request)
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// importFound brings in a file that was looked at. Without an error there is at least one call.
func (a *App) importFound(ctx context.Context, found Found, request ImportRequest) ([]call.ID, error) {
	if found.VCon {
		return a.importVCon(ctx, found.Path, request)
	}
	arrival, err := a.newBringing(found, request)
	if err != nil {
		return nil, err
	}
	defer arrival.close()
	var transcript *call.Transcript
	err = arrival.receive(ctx)
	if err == nil {
		transcript, err = arrival.transcript()
	}
	if err == nil {
		err = arrival.Enter(arrival.doc, transcript)
	}
	if err != nil {
		return nil, errors.Join(err, arrival.Discard())
	}
	a.hub.send(CallSaved{arrival.doc.ID})
	a.queueTranscript(arrival.doc.ID, request.NoTranscript || transcript != nil)
	return []call.ID{arrival.doc.ID}, nil
}

// bringing is one file on its way into the library.
type bringing struct {
	*storage.Arrival
	app     *App
	found   Found
	request ImportRequest
	src     *os.File
	doc     call.Call
}

func (a *App) newBringing(found Found, request ImportRequest) (*bringing, error) {
	src, err := os.Open(found.Path)
	if err != nil {
		return nil, fmt.Errorf("open sound file: %w", err)
	}
	v := &bringing{app: a, found: found, request: request, src: src}
	v.doc = v.document()
	if v.Arrival, err = a.library.Arrive(v.doc.ID); err != nil {
		return nil, errors.Join(err, src.Close())
	}
	return v, nil
}

func (v *bringing) close() { v.src.Close() } // it was only read

// document is what is known of the call before its sound is read.
func (v *bringing) document() call.Call {
	known, request := v.found.Details, v.request
	started, reckoned := known.Started, known.Reckoned
	if !request.Started.IsZero() {
		started, reckoned = request.Started, call.Told
	}
	doc := newDocument(call.NewID(started), started, TakeRequest{
		Name: cmp.Or(request.Name, known.Name), Number: cmp.Or(request.Number, known.Number),
		Direction: cmp.Or(request.Direction, known.Direction), Case: request.Case,
	}, nil)
	if request.local != (call.Person{}) {
		doc.Parties[call.Local] = request.local
	}
	doc.Source, doc.Outcome = filepath.Base(v.found.Path), call.Imported
	doc.Capture.Verdict = importedVerdict
	doc.Origin = &call.Origin{
		File: doc.Source, Kept: "original." + v.found.Kind.Ext, Modified: v.found.Modified, Imported: v.app.config.Now(),
		Kind: v.found.Kind.Name, Reckoned: reckoned,
	}
	return doc
}

const importedVerdict = "imported: OnRecord did not see it being recorded"

// receive copies the file and reads its sound: then the document is as it is to enter.
func (v *bringing) receive(ctx context.Context) error {
	steps := []func(context.Context) error{v.refuseKnownFile, v.keepOriginal, v.keepDetails, v.readSound, v.refuseKnownSound}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	v.doc.Ended = v.doc.Started.Add(v.doc.Audio.Duration.Duration())
	v.doc.Capture.Samples = v.doc.Audio.Duration
	return nil
}

// refuseKnownFile sums up the file before anything is written, and refuses one that a call was made from before.
func (v *bringing) refuseKnownFile(ctx context.Context) error {
	sum, size, err := copySum(io.Discard, patient{ctx, v.src})
	if err != nil {
		return fmt.Errorf("read sound file: %w", err)
	}
	v.doc.Origin.SHA256, v.doc.Origin.Size = sum, size
	return v.refuse(call.FileImprint(sum), false)
}

func (v *bringing) refuseKnownSound(context.Context) error {
	for _, sum := range []string{v.doc.Origin.SoundMD5, v.doc.Audio.MD5} {
		if err := v.refuse(call.SoundImprint(sum), true); err != nil {
			return err
		}
	}
	return nil
}

func (v *bringing) refuse(imprint string, sound bool) error {
	if v.request.Again {
		return nil
	}
	there, err := v.app.library.WithImprint(imprint)
	if err != nil || len(there) == 0 {
		return err
	}
	title := ""
	if summary, err := v.app.library.Summary(there[0]); err == nil {
		title = summary.Title
	}
	return &DuplicateError{Of: there[0], Title: title, Sound: sound}
}

// keepOriginal copies the file into the call's folder.
func (v *bringing) keepOriginal(ctx context.Context) error {
	if _, err := v.src.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read sound file: %w", err)
	}
	sum, err := v.keep(v.doc.Origin.Kept, patient{ctx, v.src})
	if err == nil && sum != v.doc.Origin.SHA256 {
		err = ErrChanging
	}
	return err
}

// keep copies a file into the call's folder and gives its SHA-256.
func (v *bringing) keep(name string, from io.Reader) (string, error) {
	file, err := v.Create(name)
	if err != nil {
		return "", err
	}
	sum, _, err := copySum(file, from)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("keep the original: %w", err)
	}
	return sum, nil
}

// keepDetails copies the call recorder's notes.
func (v *bringing) keepDetails(ctx context.Context) error {
	notes := v.found.Details.File
	if notes == "" {
		return nil
	}
	src, err := os.Open(notes)
	if err != nil {
		return fmt.Errorf("read the call recorder's notes: %w", err)
	}
	defer src.Close()
	kept := call.Sidecar{File: filepath.Base(notes), Kept: "details" + filepath.Ext(notes)}
	if kept.SHA256, err = v.keep(kept.Kept, patient{ctx, src}); err == nil {
		v.doc.Origin.Details = &kept
	}
	return err
}

// readSound makes the recording. A file whose channels hold the same sound is gone through again as one channel, if it
// was said whose that is.
func (v *bringing) readSound(ctx context.Context) error {
	file, err := v.CreateAudio()
	if err != nil {
		return err
	}
	options := audio.ImportOptions{MonoIs: v.request.MonoIs, LeftIs: v.request.LeftIs}
	brought, err := v.decode(ctx, file, options)
	if err == nil && brought.Alike && v.request.MonoIs.Valid() {
		options.AsMono = true
		_, err = file.Seek(0, io.SeekStart)
		if err = errors.Join(err, file.Truncate(0)); err == nil {
			brought, err = v.decode(ctx, file, options)
		}
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	v.doc.Audio, v.doc.Origin.SoundMD5, v.doc.Origin.Channels = brought.Audio, brought.MD5, brought.Heard
	v.doc.Origin.Sides = sidesWords(brought, options)
	return nil
}

func (v *bringing) decode(ctx context.Context, file storage.File, options audio.ImportOptions) (audio.Brought, error) {
	src := &counting{Source: v.src, size: v.doc.Origin.Size, tell: v.request.Progress}
	sound, err := decode.Open(ctx, src, v.found.Kind, v.app.config.FFmpeg())
	if err != nil {
		return audio.Brought{}, err
	}
	brought, err := audio.ImportFrames(storageFile{ctx, file}, sound, options)
	if err := errors.Join(err, sound.Close()); err != nil {
		return audio.Brought{}, err
	}
	v.doc.Origin.Decoder, v.doc.Origin.Complaints = sound.Decoder, sound.Complaints()
	return brought, nil
}

// sidesWords says who speaks in which channel of a file.
func sidesWords(brought audio.Brought, options audio.ImportOptions) string {
	first, others := "you", "the other side"
	if options.LeftIs == call.Remote {
		first, others = others, first
	}
	mono := map[call.Party]string{call.Local: ": you", call.Remote: ": the other side"}[options.MonoIs]
	if mono == "" {
		mono = ", in which both sides speak"
	}
	switch {
	case brought.Heard == 1:
		return "one channel" + mono
	case brought.Alike:
		return fmt.Sprintf("%d channels with the same sound, taken as one channel%s", brought.Heard, mono)
	case brought.Heard == 2:
		return fmt.Sprintf("left: %s; right: %s", first, others)
	}
	return fmt.Sprintf("%d channels; the first: %s; the mean of the others: %s", brought.Heard, first, others)
}

// discard undoes what was begun. The library never removes a call that holds sound, so the sound goes first.
func (a *App) discard(id call.ID, partial storage.File) error {
	return errors.Join(partial.Truncate(0), partial.Close(), a.library.Discard(id))
}
