package storage

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// The names of files in the library's folder.
const (
	identityName   = "library.json"
	vocabularyName = "vocabulary.json"
	indexName      = "index.db"
	callsName      = "calls"
	casesName      = "cases"
	contactsName   = "contacts"
	playbooksName  = "playbooks"
	trashName      = "trash"
	incomingName   = "incoming" // see Incoming
)

// The names of files in a call's folder.
const (
	callName       = "call.json"
	audioName      = "audio.flac"
	partialName    = "audio.partial"
	transcriptName = "transcript.json" // the first; see transcriptFile
	originalName   = "original"        // of an imported call, with the ending of its kind
	detailsName    = "details"         // likewise
	removalName    = "removed.json"    // only in the trash: see removal
)

// purgingMark ends the name of a folder in the trash that is being removed for good.
const purgingMark = ".purging"

// transcriptFile is the name of a call's nth transcript: transcript.json, transcript-2.json and so on.
func transcriptFile(number int) string { return numbered("transcript", number) }

// correctionsFile is the name of what corrects the nth transcript: corrections.json, corrections-2.json and so on.
func correctionsFile(number int) string { return numbered("corrections", number) }

func numbered(name string, number int) string {
	if number == 1 {
		return name + ".json"
	}
	return fmt.Sprintf("%s-%d.json", name, number)
}

var numberedForm = regexp.MustCompile(`^(transcript|corrections)(?:-([1-9][0-9]{0,5}))?\.json(.*)$`)

// readNumbered tells of the name of a transcript, or of what corrects one, which it is and what stands behind the name:
// nothing, or why it was put aside. The number is 0 for other files.
func readNumbered(name string) (what string, number int, behind string) {
	match := numberedForm.FindStringSubmatch(name)
	if match == nil {
		return "", 0, ""
	}
	number = 1
	if match[2] != "" {
		number, _ = strconv.Atoi(match[2]) // at most six digits
	}
	if number == 1 && match[2] != "" {
		return "", 0, "" // transcript-1.json is not ours
	}
	return match[1], number, match[3]
}

// folder is the place of a call in the library.
func folder(id call.ID) string { return path.Join(callsName, id.Month(), string(id)) }

// trashFolder is the place of a call in the trash.
func trashFolder(id call.ID) string { return path.Join(trashName, string(id)) }

// purgingFolder is what the folder of a call is called while it is removed for good.
func purgingFolder(id call.ID) string { return trashFolder(id) + purgingMark }

// inFolder is the place of one of a call's files.
func inFolder(id call.ID, name string) string { return path.Join(folder(id), name) }

// aside is the name under which a file is kept that has to make room: the damaged, and what was there twice.
func aside(name, why string, now time.Time) string {
	return fmt.Sprintf("%s.%s-%s", name, why, now.UTC().Format("20060102-150405.000"))
}

// startOf reads the moment at which a call began from its ID.
func startOf(id call.ID) (time.Time, error) {
	stamp, _, _ := strings.Cut(strings.Replace(string(id), "-", "", 1), "-")
	return time.ParseInLocation("20060102150405", stamp, time.UTC)
}
