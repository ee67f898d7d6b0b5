package app

import (
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// WithFlags gives a document with all flags of its call.
func (a *App) WithFlags(doc Document) (Document, error) {
	flags, err := a.Flags(doc.ID)
	doc.Flags = flags
	return doc, err
}

// addOthersFlags adds to a document what the other side may have done. What this side should see to, as consent and private numbers, is nobody else's
// business.
func (a *App) addOthersFlags(doc *Document) error {
	with, err := a.WithFlags(*doc)
	doc.Flags = slices.DeleteFunc(with.Flags, func(f call.Flag) bool { return !ofCaller(f) })
	doc.began = map[call.ID]time.Time{}
	for _, flag := range doc.Flags {
		a.addBegins(doc.began, flag)
	}
	return err
}

// flagSections is the section of a document about its flags, if there are some that nobody dismissed. It is the same as in a report.
func (doc Document) flagSections() []section {
	flags := slices.DeleteFunc(slices.Clone(doc.Flags), func(f call.Flag) bool { return f.Judgement.Verdict == call.Dismissed })
	if len(flags) == 0 {
		return nil
	}
	return []section{Report{Flags: flags, began: doc.began}.flagSection()}
}

// markdownSection writes a section as headings and lists.
func (l *lines) markdownSection(s section) {
	l.printf("\n## %s\n\n%s\n", plainMarkdown(s.title), plainMarkdown(s.lead))
	for _, b := range s.blocks {
		l.printf("\n### %s\n\n%s\n\n", plainMarkdown(b.head), plainMarkdown(b.sub))
		for _, fact := range b.facts {
			l.printf("- %s: %s\n", plainMarkdown(fact.Name), plainMarkdown(fact.Value))
		}
	}
}
