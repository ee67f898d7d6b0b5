package rules

import (
	"testing"

	"github.com/onrecord/onrecord/call"
)

// dialogue makes a record of lines: party, second, words.
func dialogue(length call.Seconds, lines ...any) Record {
	r := Record{Call: call.Call{ID: "20260301-120000-aaaa", Audio: call.Audio{Duration: length}}}
	for i := 0; i < len(lines); i += 3 {
		at := call.Seconds(lines[i+1].(int))
		r.Said = append(r.Said, call.Segment{Party: lines[i].(call.Party), Start: at, End: at + 3, Text: lines[i+2].(string)})
	}
	return r
}

func TestConsentIsProposedFromWords(t *testing.T) {
	p := phrases(t)
	const me, them = call.Local, call.Remote
	for _, tt := range []struct {
		name string
		said Record
		want []call.Consent
	}{
		{
			"asked and agreed", dialogue(60, me, 2, "Do you mind if I record this call?", them, 6, "Sure, go ahead."),
			[]call.Consent{{Method: call.AskedOnRecord, At: 2, Answer: call.Agreed, Answered: 6}},
		},
		{
			"asked and refused", dialogue(60, me, 2, "Do you mind if I record this call?", them, 6, "I do not consent."),
			[]call.Consent{{Method: call.AskedOnRecord, At: 2, Answer: call.Refused, Answered: 6}},
		},
		{
			"told, no answer", dialogue(60, me, 2, "Just so you know, I am recording this call.", them, 40, "Yes, that is fine."),
			[]call.Consent{{Method: call.NoticeRead, At: 2}},
		},
		{"a yes without a question", dialogue(60, them, 6, "Yes, that is fine."), nil},
		{"their own notice", dialogue(60, them, 1, "This call may be recorded for quality purposes."), []call.Consent{{Method: call.TheirNotice, At: 1}}},
		{"my own yes is no answer", dialogue(60, me, 2, "Do you mind if I record this call?", me, 7, "Yes, sure, okay."), []call.Consent{{Method: call.NoticeRead, At: 2}}},
		{
			"asked twice in one go", dialogue(60, me, 2, "I would like to record our conversation.", me, 6, "Is it okay if I record this call?", them, 10, "Sure, go ahead."),
			[]call.Consent{{Method: call.AskedOnRecord, At: 2, Answer: call.Agreed, Answered: 10}},
		},
		{
			"asked again later", dialogue(90, me, 2, "Do you mind if I record this call?", them, 6, "Sure, go ahead.", me, 60, "I am recording this call.", them, 64, "I do not consent."),
			[]call.Consent{{Method: call.AskedOnRecord, At: 2, Answer: call.Agreed, Answered: 6}, {Method: call.AskedOnRecord, At: 60, Answer: call.Refused, Answered: 64}},
		},
	} {
		got := p.ProposeConsent(tt.said)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %+v", tt.name, got)
			continue
		}
		for i, want := range tt.want {
			near := func(a, b call.Seconds) bool { return a >= b && a < b+3 }
			if got[i].Method != want.Method || got[i].Answer != want.Answer || !near(got[i].At, want.At) || !near(got[i].Answered, want.Answered) {
				t.Errorf("%s: %+v", tt.name, got[i])
			}
			if want.Answer != "" && got[i].Quote == "" {
				t.Errorf("%s: no quote", tt.name)
			}
		}
		for _, c := range got {
			tt.said.Reject(call.Rejection{Method: c.Method, At: c.At + 2}) // another transcript has other seconds
		}
		if again := p.ProposeConsent(tt.said); len(again) > 0 {
			t.Errorf("%s: what was rejected is proposed again: %+v", tt.name, again)
		}
		tt.said.Rejected = []call.Rejection{{Method: call.NoticeRead, At: 30}, {Playbook: "p", Item: "i", At: 2}}
		if again := p.ProposeConsent(tt.said); len(again) != len(got) {
			t.Errorf("%s: rejected elsewhere, and proposed are only %+v", tt.name, again)
		}
		tt.said.Consent = got
		if again := p.ProposeConsent(tt.said); len(again) > 0 {
			t.Errorf("%s: what is on record is proposed again: %+v", tt.name, again)
		}
	}
}

func TestConsentFlags(t *testing.T) {
	p, law := phrases(t), consentLaw(t)
	all, one := law.Requirement(At("US-NY"), At("US-CA")), law.Requirement(At("US-NY"), At("US-TX"))
	const me, them = call.Local, call.Remote
	agreed := call.Consent{Method: call.AskedOnRecord, At: 2, Answer: call.Agreed, Answered: 4}
	refused := call.Consent{Method: call.AskedOnRecord, At: 2, Answer: call.Refused, Answered: 4}
	for _, tt := range []struct {
		name    string
		said    Record
		consent []call.Consent
		needed  Requirement
		want    []string
	}{
		{"nothing on record", dialogue(60), nil, all, []string{"consent.none_on_record"}},
		{"nothing needed", dialogue(60), nil, one, nil},
		{"nothing known", dialogue(60), nil, law.Requirement(Location{}, Location{}), []string{"consent.none_on_record"}},
		{"no sound", dialogue(0), nil, all, nil},
		{"agreed", dialogue(60), []call.Consent{agreed}, all, nil},
		{"their notice is not mine", dialogue(60), []call.Consent{{Method: call.TheirNotice}}, all, []string{"consent.none_on_record"}},
		{"one party does not do here", dialogue(60), []call.Consent{{Method: call.OneParty}}, all, []string{"consent.none_on_record"}},
		{"in writing", dialogue(60), []call.Consent{{Method: call.InWriting}}, all, nil},
		{"somebody joined", dialogue(60, them, 20, "My colleague just joined."), []call.Consent{agreed}, all, []string{"consent.joined_without_notice"}},
		{"joined and told", dialogue(60, them, 20, "My colleague just joined.", me, 24, "I am recording this call."), []call.Consent{agreed}, all, nil},
		{"joined, one party", dialogue(60, them, 20, "My colleague just joined."), nil, one, nil},
		{"refused and went on", dialogue(60), []call.Consent{refused}, one, []string{"consent.refused_but_recorded"}},
		{"refused and stopped in time", dialogue(34), []call.Consent{refused}, one, nil},
		{"refused and stopped late", dialogue(35), []call.Consent{refused}, one, []string{"consent.refused_but_recorded"}},
		{"refused, then agreed", dialogue(60), []call.Consent{refused, {Method: call.AskedOnRecord, At: 20, Answer: call.Agreed}}, all, nil},
		{"refused by words", dialogue(90, them, 20, "Please stop recording."), []call.Consent{agreed}, all, []string{"consent.refused_but_recorded"}},
	} {
		tt.said.Consent = tt.consent
		var got []string
		for _, f := range p.ConsentFlags(tt.said, tt.needed) {
			got = append(got, f.Rule)
			if f.Says == "" || len(f.Why) == 0 || f.Cite == "" || f.Confidence == "" || f.Call() != tt.said.ID {
				t.Errorf("%s: %+v", tt.name, f)
			}
		}
		if len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
			t.Errorf("%s: %v, wants %v", tt.name, got, tt.want)
		}
	}
}
