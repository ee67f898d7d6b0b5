package app

import (
	"slices"
	"strings"
)

// Retag adds tags and takes others away; each stands once, in the order in which they came. Tags that differ in capitals alone are
// one, written as it was first.
func Retag(tags, add, remove []string) []string {
	kept := []string{}
	for _, tag := range slices.Concat(tags, add) {
		if tag != "" && !hasTag(kept, tag) && !hasTag(remove, tag) {
			kept = append(kept, tag)
		}
	}
	return kept
}

func hasTag(tags []string, tag string) bool {
	return slices.ContainsFunc(tags, func(t string) bool { return strings.EqualFold(t, tag) })
}

// AsTagged writes tags as those of other calls are written that differ in capitals alone.
func (a *App) AsTagged(tags []string) ([]string, error) {
	if len(tags) == 0 {
		return nil, nil
	}
	calls, err := a.Calls(Filter{})
	if err != nil {
		return nil, err
	}
	known := slices.Clone(tags)
	for i, tag := range tags {
		for _, c := range calls {
			if at := slices.IndexFunc(c.Tags, func(t string) bool { return strings.EqualFold(t, tag) }); at >= 0 {
				known[i] = c.Tags[at]
				break
			}
		}
	}
	return known, nil
}
