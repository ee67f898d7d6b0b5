package app

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The measures of a vCon that is read. Hours of sound stand in one string of it, so long strings stay in the file until
// they are wanted; all the rest must fit into memory.
const (
	vconLong     = 16 << 10 // bytes from which on a string is long
	vconMostRest = 32 << 20
	vconMostText = 256 << 20 // all long strings that are text: the transcript of a day has some 30 MB

	// Every comma may stand between two things that take a hundred bytes of memory each.
	vconMostParts  = 1 << 20 // beside the long strings
	vconMostFields = 8 << 20 // in a text: the transcript of a day has 2 million
	vconMostOthers = 16      // who is at the other end
)

// cutVCon is a vCon without its long strings.
type cutVCon struct {
	rest []byte // JSON, in which each long string is a mark
	src  io.ReaderAt
	mark string             // how each mark begins
	long map[string]stretch // mark → place of the string in src
}

// stretch is a part of a file, between the quotes of a string.
type stretch struct{ from, to int64 }

// cutStrings reads JSON and leaves its long strings where they are. It does not tell whether the rest is good JSON.
func cutStrings(src io.ReaderAt, size int64) (cutVCon, error) {
	c := cutVCon{src: src, long: map[string]stretch{}, mark: "long " + rand.Text() + " "} // nothing in the file can look like it
	in := bufio.NewReaderSize(io.NewSectionReader(src, 0, size), 256<<10)
	var at, began int64
	inside, escaped := false, false
	for {
		b, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c, fmt.Errorf("read vCon: %w", err)
		}
		at++
		switch {
		case escaped:
			escaped = false
		case inside && b == '\\':
			escaped = true
		case b == '"' && inside:
			inside = false
			if at-began > vconLong {
				name := fmt.Sprint(c.mark, len(c.long))
				c.long[name] = stretch{began, at - 1}
				c.rest = append(c.rest[:len(c.rest)-vconLong], name...)
			}
		case b == '"':
			inside, began = true, at
			c.rest = append(c.rest, b)
			continue
		}
		if !inside || at-began <= vconLong {
			c.rest = append(c.rest, b)
		}
		if len(c.rest) > vconMostRest {
			return c, fmt.Errorf("read vCon: %w: it has more than %d MB beside its sound", ErrNotVCon, vconMostRest>>20)
		}
	}
	if inside {
		return c, fmt.Errorf("read vCon: %w: it is cut off", ErrNotVCon)
	}
	return c, nil
}

// text gives a string, long or not.
func (c cutVCon) text(value string) (string, error) {
	place, long := c.long[value]
	if !long {
		return value, nil
	}
	quoted, err := c.quoted(place)
	if err != nil {
		return "", err
	}
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return "", fmt.Errorf("read vCon: %w: %w", ErrNotVCon, err)
	}
	return text, nil
}

// quoted gives a long string as it stands in the file.
func (c cutVCon) quoted(place stretch) ([]byte, error) {
	if place.to-place.from > vconMostText {
		return nil, fmt.Errorf("read vCon: %w: a text in it is too long", ErrNotVCon)
	}
	quoted := make([]byte, place.to-place.from+2)
	if _, err := c.src.ReadAt(quoted, place.from-1); err != nil {
		return nil, fmt.Errorf("read vCon: %w", err)
	}
	return quoted, nil
}

// whole gives a piece of JSON with the long strings in it.
func (c cutVCon) whole(rest []byte) ([]byte, error) {
	var out bytes.Buffer
	for {
		before, behind, more := bytes.Cut(rest, []byte(`"`+c.mark))
		out.Write(before)
		if !more {
			return out.Bytes(), nil
		}
		number, after, _ := bytes.Cut(behind, []byte(`"`))
		quoted, err := c.quoted(c.long[c.mark+string(number)])
		if err != nil {
			return nil, err
		}
		if out.Len()+len(quoted) > vconMostText {
			return nil, fmt.Errorf("read vCon: %w: its texts are too long", ErrNotVCon)
		}
		out.Write(quoted)
		rest = after
	}
}

// bytes gives what a string holds in base64url. Padding and the two signs of plain base64 are taken too, since some programs
// write those.
func (c cutVCon) bytes(value string) io.Reader {
	raw := io.Reader(strings.NewReader(value))
	if place, long := c.long[value]; long {
		raw = io.NewSectionReader(c.src, place.from, place.to-place.from)
	}
	return base64.NewDecoder(base64.RawURLEncoding, &plainBase64{in: bufio.NewReader(raw)})
}

// plainBase64 brings base64 to the form of base64url without padding.
type plainBase64 struct{ in *bufio.Reader }

func (p *plainBase64) Read(into []byte) (int, error) {
	raw := make([]byte, len(into))
	for {
		n, err := p.in.Read(raw)
		kept := 0
		for _, b := range raw[:n] {
			switch b {
			case '+':
				b = '-'
			case '/':
				b = '_'
			case '=', '\\': // padding, and JSON's escape of a slash
				continue
			}
			into[kept] = b
			kept++
		}
		if kept > 0 || err != nil || len(into) == 0 {
			return kept, err
		}
	}
}
