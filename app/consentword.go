package app

import (
	"fmt"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// ConsentFacts says in full what is on record about consent to a call's recording; nothing where nothing is.
func ConsentFacts(doc call.Call) []Fact {
	var facts factList
	for _, c := range doc.Consent {
		facts.add("Consent", oneLine(ConsentWords(doc, c)))
	}
	if doc.Refusal != nil {
		facts.add("Recording refused", capital(refusalWords(*doc.Refusal)))
	}
	return facts
}

// ConsentWords says one entry of consent in a sentence without a full stop.
func ConsentWords(doc call.Call, c call.Consent) string {
	who := c.Who
	if who == "" && c.Party == call.Local {
		who = "this side"
	}
	words := []string{capital(string(c.Method))}
	if c.Method != call.InWriting && c.Method != call.OneParty && c.Method != call.NotNeeded {
		words[0] += " at " + c.At.Short()
	}
	add := func(before, text, after string) {
		if text != "" {
			words = append(words, before+text+after)
		}
	}
	add("", who, "")
	add("“", c.Wording, "”")
	add("heard through ", c.Through, "")
	if c.Until > c.At {
		add("until ", c.Until.Short(), "")
	}
	if c.Answer != "" {
		answer := string(c.Answer)
		if c.Answered > 0 {
			answer += " at " + c.Answered.Short()
		}
		add("", answer, "")
	}
	add("“", c.Quote, "”")
	add("", c.Note, "")
	return strings.Join(words, ", ")
}

// refusalWords says what became of a recording that was refused. It begins with a small letter.
func refusalWords(r call.Refusal) string {
	became := "the sound up to then was kept"
	if r.Destroyed {
		became = "the sound up to then was destroyed"
	}
	return fmt.Sprintf("the other side refused to be recorded at %s, so the recording was ended; %s, by the user's own rule", r.At.Short(), became)
}

// LawFacts says what the law of one side's place is, by which source, and how sure that is; nothing where no place is known.
func LawFacts(side SideLaw) []Fact {
	if side.Law == nil {
		return nil
	}
	var facts factList
	law := side.Law
	facts.add("Place", law.Name+" ("+law.ID+")")
	facts.add("Statute", strings.Join(law.Statutes, "; "))
	facts.add("Exceptions", strings.Join(law.Exceptions, "; "))
	notice := "not known"
	if law.Notice != nil {
		notice = map[bool]string{true: "can be consent, if the other side stays", false: "is not enough"}[*law.Notice]
	}
	facts.add("A notice alone", notice)
	facts.add("Note", law.Notes)
	facts.add("Source", strings.Join(law.Sources, "; "))
	facts.add("Checked", law.Checked.String()+": "+law.CitationWords())
	facts.add("Confidence", law.Confidence)
	return facts
}
