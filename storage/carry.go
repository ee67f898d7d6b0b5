package storage

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// carry gives the fresh JSON of a value of type t with all the fields of the disk's JSON that t does not know, at
// every depth. An element of a list is taken for the same as one on disk when it is equal, or when it stands in the
// same place between equal ones and at least half of its fields are. What the program removed is gone, with whatever
// unknown was inside it.
func carry(t reflect.Type, fresh, disk json.RawMessage) (json.RawMessage, error) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.Struct && opens(fresh, '{') && opens(disk, '{'):
		return carryStruct(t, fresh, disk)
	case t.Kind() == reflect.Map && opens(fresh, '{') && opens(disk, '{'):
		return carryMap(t, fresh, disk)
	case t.Kind() == reflect.Slice && opens(fresh, '[') && opens(disk, '['):
		return carryList(t, fresh, disk)
	}
	return fresh, nil
}

// opens reports whether JSON begins with the given bracket.
func opens(text json.RawMessage, bracket byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == bracket
}

func carryStruct(t reflect.Type, fresh, disk json.RawMessage) (json.RawMessage, error) {
	known := fieldsOf(t)
	if len(known) == 0 {
		return fresh, nil // it writes its own JSON, as a time does
	}
	ours, err := split(fresh)
	if err != nil {
		return nil, err
	}
	theirs, err := split(disk)
	if err != nil {
		return nil, err
	}
	for i, f := range ours {
		if old, ok := find(theirs, f.key); ok {
			if ours[i].value, err = carry(known[strings.ToLower(f.key)], f.value, old); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range theirs {
		if _, ok := known[strings.ToLower(f.key)]; !ok {
			ours = append(ours, f)
		}
	}
	return join(ours)
}

func carryMap(t reflect.Type, fresh, disk json.RawMessage) (json.RawMessage, error) {
	ours, err := split(fresh)
	if err != nil {
		return nil, err
	}
	theirs, err := split(disk)
	if err != nil {
		return nil, err
	}
	for i, f := range ours {
		if old, ok := find(theirs, f.key); ok {
			if ours[i].value, err = carry(t.Elem(), f.value, old); err != nil {
				return nil, err
			}
		}
	}
	return join(ours)
}

// fieldsOf gives the types of a struct's fields by their names in JSON, in lower case, as the decoder compares them.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	known := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "" && name != "-" {
			known[strings.ToLower(name)] = f.Type
		}
	}
	return known
}

// field is a member of a JSON object. Objects are kept as lists of them, so that their order survives.
type field struct {
	key   string
	value json.RawMessage
}

// find gives the last value with the key, which is the one that counts.
func find(fields []field, key string) (json.RawMessage, bool) {
	for i := len(fields) - 1; i >= 0; i-- {
		if fields[i].key == key {
			return fields[i].value, true
		}
	}
	return nil, false
}

// split takes a JSON object apart.
func split(object json.RawMessage) ([]field, error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	var fields []field
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		name, _ := key.(string)
		fields = append(fields, field{key: name, value: value})
	}
	return fields, nil
}

// join puts a JSON object together.
func join(fields []field) (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(f.key)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(f.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
