package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/onrecord/onrecord/call"
)

// keptFile is a file that lies in a call's folder as it was when it was imported.
type keptFile struct{ name, sum string }

// keptFiles are those that a document names.
func keptFiles(c call.Call) (list []keptFile) {
	if c.Origin == nil {
		return nil
	}
	if c.Origin.Kept != "" {
		list = append(list, keptFile{c.Origin.Kept, c.Origin.SHA256})
	}
	if d := c.Origin.Details; d != nil && d.Kept != "" {
		list = append(list, keptFile{d.Kept, d.SHA256})
	}
	return list
}

// inspectOrigin holds the files that an imported call was made from against what its document says of them. It reads them
// whole, and so without the lock.
func (l *Library) inspectOrigin(ctx context.Context, id call.ID) ([]problem, error) {
	c, err := l.call(id)
	if err != nil {
		return nil, nil // which is told of elsewhere
	}
	var found []problem
	for _, file := range keptFiles(c) {
		p, err := l.inspectKept(ctx, id, file.name, file.sum)
		if err != nil {
			return nil, err
		}
		found = append(found, p...)
	}
	return found, nil
}

func (l *Library) inspectKept(ctx context.Context, id call.ID, name, want string) ([]problem, error) {
	if name != path.Base(name) {
		return []problem{helpless(id, callName, "The document of this call names a file that cannot be in its folder.",
			"Put the document back from a backup, if there is one.")}, nil
	}
	sum, err := l.sumOf(ctx, inFolder(id, name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if there, gone := l.files.Exists(folder(id)); gone != nil || !there {
			return nil, gone
		}
		return []problem{helpless(id, name, "The file that this call was made from is missing.",
			"The recording is another file. Put this one back from a backup, if there is one.")}, nil
	case err != nil:
		return nil, err
	case sum != want:
		return []problem{helpless(id, name, "The file that this call was made from is not what was imported: its SHA-256 differs.",
			"The recording is another file. Put this one back from a backup, if there is one.")}, nil
	}
	return nil, nil
}

// sumOf gives the SHA-256 of a file.
func (l *Library) sumOf(ctx context.Context, name string) (string, error) {
	file, err := l.files.Open(name)
	if err != nil {
		return "", err
	}
	digest := sha256.New()
	for err == nil {
		if err = ctx.Err(); err == nil {
			_, err = io.CopyN(digest, file, 4<<20)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}
