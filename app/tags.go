package app

import "slices"

// Retag adds tags and takes others away; each stands once, in the order in which they came.
func Retag(tags, add, remove []string) []string {
	kept := []string{}
	for _, tag := range slices.Concat(tags, add) {
		if tag != "" && !slices.Contains(kept, tag) && !slices.Contains(remove, tag) {
			kept = append(kept, tag)
		}
	}
	return kept
}
