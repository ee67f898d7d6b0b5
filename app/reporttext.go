package app

import (
	"fmt"
	"io"
	"strings"
)

// writeSections writes a printout's sections as plain text.
func writeSections(w io.Writer, doc printout) error {
	out := &lines{w: w}
	out.printf("%s\n%s\n\n", doc.title, doc.subtitle)
	for _, caution := range doc.cautions {
		out.printf("%s\n\n", caution)
	}
	out.factLines("", doc.facts)
	for _, s := range doc.sections {
		out.section(s)
	}
	out.printf("\n%s\n", doc.end)
	return out.err
}

func (l *lines) section(s section) {
	l.printf("\n%s\n", strings.ToUpper(s.title))
	if s.lead != "" {
		l.printf("%s\n", s.lead)
	}
	for _, day := range s.days {
		if day.calls > 0 {
			l.printf("%-16s %s %s\n", day.label, strings.Repeat("#", min(day.calls, 60)), day.words())
		}
	}
	if len(s.blocks) == 0 && len(s.days) == 0 {
		l.printf("%s\n", s.none)
	}
	for _, b := range s.blocks {
		l.printf("\n%s", unless(b.head == "", b.head+"\n"))
		if b.sub != "" {
			l.printf("%s\n", b.sub)
		}
		l.factLines("  ", b.facts)
		for _, p := range b.passages {
			l.passage(p)
		}
	}
}

// factLines writes names and values below each other. A name that is empty goes on with the one before.
func (l *lines) factLines(before string, facts []Fact) {
	width := 0
	for _, f := range facts {
		width = max(width, len(f.Name))
	}
	for _, f := range facts {
		value := strings.ReplaceAll(f.Value, "\n", "\n"+strings.Repeat(" ", len(before)+width+2))
		l.printf("%s%-*s  %s\n", before, width, f.Name, value)
	}
}

func (l *lines) passage(p passage) {
	at := second(p.at)
	if p.timeless {
		at = strings.Repeat(" ", len(at))
	}
	who := fmt.Sprintf("[%s]", p.label)
	if p.party != "" {
		who = p.label + ":"
	}
	l.printf("  %s  %s %s%s\n", at, who, oneLine(p.text), unless(p.marks == "", " ["+p.marks+"]"))
}
