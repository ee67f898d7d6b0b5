package app

import (
	"archive/zip"
	"embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// docxParts are the parts of a Word document that are the same in all: how it looks, and what lies where.
//
//go:embed docx
var docxParts embed.FS

// wordSpace is the namespace of everything in a Word document.
const wordSpace = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// writeDOCX writes a Word document: a zip of XML parts (ECMA-376, Office Open XML).
func writeDOCX(w io.Writer, doc printout, now time.Time) error {
	pack := zip.NewWriter(w)
	for _, part := range []struct{ name, from string }{
		{"[Content_Types].xml", "content_types.xml"},
		{"_rels/.rels", "package_rels.xml"},
		{"word/_rels/document.xml.rels", "document_rels.xml"},
		{"word/styles.xml", "styles.xml"},
	} {
		content, err := docxParts.ReadFile("docx/" + part.from)
		if err != nil {
			return fmt.Errorf("write DOCX: %w", err)
		}
		if err := addPart(pack, part.name, now, func(x *word) { x.raw(string(content)) }); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		name  string
		write func(*word)
	}{
		{"docProps/core.xml", func(x *word) { x.properties(doc, now) }},
		{"word/header.xml", func(x *word) { x.header(doc) }},
		{"word/footer.xml", func(x *word) { x.footer(doc) }},
		{"word/document.xml", func(x *word) { x.document(doc) }},
	} {
		if err := addPart(pack, part.name, now, part.write); err != nil {
			return err
		}
	}
	if err := pack.Close(); err != nil {
		return fmt.Errorf("write DOCX: %w", err)
	}
	return nil
}

func addPart(pack *zip.Writer, name string, now time.Time, write func(*word)) error {
	part, err := pack.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now})
	if err == nil {
		x := &word{lines{w: part}}
		write(x)
		err = x.err
	}
	if err != nil {
		return fmt.Errorf("write DOCX: %w", err)
	}
	return nil
}

// word writes the XML of a Word document.
type word struct{ lines }

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func (x *word) raw(text string) { x.printf("%s", text) }

// properties are what file managers show.
func (x *word) properties(doc printout, now time.Time) {
	x.raw(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	x.printf(`<dc:title>%s</dc:title><dc:creator>OnRecord</dc:creator><dc:language>%s</dc:language>`, escaped(doc.running), escaped(doc.language))
	x.printf(`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created></cp:coreProperties>`, now.UTC().Format(time.RFC3339))
}

func (x *word) header(doc printout) {
	x.raw(xmlHead + `<w:hdr` + wordSpace + `>`)
	x.paragraph("Header", func() {
		x.run("", doc.running)
		x.tab()
		x.run("", "Page ")
		x.field("PAGE")
		x.run("", " of ")
		x.field("NUMPAGES")
	})
	x.raw(`</w:hdr>`)
}

func (x *word) footer(doc printout) {
	x.raw(xmlHead + `<w:ftr` + wordSpace + `>`)
	for _, sum := range doc.sums {
		x.paragraph("Footer", func() {
			x.run("", sum.Name)
			x.tab()
			x.run("", sum.Value)
		})
	}
	if len(doc.sums) == 0 {
		x.paragraph("Footer", func() {}) // a foot has at least one paragraph
	}
	x.raw(`</w:ftr>`)
}

func (x *word) document(doc printout) {
	x.raw(xmlHead + `<w:document` + wordSpace + `><w:body>`)
	x.body(doc)
	x.raw(`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/>` + // A4
		`<w:pgMar w:top="1304" w:right="1134" w:bottom="1304" w:left="1134" w:header="624" w:footer="510" w:gutter="0"/></w:sectPr>`)
	x.raw(`</w:body></w:document>`)
}

func (x *word) body(doc printout) {
	if doc.prose != "" {
		x.letter(doc)
		return
	}
	x.plain("Title", doc.title)
	x.plain("Subtitle", doc.subtitle)
	for _, caution := range doc.cautions {
		x.plain("Caution", caution)
	}
	x.facts(doc.facts)
	for _, s := range doc.sections {
		x.section(s)
	}
	if len(doc.sections) == 0 || len(doc.passages) > 0 {
		x.plain("Heading1", doc.heading)
		x.conversation(doc.passages)
	}
	x.plain("End", doc.end)
}

// letter writes a text whose paragraphs are parted by empty lines.
func (x *word) letter(doc printout) {
	for _, caution := range doc.cautions {
		x.plain("Caution", caution)
	}
	for _, paragraph := range strings.Split(strings.TrimSpace(doc.prose), "\n\n") {
		x.plain("Letter", strings.Trim(paragraph, "\n"))
	}
}

// facts are a table with lines between its rows.
func (x *word) facts(facts []Fact) {
	if len(facts) == 0 {
		return // a table has at least one row
	}
	var borders strings.Builder
	for _, edge := range []string{"top", "bottom", "insideH"} {
		fmt.Fprintf(&borders, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="C8CCD1"/>`, edge)
	}
	x.table(`<w:tblBorders>`+borders.String()+`</w:tblBorders>`, []int{2268, 7370}, func(row func(cells ...func())) {
		for _, fact := range facts {
			row(func() { x.paragraph("Fact", func() { x.run("Quiet", fact.Name) }) }, func() { x.plain("Fact", fact.Value) })
		}
	})
}

// section writes a part of a report. The picture of days is a list here.
func (x *word) section(s section) {
	x.plain("Heading1", s.title)
	if s.lead != "" {
		x.paragraph("Fact", func() { x.run("Quiet", s.lead) })
	}
	var days factList
	for _, day := range s.days {
		days.add(day.label, unless(day.calls == 0, day.words()))
	}
	x.facts(days)
	if len(s.blocks) == 0 && len(days) == 0 {
		x.plain("Turn", s.none)
	}
	for _, b := range s.blocks {
		if b.head != "" {
			x.plain("Heading2", b.head)
		}
		if b.sub != "" {
			x.paragraph("Fact", func() { x.run("Quiet", b.sub) })
		}
		x.facts(b.facts)
		x.conversation(b.passages)
	}
}

// conversation is a table without lines: when, who, what.
func (x *word) conversation(passages []passage) {
	if len(passages) == 0 {
		return // a table has at least one row
	}
	x.table("", []int{1077, 1985, 6576}, func(row func(cells ...func())) {
		for _, one := range passages {
			label, text := "ThisSide", ""
			switch one.party {
			case call.Remote:
				label = "OtherSide"
			case "":
				label, text = "Kind", "Noted"
			}
			row(
				func() { x.paragraph("Turn", func() { x.run("Time", one.clock()) }) },
				func() { x.paragraph("Turn", func() { x.run(label, one.label) }) },
				func() {
					x.paragraph("Turn", func() {
						x.run(text, one.text)
						if one.marks != "" {
							x.run("Mark", "  "+one.marks)
						}
					})
				})
		}
	})
}

// table writes rows with columns of these widths, in twentieths of a point.
func (x *word) table(borders string, widths []int, rows func(row func(cells ...func()))) {
	total := 0
	for _, width := range widths {
		total += width
	}
	x.printf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, total, borders)
	for _, width := range widths {
		x.printf(`<w:gridCol w:w="%d"/>`, width)
	}
	x.raw(`</w:tblGrid>`)
	rows(func(cells ...func()) {
		x.raw(`<w:tr>`)
		for i, cell := range cells {
			x.printf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[i])
			cell()
			x.raw(`</w:tc>`)
		}
		x.raw("</w:tr>\n")
	})
	x.raw(`</w:tbl>`)
}

func (x *word) plain(style, text string) { x.paragraph(style, func() { x.run("", text) }) }

func (x *word) paragraph(style string, content func()) {
	x.printf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	content()
	x.raw("</w:p>\n")
}

// run writes text in a style; "" is that of the paragraph. Its lines stay lines.
func (x *word) run(style, text string) {
	x.raw(`<w:r>`)
	if style != "" {
		x.printf(`<w:rPr><w:rStyle w:val="%s"/></w:rPr>`, style)
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			x.raw(`<w:br/>`)
		}
		x.printf(`<w:t xml:space="preserve">%s</w:t>`, escaped(line))
	}
	x.raw(`</w:r>`)
}

func (x *word) tab() { x.raw(`<w:r><w:tab/></w:r>`) }

// field is a number that the reader's program reckons.
func (x *word) field(name string) {
	x.printf(`<w:fldSimple w:instr=" %s "><w:r><w:t>1</w:t></w:r></w:fldSimple>`, name)
}

// escaped is text for XML, in which a character that cannot stand there is a sign that it was one.
func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}
