package app

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// mostPreamble is in how many lines the head line is looked for: carriers put the account above it.
const mostPreamble = 40

// listTable is a table of calls as it lies in the file.
type listTable struct {
	head  []string
	rows  [][]string
	lines []int // of the file, of each row
}

// readListTable reads the cells, and finds the head line: the first one that names a date and a number.
func readListTable(content []byte, m ListMapping) (listTable, error) {
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes, reader.TrimLeadingSpace = separator(content), -1, true, true
	var t listTable
	var first []string
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return t, detail(ErrCallList, "line %d is no line of a table", wrong.StartLine)
		}
		if err != nil {
			return t, detail(ErrCallList, "%s", err)
		}
		line, _ := reader.FieldPos(0)
		if first == nil && len(row) > 1 {
			first = row
		}
		switch {
		case t.head != nil:
			t.rows, t.lines = append(t.rows, row), append(t.lines, line)
		case isHead(row, m):
			t.head = trimmed(row)
		case line > mostPreamble:
			return t, noHead(first)
		}
	}
	if t.head == nil {
		return t, noHead(first)
	}
	return t, nil
}

func noHead(first []string) error {
	if first == nil {
		return detail(ErrCallList, "it is neither a table nor the XML of “SMS Backup & Restore”")
	}
	return detail(ErrListQuestion, "no line names a column with dates and one with numbers; say which columns these are. The first line with columns is: %s", strings.Join(trimmed(first), ", "))
}

func trimmed(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = oneLine(cell)
	}
	return out
}

// isHead tells whether a line names the columns that a list must have, as far as the mapping does not say other names.
func isHead(row []string, m ListMapping) bool {
	row = trimmed(row)
	m = m.guess(row)
	there := func(name string) bool { return name != "" && slices.Contains(row, name) }
	return there(m.Date) && (there(m.Number) || there(m.From) && there(m.To))
}

// separator is the sign that most lines have most of.
func separator(content []byte) rune {
	head := content[:min(len(content), 16<<10)]
	best, most := ',', 0
	for _, sign := range []rune{',', ';', '\t', '|'} {
		if n := bytes.Count(head, []byte(string(sign))); n > most {
			best, most = sign, n
		}
	}
	return best
}

// readTable reads the calls of a table.
func (l *CallList) readTable(content []byte, m ListMapping) error {
	if problem := m.problem(); problem != "" {
		return detail(ErrCallList, "%s", problem)
	}
	t, err := readListTable(content, m)
	if err != nil {
		return err
	}
	m = m.guess(t.head)
	if err := t.has(m); err != nil {
		return err
	}
	moments, err := t.moments(m, l)
	if err != nil {
		return err
	}
	for i, moment := range moments {
		if moment.at.IsZero() {
			continue // it was passed over
		}
		c := ListedCall{Line: t.lines[i], Started: moment.at, Later: moment.later, Name: named(t.cell(i, m.Contact))}
		c.Lasted = lengthOf(t.cell(i, m.Length), m.LengthIn)
		c.Direction, c.Reached = listDirection(t.cell(i, m.Direction))
		if err := t.addParties(&c, i, m); err != nil {
			return err
		}
		l.Calls = append(l.Calls, c)
	}
	return nil
}

// has makes sure that the columns that a mapping names are there.
func (t listTable) has(m ListMapping) error {
	for _, f := range listFields {
		if name := *f.of(&m); name != "" && !slices.Contains(t.head, name) {
			return detail(ErrCallList, "it has no column %q; it has: %s", name, strings.Join(nonEmpty(slices.Clone(t.head)...), ", "))
		}
	}
	return nil
}

// cell gives what stands in a row in a column; nothing where the row is too short.
func (t listTable) cell(row int, column string) string {
	at := slices.Index(t.head, column)
	if column == "" || at < 0 || at >= len(t.rows[row]) {
		return ""
	}
	return oneLine(t.rows[row][at])
}

// addParties says who called whom.
func (t listTable) addParties(c *ListedCall, row int, m ListMapping) error {
	if m.Number != "" {
		c.Number = numberIn(t.cell(row, m.Number))
		return nil
	}
	if m.Own == "" {
		return detail(ErrListQuestion, "it has a column for who called and one for who was called; say which number is yours")
	}
	from, to := numberIn(t.cell(row, m.From)), numberIn(t.cell(row, m.To))
	switch {
	case sameLine(from, m.Own):
		c.Number, c.Direction = to, call.Outgoing
	case sameLine(to, m.Own):
		c.Number, c.Direction = from, call.Incoming
	default:
		return detail(ErrCallList, "in line %d neither side is your number %s", t.lines[row], m.Own)
	}
	return nil
}

// sameLine compares numbers of one list, in which they are written alike: one may have the country's code and the other not.
func sameLine(a, b string) bool {
	a, b = strings.TrimLeft(onlyDigits(a), "0"), strings.TrimLeft(onlyDigits(b), "0")
	const least = 7
	return len(a) >= least && len(b) >= least && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

// The words by which lists say what a call was. Those that hold another stand before it.
var directionWords = []struct {
	word      string
	direction call.Direction
	reached   call.Reached
}{
	{"voicemail", call.Incoming, call.LeftVoicemail},
	{"mailbox", call.Incoming, call.LeftVoicemail},
	{"missed", call.Incoming, call.Unanswered},
	{"verpasst", call.Incoming, call.Unanswered},
	{"perdida", call.Incoming, call.Unanswered},
	{"rejected", call.Incoming, call.Declined},
	{"declined", call.Incoming, call.Declined},
	{"blocked", call.Incoming, call.Declined},
	{"abgelehnt", call.Incoming, call.Declined},
	{"abgewiesen", call.Incoming, call.Declined},
	{"cancelled", call.Outgoing, call.Unanswered},
	{"canceled", call.Outgoing, call.Unanswered},
	{"outgoing", call.Outgoing, ""},
	{"outbound", call.Outgoing, ""},
	{"dialed", call.Outgoing, ""},
	{"dialled", call.Outgoing, ""},
	{"placed", call.Outgoing, ""},
	{"ausgehend", call.Outgoing, ""},
	{"abgehend", call.Outgoing, ""},
	{"gewählt", call.Outgoing, ""},
	{"saliente", call.Outgoing, ""},
	{"out", call.Outgoing, ""},
	{"incoming", call.Incoming, ""},
	{"inbound", call.Incoming, ""},
	{"received", call.Incoming, ""},
	{"answered", call.Incoming, ""},
	{"eingehend", call.Incoming, ""},
	{"ankommend", call.Incoming, ""},
	{"angenommen", call.Incoming, ""},
	{"entrante", call.Incoming, ""},
	{"in", call.Incoming, ""},
}

// listDirection understands who called whom, as far as the words are known.
func listDirection(text string) (direction call.Direction, reached call.Reached) {
	for _, field := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" ,;/()-_", r) }) {
		for _, w := range directionWords {
			if strings.HasPrefix(field, w.word) && (len(w.word) > 3 || field == w.word) {
				if direction == "" {
					direction = w.direction
				}
				if reached == "" {
					reached = w.reached
				}
				break
			}
		}
	}
	return direction, reached
}

// ListPreview is the beginning of a table, for a person to say what stands where.
type ListPreview struct {
	Columns []string // none where the file says by itself what is what
	Rows    [][]string
	Guess   ListMapping
}

// PreviewCallList looks at the first lines of a list. Where it cannot tell which line names the columns, it takes the first one that has some.
func PreviewCallList(path string, mapping ListMapping) (ListPreview, error) {
	content, err := readListFile(path)
	if err != nil || isCallXML(content) {
		return ListPreview{}, err
	}
	t, err := readListTable(content, mapping)
	if errors.Is(err, ErrListQuestion) {
		t, err = firstTable(content)
	}
	if err != nil {
		return ListPreview{}, fmt.Errorf("read list of calls: %w", err)
	}
	return ListPreview{Columns: t.head, Rows: t.rows[:min(len(t.rows), 8)], Guess: mapping.guess(t.head)}, nil
}

// firstTable takes the first line with columns for the one that names them.
func firstTable(content []byte) (t listTable, err error) {
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes, reader.TrimLeadingSpace = separator(content), -1, true, true
	for {
		row, err := reader.Read()
		if err != nil || len(t.rows) == 8 {
			return t, nil
		}
		if t.head == nil && len(row) > 1 {
			t.head = trimmed(row)
		} else if t.head != nil {
			t.rows = append(t.rows, row)
		}
	}
}
