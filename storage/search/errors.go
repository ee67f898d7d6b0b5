package search

import (
	"errors"
	"fmt"
	"strings"
)

// ErrQuery says that a query cannot be understood. Every *QueryError is one.
var ErrQuery = errors.New("cannot understand the search")

// ErrDamaged says that the index holds something that Put never wrote. It must be built again.
var ErrDamaged = errors.New("search index is damaged")

// QueryError says what is wrong with a query, and where.
type QueryError struct {
	Position int    // how many characters of the query stand before the fault
	Sentence string // one clear sentence for the person who typed it
}

// Error gives the sentence with the position counted from one.
func (e *QueryError) Error() string {
	return fmt.Sprintf("%s (at character %d)", strings.TrimSuffix(e.Sentence, "."), e.Position+1)
}

// Unwrap makes the error an ErrQuery.
func (e *QueryError) Unwrap() error { return ErrQuery }
