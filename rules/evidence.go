package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// The kinds of facts that consent is about: categories of phrases.json.
const (
	noticeOfUser  = "recording_notice_user"
	noticeOfOther = "recording_notice_other"
	consentGiven  = "consent_given"
	consentNo     = "consent_refused"
	somebodyJoins = "joined"
)

// answerWithin is how long after a question an answer is taken to be one.
const answerWithin call.Seconds = 15

// ProposeConsent gives entries of consent for which there are words in the transcript, by time: the user's notice with the other side's answer, and the
// other side's own notice. They are proposals: only a person who heard them makes them evidence. What the call has on record already is left out, and
// what a person rejected.
func (p *Phrases) ProposeConsent(r Record) []call.Consent {
	found := p.heard(r)
	proposals := p.notices(found)
	proposals = append(proposals, theirNotices(found)...)
	proposals = slices.DeleteFunc(proposals, func(c call.Consent) bool {
		return slices.ContainsFunc(r.Consent, func(known call.Consent) bool { return sameMoment(known, c) }) ||
			slices.ContainsFunc(r.Rejected, func(not call.Rejection) bool { return rejects(not, c) })
	})
	slices.SortStableFunc(proposals, func(a, b call.Consent) int { return cmp.Compare(a.At, b.At) })
	return proposals
}

// theirNotices are what the other side said of its own recording; two phrases of one announcement are one.
func theirNotices(found []Found) (proposals []call.Consent) {
	last := -answerWithin - 1
	for _, one := range found {
		if one.Category != noticeOfOther || one.Party != call.Remote {
			continue
		}
		if one.From-last > answerWithin {
			proposals = append(proposals, call.Consent{Method: call.TheirNotice, At: one.From, Party: call.Remote, Quote: one.Quote})
		}
		last = one.To
	}
	return proposals
}

// notices are what the user said, each with the answer that came before the next notice.
func (p *Phrases) notices(found []Found) (proposals []call.Consent) {
	for i, one := range found {
		if one.Category != noticeOfUser || one.Party != call.Local {
			continue
		}
		answer := answerTo(one, found[i+1:])
		// Two phrases of one announcement are one: "I would like to record this. Do you mind if I record?"
		if n := len(proposals); n > 0 && one.From-proposals[n-1].At <= answerWithin && (proposals[n-1].Answer == "" || proposals[n-1].Answered >= one.From) {
			if proposals[n-1].Answer == "" {
				answer.At, answer.Wording = proposals[n-1].At, proposals[n-1].Wording
				proposals[n-1] = answer
			}
			continue
		}
		proposals = append(proposals, answer)
	}
	return proposals
}

// answerTo gives the entry of a notice, with the answer if there is one. A refusal counts before a yes: "Yes … I don't want to be recorded".
func answerTo(notice Found, after []Found) call.Consent {
	entry := call.Consent{Method: call.NoticeRead, At: notice.From, Party: call.Remote, Wording: notice.Quote}
	for _, one := range after {
		if one.Party != call.Remote || one.From > notice.To+answerWithin {
			continue
		}
		answer := call.Answer("")
		switch {
		case one.Category == consentNo:
			answer = call.Refused
		case one.Category == consentGiven && entry.Answer == "":
			answer = call.Agreed
		default:
			continue
		}
		entry.Method, entry.Answer, entry.Answered, entry.Quote = call.AskedOnRecord, answer, one.From, one.Quote
		if answer == call.Refused {
			break
		}
	}
	return entry
}

// sameMoment tells whether an entry on record is of what was found: the same way of telling, within seconds.
func sameMoment(known, found call.Consent) bool {
	if (known.Method == call.TheirNotice) != (found.Method == call.TheirNotice) {
		return false
	}
	near := func(a, b call.Seconds) bool { return max(a-b, b-a) <= answerWithin }
	return near(known.At, found.At) && (known.Answer != "" || found.Answer == "")
}

// rejects tells whether a person said of the words of a proposed entry that they are none.
func rejects(not call.Rejection, c call.Consent) bool {
	sameSide := (not.Method == call.TheirNotice) == (c.Method == call.TheirNotice)
	return not.Method != "" && sameSide && max(not.At-c.At, c.At-not.At) <= sameWords
}

// ConsentFlags gives what may be wrong about the consent in a call, under what its places ask for.
func (p *Phrases) ConsentFlags(r Record, needed Requirement) (flags []call.Flag) {
	if r.Audio.Duration == 0 {
		return nil
	}
	if r.Heard == nil {
		r.Heard = p.Hear(r)
	}
	found := r.Heard.Found
	if needed.Rule == AllParties && !settled(r.Consent) {
		flags = append(flags, p.noneOnRecord(r, needed, found))
	}
	if needed.Rule == AllParties {
		for _, one := range found {
			if one.Category == somebodyJoins && !toldAfter(r, found, one) {
				flags = append(flags, consentFlag(r, needed, "joined_without_notice", call.Medium, "Somebody may have joined without being told of the recording",
					[]string{"Words that say so are in the transcript", "No notice stands after them"}, placeOf(r, one)))
			}
		}
	}
	return append(flags, refusedFlags(r, needed, found)...)
}

func refuses(c call.Consent) bool { return c.Answer == call.Refused }

// settled tells whether the other side was told or asked, and did not refuse in the end.
func settled(all []call.Consent) bool {
	for _, c := range all {
		if c.Party != call.Local && c.Method != call.TheirNotice && c.Method != call.OneParty && c.Answer != call.Refused {
			return true
		}
	}
	return false
}

func (p *Phrases) noneOnRecord(r Record, needed Requirement, found []Found) call.Flag {
	why := []string{needed.stricter().Why, "Nothing on record says that the other side was told or asked"}
	if slices.ContainsFunc(r.Consent, refuses) {
		why[1] = "The other side refused, and nothing on record says that it agreed after all"
	}
	if r.Heard.Unheard != "" {
		why = append(why, "No notice and no answer was listened for: nobody taught the machine those of this language ("+r.Heard.Unheard+")")
	}
	at := call.Place{Call: r.ID}
	for _, one := range found {
		if one.Category == noticeOfUser {
			why = append(why, "Words that may be your notice are in the transcript; confirm them if they are")
			at = placeOf(r, one)
			break
		}
	}
	return consentFlag(r, needed, "none_on_record", call.Strong, "This call may have been recorded without the consent that it needed", why, at)
}

// toldAfter tells whether a notice or a question stands after somebody joined, on record or in the transcript.
func toldAfter(r Record, found []Found, joined Found) bool {
	return slices.ContainsFunc(r.Consent, func(c call.Consent) bool { return c.At >= joined.From && c.Method != call.TheirNotice }) ||
		slices.ContainsFunc(found, func(f Found) bool { return f.Category == noticeOfUser && f.From >= joined.From })
}

// refusedFlags are of refusals after which the recording went on for longer than it takes to stop it.
func refusedFlags(r Record, needed Requirement, found []Found) (flags []call.Flag) {
	const timeToStop call.Seconds = 30
	refusals := map[call.Seconds]call.Place{}
	sure := false
	for _, c := range r.Consent {
		if refuses(c) {
			sure = true
			at := max(c.At, c.Answered)
			refusals[at] = call.Place{Call: r.ID, At: at, Party: call.Remote, Quote: c.Quote}
		}
	}
	for _, one := range found {
		if one.Category == consentNo && one.Party == call.Remote && !sure {
			refusals[one.From] = placeOf(r, one)
		}
	}
	for at, place := range refusals {
		later := slices.ContainsFunc(r.Consent, func(c call.Consent) bool { return c.Answer == call.Agreed && max(c.At, c.Answered) > at })
		if later || r.Audio.Duration-at <= timeToStop {
			continue
		}
		why := []string{"The other side refused to be recorded", fmt.Sprintf("The recording went on for %s", (r.Audio.Duration - at).Short())}
		if !sure {
			why[0] = "Words that may be a refusal are in the transcript; nobody confirmed them"
		}
		flags = append(flags, consentFlag(r, needed, "refused_but_recorded", call.Strong, "The recording may have gone on although the other side refused", why, place))
	}
	slices.SortFunc(flags, func(a, b call.Flag) int { return cmp.Compare(a.Places[0].At, b.Places[0].At) })
	return flags
}

func consentFlag(r Record, needed Requirement, id string, weight call.Weight, says string, why []string, at call.Place) call.Flag {
	side := needed.stricter()
	flag := call.Flag{
		Rule: "consent." + id, Group: call.FlagConsent, Weight: weight, Says: says, Why: why, Places: []call.Place{at}, Confidence: "low",
		Cite: "place not known: counts as one where everybody must agree",
	}
	if side.Law != nil {
		flag.Cite, flag.Confidence, flag.Version = side.Law.Name+": "+side.Law.Statutes[0], side.Law.Confidence, "checked "+side.Law.Checked.String()
		flag.Source = side.Law.Sources[0]
	}
	return flag
}

// stricter is the side that asks for more; the other one's where both ask for the same, for it is theirs to agree.
func (r Requirement) stricter() SideLaw {
	if r.Mine.Light > r.Theirs.Light || r.Mine.Light == r.Theirs.Light && r.Theirs.Law == nil {
		return r.Mine
	}
	return r.Theirs
}

func placeOf(r Record, f Found) call.Place {
	return call.Place{Call: r.ID, At: f.From, Party: f.Party, Quote: f.Quote}
}
