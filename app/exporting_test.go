package app

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// noto is the window's typeface, which exported pages are set in.
func noto() Typeface {
	return Typeface{theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content()}
}

// tool is the path of a program that checks what we write; make test installs it.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not on this machine", name)
	}
	return path
}

// output runs a program and gives what it prints; complaints are a failure.
func output(t testing.TB, in []byte, name string, args ...string) string {
	t.Helper()
	command := exec.Command(tool(t, name), args...)
	command.Stdin = bytes.NewReader(in)
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	if err := command.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v, %s", name, err, complaints.String())
	}
	return out.String()
}

var doubt = "the sound is unclear"

// talk is a call in a library with everything that an export can meet.
func talk(t *testing.T) (*App, call.ID) {
	t.Helper()
	a := open(t, t.TempDir(), both())
	a.config.Typeface = noto()
	id, err := a.Import(t.Context(), "../assets/calls/telemarketer.flac", ImportRequest{
		Name: "Łucja Müller-Señora & Söhne <GmbH>", Number: "+1 212 555 0142", Direction: call.Incoming, Case: "Solar panels",
		Started: time.Date(2026, 3, 12, 14, 2, 0, 0, time.Local), NoTranscript: true,
	})
	if err == nil {
		err = a.library.SaveTranscript(id, call.Transcript{
			Engine: "whisper.cpp 1.9.5", Model: call.Model{Name: "base.en"}, Language: "en", Segments: []call.Segment{
				turnOf(call.Remote, 1, 4, "We have a special offer, 50 % off <today> only."),
				turnOf(call.Local, 5, 8, "Please put this number on your do not call list."),
				suspicious(turnOf(call.Remote, 7.5, 9, "One moment, pleas")),
				turnOf(call.Remote, 12, 15, "Das heißt Złoty, naïve café, Ελληνικά, Привет, 你好 and 🎉."),
				turnOf(call.Local, 61, 64, "Good bye."),
			},
		})
	}
	if err == nil {
		_, err = a.CorrectText(id, 3, "One moment, please.")
	}
	if err == nil {
		_, err = a.library.Edit(id, func(doc *call.Call) error {
			doc.Notes = append(doc.Notes, call.Note{At: 6, Text: "asked for do-not-call\nin clear words"}, call.Note{At: 13, Kind: call.Marker, Text: "the offer"})
			doc.Consent = append(doc.Consent, call.Consent{Method: "notice read", At: 2})
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, id
}

func turnOf(party call.Party, start, end call.Seconds, text string) call.Segment {
	s := call.Segment{Party: party, Start: start, End: end, Text: text, Words: []call.Word{}}
	fields := strings.Fields(text)
	for i, word := range fields {
		each := (end - start) / call.Seconds(len(fields))
		s.Words = append(s.Words, call.Word{Text: word, Start: start + each*call.Seconds(i), End: start + each*call.Seconds(i+1), P: 0.9})
	}
	return s
}

func suspicious(s call.Segment) call.Segment {
	s.Suspect = &doubt
	return s
}

func exported(t testing.TB, a *App, id call.ID, form Form) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := a.Export(t.Context(), id, form, &out); err != nil {
		t.Fatalf("%s: %v", form.As, err)
	}
	return out.Bytes()
}

// wordsOf gives the words of a document in the order in which it shows them.
func wordsOf(t testing.TB, form string, content []byte) []string {
	t.Helper()
	switch form {
	case "pdf":
		return strings.Fields(output(t, content, "pdftotext", "-raw", "-", "-"))
	case "docx":
		return strings.Fields(docxText(t, content))
	}
	return strings.Fields(string(content))
}

// docxText is the text of a Word document's main part.
func docxText(t testing.TB, content []byte) string {
	t.Helper()
	pack, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := pack.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	var text strings.Builder
	decoder := xml.NewDecoder(part)
	inside := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inside = token.Name.Local == "t"
			if token.Name.Local == "tab" || token.Name.Local == "br" {
				text.WriteByte('\t')
			}
		case xml.CharData:
			if inside {
				text.Write(token)
			}
		case xml.EndElement:
			inside = false
			if token.Name.Local == "p" {
				text.WriteByte('\n')
			}
		}
	}
}

// Every word that was said stands in every written form, in order, and every turn's time.
func TestEveryWordAndTimeIsInEachWrittenForm(t *testing.T) {
	a, id := talk(t)
	doc, err := a.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	alphabet := []string{"the", "payment", "größer", "Łódź", "déjà-vu", "(maybe)", "€850.20", "don't", "x", strings.Repeat("long", 40), "Ω", "данные", "*star*", "_under_"}
	rapid.Check(t, func(r *rapid.T) {
		doc := doc
		doc.Transcript = &call.Transcript{Engine: "e", Model: call.Model{Name: "m"}, Language: "en"}
		at := call.Seconds(0)
		for range rapid.IntRange(1, 12).Draw(r, "turns") {
			at += call.Seconds(rapid.IntRange(1, 200).Draw(r, "pause"))
			words := rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 30).Draw(r, "words")
			doc.Transcript.Segments = append(doc.Transcript.Segments, turnOf(call.Parties[int(at)%2], at, at+1, strings.Join(words, " ")))
		}
		for _, form := range []string{"txt", "md", "srt", "vtt", "docx", "pdf"} {
			checkWords(t, r, a, form, doc)
		}
	})
}

func checkWords(t *testing.T, r *rapid.T, a *App, form string, doc Document) {
	var out bytes.Buffer
	var err error
	if form == "docx" || form == "pdf" {
		err = a.exportPages(form, doc, &out)
	} else {
		err = map[string]func(io.Writer, Document) error{"txt": writeText, "md": writeMarkdown, "srt": writeSRT, "vtt": writeVTT}[form](&out, doc)
	}
	if err != nil {
		r.Fatal(err)
	}
	// Lines and pages can part a word that is longer than a line, so what is compared is letters. Signs of the form itself stand
	// between turns: each turn is looked for behind the one before.
	shown := strings.Join(wordsOf(t, form, out.Bytes()), "")
	if form == "md" {
		shown = strings.ReplaceAll(shown, `\`, "")
	}
	shown = furniture.ReplaceAllString(shown, "")
	for _, turn := range doc.Transcript.Segments {
		time := map[string]string{"docx": second(turn.Start), "pdf": second(turn.Start), "srt": comma(turn.Start)}[form]
		if time == "" {
			time = turn.Start.Clock()
		}
		for _, wanted := range []string{time, strings.Join(strings.Fields(turn.Text), "")} {
			_, behind, found := strings.Cut(shown, wanted)
			if !found {
				r.Fatalf("%s has lost %q; what is left is %q", form, wanted, shown)
			}
			shown = behind
		}
	}
}

// furniture is what stands at the foot and head of a page, in the middle of a turn that goes over it.
var furniture = regexp.MustCompile(`ŁucjaMüller-Señora&Söhne<GmbH>·12March2026,14:02·[0-9a-z-]{20}Page\d+of\d+|SHA-256ofthe(recording|transcript|corrections)[0-9a-f]{64}`)

func TestPagesSayWhatALawyerAsks(t *testing.T) {
	a, id := talk(t)
	for _, form := range []string{"docx", "pdf"} {
		text := strings.Join(wordsOf(t, form, exported(t, a, id, Form{As: form})), " ")
		for _, wanted := range []string{
			"Łucja Müller-Señora & Söhne <GmbH> Transcript of a call, 12 March 2026, 14:02",
			"This side not named (recorded the call)", "+1 212 555 0142", "Direction Incoming", "Case Solar panels", "Notice read at 00:02",
			"Recording Imported: OnRecord did not see it being recorded", "it may contain errors", "Corrected by hand 1 turn, by",
			"00:00:05 This side Please put this number on your do not call list.",
			"00:00:06 Note asked for do-not-call in clear words", "00:00:13 Mark Marker 1: the offer",
			"[corrected]", "[overlap]", "One moment, please.", "Das heißt Złoty, naïve café, Ελληνικά, Привет,", "End of the transcript",
		} {
			if !strings.Contains(text, wanted) {
				t.Errorf("%s does not say %q:\n%s", form, wanted, text)
			}
		}
		if form == "docx" && !strings.Contains(text, "你好 and 🎉.") {
			t.Error("the Word document has lost characters")
		}
		if form == "pdf" && (!strings.Contains(text, "[U+4F60][U+597D] and [U+1F389].") || !strings.Contains(text, "3 characters are not in this file's typeface")) {
			t.Errorf("the PDF does not own up to its typeface: %s", text)
		}
	}
}

// The sums at the foot of each page are those that anybody gets with sha256sum.
func TestPagesCanBeChecked(t *testing.T) {
	a, id := talk(t)
	text := output(t, exported(t, a, id, Form{As: "pdf"}), "pdftotext", "-layout", "-", "-")
	folder := filepath.Join(a.Library(), "calls", id.Month(), string(id))
	for _, name := range []string{"audio.flac", "transcript.json", "corrections.json"} {
		sum, _, _ := strings.Cut(output(t, nil, "sha256sum", filepath.Join(folder, name)), " ")
		if strings.Count(text, sum) < 2 { // among the facts, and at the foot
			t.Errorf("the sum of %s does not stand there:\n%s", name, text)
		}
	}
	facts := output(t, exported(t, a, id, Form{As: "pdf"}), "pdfinfo", "-")
	if !strings.Contains(facts, "Page size:       595.28 x 841.89 pts (A4)") || !strings.Contains(facts, "Łucja") {
		t.Errorf("pdfinfo says %s", facts)
	}
}

// The same call on the same day is the same file.
func TestPagesAreTheSameEachTime(t *testing.T) {
	a, id := talk(t)
	now := time.Now()
	a.config.Now = func() time.Time { return now }
	for _, form := range []string{"docx", "pdf"} {
		if !bytes.Equal(exported(t, a, id, Form{As: form}), exported(t, a, id, Form{As: form})) {
			t.Errorf("%s differs", form)
		}
	}
}

func TestLongTalksHaveManyPages(t *testing.T) {
	a, id := talk(t)
	doc, err := a.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	doc.Transcript.Segments = nil
	for i := range 600 {
		doc.Transcript.Segments = append(doc.Transcript.Segments, turnOf(call.Parties[i%2], call.Seconds(6*i), call.Seconds(6*i+5), strings.Repeat("so it goes on ", i%9+1)))
	}
	var out bytes.Buffer
	if err := a.exportPages("pdf", doc, &out); err != nil {
		t.Fatal(err)
	}
	text := output(t, out.Bytes(), "pdftotext", "-layout", "-", "-")
	pages := strings.Count(text, "\f")
	for n := 1; n <= pages; n++ {
		if !strings.Contains(text, fmt.Sprintf("Page %d of %d\n", n, pages)) {
			t.Errorf("page %d of %d does not say so", n, pages)
		}
	}
	if pages < 20 {
		t.Errorf("an hour on %d pages", pages)
	}
}

// A part has what was said in it, and subtitles that begin with it.
func TestAPartOfACall(t *testing.T) {
	a, id := talk(t)
	part := Part{From: 6, To: 14}
	for _, form := range []string{"txt", "md", "docx", "pdf", "srt", "vtt"} {
		text := strings.Join(wordsOf(t, form, exported(t, a, id, Form{As: form, Part: part})), " ")
		for wanted, there := range map[string]bool{"special offer": false, "do not call list.": true, "One moment,": true, "Good bye": false} {
			if strings.Contains(text, wanted) != there {
				t.Errorf("%s has %q: %t\n%s", form, wanted, !there, text)
			}
		}
		if form != "srt" && !strings.Contains(text, "from 00:00:06.000 to 00:00:14.000") {
			t.Errorf("%s does not say that it is a part: %s", form, text)
		}
		first := map[string]string{"srt": "00:00:00,000 --> 00:00:02,000", "vtt": "00:00:00.000 --> 00:00:02.000"}[form]
		if !strings.Contains(text, first) {
			t.Errorf("%s does not begin with the part: %s", form, text)
		}
	}
	for _, wrong := range []Part{{From: 14, To: 6}, {From: 5000}, {From: -1, To: 3}} {
		if err := a.Export(t.Context(), id, Form{As: "txt", Part: wrong}, io.Discard); !errors.Is(err, ErrNoPassage) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if err := a.Export(t.Context(), id, Form{As: "vcon", Part: part}, io.Discard); !errors.Is(err, ErrWholeOnly) {
		t.Errorf("a part as vCon: %v", err)
	}
}

// The sound of a part is as long as the part.
func TestTheSoundOfAPart(t *testing.T) {
	a, id := talk(t)
	part := Part{From: 6, To: 14.5}
	for _, form := range []string{"flac", "wav"} {
		path := filepath.Join(t.TempDir(), "part."+form)
		if err := a.ExportFile(t.Context(), id, Form{As: form, Part: part}, path, false); err != nil {
			t.Fatal(err)
		}
		if length := output(t, nil, "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path); length != "8.500000\n" {
			t.Errorf("%s is %s s long", form, length)
		}
	}
	if err := a.Export(t.Context(), id, Form{As: "flac", Part: Part{From: 5000}}, io.Discard); !errors.Is(err, ErrNoPassage) {
		t.Errorf("beyond the end: %v", err)
	}
}

// narrow is a disk that becomes full.
type narrow struct{ left int }

var errFull = errors.New("no room")

func (n *narrow) Write(b []byte) (int, error) {
	if n.left -= len(b); n.left < 0 {
		return max(0, len(b)+n.left), errFull
	}
	return len(b), nil
}

// Wherever writing fails, it is told, and nothing is left behind; what was there stays.
func TestAnExportThatFailsLeavesNothing(t *testing.T) {
	a, id := talk(t)
	now := time.Now()
	a.config.Now = func() time.Time { return now } // pages say when they were written
	for _, form := range ExportFormats() {
		size := 3
		if len(encoders[form]) == 0 {
			size = len(exported(t, a, id, Form{As: form}))
		} else if _, _, err := findEncoder(form); err != nil {
			continue
		}
		for _, left := range slices.Compact([]int{0, size / 3, size - 1}) {
			if err := a.Export(t.Context(), id, Form{As: form}, &narrow{left}); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d of %d: %v", form, left, size, err)
			}
		}
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "call.txt")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.ExportFile(t.Context(), id, Form{As: "txt"}, path, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	broken := func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, errFull)
	}
	if err := writeFile(path, true, broken); !errors.Is(err, errFull) {
		t.Error(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "mine" {
		t.Errorf("it is now %q, %v", content, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("there are %v, %v", left, err)
	}
	if err := a.ExportFile(t.Context(), id, Form{As: "txt"}, path, true); err != nil {
		t.Error(err)
	}
}

// A full disk is told apart, with words of its own.
func TestAFullDiskIsNamed(t *testing.T) {
	a, id := talk(t)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, form := range []string{"txt", "docx", "pdf", "vcon", "wav"} {
		if err := a.Export(t.Context(), id, Form{As: form}, full); !errors.Is(err, ErrNoRoom) {
			t.Errorf("%s: %v", form, err)
		}
	}
}

// Subtitles are what players take them for.
func TestPlayersReadTheSubtitles(t *testing.T) {
	a, id := talk(t)
	for _, form := range []string{"srt", "vtt"} {
		path := filepath.Join(t.TempDir(), "call."+form)
		if err := os.WriteFile(path, exported(t, a, id, Form{As: form}), 0o600); err != nil {
			t.Fatal(err)
		}
		read := output(t, nil, "ffmpeg", "-v", "error", "-nostdin", "-i", path, "-f", "srt", "-")
		if strings.Count(read, " --> ") != 5 || !strings.Contains(read, "00:00:05,000 --> 00:00:08,000") || !strings.Contains(read, "Złoty") || !strings.Contains(strings.NewReplacer("‹", "<", "›", ">").Replace(read), "off <today> only") {
			t.Errorf("of %s ffmpeg reads\n%s", form, read)
		}
	}
}

// What other programs make of the sound is as long as the call.
func TestSoundInOtherForms(t *testing.T) {
	a, id := talk(t)
	for _, form := range []string{"opus", "m4a"} {
		if _, _, err := findEncoder(form); err != nil {
			t.Skip(err)
		}
		path := filepath.Join(t.TempDir(), "call."+form)
		if err := a.ExportFile(t.Context(), id, Form{As: form}, path, false); err != nil {
			t.Fatal(err)
		}
		facts := output(t, nil, "ffprobe", "-v", "error", "-show_entries", "format=duration:stream=channels", "-of", "csv=p=0", path)
		var channels int
		var length float64
		if n, err := fmt.Sscanf(facts, "%d\n%f", &channels, &length); n != 2 || channels != 2 || length < 81 || length > 90 {
			t.Errorf("%s: %q, %v", form, facts, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if err := a.Export(t.Context(), id, Form{As: "opus"}, io.Discard); !errors.Is(err, ErrNoEncoder) {
		t.Errorf("without a program: %v", err)
	}
}

// An encoder that fails, or never reads, is told.
func TestAnEncoderThatFails(t *testing.T) {
	a, id := talk(t)
	for script, want := range map[string]error{
		"echo 'no such codec' >&2; exit 3": ErrEncoder, "cat >/dev/null": ErrEncoder, "cat >/dev/null; exit 1": ErrEncoder,
	} {
		bin := t.TempDir()
		if err := os.WriteFile(filepath.Join(bin, "opusenc"), []byte("#!/bin/sh\nPATH=/bin:/usr/bin\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin)
		if err := a.Export(t.Context(), id, Form{As: "opus"}, io.Discard); !errors.Is(err, want) {
			t.Errorf("%s: %v", script, err)
		}
	}
}

func TestProposedNames(t *testing.T) {
	doc := call.Call{Started: time.Date(2026, 3, 12, 14, 2, 0, 0, time.Local), Parties: map[call.Party]call.Person{call.Remote: {}}}
	for title, want := range map[string]string{
		"Acme Solar": "2026-03-12 1402 Acme Solar.pdf", `A/B: "C"?`: "2026-03-12 1402 AB C.pdf", "": "2026-03-12 1402 Unnamed call.pdf",
		" .. ": "2026-03-12 1402 Unnamed call.pdf", "CON\x07.": "2026-03-12 1402 CON.pdf",
	} {
		doc.Parties[call.Remote] = call.Person{Name: title}
		if got := ExportName(doc, Form{As: "pdf"}); got != want {
			t.Errorf("%q: %q", title, got)
		}
	}
}

// A Word document is opened by a program that people have, page numbers and all.
func TestAnOfficeOpensTheWordDocument(t *testing.T) {
	office := tool(t, "soffice")
	a, id := talk(t)
	dir := t.TempDir()
	if err := a.ExportFile(t.Context(), id, Form{As: "docx"}, filepath.Join(dir, "call.docx"), false); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(office, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "call.docx"))
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	shown := strings.Join(strings.Fields(output(t, nil, "pdftotext", "-layout", filepath.Join(dir, "call.pdf"), "-")), " ")
	for _, wanted := range []string{
		"Page 1 of 1", "Transcript of a call, 12 March 2026, 14:02", "Direction Incoming",
		"00:00:05 This side Please put this number on your do not call list. [overlap]", "asked for do-not-call", "SHA-256 of the recording",
	} {
		if !strings.Contains(shown, wanted) {
			t.Errorf("LibreOffice does not show %q:\n%s", wanted, shown)
		}
	}
}
