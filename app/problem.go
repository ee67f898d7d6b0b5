package app

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/storage/search"
)

// Problem is an error in words for people.
type Problem struct {
	What string // what happened: one sentence without a full stop
	Safe string // what is safe; empty where nothing could have been lost
	Do   string // what to do about it
}

const recordingsSafe = "Your recordings are safe."

// explained is an error that is known, in words.
type explained struct {
	err     error
	problem Problem
}

// known is the one table from errors to human words, by subject. Where an error wraps several, the first entry counts, so causes
// stand before what they cause.
var known = slices.Concat(
	diskProblems, soundProblems, importProblems, modelProblems, libraryProblems, documentProblems, lawProblems, exportProblems, systemProblems,
)

var diskProblems = []explained{
	{storage.ErrFull, Problem{
		"The disk is full", "Everything recorded up to now is kept.",
		"Make room on the disk, or choose another library folder in the settings.",
	}},
	{storage.ErrNotWritable, Problem{
		"The library folder cannot be written to", "Nothing in it was changed.",
		"Allow writing to the folder, or choose another one in the settings.",
	}},
	{storage.ErrNewerFormat, Problem{
		"This was written by a newer version of OnRecord", "It was not touched.",
		"Update OnRecord and open it again.",
	}},
	{storage.ErrLocked, Problem{
		"The library is in use by another program", "",
		"Close the other OnRecord, or wait until it is done.",
	}},
	{storage.ErrNotFolder, Problem{
		"The library's place is taken by something that is not a folder", "It was not touched.",
		"Choose another folder for the library.",
	}},
	{storage.ErrDamaged, Problem{
		"A file of the library is damaged and cannot be read", "It was not touched.",
		"Run “onrecord check --repair”, which mends what can be mended and keeps the damaged file.",
	}},
}

var systemProblems = []explained{
	{ErrCancelled, Problem{"Cancelled", "", ""}},
	{context.Canceled, Problem{"Cancelled", "", ""}},
	{fs.ErrNotExist, Problem{"There is no such file", "", "Check the name and the folder."}},
	{fs.ErrPermission, Problem{"The system does not allow that", "Nothing was changed.", "Check the permissions."}},
}

// Explain puts an error into words. An error that the table does not know is shown as it is.
func Explain(err error) Problem {
	var query *search.QueryError
	if errors.As(err, &query) {
		return Problem{What: query.Error(), Do: "Use words, or a phrase in double quotes."}
	}
	return withPath(withParticulars(lookUp(err), err), err)
}

// causeOf names an error in the middle of a sentence, without the path.
func causeOf(err error) string {
	what := lookUp(err).What
	return strings.ToLower(what[:1]) + what[1:]
}

func lookUp(err error) Problem {
	for _, entry := range known {
		if errors.Is(err, entry.err) {
			return entry.problem
		}
	}
	return Problem{What: err.Error(), Safe: "", Do: "Try again; if it happens again, copy the diagnostics into a report."}
}

// withPath names the file where the system's error does.
func withPath(problem Problem, err error) Problem {
	var path *fs.PathError
	if errors.As(err, &path) && !strings.Contains(problem.What, path.Path) {
		problem.What += ": " + path.Path
	}
	return problem
}
