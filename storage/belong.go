package storage

import (
	"slices"
	"strings"
)

// belongsInRoot reports whether a name in the library's own folder is one of ours, or one that systems put everywhere: those
// begin with a dot.
func belongsInRoot(name string) bool {
	if strings.HasPrefix(name, ".") || name == "lost+found" {
		return true
	}
	for _, folder := range []string{callsName, casesName, contactsName, playbooksName, trashName, incomingName} {
		if name == folder {
			return true
		}
	}
	return slices.ContainsFunc([]string{identityName, vocabularyName, indexName}, func(ours string) bool { return isOrWas(name, ours) })
}

// belongsToCall reports whether a name in a call's folder is one of ours.
func belongsToCall(name string) bool {
	if _, number, _ := readNumbered(name); number > 0 || strings.HasPrefix(name, ".") || isOrWas(name, originalName) || isOrWas(name, detailsName) {
		return true
	}
	return slices.ContainsFunc([]string{callName, audioName, partialName, removalName}, func(ours string) bool { return isOrWas(name, ours) })
}

// isOrWas reports whether a name is that of one of our files, or the one it got when it had to make room: see aside.
func isOrWas(name, ours string) bool {
	behind, is := strings.CutPrefix(name, ours)
	return is && (behind == "" || strings.HasPrefix(behind, "."))
}
