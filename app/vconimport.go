package app

import (
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// vconMostUnpacked bounds what a compressed vCon may become: some twenty hours of sound.
const vconMostUnpacked = 2 << 30

// IsVCon tells whether a file is a vCon by its name, or by how its JSON begins.
func IsVCon(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	if strings.HasSuffix(name, ".vcon") || strings.HasSuffix(name, ".vcon.json") || strings.HasSuffix(name, ".vcon.gz") {
		return true
	}
	if !strings.HasSuffix(name, ".json") {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head, _ := io.ReadAll(io.LimitReader(file, 4<<10)) // what cannot be read is no vCon
	return vconHead.Match(head)
}

var vconHead = regexp.MustCompile(`"vcon"\s*:\s*"\d`)

// importVCon brings a vCon in. One that OnRecord wrote gives the same call, with the ID that it has, its transcripts,
// corrections and notes, and the very bytes of its recording; if the library has that call, it is storage.ErrExists. Of
// another program's, each recording in it becomes a call, all of them or none, and request.Notice is told what else it holds.
// Recordings that lie elsewhere are never fetched. An error changes nothing in the library.
func (a *App) importVCon(ctx context.Context, path string, request ImportRequest) (ids []call.ID, err error) {
	file, err := a.openVCon(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	facts, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open vCon: %w", err)
	}
	cut, err := cutStrings(file, facts.Size())
	if err != nil {
		return nil, err
	}
	v, err := parseVCon(cut)
	if err != nil {
		return nil, err
	}
	doc, papers, err := v.ours(cut)
	if err != nil {
		return nil, fmt.Errorf("read vCon: %w", err)
	}
	if papers != nil {
		ids, err = a.importOurs(ctx, v, cut, doc, papers, request)
	} else {
		ids, err = a.importTheirs(ctx, v, cut, path, request)
	}
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", filepath.Base(path), err)
	}
	return ids, nil
}

func hasTranscript(papers []storage.Paper) bool {
	return slices.ContainsFunc(papers, func(p storage.Paper) bool { return strings.HasPrefix(p.Name, "transcript") })
}

// openVCon opens a vCon, unpacked if it is compressed.
func (a *App) openVCon(ctx context.Context, path string) (vconSource, error) {
	file, err := os.Open(path)
	if err != nil {
		return vconSource{}, fmt.Errorf("open vCon: %w", err)
	}
	var magic [2]byte
	if n, _ := file.ReadAt(magic[:], 0); n < 2 || magic != [2]byte{0x1f, 0x8b} {
		return vconSource{File: file}, nil
	}
	unpacked, err := a.unpack(ctx, file)
	return vconSource{File: unpacked, temporary: true}, errors.Join(err, file.Close())
}

// vconSource is a vCon's file, which is removed when it is closed if it is only an unpacked copy.
type vconSource struct {
	*os.File
	temporary bool
}

func (s vconSource) Close() error {
	err := s.File.Close()
	if s.temporary {
		err = errors.Join(err, os.Remove(s.Name()))
	}
	return err
}

func (a *App) unpack(ctx context.Context, file *os.File) (*os.File, error) {
	packed, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("read vCon: %w: %w", ErrNotVCon, err)
	}
	return a.temporary(ctx, func(w io.Writer) error {
		n, err := io.Copy(w, io.LimitReader(packed, vconMostUnpacked))
		switch {
		case err != nil && !storage.IsFull(err):
			return fmt.Errorf("read vCon: %w: %w", ErrNotVCon, err)
		case n == vconMostUnpacked:
			return fmt.Errorf("read vCon: %w: unpacked it has more than %d GB", ErrNotVCon, vconMostUnpacked>>30)
		}
		return err
	})
}

// temporary makes a file that holds what write writes, to be removed by the caller.
func (a *App) temporary(ctx context.Context, write func(io.Writer) error) (*os.File, error) {
	place, err := a.library.Incoming()
	if err != nil {
		return nil, crowded(err)
	}
	file, err := os.CreateTemp(place, "vcon-*")
	if err != nil {
		return nil, fmt.Errorf("import: %w", crowded(err))
	}
	err = write(patientWriter{ctx, file})
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(crowded(err), file.Close(), os.Remove(file.Name()))
	}
	return file, nil
}

// crowded tells a disk that is full from other trouble: it is the library's, on which a vCon is taken apart.
func crowded(err error) error {
	if storage.IsFull(err) {
		return fmt.Errorf("%w: %w", storage.ErrFull, err)
	}
	return err
}

// patientWriter lets go of long writing when ctx ends.
type patientWriter struct {
	ctx context.Context
	io.Writer
}

func (p patientWriter) Write(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.Writer.Write(b)
}

// decodeSound gives a recording that stands in a vCon as a temporary file, and checks it against what is said of it.
func (a *App) decodeSound(ctx context.Context, c cutVCon, d readPiece) (*os.File, error) {
	if d.Encoding != vconBase64 {
		return nil, fmt.Errorf("read vCon: %w: its recording is in the encoding %q", ErrVConForm, oneLine(d.Encoding))
	}
	sum := sha512.New()
	return a.temporary(ctx, func(w io.Writer) error {
		if _, err := io.Copy(io.MultiWriter(w, sum), c.bytes(d.inline())); err != nil {
			return broken(err)
		}
		if want := d.hash(); want != "" && want != base64.RawURLEncoding.EncodeToString(sum.Sum(nil)) {
			return fmt.Errorf("read vCon: %w: it has another SHA-512", ErrVConSound)
		}
		return nil
	})
}

// broken tells base64 that is none from trouble with files.
func broken(err error) error {
	if errors.As(err, new(base64.CorruptInputError)) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read vCon: %w: %w", ErrVConSound, err)
	}
	return err
}

// importOurs enters a call as it was in the library that it comes from.
func (a *App) importOurs(ctx context.Context, v readVCon, cut cutVCon, doc call.Call, papers []storage.Paper, request ImportRequest) (ids []call.ID, err error) {
	taken := v.recordings()
	switch {
	case len(taken) > 0:
		err = a.adoptSound(ctx, cut, v.Dialog[taken[0]], doc, papers)
	case neverHeard(doc):
		err = a.adopt(doc, papers, func(*storage.Arrival) error { return nil })
	default:
		err = fmt.Errorf("read vCon: %w", ErrVConSilent)
	}
	if err != nil {
		return nil, err
	}
	a.hub.send(CallSaved{doc.ID})
	a.queueTranscript(doc.ID, request.NoTranscript || len(taken) == 0 || hasTranscript(papers))
	return []call.ID{doc.ID}, nil
}

// adoptSound makes a call with its recording, a piece of dialog, part of the library.
func (a *App) adoptSound(ctx context.Context, cut cutVCon, piece readPiece, doc call.Call, papers []storage.Paper) (err error) {
	sound, err := a.decodeSound(ctx, cut, piece)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sound.Close(), os.RemoveAll(sound.Name())) }()
	if err := fits(doc, sound); err != nil {
		return err
	}
	return a.adopt(doc, papers, func(arrival *storage.Arrival) error { return receiveSound(ctx, arrival, sound) })
}

// adopt makes the call part of the library; receive puts in what there is beside its papers.
func (a *App) adopt(doc call.Call, papers []storage.Paper, receive func(*storage.Arrival) error) error {
	arrival, err := a.library.Arrive(doc.ID)
	if err != nil {
		return err
	}
	err = receive(arrival)
	if err == nil {
		err = arrival.Adopt(papers)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("import vCon: %w", err), arrival.Discard())
	}
	return nil
}

// receiveSound copies the recording, durably.
func receiveSound(ctx context.Context, arrival *storage.Arrival, sound *os.File) error {
	file, err := arrival.CreateAudio()
	if err != nil {
		return err
	}
	_, err = io.Copy(storageFile{ctx, file}, sound)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// fits checks that a recording is whole, and the one that its document tells of.
func fits(doc call.Call, sound *os.File) error {
	if err := audio.Verify(sound); err != nil {
		return fmt.Errorf("import vCon: %w: %w", ErrVConSound, err)
	}
	if _, err := sound.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("import vCon: %w", err)
	}
	recording, err := audio.OpenRecording(sound)
	if err != nil {
		return fmt.Errorf("import vCon: %w: %w", ErrVConSound, err)
	}
	if recording.Rate() != doc.Audio.Rate || recording.Channels() != doc.Audio.Channels || recording.Frames() != doc.Audio.Frames {
		return fmt.Errorf("import vCon: %w: the document tells of another length", ErrVConSound)
	}
	_, err = sound.Seek(0, io.SeekStart)
	return err
}
