package storage

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// A contact or a case whose file is torn at any place, holds something else or is of a newer version is never written over: a change of it fails, the file stays
// byte for byte, and the others can still be read.
func TestWhatCannotBeReadIsNotWrittenOver(t *testing.T) {
	opt, _ := testOptions(t)
	l := prepared(t, opt)
	defer shut(t, l)
	kept := must[call.Case](t)(l.EditCase("Solar", func(c *call.Case) error { c.Status = "open"; return nil }))
	must[call.Contact](t)(l.EditContact("", func(c *call.Contact) error { c.Name = "Other"; return nil }))
	must[call.Case](t)(l.EditCase("Other", func(c *call.Case) error { c.Status = "open"; return nil }))
	for name, change := range map[string]func() error{
		contactShelf.file(linda.ID): func() error {
			_, err := l.EditContact(linda.ID, func(c *call.Contact) error { c.Notes = "changed"; return nil })
			return err
		},
		caseShelf.file(kept.ID): func() error {
			_, err := l.EditCase("Solar", func(c *call.Case) error { c.Status = "changed"; return nil })
			return err
		},
	} {
		path := filepath.Join(l.Dir(), filepath.FromSlash(name))
		whole := must[[]byte](t)(os.ReadFile(path))
		bad := map[string]error{`{"format":9}`: ErrNewerFormat, `[]`: ErrDamaged, `null`: ErrDamaged, "{}": ErrDamaged, strings.Repeat("\x00", len(whole)): ErrDamaged}
		for cut := range len(bytes.TrimSpace(whole)) {
			bad[string(whole[:cut])] = ErrDamaged
		}
		for content, want := range bad {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := change(); !errors.Is(err, want) {
				t.Errorf("%s of %d bytes: %v, wants %v", name, len(content), err, want)
			}
			if left := must[[]byte](t)(os.ReadFile(path)); string(left) != content {
				t.Fatalf("%s of %d bytes was written over", name, len(content))
			}
			contacts, _ := l.Contacts()
			cases, _ := l.Cases()
			if len(contacts)+len(cases) != 3 {
				t.Errorf("%s of %d bytes: %d contacts and %d cases can be read", name, len(content), len(contacts), len(cases))
			}
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := change(); err != nil {
			t.Errorf("%s, mended: %v", name, err)
		}
	}
}
