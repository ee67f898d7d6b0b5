package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// ExportFormats names what Export writes, by file ending.
func ExportFormats() []string {
	return []string{"txt", "md", "docx", "pdf", "srt", "vtt", "json", "vcon", "flac", "wav", "opus", "m4a"}
}

// Form says in which form a call is exported, and how much of it.
type Form struct {
	As   string // one of ExportFormats
	Part Part   // what is wanted of the call; the zero value is all of it
	// Redact leaves out the numbers that should not be handed on, in words and in sound. The original stays as it is.
	Redact bool
}

// Export writes a call in a form. Without a transcript the written forms hold what is known and what people put down; only subtitles fail with storage.ErrNoTranscript.
// json and vcon hold whole calls only (ErrWholeOnly). Without one nothing can be redacted (ErrNotRedactable). opus and m4a are made by a
// program of this machine (ErrNoEncoder).
func (a *App) Export(ctx context.Context, id call.ID, form Form, w io.Writer) error {
	if err := form.check(); err != nil {
		return err
	}
	return roomless(a.export(ctx, id, form, w))
}

func (a *App) export(ctx context.Context, id call.ID, form Form, w io.Writer) error {
	switch form.As {
	case "json":
		return a.exportJSON(id, form, w)
	case "vcon":
		return a.exportVCon(id, form, w)
	case "flac", "wav", "opus", "m4a":
		return a.exportSound(ctx, id, form, w)
	}
	doc, err := a.document(id, form)
	if err != nil {
		return err
	}
	if doc.Transcript == nil && (form.As == "srt" || form.As == "vtt") { // there would be nothing in them
		return fmt.Errorf("export %s: %w", id, storage.ErrNoTranscript)
	}
	if doc.Transcript == nil {
		doc.Transcript, doc.unwritten = &call.Transcript{}, true
	}
	if doc, err = doc.cut(form.Part); err != nil {
		return fmt.Errorf("export %s: %w", id, err)
	}
	if form.As == "docx" || form.As == "pdf" {
		return a.exportPages(form.As, doc, w)
	}
	write := map[string]func(io.Writer, Document) error{"txt": writeText, "md": writeMarkdown, "srt": writeSRT, "vtt": writeVTT}[form.As]
	return write(w, doc)
}

// check refuses a form that there is not.
func (f Form) check() error {
	switch {
	case !slices.Contains(ExportFormats(), f.As):
		return fmt.Errorf("%w %q (known: %s)", ErrUnknownFormat, f.As, strings.Join(ExportFormats(), ", "))
	case f.Part != Part{} && (f.As == "json" || f.As == "vcon"):
		return fmt.Errorf("export as %s: %w", f.As, ErrWholeOnly)
	}
	return nil
}

func (a *App) exportJSON(id call.ID, form Form, w io.Writer) error {
	doc, err := a.document(id, form)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(doc)
}

// WrittenBy says who or what wrote a transcript down.
func WrittenBy(t call.Transcript) string {
	if t.Imported == nil {
		return fmt.Sprintf("by machine (%s, model %s); it may contain errors", t.Engine, t.Model.Name)
	}
	by := ""
	if t.Imported.MadeBy != "" {
		by = ", by " + t.Imported.MadeBy
	}
	return fmt.Sprintf("written elsewhere%s, brought in from %s (%s); speakers: %s", by, t.Model.Name, t.Imported.Form, t.Imported.Speakers)
}

// written says who or what wrote the words of a document down, or why there are none.
func (doc Document) written() string {
	switch {
	case !doc.unwritten:
		return oneLine(WrittenBy(*doc.Transcript))
	case doc.Audio.File == "":
		return "none, because there is no recording"
	}
	return "none: the recording was not written down"
}

// Speaker is the name shown for a party of a call.
func Speaker(doc call.Call, party call.Party) string {
	if name := cmp.Or(doc.Parties[party].Name, doc.Parties[party].Known); name != "" {
		return name
	}
	if party == call.Local {
		return "You"
	}
	return "Them"
}

// EchoWords says in words that the microphone heard so many segments from the loudspeakers.
func EchoWords(echoes int) string {
	if echoes == 1 {
		return "1 passage of the far side, heard again by the microphone"
	}
	return fmt.Sprintf("%d passages of the far side, heard again by the microphone", echoes)
}

// lines writes formatted lines and keeps the first error.
type lines struct {
	w   io.Writer
	err error
}

func (l *lines) printf(format string, args ...any) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.w, format, args...)
	}
}

func writeText(w io.Writer, doc Document) error {
	out := &lines{w: w}
	title := doc.Title()
	if title == "" {
		title = "Call"
	}
	out.printf("%s\n%s, %s\n", title, doc.Started.Local().Format("2 January 2006, 15:04 MST"), LengthOf(doc.Call))
	if doc.part != (Part{}) {
		out.printf("%s\n", doc.part.words(doc.Audio.Duration))
	}
	out.printf("Recording: %s\n", CertificateOf(doc.Call).Verdict)
	for _, fact := range ConsentFacts(doc.Call) {
		out.printf("%s: %s\n", fact.Name, fact.Value)
	}
	out.printf("Transcript: %s\n", doc.written())
	if doc.Transcript.Model.Demo {
		out.printf("%s\n", DemoBanner)
	}
	writeCorrected(out, "", doc)
	if doc.Redaction != nil {
		out.printf("Redacted: %s\n", doc.Redaction.Says)
	}
	said, echoes := doc.Transcript.Said()
	if echoes > 0 {
		out.printf("Left out: %s\n", EchoWords(echoes))
	}
	for _, s := range doc.flagSections() {
		out.section(s)
	}
	out.printf("\n")
	remarks := doc.remarks()
	for _, turn := range said {
		remarks = writeRemarks(out, remarks, turn.Start)
		out.printf("%s  %s: %s%s\n", turn.Start.Clock(), Speaker(doc.Call, turn.Party), turn.Text, TurnMarks(turn))
	}
	writeRemarks(out, remarks, call.Seconds(math.Inf(1)))
	return out.err
}

// TurnMarks is what stands behind a turn in plain text: that it is doubtful, another person's than the one before, corrected,
// or spoken while the other party spoke too.
func TurnMarks(turn call.Segment) string {
	marks := ""
	if turn.Suspect != nil {
		marks += " [doubtful: " + *turn.Suspect + "]"
	}
	if turn.Another {
		marks += " [another person]"
	}
	if turn.Corrected != nil {
		marks += " [corrected]"
	}
	if turn.Overlap {
		marks += " [overlap]"
	}
	return marks
}

// writeCorrected says how many turns people corrected and who, or that corrections could not be read.
func writeCorrected(out *lines, before string, doc Document) {
	turns, by := 0, []string{}
	for _, turn := range doc.Transcript.Segments {
		if turn.Corrected != nil {
			turns++
			by = append(by, turn.Corrected.Who)
		}
	}
	slices.Sort(by)
	switch {
	case doc.Unread != "":
		out.printf("%s%s; this is what the machine wrote\n", before, doc.Unread)
	case turns == 1:
		out.printf("%sCorrected by hand: 1 turn, by %s\n", before, oneLine(by[0]))
	case turns > 1:
		out.printf("%sCorrected by hand: %d turns, by %s\n", before, turns, oneLine(strings.Join(slices.Compact(by), ", ")))
	}
}

// writeRemarks writes the remarks that stand before a moment and gives the others.
func writeRemarks(out *lines, remarks []Remark, before call.Seconds) []Remark {
	for len(remarks) > 0 && remarks[0].At < before {
		out.printf("%s[%s] %s\n", unless(remarks[0].Timeless, remarks[0].Clock()+"  "), remarks[0].Kind, remarks[0].Text)
		remarks = remarks[1:]
	}
	return remarks
}

// writeSRT writes SubRip subtitles, with the speaker in front of the words.
func writeSRT(w io.Writer, doc Document) error {
	out := &lines{w: w}
	said, _ := doc.Transcript.Said()
	for i, turn := range said {
		start, end := doc.cue(turn)
		out.printf("%d\n%s --> %s\n%s: %s\n\n", i+1, comma(start), comma(end),
			untagged.Replace(oneLine(Speaker(doc.Call, turn.Party))), untagged.Replace(oneLine(turn.Text)))
	}
	return out.err
}

// untagged keeps players from taking words for tags and leaving them out: SubRip has no way to write these signs.
var untagged = strings.NewReplacer("<", "‹", ">", "›", `{\`, `{ \`)

// writeVTT writes WebVTT, with the speaker as the cue's voice. What people corrected has the class "corrected".
func writeVTT(w io.Writer, doc Document) error {
	out := &lines{w: w}
	out.printf("WEBVTT\n\n")
	if doc.Transcript.Model.Demo {
		out.printf("NOTE %s\n\n", DemoBanner)
	}
	if doc.part != (Part{}) {
		out.printf("NOTE %s\n\n", doc.part.words(doc.Audio.Duration))
	}
	if doc.Redaction != nil {
		out.printf("NOTE Redacted: %s\n\n", doc.Redaction.Says)
	}
	noted := &strings.Builder{}
	writeCorrected(&lines{w: noted}, "NOTE ", doc)
	if noted.Len() > 0 {
		out.printf("%s\n", strings.ReplaceAll(noted.String(), "-->", "->"))
	}
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	said, _ := doc.Transcript.Said()
	for _, turn := range said {
		text := escape.Replace(oneLine(turn.Text))
		if turn.Corrected != nil {
			text = "<c.corrected>" + text + "</c>"
		}
		start, end := doc.cue(turn)
		out.printf("%s --> %s\n<v %s>%s\n\n", start.Clock(), end.Clock(),
			escape.Replace(oneLine(Speaker(doc.Call, turn.Party))), text)
	}
	return out.err
}

func comma(s call.Seconds) string { return strings.Replace(s.Clock(), ".", ",", 1) }

// oneLine keeps text from ending its cue early.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
