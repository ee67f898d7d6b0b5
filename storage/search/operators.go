package search

import (
	"regexp"
	"slices"
	"strings"
)

// fields are the names that stand before a colon in the full query language.
var fields = []string{
	"after", "before", "case", "flag", "from", "in", "longer", "name", "number", "sounds", "tag",
}

var near = regexp.MustCompile(`^NEAR/\d+$`)

// unsupported says that a word is an operator of the full language, or nothing. quoted is whether a phrase follows
// without a space.
func unsupported(raw string, quoted bool) string {
	name, value, colon := strings.Cut(raw, ":")
	operand := quoted || strings.ContainsFunc(raw, searchable)
	switch {
	case raw == "OR":
		return "OR is not supported yet: every word must occur. To search for the word, write it small."
	case near.MatchString(raw):
		return "NEAR is not supported yet. Quote a phrase to search for words that follow each other."
	case strings.HasPrefix(raw, "-") && operand:
		return "Leaving out a word with - is not supported yet. To search for it, write it without the dash."
	case strings.HasPrefix(raw, "~") && operand:
		return "Searching for similar words with ~ is not supported yet."
	case strings.HasSuffix(raw, "*") && operand:
		return "Searching by the beginning of a word with * is not supported yet."
	case colon && slices.Contains(fields, name) && (value != "" || quoted):
		return "Searching by " + name + ": is not supported yet. To search for the words, put a space after the colon."
	}
	return ""
}
