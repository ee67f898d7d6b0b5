package rules

import (
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestWordsProposeTicks(t *testing.T) {
	p := phrases(t)
	of := Playbook{ID: "mine", Points: []Point{
		{ID: "asked", Text: "Asked", Means: []string{"dnc_request"}},
		{ID: "named", Text: "Named", Means: []string{"caller_identity"}},
		{ID: "nothing", Text: "Means nothing"},
	}}
	said := []call.Segment{
		spoken(call.Remote, 1, "My name is Linda and I work for Acme Solar."),
		spoken(call.Local, 10, "Please put me on your do not call list."),
		spoken(call.Remote, 14, "Please put me on your do not call list."),
		spoken(call.Local, 20, "I said, put me on your do not call list. My card is 4111 1111 1111 1111."),
	}
	r := Record{Call: call.Call{ID: "x"}, Said: said}
	all := p.Propose(of, r)
	if len(all) != 2 || all[0].Item != "named" || all[1].Item != "asked" {
		t.Fatalf("%+v", all)
	}
	if at := all[1].Place; at.At < 20 || at.Party != call.Local || strings.Contains(at.Quote, "4111") {
		t.Errorf("the last of several is at %+v", at)
	}
	for at, want := range map[call.Seconds]int{14: 2, 18.5: 1, 20: 1, 23: 1} { // only what was said after the rejected words is proposed again
		r.Rejected = nil
		r.Reject(call.Rejection{Playbook: "other", Item: "named", At: 50})
		r.Reject(call.Rejection{Playbook: "mine", Item: "asked", At: at})
		r.Reject(call.Rejection{Playbook: "mine", Item: "asked", At: at})
		if all := p.Propose(of, r); len(all) != want || len(r.Rejected) != 2 {
			t.Errorf("rejected at %v: %+v", at, all)
		}
	}
	r.Rejected = nil
	r.Ticks = []call.Tick{{Playbook: "mine", Item: "asked"}, {Playbook: "other", Item: "named"}}
	if all := p.Propose(of, r); len(all) != 1 || all[0].Item != "named" {
		t.Errorf("what is ticked is proposed: %+v", all)
	}
	if all := p.Propose(of, Record{Said: said[2:3]}); len(all) != 0 {
		t.Errorf("the other side's words are the user's: %+v", all)
	}
}
