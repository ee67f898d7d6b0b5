package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// takeLateNotes lets a call recorder's notes reach the call whose sound came into the watched folder before them. Which that
// is, the sound beside them tells by its content. What is no notes, or whose sound is not here or no call, changes nothing.
func (a *App) takeLateNotes(ctx context.Context, path string) error {
	if !isJSON(path) {
		return nil
	}
	content, err := readSmall(path, mostNotes)
	if err != nil {
		return nil // it is gone again, or not for us
	}
	notes, err := parseNotes(content)
	if err != nil {
		return nil
	}
	for _, sound := range soundsOf(path) {
		imprint, err := fileImprint(ctx, sound)
		if err != nil {
			return nil // likewise
		}
		ids, err := a.library.WithImprint(imprint)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := a.addNotes(id, notes, path, content); err != nil {
				return err
			}
		}
	}
	return nil
}

// soundsOf lists the sound files that notes lie beside.
func soundsOf(notes string) (list []string) {
	entries, err := os.ReadDir(filepath.Dir(notes))
	if err != nil {
		return nil // the folder has gone: so has its sound
	}
	for _, entry := range entries {
		sound := filepath.Join(filepath.Dir(notes), entry.Name())
		if entry.Type().IsRegular() && isSoundName(sound) && slices.Contains(besides(sound), notes) {
			list = append(list, sound)
		}
	}
	return list
}

func fileImprint(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum, _, err := copySum(io.Discard, patient{ctx, file})
	return call.FileImprint(sum), err
}

// addNotes keeps notes with a call that has none, and puts into its document what nobody has said otherwise meanwhile.
func (a *App) addNotes(id call.ID, notes Details, path string, content []byte) error {
	doc, err := a.library.Call(id)
	if err != nil || doc.Origin == nil || doc.Origin.Details != nil {
		return nil // it has its own, or cannot be read, which is told of elsewhere
	}
	sum := sha256.Sum256(content)
	kept := call.Sidecar{File: filepath.Base(path), Kept: "details" + filepath.Ext(path), SHA256: hex.EncodeToString(sum[:])}
	err = a.library.KeepDetails(id, kept.Kept, content, func(doc *call.Call) error {
		doc.Origin.Details = &kept
		learn(doc, notes)
		return nil
	})
	if err != nil {
		return fmt.Errorf("take a call recorder's notes: %w", err)
	}
	a.hub.send(CallChanged{id})
	return nil
}

// learn puts what notes tell into the place of what was taken from the file's name and date. What a person said stays.
func learn(doc *call.Call, notes Details) {
	guessed := detailsOfName(doc.Origin.File, doc.Origin.Modified)
	if doc.Origin.Reckoned != call.Told {
		doc.Started, doc.Origin.Reckoned = notes.Started, call.FromDetails
		doc.Ended = doc.Started.Add(doc.Audio.Duration.Duration())
	}
	doc.EditPerson(call.Remote, func(remote *call.Person) {
		if remote.Name == guessed.Name {
			remote.Name = cmp.Or(notes.Name, remote.Name)
		}
		if remote.Number == guessed.Number {
			remote.Number = cmp.Or(notes.Number, remote.Number)
		}
	})
	if doc.Direction == guessed.Direction {
		doc.Direction = cmp.Or(notes.Direction, doc.Direction)
	}
}
