package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/onrecord/onrecord/call"
)

var (
	// ErrCallList says that a file is no list of calls that can be read.
	ErrCallList = errors.New("not a list of calls that can be read")
	// ErrListQuestion says that a list of calls can be read in more than one way, and that a person has to say in which.
	ErrListQuestion = errors.New("a list of calls can be read in more than one way")
)

// mostCallList bounds the file of a list of calls: a year of a busy line has some megabytes.
const mostCallList = 64 << 20

// CallList is a list of calls that a carrier or a telephone wrote.
type CallList struct {
	File   string       `json:"file"` // its own name
	Calls  []ListedCall `json:"calls"`
	Passed []string     `json:"passed_over"` // lines that hold no call, and why

	now time.Time
}

// ListedCall is one call of a list.
type ListedCall struct {
	Line      int            `json:"line"` // of the file, or which one it is
	Started   time.Time      `json:"started"`
	Direction call.Direction `json:"direction"` // empty: the list does not say, or not in words that are known
	Number    string         `json:"number"`    // empty: withheld, or not said
	Name      string         `json:"name,omitempty"`
	Lasted    time.Duration  `json:"lasted_ns"` // 0 also where nobody knows
	Reached   call.Reached   `json:"reached,omitempty"`
	// Later is the other moment that Started may mean: the clock was set back, and showed the same time twice. Else it is zero.
	Later time.Time `json:"or_later,omitzero"`
}

// ReadCallList reads a list of calls: a table with columns separated by commas, semicolons or tabs, or the XML of “SMS Backup & Restore”. An empty column of the mapping is
// guessed by its name. It fails with ErrCallList, and with ErrListQuestion where only a person can tell what is meant.
func (a *App) ReadCallList(path string, mapping ListMapping) (CallList, error) {
	content, err := readListFile(path)
	if err != nil {
		return CallList{}, err
	}
	list := CallList{File: filepath.Base(path), Calls: []ListedCall{}, Passed: []string{}, now: a.config.Now()}
	if isCallXML(content) {
		err = list.readXML(content)
	} else {
		err = list.readTable(content, mapping)
	}
	if err == nil && len(list.Calls) == 0 {
		err = detail(ErrCallList, "there is no call in it")
	}
	if err != nil {
		return CallList{}, fmt.Errorf("read %s: %w", list.File, err)
	}
	return list, nil
}

// readListFile gives the file's text in UTF-8.
func readListFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read list of calls: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(bufio.NewReader(file), mostCallList+1))
	if err != nil {
		return nil, fmt.Errorf("read list of calls: %w", err)
	}
	if len(content) > mostCallList {
		return nil, detail(ErrCallList, "it is larger than 64 MB")
	}
	return inUTF8(content)
}

// inUTF8 understands UTF-8, UTF-16 with its mark, and else Windows-1252, which is what older programs write.
func inUTF8(content []byte) ([]byte, error) {
	decoder := charmap.Windows1252.NewDecoder()
	switch {
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}), bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
	case isUTF8(content):
		return bytes.TrimPrefix(content, []byte("\ufeff")), nil
	}
	text, err := decoder.Bytes(content)
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return nil, detail(ErrCallList, "it is not a text")
	}
	return text, nil
}

func isUTF8(content []byte) bool {
	return bytes.IndexByte(content, 0) < 0 && strings.ToValidUTF8(string(content), "") == string(content)
}

// pass notes a line that holds no call.
func (l *CallList) pass(line int, why string) {
	const most = 50
	switch len(l.Passed) {
	case most:
		l.Passed = append(l.Passed, "and others")
	case most + 1:
	default:
		l.Passed = append(l.Passed, fmt.Sprintf("line %d: %s", line, why))
	}
}
