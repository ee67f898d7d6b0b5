package rules

import (
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestCallsWithTheSameContactAreByTheSameCaller(t *testing.T) {
	far := func(p call.Person) string {
		return Entity(call.Call{Parties: map[call.Party]call.Person{call.Remote: p}})
	}
	one := far(call.Person{Name: "Acme", Number: "+12125550142", Contact: "x"})
	if two := far(call.Person{Number: "+12125550199", Contact: "x"}); one != two {
		t.Errorf("two numbers of a contact: %q and %q", one, two)
	}
	if a, b := far(call.Person{Name: "Acme", Number: "+12125550142"}), far(call.Person{Number: "+12125550142"}); a != b {
		t.Errorf("one number with and without a name: %q and %q", a, b)
	}
	if a, b := far(call.Person{Number: "+1 (212) 555-0142"}), far(call.Person{Number: "0012125550142"}); a != b {
		t.Errorf("one number written in two ways: %q and %q", a, b)
	}
	if who := far(call.Person{Number: "withheld"}); who != "" {
		t.Errorf("no number: %q", who)
	}
	if a, b := far(call.Person{Name: "Acme "}), far(call.Person{Name: "ACME"}); a != b || a == "" {
		t.Errorf("one name written in two ways: %q and %q", a, b)
	}
	if who := far(call.Person{}); who != "" {
		t.Errorf("nobody knows, and it is %q", who)
	}
}
