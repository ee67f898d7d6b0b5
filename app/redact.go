package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// ErrNotRedactable says that nobody knows what a call holds, because it was not written down: then no number can be left out of it.
var ErrNotRedactable = errors.New("call without transcript cannot be redacted")

// Redaction says what a redacted export leaves out: numbers that should not be handed on. The library keeps all of it.
type Redaction struct {
	Says   string           `json:"says"`
	Left   []RedactedNumber `json:"left_out"`
	silent call.Spans
	noted  cover // the kinds of those that stood in what is noted beside the words
}

// RedactedNumber is a number that was left out, and where it is heard.
type RedactedNumber struct {
	What string       `json:"what"` // as card number
	At   call.Seconds `json:"at"`
}

// document is what an export in a form is made of, with the flags of what the other side did.
func (a *App) document(id call.ID, form Form) (Document, error) {
	doc, err := a.Document(id)
	if err == nil {
		err = a.addOthersFlags(&doc)
	}
	if err != nil || !form.Redact {
		return doc, err
	}
	return redacted(doc)
}

// redacted gives a document without its private numbers.
func redacted(doc Document) (Document, error) {
	if doc.Transcript == nil {
		return doc, fmt.Errorf("redact %s: %w", doc.ID, ErrNotRedactable)
	}
	without := rules.Redact(doc.Transcript.Segments)
	doc.Redaction = &Redaction{Left: []RedactedNumber{}, silent: without.Silent, noted: cover{}}
	kinds := map[string]int{}
	for _, n := range without.Numbers {
		doc.Redaction.Left = append(doc.Redaction.Left, RedactedNumber{n.Kind.Label(), n.Parts[0].Start})
		kinds[n.Kind.Label()]++
	}
	clean := func(text string) string { return rules.RedactText(text, without.Numbers) }
	reading := *doc.Transcript
	reading.Segments = without.Said
	reading.Settings.Words = cleaned(reading.Settings.Words, clean)
	reading.Settings.WordsLeftOut = cleaned(reading.Settings.WordsLeftOut, clean)
	doc.Transcript = &reading
	doc.Call = cleanCall(doc.Call, func(text string) string {
		doc.Redaction.noted.text(text)
		return clean(text)
	})
	doc.Redaction.Says = redactionWords(kinds, doc.Redaction.noted)
	for i := range doc.Flags {
		doc.Flags[i] = cleanFlag(doc.Flags[i], clean)
	}
	return doc, nil
}

// redactionWords says what was left out, and that nobody promises that it was all.
func redactionWords(kinds map[string]int, noted cover) string {
	if len(kinds)+len(noted) == 0 {
		return "The machine found no card, account or similar number to leave out; look yourself before you hand this on"
	}
	var all []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		text := "1 " + kind
		if n := kinds[kind]; n > 1 {
			text = fmt.Sprintf("%d %ss", n, kind)
		}
		all = append(all, text)
	}
	of := []string{}
	if len(all) > 0 {
		of = append(of, "of words and sound, as found by machine: "+strings.Join(all, ", "))
	}
	if len(noted) > 0 {
		of = append(of, "of what is noted, as found by machine: "+strings.Join(slices.Sorted(maps.Keys(noted)), ", "))
	}
	return "Left out " + strings.Join(of, "; ") + "; others may remain, and the original holds everything"
}

func cleaned(texts []string, clean func(string) string) []string {
	texts = slices.Clone(texts)
	for i := range texts {
		texts[i] = clean(texts[i])
	}
	return texts
}

// cleanCall gives the document of a call with all that people typed into it cleaned. The given one stays as it is.
func cleanCall(c call.Call, clean func(string) string) call.Call {
	c.Parties = maps.Clone(c.Parties)
	for party, person := range c.Parties {
		person.Name, person.Known = clean(person.Name), clean(person.Known)
		c.Parties[party] = person
	}
	c.Case, c.Tags = clean(c.Case), cleaned(c.Tags, clean)
	c.Notes = slices.Clone(c.Notes)
	for i := range c.Notes {
		c.Notes[i].Text = clean(c.Notes[i].Text)
	}
	c.Consent = slices.Clone(c.Consent)
	for i := range c.Consent {
		one := &c.Consent[i]
		one.Who, one.Wording, one.Quote, one.Note = clean(one.Who), clean(one.Wording), clean(one.Quote), clean(one.Note)
	}
	c.Ticks = slices.Clone(c.Ticks)
	for i := range c.Ticks {
		c.Ticks[i].Text, c.Ticks[i].Heard = clean(c.Ticks[i].Text), clean(c.Ticks[i].Heard)
	}
	c.FollowUps = slices.Clone(c.FollowUps)
	for i := range c.FollowUps {
		c.FollowUps[i].Text = clean(c.FollowUps[i].Text)
	}
	c.Judged = slices.Clone(c.Judged)
	for i := range c.Judged {
		c.Judged[i].Reason = clean(c.Judged[i].Reason)
	}
	return c
}

// cleanFlag gives a flag with what people typed of it cleaned. The given one stays as it is.
func cleanFlag(f call.Flag, clean func(string) string) call.Flag {
	f.Places = slices.Clone(f.Places)
	for i := range f.Places {
		f.Places[i].Quote = clean(f.Places[i].Quote)
	}
	f.Judgement.Reason = clean(f.Judgement.Reason)
	return f
}

// openSound opens the recording of a call for an export: with the private numbers covered, where that is wanted. The caller closes the file.
func (a *App) openSound(id call.ID, redact bool) (*audio.Recording, audio.File, error) {
	var silent call.Spans
	if redact {
		doc, err := a.document(id, Form{Redact: true})
		if err != nil {
			return nil, nil, err
		}
		silent = doc.Redaction.silent
	}
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return nil, nil, err
	}
	recording, err := audio.OpenRecording(file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	recording.Cover(silent)
	return recording, file, nil
}
