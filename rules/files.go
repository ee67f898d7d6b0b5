package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// versioned is how every data file begins.
type versioned struct {
	Version int `json:"schema_version"`
}

func (v versioned) known() error {
	if v.Version != 1 {
		return fmt.Errorf("schema version %d, wants 1", v.Version)
	}
	return nil
}

// lawFile is how a file begins that somebody has to look at again one day.
type lawFile struct {
	versioned
	Checked call.Day `json:"last_checked"`
}

func (f lawFile) known() error {
	err := f.versioned.known()
	if err == nil && f.Checked.IsZero() {
		err = errors.New("it does not say when it was checked")
	}
	return err
}

// readFile lets take have what stands in a data file. It fails with wrong, and says where.
func readFile[File interface{ known() error }](files fs.FS, name string, wrong error, take func(File) error) error {
	var file File
	content, err := fs.ReadFile(files, name)
	if err == nil {
		err = json.Unmarshal(content, &file)
	}
	if err == nil {
		err = file.known()
	}
	if err == nil {
		err = take(file)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w", wrong, name, err)
	}
	return nil
}
