package transcribe

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func FuzzReadReport(f *testing.F) {
	for _, seed := range []string{
		`{"type":"ready","version":3,"engine":"x"}`, `{"type":"took","party":"local","frames":5}`, `{"type":"done"}`,
		`{"type":"window","party":"local","window":{"end":9,"segments":[{"start":1,"end":2,"text":"a","words":[{"text":"a","start":1,"end":2,"p":1}]}]}}`,
		`{"type":"window","window":{"segments":[{"start":2,"end":1}]}}`, `{"type":"guess","segments":[{"start":2,"end":1}]}`, `{"type":"error","kind":"model","text":"x"}`, `[]`, "null", "",
	} {
		f.Add([]byte(seed + "\n"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := newLines(bytes.NewReader(text))
		for {
			said, err := readReport(lines)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil && !errors.Is(err, ErrWorkerGarbled) {
				t.Fatal(err)
			}
			if err == nil && said.Type == sayWindow {
				for _, s := range append(said.Window.Segments, said.Segments...) {
					if s.End < s.Start {
						t.Fatalf("accepted %+v", s)
					}
				}
			}
			if err != nil {
				return // the worker is killed for it
			}
		}
	})
}

func TestReportsComeBackAsTheyWere(t *testing.T) {
	why := "very uncertain words"
	segment := call.Segment{
		Party: call.Local, Start: 1.25, End: 2, Text: "Grüß Gott", Suspect: &why,
		Words: []call.Word{{Text: "Grüß", Start: 1.25, End: 1.5, P: 0.25}},
	}
	var line bytes.Buffer
	if err := writeLine(&line, report{Type: sayWindow, Party: call.Local, Window: &Window{End: 9, Segments: []call.Segment{segment}}}); err != nil {
		t.Fatal(err)
	}
	said, err := readReport(newLines(&line))
	if err != nil {
		t.Fatal(err)
	}
	if got := said.Window.Segments[0]; got.Text != segment.Text || *got.Suspect != why || got.Words[0] != segment.Words[0] {
		t.Errorf("%+v", got)
	}
}

func TestTailKeepsTheEndAndQuotesTheCause(t *testing.T) {
	var kept tail
	if kept.quote() != "" {
		t.Error("it quotes nothing")
	}
	if _, err := kept.Write([]byte(strings.Repeat("long ago\n", 5000) + "ggml: assertion failed\ngoroutine 1\nrax 0\n")); err != nil {
		t.Fatal(err)
	}
	if got := kept.quote(); got != " (it said: ggml: assertion failed)" || len(kept.String()) > tailSize {
		t.Errorf("%q of %d bytes", got, len(kept.String()))
	}
}
