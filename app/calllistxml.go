package app

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/onrecord/onrecord/call"
)

// isCallXML tells the XML of “SMS Backup & Restore”, which lists the calls of an Android telephone.
func isCallXML(content []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(content), []byte("<"))
}

// xmlCall is a call as that program writes it: the columns of Android's own call log.
type xmlCall struct {
	Number       string `xml:"number,attr"`
	Duration     string `xml:"duration,attr"` // seconds
	Date         string `xml:"date,attr"`     // milliseconds since 1970
	Type         string `xml:"type,attr"`
	Presentation string `xml:"presentation,attr"`
	Name         string `xml:"contact_name,attr"`
}

// The types of calls in Android's call log.
var xmlTypes = map[string]struct {
	direction call.Direction
	reached   call.Reached
}{
	"1": {call.Incoming, ""}, "2": {call.Outgoing, ""}, "3": {call.Incoming, call.Unanswered}, "4": {call.Incoming, call.LeftVoicemail},
	"5": {call.Incoming, call.Declined}, "6": {call.Incoming, call.Declined}, "7": {call.Incoming, ""},
}

// readXML reads the calls element by element.
func (l *CallList) readXML(content []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(joinSurrogates(content)))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	root := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return l.rooted(root)
		}
		line, _ := decoder.InputPos()
		if err != nil {
			return detail(ErrCallList, "line %d is not XML", line)
		}
		start, is := token.(xml.StartElement)
		if !is {
			continue
		}
		if root == "" {
			root = start.Name.Local
		}
		if root == "calls" && start.Name.Local == "call" {
			if err := l.addXML(decoder, start, line); err != nil {
				return err
			}
		}
	}
}

// rooted makes sure that a file without calls is at least of the right kind.
func (l *CallList) rooted(root string) error {
	if root != "calls" {
		return detail(ErrCallList, "it is XML, and holds no calls as “SMS Backup & Restore” writes them")
	}
	return nil
}

func (l *CallList) addXML(decoder *xml.Decoder, start xml.StartElement, line int) error {
	var x xmlCall
	if err := decoder.DecodeElement(&x, &start); err != nil {
		return detail(ErrCallList, "line %d is not XML", line)
	}
	ms, err := strconv.ParseInt(x.Date, 10, 64)
	if err != nil || ms <= 0 || ms > maxMilliseconds {
		return detail(ErrCallList, "the call in line %d has no date", line)
	}
	c := ListedCall{Line: line, Started: time.UnixMilli(ms), Name: oneLine(named(x.Name)), Number: numberIn(x.Number)}
	if x.Presentation == "2" || x.Presentation == "3" {
		c.Number = ""
	}
	if seconds, err := strconv.ParseInt(x.Duration, 10, 32); err == nil && seconds > 0 {
		c.Lasted = time.Duration(seconds) * time.Second
	}
	c.Direction, c.Reached = xmlTypes[x.Type].direction, xmlTypes[x.Type].reached
	l.Calls = append(l.Calls, c)
	return nil
}

// maxMilliseconds is the end of the year 9999.
const maxMilliseconds = 253402300799999

// named gives a contact's name, unless it only says that there is none.
func named(name string) string {
	if strings.EqualFold(name, "(Unknown)") || name == "null" {
		return ""
	}
	return name
}

// numberIn gives a number as it stands in a list, or nothing where that says that it is not known.
func numberIn(text string) string {
	text = oneLine(text)
	switch strings.ToLower(text) {
	case "-1", "-2", "-3", "null", "unknown", "private", "withheld", "anonymous", "restricted", "unbekannt", "no caller id", "unavailable":
		return ""
	}
	return text
}

// surrogates are the halves of a character that some programs write as two: Unicode has no such characters, and XML refuses them.
var surrogates = regexp.MustCompile(`&#(5[5-7]\d\d\d);&#(5[5-7]\d\d\d);`)

func joinSurrogates(content []byte) []byte {
	return surrogates.ReplaceAllFunc(content, func(pair []byte) []byte {
		halves := surrogates.FindSubmatch(pair)
		high, _ := strconv.Atoi(string(halves[1]))
		low, _ := strconv.Atoi(string(halves[2]))
		return []byte(string(utf16.DecodeRune(rune(high), rune(low))))
	})
}
