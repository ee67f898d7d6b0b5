package app

import (
	"strings"

	"github.com/onrecord/onrecord/call"
)

// FlagNotice says what flags are worth.
const FlagNotice = "Worked out by machine from what is on record; no legal advice"

var groupWords = map[call.FlagGroup]string{
	call.FlagDNC: "do not call", call.FlagDebt: "debt collection", call.FlagConsent: "consent", call.FlagPrivate: "private number",
}

var weightWords = map[call.Weight]string{call.Strong: "serious", call.Medium: "less serious", call.Notice: "for information"}

// FlagKind says in a few words what a flag is about and how much it weighs.
func FlagKind(f call.Flag) string { return groupWords[f.Group] + ", " + weightWords[f.Weight] }

// FlagRule says where the rule of a flag stands, when that was checked, how sure it is, and by what source.
func FlagRule(f call.Flag) string {
	parts := nonEmpty(f.Cite, f.Version, "confidence "+f.Confidence, f.Source)
	return strings.Join(parts, "; ")
}

// FlagVerdict says what a person said of a flag, or nothing.
func FlagVerdict(f call.Flag) string {
	j := f.Judgement
	if j.Verdict == "" {
		return ""
	}
	return strings.TrimSuffix("You "+string(j.Verdict)+" it on "+j.Made.Local().Format("2 January 2006")+": "+j.Reason, ": ")
}
