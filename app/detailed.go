package app

import "fmt"

// detailed is a known error, and what exactly is wrong this time, in words for people: they follow the sentence of the known one.
type detailed struct {
	of   error
	what string
}

func (d *detailed) Error() string { return d.of.Error() + ": " + d.what }

// Unwrap gives the known error.
func (d *detailed) Unwrap() error { return d.of }

func detail(of error, format string, args ...any) error {
	return &detailed{of, fmt.Sprintf(format, args...)}
}
