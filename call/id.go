package call

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"time"
)

// ID names a call and its folder: the moment it began in UTC and four random letters, as 20261123-140200-k7qd.
// IDs sort by time.
type ID string

const letters = "abcdefghjkmnpqrstuvwxyz234567892" // 32, none easily taken for another (2 stands twice)

var idForm = regexp.MustCompile(`^\d{8}-\d{6}-[a-z2-9]{4}$`)

// NewID makes an ID for a call that began at t.
func NewID(t time.Time) ID {
	var random [4]byte
	rand.Read(random[:]) // never fails
	for i, b := range random {
		random[i] = letters[b%32]
	}
	return ID(t.UTC().Format("20060102-150405") + "-" + string(random[:]))
}

// ParseID checks that text has the form of an ID.
func ParseID(text string) (ID, error) {
	if !idForm.MatchString(text) {
		return "", fmt.Errorf("%q is not the ID of a call", text)
	}
	return ID(text), nil
}

// Month is the part of the library that holds the call: year/month.
func (id ID) Month() string { return string(id[:4]) + "/" + string(id[4:6]) }
