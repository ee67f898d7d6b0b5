package app

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// reportRow is one line of a report's table.
type reportRow struct {
	when                                time.Time
	call                                ReportCall
	at                                  call.Seconds
	kind, by, text                      string
	rule, version, source, conf, judged string
}

var reportColumns = []struct {
	name string
	of   func(reportRow) string
}{
	{"when", func(r reportRow) string { return r.when.Format(time.RFC3339) }},
	{"call", func(r reportRow) string { return string(r.call.ID) }},
	{"second", func(r reportRow) string {
		return unless(r.call.ID == "", strconv.FormatFloat(float64(r.at), 'f', 3, 64))
	}},
	{"kind", func(r reportRow) string { return r.kind }},
	{"by", func(r reportRow) string { return r.by }},
	{"text", func(r reportRow) string { return r.text }},
	{"name", func(r reportRow) string { return r.call.Name }},
	{"number", func(r reportRow) string { return r.call.Number }},
	{"direction", func(r reportRow) string { return string(r.call.Direction) }},
	{"seconds", func(r reportRow) string {
		return unless(r.call.ID == "", strconv.FormatFloat(float64(r.call.Lasted), 'f', 3, 64))
	}},
	{"case", func(r reportRow) string { return r.call.Case }},
	{"rule", func(r reportRow) string { return r.rule }},
	{"version", func(r reportRow) string { return r.version }},
	{"source", func(r reportRow) string { return r.source }},
	{"confidence", func(r reportRow) string { return r.conf }},
	{"judged", func(r reportRow) string { return r.judged }},
}

// writeReportTable writes a report for spreadsheets, as lists of calls are written: each call, each thing that happened and each flag is a line.
func writeReportTable(r Report, w io.Writer) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	record := make([]string, len(reportColumns))
	for i, column := range reportColumns {
		record[i] = column.name
	}
	rows := slices.Concat([][]string{slices.Clone(record)}, r.cells())
	if err := table.WriteAll(rows); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// cells are the lines of the table, by time.
func (r Report) cells() (cells [][]string) {
	for _, row := range r.rows() {
		line := make([]string, len(reportColumns))
		for i, column := range reportColumns {
			line[i] = harmless(column.of(row))
		}
		cells = append(cells, line)
	}
	return cells
}

func (r Report) rows() []reportRow {
	if r.Kind == DoNotCallLog {
		return r.requestRows()
	}
	calls := map[call.ID]ReportCall{}
	var rows []reportRow
	for _, c := range r.Calls {
		calls[c.ID] = c
		rows = append(rows, callRow(c, "call"))
	}
	for _, e := range r.Events {
		text := strings.TrimSuffix(e.Kind+": "+e.Text, ": ") + unless(!e.Sure, " (confirmed by a person)")
		rows = append(rows, reportRow{when: e.When, call: calls[e.Call], at: e.At, kind: "event", by: string(e.By), text: text})
	}
	for _, f := range r.Flags {
		rows = append(rows, r.flagRow(f, calls[f.Call()]))
	}
	slices.SortStableFunc(rows, func(a, b reportRow) int { return a.when.Compare(b.when) })
	return rows
}

func callRow(c ReportCall, kind string) reportRow {
	text := strings.Join(nonEmpty(string(c.Reached), c.Recording, unless(c.Transcribed || !c.Audio, "no transcript")), "; ")
	return reportRow{when: c.Started, call: c, kind: kind, by: string(RecordKnows), text: text}
}

func (r Report) flagRow(f call.Flag, c ReportCall) reportRow {
	at := f.Places[len(f.Places)-1].At
	text := []string{f.Says}
	text = append(text, f.Why...)
	for _, place := range f.Places {
		text = append(text, r.placeWords(place))
	}
	return reportRow{
		when: c.Started.Add(at.Duration()), call: c, at: at, kind: "flag", by: "rule", text: strings.Join(text, "; "),
		rule: f.Rule + " (" + f.Cite + ")", version: f.Version, source: f.Source, conf: f.Confidence, judged: judgedWords(f.Judgement),
	}
}

// requestRows are the requests not to be called, each with the calls after it below.
func (r Report) requestRows() (rows []reportRow) {
	calls := map[call.ID]ReportCall{}
	for _, c := range r.Calls {
		calls[c.ID] = c
	}
	for _, q := range r.Requests {
		text := []string{"To " + q.Whom, q.How, unless(q.Quote == "", "“"+oneLine(q.Quote)+"”"), "to be honoured by " + q.Grace.String()}
		by := MachineKnows
		if q.Sure {
			by = PersonKnows
		}
		rows = append(rows, reportRow{when: q.When, call: calls[q.Call], at: q.At, kind: "request", by: string(by), text: strings.Join(nonEmpty(text...), "; "), rule: q.Rule})
		for _, later := range q.Later {
			row := callRow(later.ReportCall, "later call")
			row.text = strings.Join(nonEmpty(after(later.Days), row.text), "; ")
			rows = append(rows, row)
			for _, f := range later.Flags {
				rows = append(rows, r.flagRow(f, later.ReportCall))
			}
		}
	}
	return rows
}
