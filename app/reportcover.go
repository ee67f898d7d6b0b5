package app

import (
	"maps"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// cover takes private numbers out of a report, and knows which kinds there were. A nil one leaves everything as it is.
type cover map[string]bool

// document gives a call without them. Of one that was not written down only what people typed is looked through: there are no other words.
func (c cover) document(doc Document) Document {
	if c == nil {
		return doc
	}
	if doc.Transcript == nil {
		doc.Call = cleanCall(doc.Call, c.text)
		return doc
	}
	without, err := redacted(doc)
	if err != nil {
		return doc // it has a transcript, so there is none
	}
	for _, n := range without.Redaction.Left {
		c[n.What] = true
	}
	maps.Copy(c, without.Redaction.noted)
	return without
}

// matter gives a case without them. The given one stays as it is.
func (c cover) matter(of call.Case) call.Case {
	of.Name, of.Notes, of.References = c.text(of.Name), c.text(of.Notes), cleaned(of.References, c.text)
	of.Entries, of.FollowUps = slices.Clone(of.Entries), slices.Clone(of.FollowUps)
	for i := range of.Entries {
		of.Entries[i].Text = c.text(of.Entries[i].Text)
	}
	for i := range of.FollowUps {
		of.FollowUps[i].Text = c.text(of.FollowUps[i].Text)
	}
	return of
}

func (c cover) text(text string) string {
	if c == nil {
		return text
	}
	for _, n := range rules.PrivateNumbers([]call.Segment{{Party: call.Local, Text: text}}) {
		c[n.Kind.Label()] = true
	}
	return rules.RedactText(text, nil)
}

// says tells what was left out; nothing where everything stayed.
func (c cover) says() string {
	switch {
	case c == nil:
		return ""
	case len(c) == 0:
		return redactionWords(nil, nil)
	}
	return "Left out wherever the machine found one: " + strings.Join(slices.Sorted(maps.Keys(c)), ", ") + "; others may remain, and the library holds everything"
}
