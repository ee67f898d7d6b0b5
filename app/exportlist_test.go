package app

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

func TestListOfCalls(t *testing.T) {
	a, id := talk(t)
	if _, err := a.library.Edit(id, func(doc *call.Call) error {
		doc.Parties[call.Remote] = call.Person{Name: "=HYPERLINK(\"x\"), \"quoted\"\nand more", Number: "+1 212 555 0142"}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := a.ExportList(Filter{}, &out); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "call,started,seconds,direction,name,number,case,outcome,complete,missing,recording,transcribed,damaged,flags\r\n") {
		t.Errorf("begins with %.120q", out.String())
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	row := rows[1]
	if started, err := time.Parse(time.RFC3339, row[1]); err != nil || !started.Equal(time.Date(2026, 3, 12, 14, 2, 0, 0, time.Local)) {
		t.Errorf("started %q", row[1])
	}
	if row[0] != string(id) || row[4] != "'=HYPERLINK(\"x\"), \"quoted\"\nand more" || row[5] != "'+1 212 555 0142" || row[6] != "Solar panels" || row[7] != "imported" {
		t.Errorf("the call is %q", row)
	}
}

// No cell is a formula, and every cell is still there.
func TestNoCellIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[=+\-@\t\r\nA"',; ＝]{0,5}`).Draw(t, "name")
		var out bytes.Buffer
		if err := writeList([]storage.Summary{{ID: "x", Title: name, Number: "1"}}, nil, &out); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		cell := rows[1][4]
		same := strings.TrimPrefix(cell, "'") == strings.TrimPrefix(oneEnd.Replace(name), "'")
		if !same || cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
			t.Fatalf("%q became %q", name, cell)
		}
	})
}
