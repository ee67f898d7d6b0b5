package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"reflect"

	"github.com/onrecord/onrecord/call"
)

// newest is the version of library.json that this program writes; the documents of a call have call.Format.
const newest = 1

// decode reads a document of any version up to the newest. The name is only for the error.
func decode(name string, content []byte, newest int, into any) error {
	var version struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(content, &version); err != nil {
		return fmt.Errorf("read %s: %w: %w", name, ErrDamaged, err)
	}
	switch {
	case version.Format > newest:
		return fmt.Errorf("read %s: %w: it has format %d, and the newest known here is %d",
			name, ErrNewerFormat, version.Format, newest)
	case version.Format < 1:
		return fmt.Errorf("read %s: %w: it does not say its format", name, ErrDamaged)
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("read %s: %w: %w", name, ErrDamaged, err)
	}
	return nil
}

// decodeCall reads the document of the call with the given ID.
func decodeCall(id call.ID, content []byte) (call.Call, error) {
	var c call.Call
	name := inFolder(id, callName)
	if err := decode(name, content, call.Format, &c); err != nil {
		return call.Call{}, err
	}
	if c.ID != id {
		return call.Call{}, fmt.Errorf("read %s: %w: it is the document of call %q", name, ErrDamaged, c.ID)
	}
	return c, nil
}

// decodeTranscript reads what was written down of a call.
func decodeTranscript(id call.ID, content []byte) (call.Transcript, error) {
	var t call.Transcript
	if err := decode(inFolder(id, transcriptName), content, call.Format, &t); err != nil {
		return call.Transcript{}, err
	}
	return t, nil
}

// encode writes a document over the one that is on disk, which may be nil: fields that the program does not know are
// kept.
func encode(doc any, disk []byte) ([]byte, error) {
	fresh, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	if disk != nil {
		if fresh, err = carry(reflect.TypeOf(doc), fresh, disk); err != nil {
			return nil, fmt.Errorf("keep unknown fields of document: %w", err)
		}
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, fresh, "", " "); err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	pretty.WriteByte('\n')
	return pretty.Bytes(), nil
}

// readIfThere gives the content of a file, or nil when there is none.
func (f *Files) readIfThere(name string) ([]byte, error) {
	content, err := f.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if content == nil && err == nil {
		content = []byte{}
	}
	return content, err
}
