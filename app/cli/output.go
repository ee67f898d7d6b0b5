package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// printJSON writes one document to stdout.
func (f *face) printJSON(document any) error {
	encoder := json.NewEncoder(f.env.Out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// printLine writes one document to stdout on a line of its own.
func (f *face) printLine(document any) error {
	encoder := json.NewEncoder(f.env.Out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// say writes a line of the answer to stdout.
func (f *face) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(f.env.Out, format+"\n", args...); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// hint tells a person what can be done next. It goes to stderr, where no script takes it for the answer.
func (f *face) hint(format string, args ...any) {
	if !f.quiet {
		fmt.Fprintf(f.env.Err, format+"\n", args...)
	}
}

// warn tells of something that must not be missed, quiet or not.
func (f *face) warn(format string, args ...any) {
	fmt.Fprintf(f.env.Err, "onrecord: "+format+"\n", args...)
}

// table aligns columns. Its cells are made safe for a terminal.
type table struct{ writer *tabwriter.Writer }

func (f *face) table(head ...string) table {
	t := table{tabwriter.NewWriter(f.env.Out, 0, 0, 2, ' ', 0)}
	if len(head) > 0 {
		t.row(head...)
	}
	return t
}

// row adds a line. What cannot be written is reported by print.
func (t table) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = clean(cell)
	}
	line := strings.TrimRight(strings.Join(cells, "\t"), "\t")
	fmt.Fprintln(t.writer, line)
}

func (t table) print() error {
	if err := t.writer.Flush(); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// clean makes text safe to show: names, notes and words come from outside and could hold terminal commands.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// capital makes the first letter a capital one.
func capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// localTime is a date and time for people.
func localTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04")
}

// speaker names a party in a list where the call's own names are not at hand.
func speaker(party call.Party) string { return app.Speaker(call.Call{}, party) }

// orDash fills an empty cell.
func orDash(text string) string { return cmp.Or(text, "-") }

// listed names everything that there is to choose from.
func listed[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return strings.Join(words, ", ")
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
