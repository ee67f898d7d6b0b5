package storage

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// carryList pairs the elements of two lists and carries unknown fields from one of a pair to the other.
func carryList(t reflect.Type, fresh, disk json.RawMessage) (json.RawMessage, error) {
	var ours, theirs []json.RawMessage
	if err := json.Unmarshal(fresh, &ours); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(disk, &theirs); err != nil {
		return nil, err
	}
	plain, unknown, err := rewrite(t.Elem(), theirs)
	if err != nil || !unknown {
		return fresh, err
	}
	for i, partner := range pair(ours, plain) {
		if partner < 0 {
			continue
		}
		if ours[i], err = carry(t.Elem(), ours[i], theirs[partner]); err != nil {
			return nil, err
		}
	}
	return json.Marshal(ours)
}

// rewrite gives elements as this program would have written them, and whether that loses anything.
func rewrite(t reflect.Type, elements []json.RawMessage) (plain []json.RawMessage, unknown bool, err error) {
	for _, raw := range elements {
		value := reflect.New(t)
		if err := json.Unmarshal(raw, value.Interface()); err != nil {
			return nil, false, err
		}
		written, err := json.Marshal(value.Interface())
		if err != nil {
			return nil, false, err
		}
		plain = append(plain, written)
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return nil, false, err
		}
		unknown = unknown || !bytes.Equal(compact.Bytes(), written)
	}
	return plain, unknown, nil
}

// pair gives for each of ours the position of the same element among theirs, or -1. Positions rise.
func pair(ours, theirs []json.RawMessage) []int {
	partners := make([]int, len(ours))
	next := 0
	for i := range ours {
		partners[i] = -1
		for k := next; k < len(theirs); k++ {
			if bytes.Equal(ours[i], theirs[k]) {
				partners[i], next = k, k+1
				break
			}
		}
	}
	next = 0
	for i := range ours {
		if partners[i] >= 0 {
			next = partners[i] + 1
			continue
		}
		for k := next; k < until(partners[i:], len(theirs)); k++ {
			if alike(ours[i], theirs[k]) {
				partners[i], next = k, k+1
				break
			}
		}
	}
	return partners
}

// until gives the first partner there is, or the given end.
func until(partners []int, end int) int {
	for _, p := range partners {
		if p >= 0 {
			return p
		}
	}
	return end
}

// alike reports whether at least half of the fields of two objects are equal.
func alike(a, b json.RawMessage) bool {
	if !opens(a, '{') || !opens(b, '{') {
		return false
	}
	ours, err := split(a)
	if err != nil {
		return false
	}
	theirs, err := split(b)
	if err != nil {
		return false
	}
	equal := 0
	for _, f := range ours {
		if other, ok := find(theirs, f.key); ok && bytes.Equal(f.value, other) {
			equal++
		}
	}
	return equal > 0 && 2*equal >= len(ours)
}
