package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

func drafted(t testing.TB, a *App, id string, of Scope) Letter {
	t.Helper()
	template, err := FindLetter(id)
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.Letter(template, of)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLetterSaysWhatTheRecordSays(t *testing.T) {
	a := unwanted(t)
	l := drafted(t, a, "do-not-call", Scope{Number: acme})
	for _, wanted := range []string{
		"[2 March 2026: found by machine in the transcript, listen to it]", "[“Please put this number on your do not call list.”: found by machine",
		"Łucja Müller-Señora & Söhne", "[your name]", "[their address]",
		"- 30 March 2026, 09:02 (-04:00), incoming, (001) 212-555-0142, 01:35\n- 2 April 2026, 21:02 (-04:00), incoming, +1 212 555 0142, voicemail",
	} {
		if !strings.Contains(l.Text, wanted) {
			t.Errorf("it does not say %q:\n%s", wanted, l.Text)
		}
	}
	if strings.Contains(l.Text, "646 555") || !strings.HasPrefix(l.Draft, "DRAFT") || !strings.Contains(l.Draft, "checked 2026-") {
		t.Errorf("draft: %s\n%s", l.Draft, l.Text)
	}
	for _, open := range l.Open {
		if !strings.Contains(l.Text, "["+open+"]") {
			t.Errorf("%q is said to be open, and is not in the text", open)
		}
	}
}

// What a person said was asked counts before what a machine found, and needs no brackets.
func TestLetterTakesAPersonsWord(t *testing.T) {
	a := unwanted(t)
	calls, err := a.Calls(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Edit(calls[0].ID, func(doc *call.Call) error {
		doc.Parties[call.Local] = call.Person{Name: "Erika Größe", Number: "+1 917 555 0100"}
		doc.Notes = append(doc.Notes, call.Note{At: 5, Text: "asked them to stop", Means: "dnc_request", Kind: call.Action, Made: time.Now()})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l := drafted(t, a, "do-not-call", Scope{Number: acme})
	for _, wanted := range []string{"On 2 April 2026 at 21:02 (-04:00) I asked", "“asked them to stop”", "Erika Größe", "Request not to be called: +1 917 555 0100", "none so far"} {
		if !strings.Contains(l.Text, wanted) {
			t.Errorf("it does not say %q:\n%s", wanted, l.Text)
		}
	}
}

// Of nobody nothing is known, and nothing is made up: what is left of a letter without its blanks is the template's own.
func TestLettersInventNothing(t *testing.T) {
	a := unwanted(t)
	templates, err := LetterTemplates()
	if err != nil || len(templates) != 3 {
		t.Fatal(len(templates), err)
	}
	blank := regexp.MustCompile(`\[[^\]]*\]`)
	for _, template := range templates {
		l := drafted(t, a, template.ID, Scope{Name: "Nobody at all"})
		own := letterField.ReplaceAllString(template.Text, "")
		got := blank.ReplaceAllString(l.Text, "")
		for _, known := range []string{onDay(a.config.Now().Local()), "0 calls"} {
			got = strings.ReplaceAll(got, known, "")
		}
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(own), " ") {
			t.Errorf("%s:\n%s\nis not\n%s", template.ID, got, own)
		}
		for _, as := range LetterFormats() {
			var out bytes.Buffer
			if err := a.WriteLetter(l, as, &out); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(wordsOf(t, as, out.Bytes()), " ")
			if !strings.HasPrefix(text, "DRAFT, put together by machine") || !strings.Contains(text, "To whom it may concern:") {
				t.Errorf("%s as %s: %s", template.ID, as, text)
			}
		}
	}
	if _, err := a.Letter(templates[0], Scope{}); !errors.Is(err, ErrNoScope) {
		t.Errorf("a letter about nobody: %v", err)
	}
}

// A letter does not say of a request that was written that it was made in a call.
func TestLetterIsAboutACall(t *testing.T) {
	a := unwanted(t)
	if l := drafted(t, a, "do-not-call", Scope{Case: "Solar panels"}); strings.Contains(l.Text, "31 March") || !strings.Contains(l.Text, "The number of the call was +1 212 555 0142.") {
		t.Errorf("letter:\n%s", l.Text)
	}
}

// A contact says what it is called, and where letters go.
func TestLetterIsAddressedToTheContact(t *testing.T) {
	a := unwanted(t)
	c, err := a.SaveContact(call.Contact{Organisation: "Acme Solar GmbH", Numbers: []string{acme}, Address: "1 Main Street\nNew York, NY 10001"})
	if err != nil {
		t.Fatal(err)
	}
	l := drafted(t, a, "cease-contact", Scope{Contact: c.ID})
	if !strings.Contains(l.Text, "Acme Solar GmbH\n1 Main Street\nNew York, NY 10001\n") || !strings.Contains(l.Text, "My record shows 3 calls with you") {
		t.Errorf("letter:\n%s", l.Text)
	}
}

func TestOwnLetter(t *testing.T) {
	a := unwanted(t)
	path := filepath.Join(t.TempDir(), "mine.txt")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("\ufeffLieber Herr {{ their_name }},\r\n\r\n{{number_of_calls}}: {{reference}}\r\n")
	l := drafted(t, a, path, Scope{Case: "Solar panels"})
	if l.Title != "mine" || l.Text != "Lieber Herr Łucja Müller-Señora & Söhne,\n\n3 calls: FTC 12-345\n" || len(l.Open) != 0 {
		t.Errorf("letter %q, %q, open %q", l.Title, l.Text, l.Open)
	}
	for text, says := range map[string]string{
		"{{their_age}}":            "nothing is known as {{their_age}}",
		"Titel: x\n---\nHello":     `the line "Titel: x" before the dashes`,
		"\xff\xfe":                 "not a text in UTF-8",
		strings.Repeat("x", 2<<20): "too large",
	} {
		write(text)
		if _, err := FindLetter(path); !errors.Is(err, ErrLetter) || !strings.Contains(Explain(err).What, says) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if _, err := FindLetter("nonsense"); !errors.Is(err, ErrNoLetter) {
		t.Error(err)
	}
}

func FuzzReadLetter(f *testing.F) {
	f.Add("Title: x\n---\n{{my_name}}")
	f.Add("{{}}{{ today }}")
	f.Fuzz(func(t *testing.T, text string) {
		template, err := readLetter("x", []byte(text))
		if err != nil {
			if !errors.Is(err, ErrLetter) {
				t.Fatal(err)
			}
			return
		}
		for _, field := range letterField.FindAllStringSubmatch(template.Text, -1) {
			if !slices.Contains(LetterFields(), field[1]) {
				t.Fatalf("%q is taken for a field", field[1])
			}
		}
	})
}
