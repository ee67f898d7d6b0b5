package app

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// listColumns are the columns of a list of calls.
var listColumns = []struct {
	name string
	of   func(Summary) string
}{
	{"call", func(s Summary) string { return string(s.ID) }},
	{"started", func(s Summary) string { return s.Started.Local().Format(time.RFC3339) }},
	{"seconds", func(s Summary) string {
		return unless(s.Outcome == call.Noted && s.Lasted == 0, strconv.FormatFloat(float64(s.Duration+s.Lasted), 'f', 3, 64))
	}},
	{"direction", func(s Summary) string { return string(s.Direction) }},
	{"name", func(s Summary) string { return unless(s.Title == s.Number, s.Title) }},
	{"number", func(s Summary) string { return s.Number }},
	{"case", func(s Summary) string { return s.Case }},
	{"outcome", func(s Summary) string { return string(s.Outcome) }},
	{"complete", func(s Summary) string { return strconv.FormatBool(s.Complete) }},
	{"missing", func(s Summary) string { return unless(s.Complete || s.Outcome != call.Complete, Missing(s)) }},
	{"recording", func(s Summary) string { return strconv.FormatBool(s.Audio) }},
	{"transcribed", func(s Summary) string { return strconv.FormatBool(s.Transcribed) }},
	{"damaged", func(s Summary) string { return s.Damaged }},
}

// flagsColumn is the last column of a list: the flags that nobody dismissed, by rule; those that somebody confirmed say so.
const flagsColumn = "flags"

// ExportList writes the calls that a filter chooses as a table for spreadsheets: RFC 4180 in UTF-8, the newest call first,
// times as in RFC 3339, the names of the columns in the first line.
func (a *App) ExportList(filter Filter, w io.Writer) error {
	calls, err := a.Calls(filter)
	if err != nil {
		return err
	}
	marks, err := a.FlagMarks(a.ctx)
	if err != nil {
		return err
	}
	return roomless(writeList(calls, marks, w))
}

// ExportListFile writes the calls that a filter chooses to a file, whole or not at all, over one that is there.
func (a *App) ExportListFile(filter Filter, path string) error {
	return writeFile(path, true, func(w io.Writer) error { return a.ExportList(filter, w) })
}

func writeList(calls []Summary, marks map[call.ID][]FlagMark, w io.Writer) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	var record []string
	for _, column := range listColumns {
		record = append(record, column.name)
	}
	err := table.Write(append(record, flagsColumn))
	for _, summary := range calls {
		record = record[:0]
		for _, column := range listColumns {
			record = append(record, harmless(column.of(summary)))
		}
		err = errors.Join(err, table.Write(append(record, flagsCell(marks[summary.ID]))))
	}
	table.Flush()
	if err := errors.Join(err, table.Error()); err != nil {
		return fmt.Errorf("write list: %w", err)
	}
	return nil
}

func flagsCell(marks []FlagMark) string {
	var rules []string
	for _, m := range marks {
		if m.Counts() {
			rules = append(rules, strings.TrimSpace(m.Rule+" "+string(m.Verdict)))
		}
	}
	return strings.Join(rules, ", ")
}

// harmless keeps a spreadsheet from taking a cell for a formula, which could send the sheet away: names and numbers come from
// outside. The apostrophe says that what follows is text.
// Line ends are all of one kind, because RFC 4180 knows no others.
func harmless(cell string) string {
	cell = oneEnd.Replace(cell)
	first, _ := utf8.DecodeRuneInString(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

var oneEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// unless gives text, or nothing if that is not wanted.
func unless(not bool, text string) string {
	if not {
		return ""
	}
	return text
}
