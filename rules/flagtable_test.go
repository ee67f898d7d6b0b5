package rules

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

// scene is a situation, and the flags that it makes.
type scene func(testing.TB) []call.Flag

// flagProof is what proves a flag: a scene that makes it, one that does not although it has to do with the same, and two that differ by as little as can be on
// either side of where it begins or ends.
type flagProof struct{ made, notMade, justMade, justNotMade scene }

// unwanted are the flags of calls by one seller.
func unwanted(calls ...func(testing.TB) Told) scene {
	return func(t testing.TB) []call.Flag { return dncLaw(t).Flags(all(t, calls)) }
}

// onDebt are the flags of calls for one debt, looked at on a day.
func onDebt(today string, calls []func(testing.TB) Told, besides ...func(testing.TB) Fact) scene {
	return func(t testing.TB) []call.Flag {
		return debtLaw(t).Flags(theDebt(t, today, all(t, calls), all(t, besides)...))
	}
}

func all[T any](t testing.TB, makers []func(testing.TB) T) (made []T) {
	for _, one := range makers {
		made = append(made, one(t))
	}
	return made
}

// at is a call of a moment with what happened in it.
func at(when string, kinds ...string) func(testing.TB) Told {
	return func(t testing.TB) Told { return told(t, when, kinds...) }
}

// missed is a call that nobody answered.
func missed(when string) func(testing.TB) Told {
	return func(t testing.TB) Told { return tried(t, when) }
}

// writtenDown is a call of which something was written down.
func writtenDown(when string, kinds ...string) func(testing.TB) Told {
	return func(t testing.TB) Told { return with(told(t, when, kinds...), written) }
}

func sent(when, kind string) func(testing.TB) Fact {
	return func(t testing.TB) Fact { return letter(t, when, kind) }
}

func calls(some ...func(testing.TB) Told) []func(testing.TB) Told { return some }

// everyDay are calls that nobody answered, one a day.
func everyDay(first string, count int, more ...func(testing.TB) Told) (some []func(testing.TB) Told) {
	for i := range count {
		some = append(some, func(t testing.TB) Told { return daily(t, first, count)[i] })
	}
	return append(some, more...)
}

// recorded are the flags of a recording where everybody has to agree.
func recorded(length call.Seconds, consent []call.Consent, lines ...any) scene {
	return func(t testing.TB) []call.Flag {
		r := dialogue(length, lines...)
		r.Consent = consent
		return phrases(t).ConsentFlags(r, consentLaw(t).Requirement(At("US-NY"), At("US-CA")))
	}
}

// readOut are the flags of numbers that were said.
func readOut(lines ...string) scene {
	return func(testing.TB) []call.Flag {
		return PrivateFlags(Record{Call: call.Call{ID: "a"}, Said: talk(lines...)})
	}
}

var (
	agreedAt2  = []call.Consent{{Method: call.AskedOnRecord, At: 2, Answer: call.Agreed, Answered: 4}}
	refusedAt4 = []call.Consent{{Method: call.AskedOnRecord, At: 2, Answer: call.Refused, Answered: 4}}
)

// proofs holds one for each flag that the rules can give. 2 March 2026 is a Monday.
var proofs = map[string]flagProof{
	"dnc.call_after_dnc": {
		made:        unwanted(at("2026-03-02T14:00:00-05:00", "dnc_request!"), at("2026-04-01T14:00:00-04:00")),
		notMade:     unwanted(at("2026-03-02T14:00:00-05:00", "sales_pitch"), at("2026-04-01T14:00:00-04:00")),
		justMade:    unwanted(at("2026-03-02T14:00:00-05:00", "dnc_request!"), at("2026-03-17T08:00:00-04:00")),
		justNotMade: unwanted(at("2026-03-02T14:00:00-05:00", "dnc_request!"), at("2026-03-16T20:59:59-04:00")),
	},
	"dnc.call_within_grace": {
		made:        unwanted(at("2026-03-02T14:00:00-05:00", "dnc_request!"), at("2026-03-05T14:00:00-05:00")),
		notMade:     unwanted(at("2026-03-02T14:00:00-05:00", "dnc_request!")),
		justMade:    unwanted(at("2025-04-10T14:00:00-04:00", "dnc_request!"), at("2025-05-10T14:00:00-04:00")),
		justNotMade: unwanted(at("2025-04-11T14:00:00-04:00", "dnc_request!"), at("2025-05-10T14:00:00-04:00")),
	},
	"dnc.outside_hours": {
		made:        unwanted(at("2026-03-02T23:00:00-05:00", "sales_pitch")),
		notMade:     unwanted(at("2026-03-02T23:00:00-05:00")),
		justMade:    unwanted(at("2026-03-02T07:59:59-05:00", "sales_pitch")),
		justNotMade: unwanted(at("2026-03-02T08:00:00-05:00", "sales_pitch")),
	},
	"dnc.prerecorded": {
		made:        unwanted(at("2026-03-02T14:00:00-05:00", "robocall!")),
		notMade:     unwanted(at("2026-03-02T14:00:00-05:00", "sales_pitch")),
		justMade:    unwanted(at("2026-03-02T14:00:00-05:00", "robocall")),
		justNotMade: unwanted(at("2026-03-02T14:00:00-05:00", "voicemail")),
	},
	"dnc.no_identification": {
		made:        unwanted(at("2026-03-02T14:00:00-05:00", "sales_pitch", "identity_refused!")),
		notMade:     unwanted(at("2026-03-02T14:00:00-05:00", "sales_pitch", "caller_identity!")),
		justMade:    unwanted(at("2026-03-02T14:00:00-05:00", "sales_pitch"), at("2026-03-03T14:00:00-05:00", "identity_refused!")),
		justNotMade: unwanted(at("2026-03-02T14:00:00-05:00"), at("2026-03-03T14:00:00-05:00", "identity_refused!")),
	},
	"dnc.second_call_12_months": {
		made:        unwanted(at("2026-03-02T14:00:00-05:00", "robocall"), at("2026-04-02T14:00:00-04:00", "robocall")),
		notMade:     unwanted(at("2026-03-02T14:00:00-05:00", "robocall"), at("2026-04-02T14:00:00-04:00", "sales_pitch")),
		justMade:    unwanted(at("2024-02-29T14:00:00-05:00", "robocall"), at("2025-02-27T14:00:00-05:00", "robocall")),
		justNotMade: unwanted(at("2024-02-29T14:00:00-05:00", "robocall"), at("2025-02-28T14:00:00-05:00", "robocall")),
	},
	"debt.more_than_7_in_7": {
		made:        onDebt("2026-03-09", everyDay("2026-03-02", 7, missed("2026-03-05T13:00:00-05:00"), missed("2026-03-06T13:00:00-05:00"))),
		notMade:     onDebt("2026-03-09", everyDay("2026-03-02", 9)),
		justMade:    onDebt("2026-03-09", everyDay("2026-03-02", 7, missed("2026-03-08T20:59:59-05:00"))),
		justNotMade: onDebt("2026-03-09", everyDay("2026-03-02", 7, missed("2026-03-09T08:00:00-05:00"))),
	},
	"debt.call_within_7_days_of_conversation": {
		made:        onDebt("2026-03-09", calls(at(midday("2026-03-02")), missed(midday("2026-03-03")))),
		notMade:     onDebt("2026-03-09", calls(missed(midday("2026-03-02")), missed(midday("2026-03-03")))),
		justMade:    onDebt("2026-03-09", calls(at(midday("2026-03-02")), missed("2026-03-08T20:59:59-05:00"))),
		justNotMade: onDebt("2026-03-09", calls(at(midday("2026-03-02")), missed("2026-03-09T08:00:00-05:00"))),
	},
	"debt.outside_hours": {
		made:        onDebt("2026-03-02", calls(missed("2026-03-02T23:00:00-05:00"))),
		notMade:     onDebt("2026-03-02", calls(missed(midday("2026-03-02")))),
		justMade:    onDebt("2026-03-02", calls(missed("2026-03-02T21:00:00-05:00"))),
		justNotMade: onDebt("2026-03-02", calls(missed("2026-03-02T20:59:59-05:00"))),
	},
	"debt.after_cease": {
		made:        onDebt("2026-06-01", calls(missed(midday("2026-06-01"))), sent(midday("2026-03-02"), CeaseSent)),
		notMade:     onDebt("2026-06-01", calls(missed(midday("2026-06-01"))), sent(midday("2026-03-02"), AttorneyNamed)),
		justMade:    onDebt("2026-06-01", calls(missed("2026-03-02T12:00:01-05:00")), sent(midday("2026-03-02"), CeaseSent)),
		justNotMade: onDebt("2026-06-01", calls(missed(midday("2026-03-02"))), sent(midday("2026-03-02"), CeaseSent)),
	},
	"debt.after_spoken_cease": {
		made:        onDebt("2026-06-01", calls(at(midday("2026-03-02"), "cease_request!"), missed(midday("2026-05-01")))),
		notMade:     onDebt("2026-06-01", calls(at(midday("2026-03-02"), "dispute!"), missed(midday("2026-05-01")))),
		justMade:    onDebt("2026-06-01", calls(at(midday("2026-02-01"), "cease_request!"), missed(midday("2026-03-09"))), sent(midday("2026-03-02"), CeaseSent)),
		justNotMade: onDebt("2026-06-01", calls(at(midday("2026-02-01"), "cease_request!"), missed(midday("2026-03-10"))), sent(midday("2026-03-02"), CeaseSent)),
	},
	"debt.after_attorney_notice": {
		made:        onDebt("2026-06-01", calls(missed(midday("2026-06-01"))), sent(midday("2026-03-02"), AttorneyNamed)),
		notMade:     onDebt("2026-06-01", calls(missed(midday("2026-06-01"))), sent(midday("2026-03-02"), CeaseSent)),
		justMade:    onDebt("2026-06-01", calls(missed("2026-03-02T12:00:01-05:00")), sent(midday("2026-03-02"), AttorneyNamed)),
		justNotMade: onDebt("2026-06-01", calls(missed(midday("2026-03-02"))), sent(midday("2026-03-02"), AttorneyNamed)),
	},
	"debt.no_validation_notice": {
		made:        onDebt("2026-06-01", calls(at(midday("2026-03-02")))),
		notMade:     onDebt("2026-06-01", calls(missed(midday("2026-03-02")))),
		justMade:    onDebt("2026-03-08", calls(at(midday("2026-03-02")))),
		justNotMade: onDebt("2026-03-07", calls(at(midday("2026-03-02")))),
	},
	"debt.dispute_deadline": {
		made:        onDebt("2026-03-25", calls(missed(midday("2026-03-02"))), sent(midday("2026-03-02"), NoticeReceived)),
		notMade:     onDebt("2026-03-25", calls(missed(midday("2026-03-02"))), sent(midday("2026-03-02"), NoticeReceived), sent(midday("2026-03-03"), DisputeSent)),
		justMade:    onDebt("2026-04-01", calls(missed(midday("2026-03-02"))), sent(midday("2026-03-02"), NoticeReceived)),
		justNotMade: onDebt("2026-04-02", calls(missed(midday("2026-03-02"))), sent(midday("2026-03-02"), NoticeReceived)),
	},
	"debt.collection_during_dispute": {
		made:        onDebt("2026-06-01", calls(missed(midday("2026-03-05"))), sent(midday("2026-03-02"), DisputeSent)),
		notMade:     onDebt("2026-06-01", calls(at(midday("2026-03-02"), "dispute!"), missed(midday("2026-05-01")))),
		justMade:    onDebt("2026-06-01", calls(missed(midday("2026-05-01"))), sent(midday("2026-03-02"), NoticeReceived), sent(midday("2026-04-01"), DisputeSent)),
		justNotMade: onDebt("2026-06-01", calls(missed(midday("2026-05-01"))), sent(midday("2026-03-02"), NoticeReceived), sent(midday("2026-04-02"), DisputeSent)),
	},
	"debt.no_mini_miranda": {
		made:        onDebt("2026-03-02", calls(writtenDown(midday("2026-03-02")))),
		notMade:     onDebt("2026-03-02", calls(writtenDown(midday("2026-03-02"), "mini_miranda"))),
		justMade:    onDebt("2026-03-03", calls(missed(midday("2026-03-02")), writtenDown(midday("2026-03-03")))),
		justNotMade: onDebt("2026-03-03", calls(writtenDown(midday("2026-03-02"), "mini_miranda"), writtenDown(midday("2026-03-03")))),
	},
	"debt.threat_phrase": {
		made:        onDebt("2026-03-02", calls(at(midday("2026-03-02"), "threat"))),
		notMade:     onDebt("2026-03-02", calls(at(midday("2026-03-02"), "payment_demand"))),
		justMade:    onDebt("2026-03-02", calls(at(midday("2026-03-02"), "time_barred", "threat"))),
		justNotMade: onDebt("2026-03-02", calls(at(midday("2026-03-02"), "time_barred"))),
	},
	"debt.identity_refused": {
		made:        onDebt("2026-03-02", calls(at(midday("2026-03-02"), "identity_refused"))),
		notMade:     onDebt("2026-03-02", calls(at(midday("2026-03-02"), "caller_identity"))),
		justMade:    onDebt("2026-03-02", calls(at(midday("2026-03-02"), "caller_identity", "identity_refused"))),
		justNotMade: onDebt("2026-03-02", calls(at(midday("2026-03-02")))),
	},
	"debt.third_party_disclosure": {
		made:        onDebt("2026-03-02", calls(at(midday("2026-03-02"), "others_told!"))),
		notMade:     onDebt("2026-03-02", calls(at(midday("2026-03-02"), "threat"))),
		justMade:    onDebt("2026-03-02", calls(missed(midday("2026-03-01")), at(midday("2026-03-02"), "others_told!"))),
		justNotMade: onDebt("2026-03-02", calls(missed(midday("2026-03-01"))), sent(midday("2026-03-02"), OthersTold)),
	},
	"debt.limitation_warning": {
		made:        onDebt("2027-02-01", calls(at(midday("2026-03-02"), "threat"))),
		notMade:     onDebt("2027-02-01", calls(missed(midday("2026-03-02")))),
		justMade:    onDebt("2024-12-29", calls(missed("2024-02-29T07:00:00-05:00"))),
		justNotMade: onDebt("2024-12-28", calls(missed("2024-02-29T07:00:00-05:00"))),
	},
	"consent.none_on_record": {
		made:    recorded(60, nil),
		notMade: recorded(60, []call.Consent{{Method: call.InWriting}}),
		justMade: func(t testing.TB) []call.Flag {
			return phrases(t).ConsentFlags(dialogue(1), consentLaw(t).Requirement(At("US-NY"), Location{}))
		},
		justNotMade: func(t testing.TB) []call.Flag {
			return phrases(t).ConsentFlags(dialogue(1), consentLaw(t).Requirement(At("US-NY"), At("US-VT")))
		},
	},
	"consent.joined_without_notice": {
		made:        recorded(60, agreedAt2, call.Remote, 20, "My colleague just joined."),
		notMade:     recorded(60, agreedAt2, call.Remote, 20, "My colleague is ill."),
		justMade:    recorded(60, agreedAt2, call.Local, 16, "I am recording this call.", call.Remote, 20, "My colleague just joined."),
		justNotMade: recorded(60, agreedAt2, call.Remote, 20, "My colleague just joined.", call.Local, 24, "I am recording this call."),
	},
	"consent.refused_but_recorded": {
		made:        recorded(90, agreedAt2, call.Remote, 20, "Please stop recording."),
		notMade:     recorded(90, agreedAt2),
		justMade:    recorded(35, refusedAt4),
		justNotMade: recorded(34, refusedAt4),
	},
	"private.card": {
		made: readOut("me: It is 4111 1111 1111 1111."), notMade: readOut("them: Call me at 212 555 0142."),
		justMade: readOut("me: It is 4111 1111 1111 1111."), justNotMade: readOut("me: It is 4111 1111 1111 1112."), // its check digit
	},
	"private.ssn": {
		made: readOut("me: My social is 078 05 1120."), notMade: readOut("me: The case is 078 05 1120 77."),
		justMade: readOut("me: It is 899-05-1120."), justNotMade: readOut("me: It is 900-05-1120."), // none begins so
	},
	"private.iban": {
		made: readOut("me: DE89 3704 0044 0532 0130 00"), notMade: readOut("me: Flight DE 89 at noon."),
		justMade: readOut("me: DE89 3704 0044 0532 0130 00"), justNotMade: readOut("me: DE89 3704 0044 0532 0130 01"), // its check digits
	},
	"private.account": {
		made: readOut("me: My checking account is 12345678."), notMade: readOut("me: My ticket is 12345678."),
		justMade: readOut("me: My checking account is 12345."), justNotMade: readOut("me: My checking account is 1234."),
	},
	"private.routing": {
		made: readOut("me: The routing number is 021000021."), notMade: readOut("me: The reference is 021000021."),
		justMade: readOut("me: The sort code is 20 00 00."), justNotMade: readOut("me: The sort code is 20 00 0."),
	},
	"private.code": {
		made: readOut("me: The pin is 4821."), notMade: readOut("me: The zip code is 10001."),
		justMade: readOut("me: The pin is 482."), justNotMade: readOut("me: The pin is 48."),
	},
}

// notWorkedOut are flags of the data files for which there is nothing in a record that could prove them.
var notWorkedOut = []string{"dnc.registry_call", "dnc.dnc_refused_or_hung_up", "dnc.spoofed_id", "dnc.limitation_warning"}

// Every flag that the rules can give has a scene that makes it, one that does not, and a boundary.
func TestEachFlagIsProved(t *testing.T) {
	given, proved := rulesGiven(t), slices.Sorted(maps.Keys(proofs))
	if !slices.Equal(given, proved) {
		t.Fatalf("the rules can give\n%q\nand proved are\n%q", given, proved)
	}
	for _, id := range inTheDataFiles(t) {
		if slices.Contains(given, id) == slices.Contains(notWorkedOut, id) {
			t.Errorf("%s stands in the data files, and it is not known whether it is worked out", id)
		}
	}
	for id, proof := range proofs {
		for what, one := range map[string]struct {
			scene scene
			want  bool
		}{"made": {proof.made, true}, "not made": {proof.notMade, false}, "just made": {proof.justMade, true}, "just not made": {proof.justNotMade, false}} {
			flags := one.scene(t)
			if slices.ContainsFunc(flags, func(f call.Flag) bool { return f.Rule == id }) != one.want {
				t.Errorf("%s, the scene where it is %s: %v", id, what, rulesOf(flags))
			}
		}
	}
}

// rulesGiven finds in the package's own text which flags it can make.
func rulesGiven(t *testing.T) (ids []string) {
	t.Helper()
	for _, id := range debtFlags {
		ids = append(ids, "debt."+id)
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			ids = append(ids, ruleIn(n)...)
			return true
		})
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// ruleIn are the flags that a part of a program names: where it makes one whose ID is written out, and where it lists a kind of private number.
func ruleIn(n ast.Node) (ids []string) {
	written := func(group string, from []ast.Expr) {
		for _, one := range from {
			if text, is := one.(*ast.BasicLit); is && text.Kind == gotoken.STRING {
				ids = append(ids, group+strings.Trim(text.Value, `"`))
			}
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		if name, is := n.Fun.(*ast.Ident); is && name.Name == "consentFlag" {
			written("consent.", n.Args[2:3])
		}
		if name, is := n.Fun.(*ast.SelectorExpr); is && name.Sel.Name == "flag" {
			written("dnc.", n.Args[:1])
		}
	case *ast.ValueSpec:
		if kind, is := n.Type.(*ast.Ident); is && kind.Name == "PrivateKind" {
			written("private.", n.Values)
		}
	}
	return ids
}

func inTheDataFiles(t *testing.T) (ids []string) {
	t.Helper()
	for group, name := range map[string]string{"dnc.": "law/dnc_rules.json", "debt.": "law/debt_rules.json"} {
		content, err := fs.ReadFile(assets.Law, name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Flags []struct{ ID string } }
		if err := json.Unmarshal(content, &file); err != nil || len(file.Flags) < 10 {
			t.Fatalf("%s: %d flags, %v", name, len(file.Flags), err)
		}
		for _, flag := range file.Flags {
			ids = append(ids, group+flag.ID)
		}
	}
	return ids
}
