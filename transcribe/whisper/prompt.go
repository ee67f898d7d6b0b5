package whisper

/*
#include <stdlib.h>
#include "shim.h"
*/
import "C"

import (
	"strings"
	"unsafe"
)

// A prompt is text that stands before a window as if it had been said: the recogniser leans towards its words. That is how
// names and firms get a chance that no model has learnt.

// roomForWords is how many tokens of a prompt the recogniser looks at: half of what it can look back on, less the mark before it.
const roomForWords = 223

// prompt is a list of words as the recogniser reads it.
type prompt struct {
	tokens []C.whisper_token
	words  []string // that stand in it
}

// prompt makes one of as many of the words as there is room for, the first ones first. A long one that has no room does not
// keep out a short one behind it.
func (m model) prompt(words []string) prompt {
	var p prompt
	for _, word := range words {
		longer := append(p.words[:len(p.words):len(p.words)], word)
		if tokens := m.tokens(listed(longer)); len(tokens) <= roomForWords {
			p = prompt{tokens, longer}
		}
	}
	return p
}

// listed writes the words as somebody would who lists them.
func listed(words []string) string { return " " + strings.Join(words, ", ") + "." }

// tokens takes text apart as the model does.
func (m model) tokens(text string) []C.whisper_token {
	c := C.CString(text)
	defer C.free(unsafe.Pointer(c))
	tokens := make([]C.whisper_token, len(text)+1) // none is shorter than a byte
	n := C.whisper_tokenize(m.c, c, &tokens[0], C.int(len(tokens)))
	return tokens[:max(n, 0)]
}
