package rules

import (
	"strings"

	"github.com/onrecord/onrecord/call"
)

// privateVersion is when the ways to know private numbers were last looked through.
const privateVersion = "2026-11-28"

// PrivateFlags gives a flag private.<kind> for each number in a call that should not be handed on. No flag holds a sign of the number itself.
func PrivateFlags(r Record) (flags []call.Flag) {
	if r.Heard != nil {
		return r.Heard.Private
	}
	numbers := PrivateNumbers(r.Said)
	return privateFlags(r.ID, numbers, Redacted(r.Said, numbers))
}

func privateFlags(id call.ID, numbers []PrivateNumber, redacted []call.Segment) (flags []call.Flag) {
	for _, n := range numbers {
		first := n.Parts[0]
		weight, confidence := call.Medium, "medium"
		if n.Checked {
			confidence = "high"
		}
		if n.Kind == CardNumber || n.Kind == SocialSecurity || n.Kind == IBAN {
			weight = call.Strong
		}
		flags = append(flags, call.Flag{
			Rule: "private." + string(n.Kind), Group: call.FlagPrivate, Weight: weight, Confidence: confidence,
			Says: n.Kind.article() + " may have been read out", Why: n.why(), Version: privateVersion, Cite: n.Kind.cite(),
			Places: []call.Place{{Call: id, At: first.Start, Party: n.Party, Quote: maskedQuote(redacted[first.Said].Text, n.Kind.Mask())}},
		})
	}
	return flags
}

// maskedQuote is the sentence around a mask.
func maskedQuote(text, mask string) string {
	at := strings.Index(text, mask)
	if at < 0 {
		return mask
	}
	return sentence(text, at, at+len(mask))
}

func (k PrivateKind) article() string {
	if k == IBAN || k == AccountNumber {
		return "An " + k.Label()
	}
	return "A " + k.Label()
}

// cite says by what such a number is known.
func (k PrivateKind) cite() string {
	return map[PrivateKind]string{
		CardNumber: "ISO/IEC 7812-1, numbers of cards and their check digit", IBAN: "ISO 13616, IBAN and its check digits",
		SocialSecurity: "form of United States social security numbers", RoutingNumber: "checksum of United States routing numbers",
		AccountNumber: "words around the number", SecurityCode: "words around the number",
	}[k]
}

func (n PrivateNumber) why() []string {
	why := "The words around it say what it is; no checksum tells"
	if n.Checked {
		why = "Its form and its check digit fit"
	}
	return []string{why, "A redacted export leaves it out; the recording and the transcript keep it"}
}
