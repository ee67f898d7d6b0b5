package storage

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// The names of files in the library's folder.
const (
	identityName = "library.json"
	indexName    = "index.db"
	callsName    = "calls"
)

// The names of files in a call's folder.
const (
	callName       = "call.json"
	audioName      = "audio.flac"
	partialName    = "audio.partial"
	transcriptName = "transcript.json"
	logName        = "log.txt"
)

// folder is the place of a call in the library.
func folder(id call.ID) string { return path.Join(callsName, id.Month(), string(id)) }

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
