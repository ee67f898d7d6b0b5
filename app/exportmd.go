package app

import (
	"io"
	"math"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// writeMarkdown writes the same as writeText, for programs that show headings and emphasis.
func writeMarkdown(w io.Writer, doc Document) error {
	out := &lines{w: w}
	title := doc.Title()
	if title == "" {
		title = "Call"
	}
	out.printf("# %s\n\n", plainMarkdown(title))
	out.printf("%s, %s", doc.Started.Local().Format("2 January 2006, 15:04 MST"), LengthOf(doc.Call))
	if number := doc.Parties[call.Remote].Number; number != "" {
		out.printf(", %s", plainMarkdown(number))
	}
	if doc.part != (Part{}) {
		out.printf("\n\n%s", doc.part.words(doc.Audio.Duration))
	}
	out.printf("\n\n- Recording: %s\n", plainMarkdown(CertificateOf(doc.Call).Verdict))
	for _, fact := range ConsentFacts(doc.Call) {
		out.printf("- %s: %s\n", fact.Name, plainMarkdown(fact.Value))
	}
	out.printf("- Transcript: %s\n", plainMarkdown(doc.written()))
	if doc.Transcript.Model.Demo {
		out.printf("- **%s**\n", DemoBanner)
	}
	corrected := &strings.Builder{}
	writeCorrected(&lines{w: corrected}, "", doc)
	if corrected.Len() > 0 {
		out.printf("- %s\n", plainMarkdown(strings.TrimSpace(corrected.String())))
	}
	if doc.Redaction != nil {
		out.printf("- **Redacted:** %s\n", plainMarkdown(doc.Redaction.Says))
	}
	said, echoes := doc.Transcript.Said()
	if echoes > 0 {
		out.printf("- Left out: %s\n", EchoWords(echoes))
	}
	for _, s := range doc.flagSections() {
		out.markdownSection(s)
	}
	out.printf("\n## %s\n", doc.heading())
	remarks := doc.remarks()
	for _, turn := range said {
		remarks = quoteRemarks(out, remarks, turn.Start)
		out.printf("\n**%s %s:** %s%s\n", turn.Start.Clock(), plainMarkdown(Speaker(doc.Call, turn.Party)), plainMarkdown(turn.Text), plainMarkdown(TurnMarks(turn)))
	}
	quoteRemarks(out, remarks, call.Seconds(math.Inf(1)))
	return out.err
}

// quoteRemarks writes the remarks that stand before a moment as quotations, and gives the others.
func quoteRemarks(out *lines, remarks []Remark, before call.Seconds) []Remark {
	for len(remarks) > 0 && remarks[0].At < before {
		out.printf("\n> %s%s: %s\n", unless(remarks[0].Timeless, remarks[0].Clock()+" "), remarks[0].Kind, plainMarkdown(remarks[0].Text))
		remarks = remarks[1:]
	}
	return remarks
}

var markdownSigns = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "~", `\~`, "&", `\&`)

// plainMarkdown is text on one line in which no sign means anything.
func plainMarkdown(text string) string { return markdownSigns.Replace(oneLine(text)) }
